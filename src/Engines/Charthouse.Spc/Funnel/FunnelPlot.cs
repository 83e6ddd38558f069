using System.Collections.Immutable;
using Charthouse.Spc.Numerics;

namespace Charthouse.Spc;

/// <summary>Comparison of units at one time, with lines that narrow with the denominator (Spiegelhalter 2005, doi 10.1002/sim.1970; docs/methods/funnel.md).</summary>
public sealed record FunnelPlot
{
    /// <summary>97.5 % quantile of the standard normal.</summary>
    private const double Q95 = 1.959963984540054;

    /// <summary>99.9 % quantile of the standard normal.</summary>
    private const double Q998 = 3.090232306167813;

    /// <summary>What is compared.</summary>
    public required FunnelKind Kind { get; init; }

    /// <summary>The settings it was computed with.</summary>
    public required FunnelSettings Settings { get; init; }

    /// <summary>All units in order.</summary>
    public required ImmutableArray<FunnelPoint> Points { get; init; }

    /// <summary>The centre line, multiplied; <c>null</c> when no unit can be used.</summary>
    public required double? Target { get; init; }

    /// <summary>How many units the variation was estimated from.</summary>
    public required int UsedCount { get; init; }

    /// <summary>Mean of the squared winsorised z; 1 when units vary by chance only; <c>null</c> without units.</summary>
    public required double? Phi { get; init; }

    /// <summary>Variance between units on the transformed scale; 0 without over-dispersion.</summary>
    public required double Tau2 { get; init; }

    /// <summary>Computes a funnel plot.</summary>
    /// <param name="kind">What is compared.</param>
    /// <param name="units">A ratio for each unit; what cannot be used becomes a gap with a reason.</param>
    /// <param name="settings">Everything else that decides.</param>
    /// <exception cref="ArgumentException">An observation is neither a ratio nor a gap.</exception>
    public static FunnelPlot Compute(FunnelKind kind, ReadOnlySpan<Observation> units, FunnelSettings settings)
    {
        if (settings.Multiply == 0) throw new ArgumentException("These settings were never made; begin with FunnelSettings.Default.", nameof(settings));
        var points = new FunnelPoint[units.Length];
        double observed = 0, cases = 0;
        for (var i = 0; i < units.Length; i++)
        {
            var unit = units[i];
            if (unit.Kind is not (ObservationKind.Ratio or ObservationKind.Gap)) throw new ArgumentException($"A funnel plot is made of ratios (unit {i + 1}).", nameof(units));
            var gap = unit.Kind == ObservationKind.Gap ? unit.Reason : GapReasons.OfRatio(unit.First, unit.Second, countsEvents: true, isShare: kind == FunnelKind.Proportion);
            points[i] = new() { Index = i + 1, Numerator = OrNull(unit.First), Denominator = OrNull(unit.Second), Gap = gap, Value = gap is null ? unit.First / unit.Second * settings.Multiply : null };
            if (gap is not null) continue;
            observed += unit.First;
            cases += unit.Second;
        }

        var target = kind == FunnelKind.Standardised ? 1 : cases == 0 ? double.NaN : observed / cases;
        var (used, phi, tau2) = Variation(kind, points, target, settings);
        if (!settings.Overdispersion) tau2 = 0;
        for (var i = 0; i < points.Length; i++)
        {
            ref var point = ref points[i];
            if (point.Gap is not null || !double.IsFinite(target)) continue;
            var plain = LinesAt(kind, point.Denominator!.Value, target, 0, isAdjusted: false, settings);
            var adjusted = settings.Overdispersion ? LinesAt(kind, point.Denominator.Value, target, tau2, isAdjusted: true, settings) : null;
            point = point with { Lines = plain, Adjusted = adjusted, Outlier = OutlierOf(point.Value!.Value, adjusted ?? plain, settings.OutlierLimit) };
        }

        return new()
        {
            Kind = kind,
            Settings = settings,
            Points = [.. points],
            Target = OrNull(target * settings.Multiply),
            UsedCount = used,
            Phi = phi,
            Tau2 = tau2,
        };
    }

    /// <summary>The lines at a denominator, for drawing the curves.</summary>
    /// <param name="denominator">Cases, exposure or expected number, above 0.</param>
    /// <param name="isAdjusted">With the variation between units.</param>
    /// <returns><c>null</c> when no unit can be used, or nothing was observed in a ratio of counts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is not above 0.</exception>
    public FunnelLines? LinesAt(double denominator, bool isAdjusted = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        return Target is { } target ? LinesAt(Kind, denominator, target / Settings.Multiply, isAdjusted ? Tau2 : 0, isAdjusted, Settings) : null;
    }

    private static double Error(FunnelKind kind, double observed, double n) => kind switch
    {
        FunnelKind.Proportion => 1 / (2 * Math.Sqrt(n)),
        FunnelKind.RatioOfCounts => Math.Sqrt(observed / ((observed + 0.5) * (observed + 0.5)) + n / ((n + 0.5) * (n + 0.5))),
        _ => 1 / Math.Sqrt(n),
    };

    private static double Distance(FunnelKind kind, double observed, double n, double target) => kind switch
    {
        FunnelKind.Proportion => Math.Asin(Math.Sqrt(Math.Min(1, observed / n))) - Math.Asin(Math.Sqrt(Math.Min(1, target))),
        FunnelKind.RatioOfCounts => Math.Log((observed + 0.5) / (n + 0.5)) - Math.Log(target),
        _ => Math.Log(observed / n),
    };

