using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Charthouse.Spc.Numerics;

namespace Charthouse.Spc;

/// <summary>From series to chart, part after part.</summary>
internal sealed class ChartCalculation
{
    private readonly ChartKind kind;
    private readonly Series series;
    private readonly ChartSettings settings;
    private readonly Estimates estimates;
    private readonly RuleScan rules;
    private readonly double[] plotted;
    private readonly double[] centre;
    private readonly Lines?[] lines;
    private readonly bool[] isBaseline;
    private readonly ChartPoint[] points;
    private readonly int[] splits;
    private int nextSplit;

    public ChartCalculation(ChartKind kind, Series series, ChartSettings settings)
    {
        (this.kind, this.series, this.settings) = (kind, series, settings);
        var length = series.Length;
        estimates = new Estimates(kind, series, settings);
        rules = new RuleScan(settings.Rules, rule => ControlChart.Carries(kind, rule), length);
        plotted = new double[length];
        centre = new double[length];
        lines = new Lines?[length];
        isBaseline = new bool[length];
        points = new ChartPoint[length];
        splits = [.. settings.SplitAfter];
        Array.Sort(splits);
    }

    public ControlChart Run()
    {
        var parts = ImmutableArray.CreateBuilder<ChartPart>();
        for (var first = 0; first < series.Length;)
        {
            var end = EndOfPart(first);
            parts.Add(Part(parts.Count + 1, first, end));
            first = end;
        }

        var (variation, assurance) = parts.Count == 0 ? (null, null) : Icons(parts[^1].First - 1);
        return new()
        {
            Kind = kind,
            Settings = settings,
            Points = ImmutableCollectionsMarshal.AsImmutableArray(points),
            Parts = parts.ToImmutable(),
            Variation = variation,
            Assurance = assurance,
        };
    }

    private int EndOfPart(int first)
    {
        while (nextSplit < splits.Length && splits[nextSplit] <= first) nextSplit++;
        return nextSplit < splits.Length ? Math.Min(splits[nextSplit], series.Length) : series.Length;
    }

    private ChartPart Part(int number, int first, int end)
    {
        var baselineEnd = settings.FreezeAfter is { } frozen ? Math.Min(end, first + frozen) : end;
        estimates.Fill(first, end, baselineEnd);
        var (pointCount, baselineFirst, baselineLast, baselineCount) = (0, -1, -1, 0);
        for (var i = first; i < end; i++)
        {
            if (!series.Excluded[i]) pointCount++;
            plotted[i] = Plotted(i) * settings.Multiply;
            centre[i] = estimates.Centre[i] * settings.Multiply;
            lines[i] = LinesAt(i);
            if (i >= baselineEnd || !series.IsUsable(i)) continue;
            isBaseline[i] = true;
            if (baselineFirst < 0) baselineFirst = i;
            baselineLast = i;
            baselineCount++;
        }

        if (kind == ChartKind.MovingRange) PlotRanges(first, end);
        Baseline? baseline = baselineCount == 0 ? null : new Baseline(baselineFirst + 1, baselineLast + 1, baselineCount);
        var outside = rules.Read(plotted, series, centre, lines, first, end);
        rules.Scan();
        var signals = rules.Signals(number, baseline);
        var runs = RunsAnalysis.Of(rules.Sides);
        for (var i = first; i < end; i++) points[i] = Point(number, i);
        var own = ImmutableArray.CreateBuilder<Signal>();
        if (kind == ChartKind.Ewma) outside = Smoothing.Ewma(points.AsSpan(first, end - first), settings, estimates.PartSigma, baseline, own);
        else if (kind == ChartKind.Cusum) outside = Smoothing.Cusum(points.AsSpan(first, end - first), settings, estimates.PartSigma, baseline, own);
        return new()
        {
            Number = number,
            First = first + 1,
            Last = end,
            Baseline = baseline,
            PointCount = pointCount,
            UsefulCount = runs.UsefulCount,
            Runs = kind is ChartKind.MovingRange or ChartKind.Ewma or ChartKind.Cusum ? null : runs,
            OutsideCount = outside,
            Sigma = kind is ChartKind.Individuals or ChartKind.IndividualsMedian or ChartKind.IndividualsMedianRange or ChartKind.Ewma or ChartKind.Cusum ? OrNull(estimates.PartSigma * settings.Multiply) : null,
            ScreenedRangeCount = estimates.ScreenedRangeCount,
            LimitsMissing = settings.GivenLimits is not null && estimates.Missing != LimitsMissing.NotOnThisChart ? LimitsMissing.No
                : kind == ChartKind.Cusum && estimates.PartSigma == 0 ? LimitsMissing.NoVariation : estimates.Missing,
            Signals = kind is ChartKind.Ewma or ChartKind.Cusum ? own.ToImmutable() : signals,
        };
    }

