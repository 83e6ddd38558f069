using Charthouse.Measure.Lake;
using Charthouse.Measure.Measures.Charts;
using Charthouse.Platform.History;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui.Export;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Measures;

/// <summary>Which measures to list; comes from the address of the page.</summary>
internal sealed record MeasureFilter(string? Q, string? Audience, string? Owner, string? Source, string? State, string? Sort)
{
    public bool IsAll => string.IsNullOrEmpty(Q) && string.IsNullOrEmpty(Audience) && string.IsNullOrEmpty(Owner) && string.IsNullOrEmpty(Source) && string.IsNullOrEmpty(State);
}

/// <summary>Reads measures with their charts, for the list and for the board.</summary>
internal sealed class MeasureList(IDbContextFactory<WorkbenchDb> dbs, KeptCharts charts, AnswerCache log, IDirectory directory)
{
    public sealed record Answer(IReadOnlyList<MeasureChart> Charts, int Everything, IReadOnlyList<string> Audiences, IReadOnlyList<string> Owners);

    private sealed record Row(ChartedMeasure Measure, bool IsFromLog, long LastChange, string? Owner);

    public async Task<Answer> RunAsync(MeasureFilter filter, CancellationToken cancellationToken)
    {
        var logVersion = await log.ReadVersionAsync(cancellationToken);
        var rows = await ReadAsync(filter.State, cancellationToken);
        var chosen = rows.Where(row => Fits(row, filter)).ToDictionary(row => row.Measure.Id, row => new KeptCharts.Basis(row.LastChange, row.Owner, row.IsFromLog ? logVersion : 0));
        return new(
            [.. Sorted(await charts.RunAsync(chosen, cancellationToken), filter.Sort)], rows.Count,
            [.. rows.SelectMany(row => row.Measure.Audiences).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.CurrentCultureIgnoreCase)],
            [.. rows.Select(row => row.Owner).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.CurrentCultureIgnoreCase)]);
    }

    private async Task<List<Row>> ReadAsync(string? state, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var measures = state switch
        {
            "archived" => db.Set<ChartedMeasure>().Where(m => m.ArchivedAt != null),
            "all" => db.Set<ChartedMeasure>(),
            _ => db.Set<ChartedMeasure>().Where(m => m.ArchivedAt == null),
        };
        var read = await measures.AsNoTracking().Select(measure => new
        {
            Measure = measure,
            IsFromLog = db.Set<ActivityFeed>().Any(feed => feed.MeasureId == measure.Id),
            LastChange = db.Set<HistoryEntry>().Where(entry => entry.Kind == ChartedMeasure.RecordKind && entry.RecordId == measure.Id).Max(entry => (long?)entry.Sequence) ?? 0,
        }).ToListAsync(cancellationToken);
        var owners = await directory.NamesAsync([.. read.Select(row => row.Measure.OwnerId).OfType<Guid>().Distinct()], cancellationToken);
        return [.. read.Select(row => new Row(row.Measure, row.IsFromLog, row.LastChange, row.Measure.OwnerId is { } owner ? owners.GetValueOrDefault(owner) : null))];
    }

    private static bool Fits(Row row, MeasureFilter filter)
    {
        var measure = row.Measure;
        var text = $"{measure.Name} {measure.Definition} {measure.Unit} {measure.Source}";
        return (filter.Q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => text.Contains(word, StringComparison.CurrentCultureIgnoreCase))
            && (string.IsNullOrEmpty(filter.Audience) || measure.Audiences.Contains(filter.Audience, StringComparer.OrdinalIgnoreCase))
            && (string.IsNullOrEmpty(filter.Owner) || (filter.Owner == "nobody" ? row.Owner is null : row.Owner == filter.Owner))
            && (filter.Source switch { "log" => row.IsFromLog, "entered" => !row.IsFromLog, _ => true });
    }

    private static IEnumerable<MeasureChart> Sorted(IEnumerable<MeasureChart> charts, string? sort)
    {
        var byName = charts.OrderBy(chart => chart.Series.Measure.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(chart => chart.Series.Measure.Id);
        return sort switch
        {
            "-name" => byName.Reverse(),
            "owner" => byName.OrderBy(chart => chart.Series.Owner is null).ThenBy(chart => chart.Series.Owner, StringComparer.CurrentCultureIgnoreCase),
            "-owner" => byName.OrderBy(chart => chart.Series.Owner is null).ThenByDescending(chart => chart.Series.Owner, StringComparer.CurrentCultureIgnoreCase),
            "review" => byName.OrderBy(chart => chart.Series.Measure.ReviewOn ?? DateOnly.MaxValue),
            "-review" => byName.OrderByDescending(chart => chart.Series.Measure.ReviewOn ?? DateOnly.MinValue),
            "latest" => byName.OrderBy(chart => chart.Last < 0 ? DateOnly.MaxValue : chart.Dates[chart.Last]),
            "-latest" => byName.OrderByDescending(chart => chart.Last < 0 ? DateOnly.MinValue : chart.Dates[chart.Last]),
            // What needs a person first: concern, then change, then improvement.
            "signal" => byName.OrderBy(chart => chart.Variation switch { Ui.SignalMark.Concern => 0, Ui.SignalMark.Neutral => 1, Ui.SignalMark.Improvement => 2, _ => 3 }),
            _ => byName,
        };
    }
}