    // Writes z and zTrimmed, and answers number used, phi and tau².
    private static (int Used, double? Phi, double Tau2) Variation(FunnelKind kind, FunnelPoint[] points, double target, in FunnelSettings settings)
    {
        var (z, error, who) = (new List<double>(points.Length), new List<double>(points.Length), new List<int>(points.Length));
        for (var i = 0; i < points.Length; i++)
        {
            if (points[i].Gap is not null) continue;
            var (observed, n) = (points[i].Numerator!.Value, points[i].Denominator!.Value);
            var s = Error(kind, observed, n);
            var own = Distance(kind, observed, n, target) / s;
            if (!double.IsFinite(own)) continue;
            points[i] = points[i] with { Z = own };
            z.Add(own);
            error.Add(s);
            who.Add(i);
        }

        if (z.Count == 0) return (0, null, 0);
        var kept = kind == FunnelKind.Standardised ? Middle(z, settings.TrimBy) : Winsorise(z, settings.TrimBy);
        double squares = 0, weights = 0, weightSquares = 0;
        var count = 0;
        for (var k = 0; k < kept.Length; k++)
        {
            if (double.IsNaN(kept[k])) continue;
            points[who[k]] = points[who[k]] with { ZTrimmed = kept[k] };
            squares += kept[k] * kept[k];
            var weight = 1 / (error[k] * error[k]);
            weights += weight;
            weightSquares += weight * weight;
            count++;
        }

        if (count == 0) return (0, null, 0);
        var divisor = weights - weightSquares / weights;
        var tau2 = squares < count - 1 || divisor <= 0 ? 0 : Math.Max(0, (squares - (count - 1)) / divisor);
        return (count, squares / count, tau2);
    }

    private static double[] Winsorise(List<double> z, double share)
    {
        var sorted = z.ToArray();
        Array.Sort(sorted);
        var (low, high) = (Quantile(sorted, share), Quantile(sorted, 1 - share));
        var kept = new double[z.Count];
        for (var i = 0; i < kept.Length; i++) kept[i] = Math.Clamp(z[i], low, high);
        return kept;
    }

    // Linear interpolation between order statistics (Hyndman and Fan, type 7).
    private static double Quantile(double[] sorted, double p)
    {
        var place = p * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[^1];
    }

    // Leaves out the lowest and the highest of K = 1 ÷ share classes ⌊r K ÷ (N + 1)⌋ of the mean rank r; NaN is left out.
    private static double[] Middle(List<double> z, double share)
    {
        var kept = z.ToArray();
        if (share == 0) return kept;
        var classes = 1 / share;
        if (Closeness.Equal(classes, Math.Round(classes))) classes = Math.Round(classes);
        var sorted = z.ToArray();
        Array.Sort(sorted);
        for (var i = 0; i < kept.Length; i++)
        {
            var first = Array.BinarySearch(sorted, z[i]);
            var last = first;
            while (first > 0 && sorted[first - 1] == z[i]) first--;
            while (last + 1 < sorted.Length && sorted[last + 1] == z[i]) last++;
            var rank = (first + last) / 2.0 + 1;
            var own = Math.Floor(rank * classes / (z.Count + 1));
            if (own < 1 || own >= Math.Ceiling(classes) - 1) kept[i] = double.NaN;
        }

        return kept;
    }

    private static FunnelLines? LinesAt(FunnelKind kind, double n, double target, double tau2, bool isAdjusted, in FunnelSettings settings)
    {
        var factor = settings.Multiply;
        if (kind == FunnelKind.Standardised && !isAdjusted)
        {
            return new(
                factor * Distributions.ChiSquareQuantile(0.025, 2 * n) / (2 * n),
                factor * Distributions.ChiSquareQuantile(0.975, 2 * (n + 1)) / (2 * n),
                factor * Distributions.ChiSquareQuantile(0.001, 2 * n) / (2 * n),
                factor * Distributions.ChiSquareQuantile(0.999, 2 * (n + 1)) / (2 * n));
        }

        if (kind == FunnelKind.RatioOfCounts && target <= 0) return null;
        var s = kind == FunnelKind.RatioOfCounts && settings.NarrowRatioLines ? 1 / (2 * Math.Sqrt(n)) : Error(kind, target * n, n);
        var spread = Math.Sqrt(s * s + tau2);
        return new(factor * Line(kind, target, -Q95 * spread), factor * Line(kind, target, Q95 * spread), factor * Line(kind, target, -Q998 * spread), factor * Line(kind, target, Q998 * spread));
    }

    private static double Line(FunnelKind kind, double target, double offset)
    {
        if (kind != FunnelKind.Proportion) return target * Math.Exp(offset);
        var angle = Math.Asin(Math.Sqrt(Math.Min(1, target))) + offset;
        if (angle <= 0) return 0;
        if (angle >= Math.PI / 2) return 1;
        var sine = Math.Sin(angle);
        return sine * sine;
    }

    private static SignalDirection OutlierOf(double value, FunnelLines? lines, FunnelLimit limit)
    {
        if (lines is not { } l) return SignalDirection.None;
        var (low, high) = limit == FunnelLimit.Percent95 ? (l.Lower95, l.Upper95) : (l.Lower998, l.Upper998);
        return Closeness.Above(value, high) ? SignalDirection.Up : Closeness.Below(value, low) ? SignalDirection.Down : SignalDirection.None;
    }

    private static double? OrNull(double value) => double.IsFinite(value) ? value : null;
}
