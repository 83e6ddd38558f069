namespace Charthouse.Spc;

/// <summary>Lines of a funnel at one denominator, multiplied.</summary>
/// <param name="Lower95">Lower line of 95 %.</param>
/// <param name="Upper95">Upper line of 95 %.</param>
/// <param name="Lower998">Lower line of 99.8 %.</param>
/// <param name="Upper998">Upper line of 99.8 %.</param>
public readonly record struct FunnelLines(double Lower95, double Upper95, double Lower998, double Upper998);

/// <summary>One unit of a funnel plot.</summary>
public readonly record struct FunnelPoint
{
    /// <summary>Number of the unit, from 1.</summary>
    public required int Index { get; init; }

    /// <summary>What was observed; <c>null</c> where it is not known.</summary>
    public double? Numerator { get; init; }

    /// <summary>Cases, exposure or expected number; <c>null</c> where it is not known.</summary>
    public double? Denominator { get; init; }

    /// <summary>Numerator ÷ denominator, multiplied; <c>null</c> at a gap.</summary>
    public double? Value { get; init; }

    /// <summary>Why there is no value.</summary>
    public GapReason? Gap { get; init; }

    /// <summary>Distance from the target in standard errors of the transformed value; <c>null</c> at a gap, and of a standardised unit with nothing observed.</summary>
    public double? Z { get; init; }

    /// <summary>The same, winsorised; <c>null</c> when the unit was left out.</summary>
    public double? ZTrimmed { get; init; }

    /// <summary>Lines that allow for chance only; <c>null</c> at a gap.</summary>
    public FunnelLines? Lines { get; init; }

    /// <summary>Lines that allow for variation between units too; <c>null</c> unless wanted.</summary>
    public FunnelLines? Adjusted { get; init; }

    /// <summary>Above or below the lines that decide; <see cref="SignalDirection.None"/> within.</summary>
    public SignalDirection Outlier { get; init; }
}
