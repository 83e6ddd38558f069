using System.Collections.Immutable;
using Charthouse.Spc.Numerics;

namespace Charthouse.Spc;

/// <summary>One series as a run or control chart, EWMA or CUSUM, with everything that explains it: lines, parts, signals, icons.</summary>
public sealed record ControlChart
{
    /// <summary>The kind of chart.</summary>
    public required ChartKind Kind { get; init; }

    /// <summary>The settings it was computed with.</summary>
    public required ChartSettings Settings { get; init; }

    /// <summary>All points in order, gaps included.</summary>
    public required ImmutableArray<ChartPoint> Points { get; init; }

    /// <summary>The parts in order; none when there is no point.</summary>
    public required ImmutableArray<ChartPart> Parts { get; init; }

    /// <summary>Variation icon of the last part; <c>null</c> without a value and under rules that tell no direction.</summary>
    public required VariationIcon? Variation { get; init; }

    /// <summary>Assurance icon of the last part; <c>null</c> without target, without limits, and when neither direction is better.</summary>
    public required AssuranceIcon? Assurance { get; init; }

    /// <summary>Computes a chart. The same input always gives the same chart.</summary>
    /// <param name="kind">The kind of chart.</param>
    /// <param name="observations">The series in order; what the chart cannot use becomes a gap with a reason.</param>
    /// <param name="settings">Everything else that decides.</param>
    /// <exception cref="ArgumentException">The observations are of another kind than the chart needs, or a given sigma, centre, limit or range does not fit the chart.</exception>
    public static ControlChart Compute(ChartKind kind, ReadOnlySpan<Observation> observations, ChartSettings settings)
    {
        if (settings.Multiply == 0) throw new ArgumentException("These settings were never made; begin with ChartSettings.Default.", nameof(settings));
        Check(kind, settings);
        var series = new Series(kind, observations, settings);
        return new ChartCalculation(kind, series, settings).Run();
    }

    /// <summary>Whether a rule is looked for on a kind of chart: charts without limits carry trends and shifts only, moving ranges what lies outside only, EWMA and CUSUM charts none but their own.</summary>
    /// <param name="kind">The kind of chart.</param>
    /// <param name="rule">The rule.</param>
    public static bool Carries(ChartKind kind, Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return kind switch
        {
            ChartKind.Run => rule.Pattern is RulePattern.SameSide or RulePattern.Trend,
            ChartKind.MovingRange => rule.Pattern == RulePattern.OutsideLimits,
            ChartKind.Ewma or ChartKind.Cusum => false,
            _ => true,
        };
    }

    private static void Check(ChartKind kind, ChartSettings settings)
    {
        if (settings.GivenSigma is { } sigma)
        {
            if (kind is not (ChartKind.Individuals or ChartKind.IndividualsMedian or ChartKind.IndividualsMedianRange or ChartKind.SubgroupMean or ChartKind.Ewma or ChartKind.Cusum))
                throw new ArgumentException("A given sigma is for individuals, x-bar, EWMA and CUSUM charts.", nameof(settings));
            if (!double.IsFinite(sigma) || sigma < 0) throw new ArgumentException("A given sigma is 0 or more.", nameof(settings));
        }

        if (settings.GivenLimits is { } limits)
        {
            if (kind is ChartKind.Run or ChartKind.MovingRange or ChartKind.Ewma or ChartKind.Cusum) throw new ArgumentException("Given limits are not for run, moving range, EWMA and CUSUM charts.", nameof(settings));
            if (!double.IsFinite(limits.Lower) || !double.IsFinite(limits.Upper)) throw new ArgumentException("The given limits are not finite.", nameof(settings));
            if (limits.Lower > limits.Upper) throw new ArgumentException("The given lower limit lies above the upper one.", nameof(settings));
            if (settings.GivenCentre is { } centre && !(centre >= limits.Lower && centre <= limits.Upper)) throw new ArgumentException("The given centre does not lie between the given limits.", nameof(settings));
        }

        if (!double.IsFinite(settings.LowestPossible ?? 0) || !double.IsFinite(settings.HighestPossible ?? 0)) throw new ArgumentException("The smallest or the largest possible value is not finite; leave it out where there is none.", nameof(settings));
        if (settings.LowestPossible > settings.HighestPossible) throw new ArgumentException("The smallest possible value lies above the largest one.", nameof(settings));
        if (settings.GivenCentre is not { } given) return;
        var isShare = kind is ChartKind.Proportion or ChartKind.ProportionPrime;
        var isNotNegative = isShare || kind is ChartKind.Rate or ChartKind.RatePrime or ChartKind.Count or ChartKind.CasesBetween or ChartKind.TimeBetween or ChartKind.MovingRange or ChartKind.SubgroupDeviation or ChartKind.SubgroupRange;
        if (!double.IsFinite(given) || (isNotNegative && given < 0) || (isShare && given > settings.Multiply)) throw new ArgumentException("The given centre is not possible on this chart.", nameof(settings));
        if (kind == ChartKind.NumberWithProperty) throw new ArgumentException("The centre of an np chart follows the denominators and cannot be given; use a p chart.", nameof(settings));
    }
}
