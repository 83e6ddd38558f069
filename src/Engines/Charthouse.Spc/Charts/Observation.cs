namespace Charthouse.Spc;

/// <summary>What an observation holds.</summary>
public enum ObservationKind
{
    /// <summary>Nothing, with a reason. The default.</summary>
    Gap,

    /// <summary>One measured value or count.</summary>
    Measured,

    /// <summary>A numerator and a denominator.</summary>
    Ratio,

    /// <summary>Several measurements of one period.</summary>
    Subgroup,
}

/// <summary>One point of a series as it was recorded. Made by its factories, so that a ratio always has both parts and a gap always has a reason.</summary>
public readonly record struct Observation
{
    private Observation(ObservationKind kind, double first, double second, double third = double.NaN, double fourth = double.NaN, GapReason reason = GapReason.Missing) =>
        (Kind, First, Second, Third, Fourth, Reason) = (kind, first, second, third, fourth, reason);

    /// <summary>What it holds.</summary>
    public ObservationKind Kind { get; }

    /// <summary>The measured value, numerator ÷ denominator, or the mean of the subgroup; <c>null</c> where there is none. A chart may refuse it for reasons of its own.</summary>
    public double? Value => NoValueReason is not null ? null : Kind switch { ObservationKind.Measured => First, ObservationKind.Ratio => First / Second, _ => Second };

    /// <summary>Why there is no value; <c>null</c> when there is one.</summary>
    public GapReason? NoValueReason => Kind switch { ObservationKind.Gap => Reason, ObservationKind.Ratio => GapReasons.OfRatio(First, Second), _ => null };

    // Value, numerator or size; denominator or mean; standard deviation; range.
    internal double First { get; }
    internal double Second { get; }
    internal double Third { get; }
    internal double Fourth { get; }
    internal GapReason Reason { get; }

    /// <summary>A measured value, a count, a time or a number of cases between events.</summary>
    /// <param name="value">Any finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public static Observation Measured(double value) => new(ObservationKind.Measured, Finite(value), double.NaN);

    /// <summary>Events among units, or events per exposure.</summary>
    /// <param name="numerator">Any finite number; what the chart cannot use becomes a gap with a reason.</param>
    /// <param name="denominator">Units or exposure.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public static Observation Ratio(double numerator, double denominator) => new(ObservationKind.Ratio, Finite(numerator), Finite(denominator));

    /// <summary>The measurements of one period.</summary>
    /// <param name="measurements">Finite numbers; none at all is a gap.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public static Observation Subgroup(ReadOnlySpan<double> measurements)
    {
        if (measurements.IsEmpty) return Gap(GapReason.Missing, 0);
        double sum = 0, least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (var value in measurements)
        {
            sum += Finite(value);
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        var mean = sum / measurements.Length;
        double squares = 0;
        foreach (var value in measurements) squares += (value - mean) * (value - mean);
        return measurements.Length == 1
            ? new(ObservationKind.Subgroup, 1, mean)
            : new(ObservationKind.Subgroup, measurements.Length, mean, Math.Sqrt(squares / (measurements.Length - 1)), most - least);
    }

    /// <summary>A subgroup of which only a summary is known.</summary>
    /// <param name="size">Number of measurements, at least 1.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="standardDeviation">Standard deviation with divisor n − 1; <c>null</c> for a subgroup of one.</param>
    /// <param name="range">Largest less smallest; only the R chart needs it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1, or a number is not finite or negative where it cannot be.</exception>
    public static Observation SubgroupSummary(int size, double mean, double? standardDeviation, double? range = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(standardDeviation ?? 0, nameof(standardDeviation));
        ArgumentOutOfRangeException.ThrowIfNegative(range ?? 0, nameof(range));
        var (deviation, width) = size == 1 ? (null, null) : (standardDeviation, range);
        return new(ObservationKind.Subgroup, size, Finite(mean), deviation is { } d ? Finite(d) : double.NaN, width is { } w ? Finite(w) : double.NaN);
    }

    /// <summary>A point without a value.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="denominator">The denominator, where it is known all the same.</param>
    public static Observation Gap(GapReason reason, double? denominator = null) => new(ObservationKind.Gap, double.NaN, denominator ?? double.NaN, reason: reason);

    private static double Finite(double value) => double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A finite number is wanted; use Observation.Gap for what is missing.");
}
