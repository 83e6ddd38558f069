using System.Collections.Immutable;
using Charthouse.Spc;
using Charthouse.Ui;

namespace Charthouse.Measure.Measures.Charts;

/// <summary>The chart of a measure: one computation for the page, the board, the sentence and the files, so that they cannot disagree.</summary>
internal sealed class MeasureChart
{
    private MeasureChart(MeasureSeries series, ControlChart chart, ImmutableArray<DateOnly> dates, ImmutableArray<ChartAdvice> advice, IReadOnlyList<DateOnly> ignoredStarts)
    {
        (Series, Chart, Dates, Advice, IgnoredStarts) = (series, chart, dates, advice, ignoredStarts);
        Points = series.Points.ToDictionary(point => point.On);
        Last = Enumerable.Range(0, chart.Points.Length).LastOrDefault(i => chart.Points[i].Value is not null, -1);
    }

    public MeasureSeries Series { get; }

    public ControlChart Chart { get; }

    /// <summary>Date of each point of the chart, missing periods included.</summary>
    public ImmutableArray<DateOnly> Dates { get; }

    public IReadOnlyDictionary<DateOnly, SeriesPoint> Points { get; }

    public ImmutableArray<ChartAdvice> Advice { get; }

    /// <summary>Decided starts of parts that lie outside the data.</summary>
    public IReadOnlyList<DateOnly> IgnoredStarts { get; }

    /// <summary>Index of the last point with a value; −1 without one.</summary>
    public int Last { get; }

    public double? Target => Last < 0 ? Series.LatestTarget : Series.TargetOn(Dates[Last]);

    public ChartPart? LastPart => Chart.Parts.IsEmpty ? null : Chart.Parts[^1];

    /// <summary>As many as tell its points apart: three figures of the largest one.</summary>
    public int Decimals => Chart.Points.Select(point => Math.Abs(point.Value ?? 0)).DefaultIfEmpty().Max() switch { 0 => 2, >= 100 => 0, >= 10 => 1, >= 0.1 => 2, var small => Math.Clamp((int)Math.Ceiling(-Math.Log10(small)) + 1, 2, 8) };

    public SignalMark Variation => MarkOf(Chart.Variation switch
    {
        VariationIcon.ImprovementHigh or VariationIcon.ImprovementLow => PointType.Improvement,
        VariationIcon.ConcernHigh or VariationIcon.ConcernLow => PointType.Concern,
        VariationIcon.NeutralHigh or VariationIcon.NeutralLow => PointType.NeutralHigh,
        _ => PointType.Common,
    });

    public bool IsHigh => Chart.Variation is VariationIcon.ImprovementHigh or VariationIcon.ConcernHigh or VariationIcon.NeutralHigh;

    /// <summary>Whether anything looks for signals; without rules the chart shows data only.</summary>
    public bool HasRules => !RuleSets.Find(Series.Measure.Rules).Rules.Rules.IsEmpty;

    /// <summary>Why there is no variation icon; <c>null</c> when there is one.</summary>
    public string? NoVariation => Last < 0 ? "There is no point yet." : !HasRules ? "No rules are applied." : Chart.Variation is not null ? null : "These rules tell no direction.";

    public Assured? Assurance => Chart.Assurance switch { AssuranceIcon.Pass => Assured.Pass, AssuranceIcon.Fail => Assured.Fail, AssuranceIcon.HitOrMiss => Assured.HitOrMiss, _ => null };

    public string? NoAssurance => Chart.Assurance is not null ? null : Target is null ? "No target is set." : Series.Measure.Direction == ImprovementDirection.Neutral ? "Neither direction is better." : "There are no limits.";

    public static MeasureChart Of(MeasureSeries series)
    {
        var measure = series.Measure;
        var dates = series.Points.Select(point => point.On).ToArray();
        var observations = series.Points.Select(point => Observe(measure, point)).ToArray();
        var (all, points) = DeclaredGaps.Of(measure, dates, observations);

        var advice = ChartAdvisor.Advise(measure.Figures, points.AsSpan());
        var kind = Enum.TryParse<ChartKind>(measure.Chart, out var chosen) && Fitting(measure.Figures).Contains(chosen) ? chosen : advice.Select(one => one.Kind).FirstOrDefault(Fitting(measure.Figures).Contains, Fitting(measure.Figures)[0]);
        var starts = PartStarts.From([.. all.Select(day => (DateOnly?)day)], [.. series.Parts.Select(part => part.StartsOn)]);
        var left = series.Exclusions.Select(exclusion => exclusion.On).ToHashSet();
        var lastValue = Enumerable.Range(0, series.Points.Count).LastOrDefault(i => series.Points[i].Numerator is not null, -1);
        var settings = ChartSettings.Default with
        {
            Multiply = measure.Factor,
            Improvement = measure.Direction,
            Rules = [RuleSets.Find(measure.Rules).Rules],
            FreezeAfter = measure.BaselinePoints is >= 2 ? measure.BaselinePoints : null,
            SplitAfter = starts.SplitAfter,
            Exclude = [.. Enumerable.Range(0, all.Length).Where(i => left.Contains(all[i])).Select(i => i + 1)],
            Target = lastValue < 0 ? series.LatestTarget : series.TargetOn(series.Points[lastValue].On),
            LowestPossible = measure.Possible.Lowest,
            HighestPossible = measure.Possible.Highest,
        };
        return new(series, ControlChart.Compute(kind, points.AsSpan(), settings), all, advice, starts.Ignored);
    }

    /// <summary>Charts that can be made of the figures, the usual one first.</summary>
    public static IReadOnlyList<ChartKind> Fitting(FigureKind figures) => figures switch
    {
        FigureKind.UnitsAmongUnits => [ChartKind.Proportion, ChartKind.ProportionPrime, ChartKind.IndividualsPrime, ChartKind.Individuals, ChartKind.Run],
        FigureKind.EventsPerExposure => [ChartKind.Rate, ChartKind.RatePrime, ChartKind.IndividualsPrime, ChartKind.Individuals, ChartKind.Run],
        FigureKind.EventsAtConstantExposure => [ChartKind.Count, ChartKind.Individuals, ChartKind.Run],
        FigureKind.CasesBetween => [ChartKind.CasesBetween, ChartKind.Run],
        FigureKind.TimeBetween => [ChartKind.TimeBetween, ChartKind.Run],
        _ => [ChartKind.Individuals, ChartKind.IndividualsMedian, ChartKind.Run],
    };

    public static SignalMark MarkOf(PointType? type) => type switch
    {
        PointType.Improvement => SignalMark.Improvement,
        PointType.Concern => SignalMark.Concern,
        PointType.NeutralHigh or PointType.NeutralLow => SignalMark.Neutral,
        _ => SignalMark.Common,
    };

    private static Observation Observe(ChartedMeasure measure, SeriesPoint point) => point switch
    {
        { Numerator: null } => Observation.Gap(GapReason.Missing),
        { Denominator: { } denominator } when measure.IsRatio => Observation.Ratio(point.Numerator!.Value, denominator),
        _ when measure.IsRatio => Observation.Gap(GapReason.Missing),
        _ => Observation.Measured(point.Numerator!.Value),
    };
}