/// <summary>Measures and their points as files.</summary>
internal static class MeasureExport
{
    private static readonly string[] listColumns = ["id", "name", "definition", "unit", "direction", "kind of data", "numerator", "denominator", "factor", "source", "frequency", "owner", "audience", "review on", "state"];

    private static readonly string[] boardColumns =
        ["name", "unit", "latest", "latest on", "variation", "assurance", "sentence", "target", "centre", "lower limit", "upper limit", "points", "limits on trial", "owner", "audience", "chart", "rules", "reason without variation", "reason without assurance"];

    private static readonly string[] pointColumns =
        ["date", "numerator", "denominator", "value", "part", "centre", "lower limit", "upper limit", "target", "excluded", "signals", "meaning", "reason without value"];

    public static Table List(IReadOnlyList<MeasureChart> charts) => new("Measures", listColumns, [.. charts.Select(chart => chart.Series).Select(series => (object?[])
    [
        series.Measure.Id.ToString(), series.Measure.Name, series.Measure.Definition, series.Measure.Unit, ChartWords.DirectionWords(series.Measure.Direction), ChartWords.FiguresName(series.Measure.Figures),
        series.Measure.NumeratorWords, series.Measure.DenominatorWords, series.Measure.Factor, series.Measure.Source, series.Measure.Frequency.ToString(), series.Owner, series.Measure.Audience,
        series.Measure.ReviewOn, series.Measure.ArchivedAt is null ? "current" : "archived",
    ])]);

    /// <summary>The board, with its icons as words.</summary>
    public static Table Board(IReadOnlyList<MeasureChart> charts) => new("Board of measures", boardColumns, [.. charts.Select(chart =>
    {
        var last = chart.Last < 0 ? default : chart.Chart.Points[chart.Last];
        return (object?[])
        [
            chart.Series.Measure.Name, chart.Series.Measure.Unit, last.Value, chart.Last < 0 ? null : chart.Dates[chart.Last], chart.Chart.Variation?.ToString(), chart.Chart.Assurance?.ToString(),
            ChartWords.Head(chart) + " " + ChartWords.Sentence(chart), chart.Target, last.Centre, last.Lines?.Lower3, last.Lines?.Upper3, chart.Chart.Points.Count(point => point.Value is not null),
            chart.LastPart?.IsTrial == true ? "yes" : "no", chart.Series.Owner, chart.Series.Measure.Audience, chart.Chart.Kind.ToString(), chart.Series.Measure.Rules, chart.NoVariation, chart.NoAssurance,
        ];
    })]);

    /// <summary>All points of one measure, gaps included, newest last.</summary>
    public static Table Points(MeasureChart chart) => new("Points", pointColumns, [.. chart.Chart.Points.Select((point, i) =>
    {
        var day = chart.Dates[i];
        var recorded = chart.Points.GetValueOrDefault(day);
        return (object?[])
        [
            day, recorded?.Numerator, recorded?.Denominator, point.Value, point.Part, point.Centre, point.Lines?.Lower3, point.Lines?.Upper3, chart.Series.TargetOn(day), point.IsExcluded ? "yes" : null,
            point.Signals.IsEmpty ? null : string.Join("; ", point.Signals), point.Type?.ToString(), ChartPlot.Reason(chart, point, day),
        ];
    })]);
}
