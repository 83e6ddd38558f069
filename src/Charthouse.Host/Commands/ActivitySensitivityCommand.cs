using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Charthouse.Analytics;
using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse activity sensitivity</c>.</summary>
internal static class ActivitySensitivityCommand
{
    private const string Help = """
        Compare definitions: three estimators × four time-outs, and the eight windows; and whether they put the groups in the same order.

        Example:
          charthouse activity sensitivity --data ward --from 2026-10-12 --to 2026-11-09 --by specialty --json
        """;

    public static Command Make()
    {
        var options = new ReportOptions();
        var json = new Option<bool>("--json") { Description = "Print one JSON document." };
        var command = new Command("sensitivity", Help) { options.Data, options.From, options.To, options.By, json };
        command.SetAction((parsed, cancellationToken) => options.RunAsync(parsed, async (services, period, by) =>
        {
            var rows = await services.GetRequiredService<IAnalyticsEngine>().AskAsync(new SensitivityByClinician(period, by, ActivityFilter.Everybody), cancellationToken);
            if (rows.Count == 0) return false;
            var report = SensitivityReport.From(rows, by);
            if (parsed.GetValue(json)) Json.Print(writer => WriteJson(writer, period, by, report));
            else PrintTable(report);
            return true;
        }, cancellationToken));
        return command;
    }

    internal static void WriteJson(Utf8JsonWriter writer, LocalPeriod period, GroupBy by, SensitivityReport report)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("definition");
        writer.WriteString("name", "sensitivity");
        writer.WriteString("version", "1");
        writer.WriteString("by", by.ToString().ToLowerInvariant());
        writer.WriteString("from", ReportOptions.Iso(period.From));
        writer.WriteString("to", ReportOptions.Iso(period.To));
        writer.WriteEndObject();

        writer.WriteStartArray("definitions");
        foreach (var (rule, groups) in SensitivityDefinitions.All.Zip(report.Definitions))
        {
            writer.WriteStartObject();
            writer.WriteString("estimator", SensitivityDefinitions.EstimatorName(rule.Estimator));
            writer.WriteNumber("timeoutSeconds", rule.TimeOutMicroseconds / Microseconds.PerSecond);
            WriteGroups(writer, groups, "activeHours", "ehrTime8");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("windows");
        foreach (var (key, groups) in ActivityWindowNames.Keys.Zip(report.Windows))
        {
            writer.WriteStartObject();
            writer.WriteString("window", key);
            WriteGroups(writer, groups, "hours", "per8ScheduledHours");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rankAgreement");
        foreach (var pair in report.RankAgreement)
        {
            writer.WriteStartObject();
            writer.WriteString("a", pair.A);
            writer.WriteString("b", pair.B);
            writer.WriteNumberOrNull("tauB", pair.TauB);
            writer.WriteNumber("groups", pair.Groups);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteGroups(Utf8JsonWriter writer, IReadOnlyList<SensitivityGroup> groups, string hours, string perEight)
    {
        writer.WriteStartArray("groups");
        foreach (var group in groups)
        {
            writer.WriteStartObject();
            writer.WriteString("key", group.Key);
            writer.WriteNumberOrNull(hours, group.Hours);
            writer.WriteNumberOrNull(perEight, group.Per8ScheduledHours);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void PrintTable(SensitivityReport report)
    {
        var names = SensitivityDefinitions.All.Select(SensitivityDefinitions.Name).ToList();
        var keys = report.Definitions[0].Select(group => group.Key).ToList();
        var width = Math.Max(10, keys.Select(key => key.Length).DefaultIfEmpty(0).Max());
        Console.WriteLine("EHR hours per 8 scheduled hours, by definition");
        Console.WriteLine("".PadRight(width) + string.Concat(names.Select(name => name.PadLeft(11))));
        for (var row = 0; row < keys.Count; row++) Console.WriteLine(keys[row].PadRight(width) + string.Concat(report.Definitions.Select(groups => Cell(groups[row], 11))));
        Console.WriteLine();
        Console.WriteLine("Hours per 8 scheduled hours in each window (drop, 300 s)");
        Console.WriteLine("".PadRight(width) + string.Concat(ActivityWindowNames.Keys.Select(key => key.PadLeft(22))));
        for (var row = 0; row < keys.Count; row++) Console.WriteLine(keys[row].PadRight(width) + string.Concat(report.Windows.Select(groups => Cell(groups[row], 22))));
        Console.WriteLine();
        var worst = report.RankAgreement.Where(pair => pair.TauB is not null).OrderBy(pair => pair.TauB).Take(5).ToList();
        if (worst.Count == 0) return;
        Console.WriteLine("Least agreement on the order of groups (Kendall's tau-b)");
        foreach (var pair in worst) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pair.A} / {pair.B}: {pair.TauB:N2} over {pair.Groups} groups"));
    }

    private static string Cell(SensitivityGroup group, int width) =>
        (group.Per8ScheduledHours is { } value ? value.ToString("N2", CultureInfo.InvariantCulture) : group.Hours is null ? "hidden" : "-").PadLeft(width);
}
