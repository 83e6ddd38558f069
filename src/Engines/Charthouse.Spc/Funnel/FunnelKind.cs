namespace Charthouse.Spc;

/// <summary>What is compared between units.</summary>
public enum FunnelKind
{
    /// <summary>A share of cases (PR).</summary>
    Proportion,

    /// <summary>A ratio of two counts (RC).</summary>
    RatioOfCounts,

    /// <summary>Observed ÷ expected (SR).</summary>
    Standardised,
}

/// <summary>The lines that decide who is outside.</summary>
public enum FunnelLimit
{
    /// <summary>95 % of units of a common process lie within.</summary>
    Percent95,

    /// <summary>99.8 % of units of a common process lie within.</summary>
    Percent998,
}

/// <summary>How a funnel plot is computed.</summary>
public readonly record struct FunnelSettings
{
    /// <summary>The defaults: factor 1, no over-dispersion, a tenth at either end, 99.8 %.</summary>
    public FunnelSettings()
    {
    }

    /// <summary>The defaults.</summary>
    public static FunnelSettings Default => new();

    /// <summary>Factor on values, centre and lines; above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0, or not finite.</exception>
    public double Multiply
    {
        get;
        init => field = double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number above 0 is wanted.");
    } = 1;

    /// <summary>Whether lines that allow for variation between units are wanted, and decide.</summary>
    public bool Overdispersion { get; init; }

    /// <summary>Share of units winsorised (proportion, ratio of counts) or left out (standardised) at either end, when the variation between units is estimated; 0 or more, below 0.5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double TrimBy
    {
        get;
        init => field = value is >= 0 and < 0.5 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share from 0 to below 0.5 is wanted.");
    } = 0.1;

    /// <summary>The lines that decide who is outside.</summary>
    public FunnelLimit OutlierLimit { get; init; } = FunnelLimit.Percent998;

    /// <summary>Ratio of counts: lines from 1 ÷ (2√n), as FunnelPlotR 0.6 draws them; too narrow, for comparison only.</summary>
    public bool NarrowRatioLines { get; init; }
}
