using CsCheck;

namespace Charthouse.AuditActivity.Tests;

/// <summary>The invariants of activity.md §11, last paragraph. Shuffled rows are a matter of the reference engine's tests.</summary>
public sealed class ClinicianLogLawTests
{
    private static readonly Gen<int> timeOutSeconds = Gen.Int[1, 2000];

    [Fact]
    public void Drop_GrowsWithTheTimeOut() => Gen.Select(Scenarios.Any, timeOutSeconds, timeOutSeconds).Sample((scenario, a, b) =>
    {
        var (shorter, longer) = (Active(scenario, Estimator.Drop, Math.Min(a, b)), Active(scenario, Estimator.Drop, Math.Max(a, b)));
        Assert.True(shorter <= longer, $"{shorter} > {longer}");
    });

    [Fact]
    public void Drop_EqualsTheSpansOfSessions() => Scenarios.Any.Sample(scenario =>
    {
        var timeOut = scenario.Rule.TimeOutMicroseconds;
        var times = scenario.EngineEvents.Select(e => e.AtMicroseconds).ToArray();
        long spans = 0, sessions = 0;
        for (var first = 0; first < times.Length;)
        {
            var last = first;
            while (last + 1 < times.Length && (times[last + 1] - times[last] < timeOut
                || (scenario.Rule.Boundary == TimeOutBoundary.Inclusive && times[last + 1] - times[last] == timeOut))) last++;
            spans += times[last] - times[first];
            sessions++;
            first = last + 1;
        }

        var totals = scenario.Total(new CreditRule(Estimator.Drop, timeOut, scenario.Rule.Boundary), A.AllTime);
        Assert.Equal((spans, sessions), (totals.ActiveMicroseconds, totals.Sessions));
    });

    [Fact]
    public void DropCapUnion_AreInOrder() => Gen.Select(Scenarios.Any, timeOutSeconds).Sample((scenario, timeOut) =>
    {
        var (drop, cap, union) = (Active(scenario, Estimator.Drop, timeOut), Active(scenario, Estimator.Cap, timeOut), Active(scenario, Estimator.Union, timeOut));
        Assert.True(drop <= cap && cap <= union, $"{drop}, {cap}, {union}");
    });

    [Fact]
    public void Categories_AddUpToActiveTime() => Scenarios.Any.Sample(scenario =>
    {
        var totals = scenario.Total(scenario.Rule, scenario.Period);
        Assert.Equal(totals.ActiveMicroseconds, totals.CategoryMicroseconds.ToArray().Sum());
    });

    [Fact]
    public void InsideAndOutsideScheduledTime_AddUpToActiveTime() => Scenarios.Any.Sample(scenario =>
    {
        var totals = scenario.Total(scenario.Rule, A.AllTime);
        Assert.Equal(totals.ActiveMicroseconds, Inside(scenario) + totals.WindowMicroseconds[0]);
    });

    [Fact]
    public void EhrTime_IsInsidePlusWorkOutsideWork() => Scenarios.Any
        .Select(scenario => scenario with { Visits = [.. scenario.Visits, (scenario.Visits.Length == 0 ? 0 : scenario.Visits[0].EndSeconds, 2_000_000_000)] })
        .Sample(scenario =>
        {
            var totals = scenario.Total(scenario.Rule, A.AllTime);
            var perEight = GroupMeasures.Of([totals], isOneClinician: true).PerEight!;
            Assert.Equal(perEight.EhrTime, (8.0 * Inside(scenario) / totals.ScheduledMicroseconds) + perEight.WorkOutsideWork, 1e-12);
        });