    private double Plotted(int i) => kind == ChartKind.NumberWithProperty && series.Gap[i] is null ? series.Numerator[i] : series.Value[i];

    // The ranges of all points of the part; the excluded are bridged and have none.
    private void PlotRanges(int first, int end)
    {
        var previous = double.NaN;
        for (var i = first; i < end; i++)
        {
            plotted[i] = series.Excluded[i] ? double.NaN : Closeness.Distance(series.Value[i], previous) * settings.Multiply;
            if (!series.Excluded[i]) previous = series.Value[i];
        }
    }

    private Lines? LinesAt(int i)
    {
        if (settings.GivenLimits is { } limits) return GivenLines(limits, centre[i], i + 1);
        var (sigma, around) = (estimates.Sigma[i], estimates.Middle[i]);
        if (double.IsNaN(sigma) || double.IsNaN(around) || kind is ChartKind.Run or ChartKind.Cusum or ChartKind.Ewma) return null;
        var (low, high) = Range(i);
        double raw3 = Line(around, -3 * sigma), upper3 = Line(around, 3 * sigma);
        return new(
            Math.Clamp(raw3, low, high),
            Math.Clamp(upper3, low, high),
            Math.Clamp(Line(around, -2 * sigma), low, high),
            Math.Clamp(Line(around, 2 * sigma), low, high),
            Math.Clamp(Line(around, -sigma), low, high),
            Math.Clamp(Line(around, sigma), low, high),
            raw3,
            upper3);
    }

    private static Lines GivenLines((double Lower, double Upper) limits, double centre, int point)
    {
        var (lower, upper) = limits;
        if (Closeness.Below(centre, lower) || Closeness.Above(centre, upper))
            throw new ArgumentException(FormattableString.Invariant($"The centre at point {point}, {centre:0.######}, lies outside the given limits {lower} and {upper}; give limits around it, or a centre between them."), nameof(limits));
        var middle = double.IsNaN(centre) ? (lower + upper) / 2 : centre;
        var (down, up) = ((middle - lower) / 3, (upper - middle) / 3);
        return new(lower, upper, lower + down, upper - up, middle - down, middle + up, lower, upper);
    }

    private double Line(double around, double offset) => settings.Multiply * (kind switch
    {
        ChartKind.TimeBetween => Estimates.FromTimeScale(around + offset),
        // Lower lines are 0; the offsets of the upper ones are the lines themselves.
        ChartKind.MovingRange => Math.Max(0, offset),
        _ => around + offset,
    });

    private (double Low, double High) Range(int i)
    {
        var (low, high) = kind switch
        {
            ChartKind.Proportion or ChartKind.ProportionPrime => (0, settings.Multiply),
            ChartKind.NumberWithProperty => (0, series.Size[i] * settings.Multiply),
            ChartKind.Rate or ChartKind.RatePrime or ChartKind.Count or ChartKind.CasesBetween or ChartKind.SubgroupDeviation or ChartKind.SubgroupRange => (0, double.PositiveInfinity),
            _ => (double.NegativeInfinity, double.PositiveInfinity),
        };
        low = Math.Max(low, settings.LowestPossible ?? low);
        return (low, Math.Max(low, Math.Min(high, settings.HighestPossible ?? high)));
    }

    private ChartPoint Point(int part, int i)
    {
        var marks = rules.Marks[i];
        return new()
        {
            Index = i + 1,
            Part = part,
            Value = OrNull(plotted[i]),
            Denominator = OrNull(series.Size[i]),
            Gap = series.Gap[i],
            IsBaseline = isBaseline[i],
            IsExcluded = series.Excluded[i],
            Centre = OrNull(centre[i]),
            Lines = lines[i],
            Signals = rules.Names(marks),
            Type = double.IsNaN(plotted[i]) || !rules.TellsDirection ? null
                : rules.Direction(marks, settings.ConflictingReasons, settings.Improvement) is { } direction ? Spc.Icons.TypeOf(direction, settings.Improvement) : null,
        };
    }

    private (VariationIcon?, AssuranceIcon?) Icons(int first)
    {
        VariationIcon? variation = null;
        AssuranceIcon? assurance = null;
        for (var i = series.Length - 1; i >= first; i--)
        {
            if (points[i].Value is null) continue;
            if (points[i].Type is { } type) variation = Spc.Icons.VariationOf(type, settings.Improvement);
            break;
        }

        for (var i = series.Length - 1; i >= first && settings.Target is not null; i--)
        {
            if (points[i].Lines is not { } line) continue;
            assurance = Spc.Icons.AssuranceOf(settings.Target.Value, line.Lower3, line.Upper3, settings.Improvement, settings.TargetOnLimitFails);
            break;
        }

        return (variation, assurance);
    }

    private static double? OrNull(double value) => double.IsFinite(value) ? value : null;
}
