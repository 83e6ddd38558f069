using System.Globalization;
using System.Text;
using CsCheck;

namespace Charthouse.AuditActivity.Tests;

public sealed class ClinicianLogOracleTests
{
    [Fact]
    public void Measure_AgreesWithCountingSeconds() => Scenarios.Any.Sample(
        scenario =>
        {
            var engine = new StringBuilder();
            foreach (var totals in scenario.Log().Measure(scenario.Period, scenario.Rule))
            {
                Write(engine, totals.Group, totals.Events, totals.Sessions, totals.PatientSwitches, totals.ActiveDays, totals.ScheduledDays,
                    totals.ScheduledMicroseconds, totals.ActiveMicroseconds, totals.CategoryMicroseconds.ToArray(), totals.WindowMicroseconds.ToArray());
            }

            var counted = new StringBuilder();
            foreach (var (group, totals) in NaiveOracle.Measure(scenario))
            {
                Write(counted, group, totals.Events, totals.Sessions, totals.PatientSwitches, totals.ActiveDays, totals.ScheduledDays,
                    totals.ScheduledSeconds * 1_000_000, totals.Active * 1000, [.. totals.Categories.Select(time => time * 1000)],
                    [.. ActivityWindowNames.Keys.Select(key => totals.Windows.GetValueOrDefault(key) * 1000)]);
            }

            Assert.Equal(counted.ToString(), engine.ToString());
        },
        iter: 400);

    private static void Write(
        StringBuilder to, int group, long events, long sessions, long switches, long activeDays, long scheduledDays, long scheduled, long active, long[] categories, long[] windows) =>
        to.Append(CultureInfo.InvariantCulture, $"group {group}: {events} events, {sessions} sessions, {switches} switches, {activeDays}/{scheduledDays} days, scheduled {scheduled}, active {active}\n  ")
            .AppendJoin(' ', categories.Select((time, i) => $"{ActivityCategories.Names[i]} {time.ToString(CultureInfo.InvariantCulture)}")).Append("\n  ")
            .AppendJoin(' ', windows.Select((time, i) => $"{ActivityWindowNames.Keys[i]} {time.ToString(CultureInfo.InvariantCulture)}")).Append('\n');
}