    [Fact]
    public void ClockWindowsAndTheirComplements_AddUpToActiveTime() => Scenarios.Any.Sample(scenario =>
    {
        var totals = scenario.Total(scenario.Rule, A.AllTime);
        var weekday = ByClock(scenario, (day, _) => day is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
        var from7To19 = ByClock(scenario, (_, minute) => minute is >= 420 and < 1140);
        var from6To18 = ByClock(scenario, (_, minute) => minute is >= 360 and < 1080);
        Assert.Equal(totals.ActiveMicroseconds, weekday + Window(totals, ActivityWindows.Weekend));
        Assert.Equal(totals.ActiveMicroseconds, from7To19 + Window(totals, ActivityWindows.Outside7To19));
        Assert.Equal(totals.ActiveMicroseconds, from6To18 + Window(totals, ActivityWindows.Night18To6));
    });

    [Fact]
    public void Windows_LieWithinEachOther() => Scenarios.Any.Sample(scenario =>
    {
        var totals = scenario.Total(scenario.Rule, scenario.Period);
        Assert.True(Window(totals, ActivityWindows.Weekend) <= Window(totals, ActivityWindows.After18Before6Weekend));
        Assert.True(Window(totals, ActivityWindows.Night18To6) <= Window(totals, ActivityWindows.After18Before6Weekend));
        Assert.True(Window(totals, ActivityWindows.After18Before6Weekend) <= Window(totals, ActivityWindows.Pajama));
        Assert.True(Window(totals, ActivityWindows.OutsideSchedule30) + Window(totals, ActivityWindows.UnscheduledDay) <= totals.ActiveMicroseconds);
    });

    [Fact]
    public void AdjacentPeriods_AddUpToTheWhole() => Gen.Select(Scenarios.Any, Gen.Int[0, 3]).Sample((scenario, days) =>
    {
        var middle = scenario.Period.From.AddDays(days) < scenario.Period.To ? scenario.Period.From.AddDays(days) : scenario.Period.To;
        var first = scenario.Total(scenario.Rule, scenario.Period with { To = middle });
        var second = scenario.Total(scenario.Rule, scenario.Period with { From = middle });
        var whole = scenario.Total(scenario.Rule, scenario.Period);
        Assert.Equal(Additive(whole), Additive(first).Zip(Additive(second), (a, b) => a + b));
    });

    [Fact]
    public void ShiftingZoneEventsAndVisits_ChangesNothing() => Gen.Select(Scenarios.Any, Gen.Int[-48, 56]).Sample((scenario, quarters) =>
    {
        var shift = quarters * 15 * Microseconds.PerMinute;
        var shifted = new ZoneCalendar(TimeZoneInfo.CreateCustomTimeZone("shifted", TimeSpan.FromMinutes(15 * quarters), null, null));
        var here = new ClinicianLog(scenario.EngineEvents, scenario.EngineVisits, [new Membership(long.MinValue, 0)], A.Calendar("UTC"));
        var there = new ClinicianLog(
            [.. scenario.EngineEvents.Select(e => e with { AtMicroseconds = e.AtMicroseconds - shift })],
            [.. scenario.EngineVisits.Select(v => new Appointment(v.StartMicroseconds - shift, v.EndMicroseconds - shift))], [new Membership(long.MinValue, 0)], shifted);
        Assert.Equal(here.Measure(scenario.Period, scenario.Rule).Select(All), there.Measure(scenario.Period, scenario.Rule).Select(All), StringComparer.Ordinal);
    }, iter: 40);

    private static long Active(Scenario scenario, Estimator estimator, int timeOut) =>
        scenario.Total(A.Rule(estimator, timeOut, scenario.Rule.Boundary), scenario.Period).ActiveMicroseconds;

    private static long Window(ActivityTotals totals, ActivityWindows window) =>
        totals.WindowMicroseconds[System.Numerics.BitOperations.TrailingZeroCount((uint)window)];

    private static long[] Additive(ActivityTotals totals) =>
    [
        totals.Events, totals.ActiveDays, totals.ScheduledDays, totals.ScheduledMicroseconds, totals.ActiveMicroseconds,
        .. totals.CategoryMicroseconds, .. totals.WindowMicroseconds,
    ];

    private static string All(ActivityTotals totals) => string.Join(' ', [.. Additive(totals), totals.Sessions, totals.PatientSwitches]);

    private static IEnumerable<(long From, long To)> Credited(Scenario scenario)
    {
        var events = scenario.EngineEvents;
        for (var i = 0; i < events.Length; i++)
        {
            var at = events[i].AtMicroseconds;
            yield return (at, at + scenario.Rule.Credit(i + 1 < events.Length ? events[i + 1].AtMicroseconds - at : null));
        }
    }

    // Credited intervals never overlap: a credit never reaches beyond the next event. Visits do, so they are cut to what earlier ones leave.
    private static long Inside(Scenario scenario)
    {
        long inside = 0, reached = long.MinValue;
        foreach (var visit in scenario.EngineVisits.OrderBy(v => v.StartMicroseconds))
        {
            var from = Math.Max(visit.StartMicroseconds, reached);
            foreach (var credited in Credited(scenario)) inside += Math.Max(0, Math.Min(credited.To, visit.EndMicroseconds) - Math.Max(credited.From, from));
            reached = Math.Max(reached, visit.EndMicroseconds);
        }

        return inside;
    }

    // Minute by minute on the clock: every edge asked for here and every clock change falls on a whole minute.
    private static long ByClock(Scenario scenario, Func<DayOfWeek, int, bool> counts)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(scenario.Zone);
        long sum = 0;
        foreach (var (from, to) in Credited(scenario))
        {
            for (var at = from; at < to;)
            {
                var end = Math.Min(to, at - (at % Microseconds.PerMinute) + Microseconds.PerMinute);
                var clock = TimeZoneInfo.ConvertTime(Microseconds.ToInstant(at), zone).DateTime;
                if (counts(clock.DayOfWeek, (int)clock.TimeOfDay.TotalMinutes)) sum += end - at;
                at = end;
            }
        }

        return sum;
    }
}
