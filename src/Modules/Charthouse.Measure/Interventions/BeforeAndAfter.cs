using System.Globalization;
using Charthouse.Measure.Measures;
using Charthouse.Measure.Measures.Charts;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Spc.BeforeAfter;
using Charthouse.Ui;

namespace Charthouse.Measure.Interventions;

/// <summary>What an intervention, or what happened in another module, did to a measure: segmented regression with the line that would have gone on without it, in words and as a picture.</summary>
internal sealed record BeforeAndAfter(MeasureChart Chart, DatedEvent Happened, SegmentedRegression? Fit, ControlPlot? Plot, string? Refusal, IReadOnlyList<string> Warnings)
{
    public static BeforeAndAfter Of(MeasureChart chart, Intervention intervention, DateOnly today, IReadOnlyList<DatedEvent> events) => Of(chart, intervention.Happened, today, events);

    /// <param name="chart">Chart.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="today">Today.</param>
    /// <param name="events">What other modules say happened around the measure, such as its cycles.</param>
    public static BeforeAndAfter Of(MeasureChart chart, DatedEvent happened, DateOnly today, IReadOnlyList<DatedEvent> events)
    {
        // Gaps are left out: the time axis of the model counts points, and says so.
        var points = Enumerable.Range(0, chart.Dates.Length).Where(i => chart.Chart.Points[i] is { Value: not null, IsExcluded: false }).ToList();
        var before = points.Count(i => chart.Dates[i] < happened.On);
        var after = points.Count - before;
        if (before < SegmentedRegression.SmallestSegment || after < SegmentedRegression.SmallestSegment)
        {
            return new(chart, happened, null, null,
                $"There {(before == 1 ? "is one point" : $"are {before} points")} before and {after} from {happened.On.ToString("d MMMM yyyy", CultureInfo.CurrentCulture)} on. The analysis needs {SegmentedRegression.SmallestSegment} on each side, and is firm from {SegmentedRegression.SafeSegment}.", []);
        }

        var fit = SegmentedRegression.Fit([.. points.Select(i => chart.Chart.Points[i].Value!.Value)], before + 1);
        List<string> warnings = [.. fit.Findings.Select(finding => finding.Text)];
        if (points.Count < chart.Dates.Length) warnings.Add($"{Charthouse.Measure.Activity.ActivityWords.Plural(chart.Dates.Length - points.Count, "period")} without a value, or left out, passed over; the points around them count as neighbours.");
        var others = chart.Series.Interventions.Select(intervention => intervention.Happened).Concat(events).Where(other => (other.Record, other.On) != (happened.Record, happened.On))
            .Where(other => other.On >= chart.Dates[0] && other.On <= chart.Dates[^1]).OrderBy(other => other.On).ToList();
        if (others.Count > 0) warnings.Add($"Other recorded changes may have moved the measure too: {string.Join("; ", others.Select(other => $"{other.Title} ({Dates.ShortDay(other.On, today)})"))}.");
        return new(chart, happened, fit, PlotOf(chart, happened, fit, points, before, today), null, warnings);
    }

    /// <summary>The effect in one sentence.</summary>
    public string Sentence
    {
        get
        {
            if (Fit is null) return Refusal!;
            var (effect, measure) = (Fit.MeanEffect, Chart.Series.Measure);
            var isClear = effect.CiLow > 0 || effect.CiHigh < 0;
            string N(double value) => Numbers.Fixed(Math.Abs(value), Chart.Decimals);
            var range = $"95 % interval {Numbers.Difference(effect.CiLow, Chart.Decimals)} to {Numbers.Difference(effect.CiHigh, Chart.Decimals)}";
            return isClear
                ? $"Since then {measure.Name} is on average {Numbers.WithUnit(N(effect.Estimate), measure.Unit)} {(effect.Estimate < 0 ? "lower" : "higher")} than the earlier trend would have led to ({range}). Chance alone is unlikely to explain it."
                : $"No clear effect: on average {Numbers.Difference(effect.Estimate, Chart.Decimals)} against the earlier trend, but it may as well be none ({range}).";
        }
    }

    public static string TermWords(string term) => term switch
    {
        "intercept" => "Start",
        "time" => "Trend before",
        "level" => "Step",
        "timeAfter" => "Trend change",
        _ => term,
    };

    private static ControlPlot PlotOf(MeasureChart chart, DatedEvent happened, SegmentedRegression fit, List<int> points, int before, DateOnly today)
    {
        DateOnly[] days = [.. points.Select(i => chart.Dates[i])];
        return new($"{chart.Series.Measure.Name}, before and after {happened.Title}", "Observed values, fitted lines before and after, and the line that the earlier trend would have led to.", chart.Series.Measure.Unit, chart.Decimals,
            [.. fit.Points.Select((point, k) => new PlotPoint(Dates.ShortDay(days[k], today), point.Value, SignalMark.Common, k < before ? 1 : 2) { Fitted = point.Fitted, Counterfactual = point.Counterfactual })])
        {
            Events = [new PlotEvent(before, Dates.ShortDay(happened.On, today), happened.Title, happened.Href)],
            Ticks = ChartPlot.Ticks(days),
        };
    }
}

/// <summary>Reads measures around what happened in other modules, for their pages.</summary>
internal sealed class ReadBeforeAndAfter(ReadSeries read, EventsAround around, CurrentActor actor, ReadShellState shell) : IBeforeAndAfter
{
    public async Task<IReadOnlyList<BeforeAndAfterReading>> ReadAsync(DatedEvent happened, IReadOnlyCollection<RecordRef> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(happened);
        if (!actor.Now.May(MeasurePermissions.ViewMeasures)) return [];
        List<Guid> ids = [.. records.Where(record => record.Kind == ChartedMeasure.RecordKind).Select(record => record.Id)];
        if (ids.Count == 0) return [];
        var today = (await shell(cancellationToken)).Today;
        List<BeforeAndAfterReading> readings = [];
        foreach (var series in await read.RunAsync(measures => measures.Where(m => ids.Contains(m.Id) && m.ArchivedAt == null).OrderBy(m => m.Name), cancellationToken))
        {
            var effect = BeforeAndAfter.Of(MeasureChart.Of(series), happened, today, []);
            readings.Add(new(new(ChartedMeasure.RecordKind, series.Measure.Id), series.Measure.Name, effect.Sentence, Href(series.Measure.Id, happened)));
        }

        return readings;
    }

    /// <summary>Measure and event with everything else that happened around it; <c>null</c> where the actor may not see one of them, or it did not happen around this measure.</summary>
    public async Task<BeforeAndAfter?> OneAsync(Guid measureId, RecordRef record, DateOnly? on, CancellationToken cancellationToken)
    {
        if (await read.RunAsync(measureId, cancellationToken) is not { } series) return null;
        var events = await around.RunAsync(series, cancellationToken);
        return events.All.FirstOrDefault(one => one.Record == record && (on is null || one.On == on)) is { } happened
            ? BeforeAndAfter.Of(MeasureChart.Of(events.Without(happened)), happened, (await shell(cancellationToken)).Today, events.Pins)
            : null;
    }

    private static string Href(Guid measure, DatedEvent happened) => $"measures/{measure}/before-after/{happened.Record.Kind}/{happened.Record.Id}?on={FormReader.Iso(happened.On)}";
}
