using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Charthouse.Analytics;
using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse activity report</c>.</summary>
internal static class ActivityReportCommand
{
    private const string Help = """
        Report EHR time, windows, sessions and per-8-hour measures of a period.
        Groups of fewer than 5 clinicians are suppressed. --by clinician is for the operator of the data directory.

        Examples:
          charthouse activity report --data ward --from 2026-10-12 --to 2026-11-09 --by specialty
          charthouse activity report --data ward --from 2026-10-12 --to 2026-11-09 --by all --estimator union --timeout 90 --json
        """;

    public static Command Make()
    {
        var options = new ReportOptions();
        var estimator = ReportOptions.Word(
            "--estimator", "drop: a gap longer than the time-out does not count; cap: it counts up to the time-out; union: as cap, and the last event gets the time-out.", "drop", "cap", "union");
        var timeOut = new Option<decimal>("--timeout") { Description = "Time-out in seconds; more than 0, at most 86400.", DefaultValueFactory = _ => 300, HelpName = "SECONDS" };
        timeOut.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && decimal.TryParse(result.Tokens[0].Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var seconds) && seconds is < 0.000_001m or > 86_400)
                result.AddError($"--timeout {result.Tokens[0].Value}: more than 0 and at most 86400 seconds are wanted.");
        });
        var boundary = ReportOptions.Word("--boundary", "le: a gap equal to the time-out counts; lt: it does not.", "le", "lt");
        var json = new Option<bool>("--json") { Description = "Print one JSON document." };
        var csv = new Option<bool>("--csv") { Description = "Print CSV." };
        var command = new Command("report", Help) { options.Data, options.From, options.To, options.By, estimator, timeOut, boundary, json, csv };
        command.SetAction((parsed, cancellationToken) => options.RunAsync(parsed, async (services, period, by) =>
        {
            var rule = new CreditRule(
                parsed.GetValue(estimator) switch { "cap" => Estimator.Cap, "union" => Estimator.Union, _ => Estimator.Drop },
                (long)(parsed.GetValue(timeOut) * Microseconds.PerSecond),
                parsed.GetValue(boundary) == "lt" ? TimeOutBoundary.Exclusive : TimeOutBoundary.Inclusive);
            var rows = await services.GetRequiredService<IAnalyticsEngine>().AskAsync(new ActivityByClinician(period, rule, by, ActivityFilter.Everybody), cancellationToken);
            var groups = ActivityReport.Groups(rows, by);
            if (groups.Count == 0) return false;
            if (parsed.GetValue(json)) PrintJson(period, rule, groups);
            else if (parsed.GetValue(csv)) PrintCsv(groups);
            else PrintTable(groups);
            return true;
        }, cancellationToken));
        return command;
    }

    internal static void PrintJson(LocalPeriod period, CreditRule rule, IReadOnlyList<ActivityGroup> groups) => Json.Print(writer => WriteJson(writer, period, rule, groups));

    internal static void WriteJson(Utf8JsonWriter writer, LocalPeriod period, CreditRule rule, IReadOnlyList<ActivityGroup> groups)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("definition");
        writer.WriteString("name", "activity");
        writer.WriteString("version", "1");
        writer.WriteString("estimator", SensitivityDefinitions.EstimatorName(rule.Estimator));
        writer.WriteNumber("timeoutSeconds", rule.TimeOutMicroseconds % Microseconds.PerSecond == 0
            ? rule.TimeOutMicroseconds / Microseconds.PerSecond : rule.TimeOutMicroseconds / (decimal)Microseconds.PerSecond);
        writer.WriteString("boundary", rule.Boundary == TimeOutBoundary.Inclusive ? "le" : "lt");
        writer.WriteString("scheduledTime", "appointments");
        writer.WriteNumber("minimumScheduledHours", GroupMeasures.MinimumScheduledHours);
        writer.WriteString("from", ReportOptions.Iso(period.From));
        writer.WriteString("to", ReportOptions.Iso(period.To));
        writer.WriteEndObject();
        writer.WriteStartArray("groups");
        foreach (var group in groups) WriteGroup(writer, group);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter writer, ActivityGroup group)
    {
        var measures = group.Measures;
        var sums = measures.IsSuppressed ? null : measures.Sums;
        var perEight = measures.IsSuppressed ? null : measures.PerEight;
        writer.WriteStartObject();
        writer.WriteString("key", group.Key);
        writer.WriteNumber("clinicians", measures.Clinicians);
        writer.WriteNumber("included", measures.Included);
        writer.WriteBoolean("suppressed", measures.IsSuppressed);
        writer.WriteNumberOrNull("events", sums?.Events);
        writer.WriteNumberOrNull("sessions", sums?.Sessions);
        writer.WriteNumberOrNull("patientSwitches", sums?.PatientSwitches);
        writer.WriteNumberOrNull("activeDays", sums?.ActiveDays);
        writer.WriteNumberOrNull("scheduledDays", sums?.ScheduledDays);
        writer.WriteNumberOrNull("scheduledHours", Hours(sums?.ScheduledMicroseconds));
        writer.WriteNumberOrNull("activeHours", Hours(sums?.ActiveMicroseconds));
        WriteHours(writer, "categoryHours", CategoryKeys, sums is null ? null : sums.CategoryMicroseconds.ToArray());
        WriteHours(writer, "windowHours", [.. ActivityWindowNames.Keys], sums is null ? null : sums.WindowMicroseconds.ToArray());
        writer.WriteNumberOrNull("ehrTime8", perEight?.EhrTime);
        writer.WriteNumberOrNull("wow8", perEight?.WorkOutsideWork);
        writer.WriteNumberOrNull("noteTime8", perEight?.NoteTime);
        writer.WriteNumberOrNull("inboxTime8", perEight?.InboxTime);
        writer.WriteNumberOrNull("rxTime8", perEight?.PrescriptionTime);
        if (Reason(measures) is { } reason) writer.WriteString("reason", reason);
        else writer.WriteNull("reason");
        writer.WriteEndObject();
    }

    // Each category under its name, the unmapped at the end.
    private static readonly string[] CategoryKeys = [.. ActivityCategories.Names];

    private static void WriteHours(Utf8JsonWriter writer, string name, string[] keys, long[]? microseconds)
    {
        if (microseconds is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        // "unmapped" stands first among the categories but last for people.
        foreach (var i in Enumerable.Range(0, keys.Length).OrderBy(i => keys[i] == "unmapped")) writer.WriteNumber(keys[i], Microseconds.ToHours(microseconds[i]));
        writer.WriteEndObject();
    }

    private static string? Reason(GroupMeasures measures) => measures.IsSuppressed ? null : measures.Reason switch
    {
        MissingReason.ScheduledHoursBelowMinimum => "scheduled-hours-below-minimum",
        MissingReason.TooFewWithScheduledHours => "too-few-with-scheduled-hours",
        _ => null,
    };

    private static double? Hours(long? microseconds) => microseconds is { } value ? Microseconds.ToHours(value) : null;

    private static void PrintCsv(IReadOnlyList<ActivityGroup> groups)
    {
        string[] header =
        [
            "key", "clinicians", "included", "suppressed", "events", "sessions", "patientSwitches", "activeDays", "scheduledDays", "scheduledHours", "activeHours",
            .. ActivityCategories.Names.Select(name => "category." + name), .. ActivityWindowNames.Keys.Select(key => "window." + key),
            "ehrTime8", "wow8", "noteTime8", "inboxTime8", "rxTime8", "reason",
        ];
        Console.WriteLine(string.Join(',', header));
        foreach (var group in groups)
        {
            var measures = group.Measures;
            var sums = measures.IsSuppressed ? null : measures.Sums;
            var perEight = measures.IsSuppressed ? null : measures.PerEight;
            List<string> cells = [Quoted(group.Key), Number(measures.Clinicians), Number(measures.Included), measures.IsSuppressed ? "true" : "false"];
            cells.AddRange([Number(sums?.Events), Number(sums?.Sessions), Number(sums?.PatientSwitches), Number(sums?.ActiveDays), Number(sums?.ScheduledDays)]);
            cells.AddRange([Number(Hours(sums?.ScheduledMicroseconds)), Number(Hours(sums?.ActiveMicroseconds))]);
            for (var i = 0; i < ActivityCategories.Count; i++) cells.Add(Number(Hours(sums?.CategoryMicroseconds[i])));
            for (var i = 0; i < ActivityWindowNames.Count; i++) cells.Add(Number(Hours(sums?.WindowMicroseconds[i])));
            cells.AddRange([Number(perEight?.EhrTime), Number(perEight?.WorkOutsideWork), Number(perEight?.NoteTime), Number(perEight?.InboxTime), Number(perEight?.PrescriptionTime)]);
            cells.Add(measures.IsSuppressed ? "suppressed" : Reason(measures) ?? "");
            Console.WriteLine(string.Join(',', cells));
        }
    }

    private static string Number<T>(T? value)
        where T : struct, IFormattable => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Quoted(string text) => text.AsSpan().IndexOfAny("\",\n\r") >= 0 ? '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"' : text;

    private static void PrintTable(IReadOnlyList<ActivityGroup> groups)
    {
        var width = Math.Max(10, groups.Select(group => group.Key.Length).DefaultIfEmpty(0).Max());
        Console.WriteLine($"{"".PadRight(width)}  clinicians  scheduled h   active h  EHR/8 h  WOW/8 h  notes/8 h  inbox/8 h  Rx/8 h");
        foreach (var group in groups)
        {
            var measures = group.Measures;
            var line = string.Create(CultureInfo.InvariantCulture, $"{group.Key.PadRight(width)}  {measures.Clinicians,10:N0}");
            if (measures.IsSuppressed)
            {
                Console.WriteLine(line + "  hidden: fewer than 5 clinicians");
                continue;
            }

            line += string.Create(CultureInfo.InvariantCulture, $"  {Microseconds.ToHours(measures.Sums.ScheduledMicroseconds),11:N2}  {Microseconds.ToHours(measures.Sums.ActiveMicroseconds),9:N2}");
            line += measures.PerEight is { } per
                ? string.Create(CultureInfo.InvariantCulture, $"  {per.EhrTime,7:N2}  {per.WorkOutsideWork,7:N2}  {per.NoteTime,9:N2}  {per.InboxTime,9:N2}  {per.PrescriptionTime,6:N2}")
                : "  no per-8-hour measures: " + Reason(measures);
            Console.WriteLine(line);
        }
    }
}
