using System.Globalization;
using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Activity;
using Charthouse.Platform;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Measure.OwnActivity;

/// <summary>What My activity shows, as files with the columns of the export of groups.</summary>
internal static class OwnExport
{
    private static readonly Problem notLinked = new("measure.own-not-linked", ProblemKind.NotFound, "This account is not linked with a user of the audit log. An administrator links them under People.");
    private static readonly Problem emptyStore = new("measure.own-empty-store", ProblemKind.NotFound, "There is no log yet.");
    private static readonly Problem noData = new("measure.own-no-data", ProblemKind.NotFound, "There is nothing in the log for this period.");

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetMineAsync(string format, [AsParameters] ActivityQuery query, MyFigures useCase, HttpResponse response, CancellationToken cancellationToken)
    {
        KeepOffShelves(response);
        return Answer(await useCase.RunAsync(query, cancellationToken), "own", format, "my-activity");
    }

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetSharedAsync(Guid id, string format, [AsParameters] ActivityQuery query, SharedFigures useCase, HttpResponse response, CancellationToken cancellationToken)
    {
        KeepOffShelves(response);
        var shared = await useCase.RunAsync(id, query, cancellationToken);
        return shared.Succeeded ? Answer(shared.Value.Own, shared.Value.Name, format, "shared-activity") : shared.Problems.ToHttp();
    }

    /// <summary>Figures of one person stay in no cache: after a share has ended the browser's "back" would still show them.</summary>
    public static void KeepOffShelves(HttpResponse response) => response.Headers.CacheControl = "private, no-store";

    private static Results<FileContentHttpResult, ProblemHttpResult> Answer(OwnAnswer answer, string name, string format, string file)
    {
        if (answer.Figures is not { } figures) return Refusal(answer.State).ToHttp();
        var period = figures.Selection.Period;
        return TableFiles.Of(new Table("Own activity", ActivityExport.Columns, Rows(figures, name)), format, string.Create(CultureInfo.InvariantCulture, $"{file}-{period.From:yyyy-MM-dd}-{period.To:yyyy-MM-dd}"));
    }

    internal static List<IReadOnlyList<object?>> Rows(OwnFigures figures, string name)
    {
        var selection = figures.Selection;
        var before = new LocalPeriod(selection.Period.From.AddDays(-7 * selection.Weeks), selection.Period.From);
        var median = figures.Median.Specialty is { } specialty ? $"median of {specialty}" : "median of the specialty";
        List<IReadOnlyList<object?>> rows = [Own("measures", MeasureCatalogue.ActiveHours, MeasureCatalogue.ActiveHours.Name, Hours(figures.Own))];
        for (var i = 0; i < CoreMeasure.All.Count; i++)
        {
            var measure = CoreMeasure.All[i].Definition;
            rows.Add(Own("measures", measure, measure.Name, figures.Own.Core[i]));
            if (figures.Before is { } earlier) rows.Add(Row("measures", name, 1, measure, measure.Name, before, earlier.Core[i]));
            rows.Add(Median("measures", measure, measure.Name, figures.Median.Core[i]));
        }

        for (var i = 0; i < MeasureCatalogue.Windows.Count; i++)
        {
            var window = MeasureCatalogue.Windows[i];
            rows.Add(Own("windows", window, window.Name, figures.Own.Windows[i]));
            rows.Add(Own("windows", MeasureCatalogue.ActiveHours, window.Name, figures.Own.WindowHours[i]));
            rows.Add(Median("windows", window, window.Name, figures.Median.Windows[i]));
        }

        for (var i = 0; i < ActivityCategories.Count; i++)
        {
            rows.Add(Own("categories", MeasureCatalogue.ActionTime, ActivityCategories.Names[i], figures.Own.Categories[i]));
            rows.Add(Own("categories", MeasureCatalogue.ActiveHours, ActivityCategories.Names[i], figures.Own.CategoryHours[i]));
            rows.Add(Median("categories", MeasureCatalogue.ActionTime, ActivityCategories.Names[i], figures.Median.Categories[i]));
        }

        foreach (var week in figures.Weeks)
        {
            var period = new LocalPeriod(week.Monday, week.Monday.AddDays(7));
            rows.Add(Row("weeks", name, 1, MeasureCatalogue.ActiveHours, MeasureCatalogue.ActiveHours.Name, period, Hours(week.Figures)));
            rows.Add(Row("weeks", name, 1, MeasureCatalogue.EhrTime, MeasureCatalogue.EhrTime.Name, period, week.Figures.Core[0]));
            rows.Add(Row("weeks", name, 1, MeasureCatalogue.NoteTime, MeasureCatalogue.NoteTime.Name, period, week.Figures.Core[2]));
        }

        return rows;

        IReadOnlyList<object?> Own(string table, MeasureDefinition definition, string measure, Reading value) => Row(table, name, 1, definition, measure, selection.Period, value);

        IReadOnlyList<object?> Median(string table, MeasureDefinition definition, string measure, Reading value) => Row(table, median, figures.Median.People, definition, measure, selection.Period, value);

        IReadOnlyList<object?> Row(string table, string group, int? clinicians, MeasureDefinition definition, string measure, LocalPeriod period, Reading value) =>
        [
            table, group, measure, period.From, period.To, clinicians, value.Value, definition.Unit, definition.Id, definition.Version, ActivityWords.Rule(selection.Rule, CultureInfo.InvariantCulture),
            value.IsHidden ? "hidden: small groups" : value.MissingReason,
        ];
    }

    private static Reading Hours(GroupFigures figures) => Reading.Of(figures.ActiveHours ?? 0);

    private static Problem[] Refusal(OwnState state) =>
    [
        state switch
        {
            OwnState.NotLinked => notLinked,
            OwnState.EmptyStore => emptyStore,
            _ => noData,
        },
    ];
}
