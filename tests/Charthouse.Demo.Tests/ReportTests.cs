using System.Globalization;
using System.Text.Json;
using Charthouse.Analytics.Activity;
using Charthouse.Analytics.Reference;
using Charthouse.AuditActivity;
using Charthouse.Host.Tests;

namespace Charthouse.Demo.Tests;

/// <summary>What <c>charthouse activity report --json</c> says about the demo is what the definition in plain C# gives for the same files.</summary>
public sealed class ReportTests : IDisposable
{
    private static readonly LocalPeriod period = new(new DateOnly(2026, 3, 3), new DateOnly(2026, 3, 9));
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // A week with a change of the clock in it.
    [Fact]
    public async Task Report_EqualsTheReferenceEngineOnTheSameFiles()
    {
        var files = HarborRegionalHealth.Write(Path.Combine(folder.Path, "files"), 4, 5, null, TestContext.Current.CancellationToken);
        var data = Path.Combine(folder.Path, "data");
        var import = await BuiltProgram.RunAsync(
            ["activity", "import", "--data", data, "--people", files.People, "--actions", files.Actions, "--appointments", files.Appointments, .. files.Events]);
        Assert.True(import.ExitCode == 0, import.Errors);
        var reference = new ReferenceEngine(Read(files));

        foreach (var (by, rule) in new[]
        {
            (GroupBy.Specialty, CreditRule.Default), (GroupBy.Clinician, new CreditRule(Estimator.Union, 90 * Microseconds.PerSecond, TimeOutBoundary.Exclusive)),
        })
        {
            var run = await BuiltProgram.RunAsync(
                "activity", "report", "--data", data, "--from", "2026-03-03", "--to", "2026-03-09", "--by", by.ToString().ToLowerInvariant(), "--json",
                "--estimator", SensitivityDefinitions.EstimatorName(rule.Estimator), "--boundary", rule.Boundary == TimeOutBoundary.Inclusive ? "le" : "lt",
                "--timeout", (rule.TimeOutMicroseconds / Microseconds.PerSecond).ToString(CultureInfo.InvariantCulture));
            var reported = run.Json.GetProperty("groups").EnumerateArray().Select(Figures).ToList();
            Assert.True(reported.Count > 9);
            Assert.Equal(await ExpectedAsync(reference, by, rule), reported);
        }
    }

    private static async Task<List<string>> ExpectedAsync(ReferenceEngine reference, GroupBy by, CreditRule rule)
    {
        var rows = await reference.AskAsync(new ActivityByClinician(period, rule, by, ActivityFilter.Everybody), TestContext.Current.CancellationToken);
        return
        [
            .. ActivityReport.Groups(rows, by).Select(group =>
            {
                var sums = group.Measures.Sums;
                var per = group.Measures.PerEight;
                List<double?> figures = group.Measures.IsSuppressed
                    ? []
                    :
                    [
                        sums.Events, sums.Sessions, sums.PatientSwitches, sums.ActiveDays, sums.ScheduledDays, Microseconds.ToHours(sums.ScheduledMicroseconds), Microseconds.ToHours(sums.ActiveMicroseconds),
                        .. ActivityCategories.Names.Select((name, i) => (name, i)).OrderBy(category => category.name, StringComparer.Ordinal).Select(category => (double?)Microseconds.ToHours(sums.CategoryMicroseconds[category.i])),
                        .. ActivityWindowNames.Keys.Select((name, i) => (name, i)).OrderBy(window => window.name, StringComparer.Ordinal).Select(window => (double?)Microseconds.ToHours(sums.WindowMicroseconds[window.i])),
                        per?.EhrTime, per?.WorkOutsideWork, per?.NoteTime, per?.InboxTime, per?.PrescriptionTime,
                    ];
                return Line(group.Key, group.Measures.Clinicians, group.Measures.Included, figures);
            }),
        ];
    }

    private static string Figures(JsonElement group)
    {
        List<double?> figures = group.GetProperty("suppressed").GetBoolean()
            ? []
            :
            [
                .. new[] { "events", "sessions", "patientSwitches", "activeDays", "scheduledDays", "scheduledHours", "activeHours" }.Select(Number),
                .. Parts("categoryHours"), .. Parts("windowHours"),
                .. new[] { "ehrTime8", "wow8", "noteTime8", "inboxTime8", "rxTime8" }.Select(Number),
            ];
        return Line(group.GetProperty("key").GetString()!, group.GetProperty("clinicians").GetInt32(), group.GetProperty("included").GetInt32(), figures);

        double? Number(string name) => group.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

        IEnumerable<double?> Parts(string name) =>
            group.GetProperty(name).EnumerateObject().OrderBy(part => part.Name, StringComparer.Ordinal).Select(part => (double?)part.Value.GetDouble());
    }

    private static string Line(string key, int clinicians, int included, IEnumerable<double?> figures) =>
        $"{key}: {clinicians} {included} " + string.Join(' ', figures.Select(figure => figure?.ToString("R", CultureInfo.InvariantCulture) ?? "-"));

    private static ReferenceData Read(HospitalFiles files)
    {
        var people = Rows(files.People);
        return new ReferenceData(
            [.. files.Events.SelectMany(Events)],
            [.. Rows(files.Appointments).Where(row => row["status"] != "cancelled").Select(row => new ScheduledAppointment(row["user"]!, At(row["start"]!), At(row["end"]!)))],
            [.. people.Select(row => new PersonVersion(row["user"]!, long.MinValue, row["role"], row["specialty"], row["department"], row["site"]))],
            people.ToDictionary(row => row["user"]!, row => TimeZoneInfo.FindSystemTimeZoneById(row["timezone"]!), StringComparer.Ordinal),
            Rows(files.Actions).ToDictionary(row => row["action"]!, row => ActivityCategories.TryParse(row["category"], out var category) ? category : default, StringComparer.Ordinal));
    }

    private static List<Dictionary<string, string?>> Rows(string file)
    {
        var rows = Csv.Read(file).ToList();
        return [.. rows.Skip(1).Select(row => rows[0].Select((name, i) => (name, i)).ToDictionary(column => column.name, column => row[column.i].Length == 0 ? null : row[column.i], StringComparer.Ordinal))];
    }

    private static IEnumerable<AuditRow> Events(string file)
    {
        var rows = Csv.Read(file);
        var of = rows.First().Select((name, i) => (name, i)).ToDictionary(column => column.name, column => column.i, StringComparer.Ordinal);
        return rows.Skip(1).Select(row => new AuditRow(row[of["user"]], At(row[of["at"]]), "default", Known("event", row), row[of["action"]], Known("patient", row), Known("detail", row)));

        string? Known(string column, string[] row) => of.TryGetValue(column, out var i) && row[i].Length > 0 ? row[i] : null;
    }

    private static long At(string text) => Microseconds.FromInstant(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
}
