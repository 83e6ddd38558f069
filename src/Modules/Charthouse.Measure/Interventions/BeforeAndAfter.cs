using System.Globalization;
using Charthouse.Measure.Measures.Charts;
using Charthouse.Platform.Records;
using Charthouse.Spc.BeforeAfter;
using Charthouse.Ui;

namespace Charthouse.Measure.Interventions;

/// <summary>What an intervention did to a measure: segmented regression with the line that would have gone on without it, in words and as a picture.</summary>
internal sealed record BeforeAndAfter(MeasureChart Chart, Intervention Intervention, SegmentedRegression? Fit, ControlPlot? Plot, string? Refusal, IReadOnlyList<string> Warnings)
{
    /// <param name="chart">Chart.</param>
    /// <param name="intervention">Intervention.</param>
    /// <param name="today">Today.</param>
    /// <param name="events">What other modules say happened around the measure, such as its cycles.</param>
    public static BeforeAndAfter Of(MeasureChart chart, Intervention intervention, DateOnly today, IReadOnlyList<DatedEvent> events)
    {
        // Gaps are left out: the time axis of the model counts points, and says so.
        var points = Enumerable.Range(0, chart.Dates.Length).Where(i => chart.Chart.Points[i] is { Value: not null, IsExcluded: false }).ToList();
        var before = points.Count(i => chart.Dates[i] < intervention.On);
        var after = points.Count - before;
        if (before < SegmentedRegression.SmallestSegment || after < SegmentedRegression.SmallestSegment)
        {
            return new(chart, intervention, null, null,
                $"There {(before == 1 ? "is one point" : $"are {before} points")} before and {after} from {intervention.On.ToString("d MMMM yyyy", CultureInfo.CurrentCulture)} on. The analysis needs {SegmentedRegression.SmallestSegment} on each side, and is firm from {SegmentedRegression.SafeSegment}.", []);
        }

        var fit = SegmentedRegression.Fit([.. points.Select(i => chart.Chart.Points[i].Value!.Value)], before + 1);
        List<string> warnings = [.. fit.Findings.Select(finding => finding.Text)];
        if (points.Count < chart.Dates.Length) warnings.Add($"{Charthouse.Measure.Activity.ActivityWords.Plural(chart.Dates.Length - points.Count, "period")} without a value, or left out, passed over; the points around them count as neighbours.");
        var others = chart.Series.Interventions.Where(other => other.Id != intervention.Id).Select(other => (Name: other.Name, other.On)).Concat(events.Select(happened => (Name: happened.Title, happened.On)))
            .Where(other => other.On >= chart.Dates[0] && other.On <= chart.Dates[^1]).OrderBy(other => other.On).ToList();
        if (others.Count > 0) warnings.Add($"Other recorded changes may have moved the measure too: {string.Join("; ", others.Select(other => $"{other.Name} ({Dates.ShortDay(other.On, today)})"))}.");
        return new(chart, intervention, fit, PlotOf(chart, intervention, fit, points, before, today), null, warnings);
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

    private static ControlPlot PlotOf(MeasureChart chart, Intervention intervention, SegmentedRegression fit, List<int> points, int before, DateOnly today)
    {
        DateOnly[] days = [.. points.Select(i => chart.Dates[i])];
        return new($"{chart.Series.Measure.Name}, before and after {intervention.Name}", "Observed values, fitted lines before and after, and the line that the earlier trend would have led to.", chart.Series.Measure.Unit, chart.Decimals,
            [.. fit.Points.Select((point, k) => new PlotPoint(Dates.ShortDay(days[k], today), point.Value, SignalMark.Common, k < before ? 1 : 2) { Fitted = point.Fitted, Counterfactual = point.Counterfactual })])
        {
            Events = [new PlotEvent(before, Dates.ShortDay(intervention.On, today), intervention.Name)],
            Ticks = ChartPlot.Ticks(days),
        };
    }
}
