using System.Globalization;
using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Platform;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Measure.Activity;

/// <summary>
/// What the Activity page shows, as files. One row for each value, so that every row carries its definition and, where there is no value, the reason.
/// Made from the same figures as the page, so what is hidden there is hidden here.
/// </summary>
internal static class ActivityExport
{
    internal static readonly string[] Columns =
        ["table", "group", "measure", "from", "to", "clinicians", "value", "unit", "definition", "version", "rule", "reason"];

    private static readonly Problem hidden = new("measure.selection-hidden", ProblemKind.Forbidden, Suppressed.Reason);
    private static readonly Problem emptyStore = new("measure.empty-store", ProblemKind.NotFound, "There is no log yet. Import one first.");
    private static readonly Problem noData = new("measure.no-data", ProblemKind.NotFound, "There is no data for this selection in this period.");

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetCsvAsync(
        [AsParameters] ActivityQuery query, ActivityOverview useCase, CancellationToken cancellationToken)
    {
        var answer = await useCase.RunAsync(query, cancellationToken);
        if (answer.Figures is not { } figures) return Refusal(answer);
        var tables = Tables(figures);
        var all = new Table("activity", Columns, [.. tables.SelectMany(table => table.Rows)]);
        return TableFiles.Of(all, "csv", FileName(figures));
    }

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetWorkbookAsync(
        [AsParameters] ActivityQuery query, ActivityOverview useCase, CancellationToken cancellationToken)
    {
        var answer = await useCase.RunAsync(query, cancellationToken);
        if (answer.Figures is not { } figures) return Refusal(answer);
        return TypedResults.File(Workbook.Of([.. Tables(figures), Definition(answer, figures)]), Workbook.ContentType, FileName(figures) + ".xlsx");
    }

    /// <summary>All tables of the page, each with the columns of the export.</summary>
    public static IReadOnlyList<Table> Tables(ActivityFigures figures)
    {
        var selection = figures.Selection;
        var kind = selection.By is { } by ? by.ToString().ToLowerInvariant() : "group";
        List<IReadOnlyList<object?>> measures = [], windows = [], categories = [], periods = [], weeks = [], hours = [];
        foreach (var group in figures.Groups.Prepend(figures.All))
        {
            foreach (var (measure, value) in CoreMeasure.All.Zip(group.Core)) measures.Add(Row("measures", group, measure.Definition, measure.Definition.Name, selection.Period, value));
            foreach (var (window, value) in MeasureCatalogue.Windows.Zip(group.Windows)) windows.Add(Row("windows", group, window, window.Name, selection.Period, value));
            for (var i = 0; i < group.Categories.Count; i++)
            {
                categories.Add(Row("categories", group, MeasureCatalogue.ActionTime, ActivityCategories.Names[i], selection.Period, group.Categories[i]));
                categories.Add(Row("categories", group, MeasureCatalogue.ActiveHours, ActivityCategories.Names[i], selection.Period, group.CategoryHours[i]));
            }
        }

        foreach (var history in figures.Histories)
        {
            foreach (var (start, value) in figures.HistoryStarts.Zip(history.EhrTime))
            {
                // People are known for the latest period only; of the others the page shows no number of people either.
                periods.Add(RowOf("periods", Name(history.Key), start == figures.HistoryStarts[^1] ? history.Latest.Clinicians : null, MeasureCatalogue.EhrTime, MeasureCatalogue.EhrTime.Name, new LocalPeriod(start, start.AddDays(28)), value));
            }
        }

        foreach (var week in figures.Weeks)
        {
            var period = new LocalPeriod(week.Monday, week.Monday.AddDays(7));
            weeks.Add(Row("weeks", week.Figures, MeasureCatalogue.EhrTime, MeasureCatalogue.EhrTime.Name, period, week.Figures.Core[0]));
            weeks.Add(Row("weeks", week.Figures, MeasureCatalogue.NoteTime, MeasureCatalogue.NoteTime.Name, period, week.Figures.Core[2]));
        }

        for (var day = 0; day < figures.Hours.Minutes.Length; day++)
        {
            for (var hour = 0; hour < 24; hour++)
                hours.Add(RowOf("hours", "all", figures.Hours.Clinicians, MeasureCatalogue.HourOfWeek, string.Create(CultureInfo.InvariantCulture, $"{Weekdays[day]} {hour:00}"), selection.Period, figures.Hours.Minutes[day][hour]));
        }

        return
        [
            new Table("Measures by " + kind, Columns, measures), new Table("Windows by " + kind, Columns, windows), new Table("Categories by " + kind, Columns, categories),
            new Table("4-week periods", Columns, periods), new Table("Weeks", Columns, weeks), new Table("Hours of the week", Columns, hours),
        ];

        IReadOnlyList<object?> Row(string table, GroupFigures group, MeasureDefinition definition, string measure, LocalPeriod period, Reading value) =>
            RowOf(table, Name(group.Key), group.Clinicians, definition, measure, period, value);

        IReadOnlyList<object?> RowOf(string table, string group, int? clinicians, MeasureDefinition definition, string measure, LocalPeriod period, Reading value) =>
        [
            table, group, measure, period.From, period.To, clinicians, value.Value, definition.Unit, definition.Id, definition.Version, ActivityWords.Rule(selection.Rule, CultureInfo.InvariantCulture),
            value.IsHidden ? "hidden: small groups" : value.MissingReason,
        ];
    }

    internal static readonly string[] Weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    private static string Name(string key) => ActivityWords.GroupName(key);

    private static Table Definition(ActivityAnswer answer, ActivityFigures figures)
    {
        var selection = figures.Selection;
        List<IReadOnlyList<object?>> rows =
        [
            ["Period", $"{Iso(selection.Period.From)} to {Iso(selection.Period.To)}, the last day not included"],
            ["Site", selection.Filter.Site ?? "all"],
            ["Department", selection.Filter.Department ?? "all"],
            ["Specialty", selection.Filter.Specialty ?? "all"],
            ["Role", selection.Filter.Role ?? "all"],
            ["Rule", ActivityWords.Rule(selection.Rule, CultureInfo.InvariantCulture)],
            ["Scheduled time", "union of appointments that are not cancelled; at least 8 h for each clinician"],
            ["Small groups", "People are counted in whole groups of five and more, cut once for the period; small groups count in larger selections only."],
            ["Version of the log", answer.Facts.Version],
            ["Computed", figures.ComputedAt.ToString("O", CultureInfo.InvariantCulture)],
        ];
        foreach (var measure in MeasureCatalogue.All) rows.Add([$"{measure.Id}, version {measure.Version}", $"{measure.Name}: {measure.Sentence} {measure.Formula}. Source: {measure.Source}."]);
        return new Table("Definition", ["name", "value"], rows);
    }

    private static string FileName(ActivityFigures figures) => $"activity-{Iso(figures.Selection.Period.From)}-{Iso(figures.Selection.Period.To)}";

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ProblemHttpResult Refusal(ActivityAnswer answer) => new[]
    {
        answer.State switch
        {
            ActivityState.Hidden => hidden,
            ActivityState.EmptyStore => emptyStore,
            _ => noData,
        },
    }.ToHttp();
}
