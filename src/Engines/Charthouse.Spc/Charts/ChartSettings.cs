using System.Collections.Immutable;
using System.Globalization;

namespace Charthouse.Spc;

/// <summary>How the spread of x-bar and s charts is estimated from the subgroups.</summary>
public enum SubgroupSpread
{
    /// <summary>Mean of the standard deviations when all subgroups of a part have the same size, else the pooled one.</summary>
    MeanWhenEqual,

    /// <summary>Always √(Σ (n − 1) s² ÷ Σ (n − 1)), as PowerBI-SPC does.</summary>
    Pooled,
}

/// <summary>Which reason makes the type of a point that has reasons in both directions.</summary>
public enum ConflictingReasons
{
    /// <summary>The first in the order of precedence, as NHSRplotthedots does.</summary>
    Precedence,

    /// <summary>The favourable one, as the single-chart tool of the NHS does.</summary>
    ImprovementFirst,
}

/// <summary>
/// Everything that decides what a chart shows; recorded with every result. Points are numbered from 1. Numbers in units of the plotted value are
/// meant after <see cref="Multiply"/>.
/// </summary>
public readonly record struct ChartSettings
{
    /// <summary>The defaults: factor 1, whole part as baseline, screening on, outside the limits as only rule, no direction.</summary>
    public ChartSettings()
    {
    }

    /// <summary>The defaults.</summary>
    public static ChartSettings Default => new();

    /// <summary>Factor on values, centre and lines; above 0. 100 for per cent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0, or not finite.</exception>
    public double Multiply { get; init => field = Positive(value); } = 1;

    /// <summary>The baseline is the first so many points of each part, gaps counted; at least 2. <c>null</c>: the whole part.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 2.</exception>
    public int? FreezeAfter
    {
        get;
        init => field = value is null or >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A baseline has at least 2 points.");
    }

    /// <summary>What to say, in English, of a frozen baseline below 12 points; <c>null</c> when there is nothing to say.</summary>
    public string? BaselineCaution => FreezeAfter < FirmBaseline
        ? string.Create(CultureInfo.InvariantCulture, $"The baseline is {FreezeAfter} points long; {FirmBaseline} or more are wanted for firm limits.") : null;

    /// <summary>Numbers of the points after which a new part starts, with its own limits. Numbers outside the series start none.</summary>
    public ImmutableArray<int> SplitAfter { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Numbers of the points left out of estimates, runs analysis and patterns; they are still held against the limits.</summary>
    public ImmutableArray<int> Exclude { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Whether moving ranges of 3.267 times their mean and more are dropped, once, before they are averaged again (Nelson 1982).</summary>
    public bool ScreenMovingRanges { get; init; } = true;

    /// <summary>Half width of the limits of individuals charts in mean moving ranges; 3 ÷ 1.128, or 2.66 as in the NHS tools.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0, or not finite.</exception>
    public double MovingRangeFactor { get; init => field = Positive(value); } = 3 / ControlChartConstants.MovingRangeDivisor;

    /// <summary>How x-bar and s charts estimate the spread.</summary>
    public SubgroupSpread SubgroupSpread { get; init; }

    /// <summary>The rule sets, in order of precedence.</summary>
    public ImmutableArray<RuleSet> Rules { get => field.IsDefault ? [RuleSet.Anhoej] : field; init; } = [RuleSet.Anhoej];

    /// <summary>Which direction is good.</summary>
    public ImprovementDirection Improvement { get; init; }

    /// <summary>What is aimed at, in units of the plotted value.</summary>
    public double? Target { get; init; }

    /// <summary>Whether a target exactly on the unfavourable limit fails, as the wording of NHS England asks; else it is hit or miss.</summary>
    public bool TargetOnLimitFails { get; init; }

    /// <summary>What decides the type of a point with reasons in both directions.</summary>
    public ConflictingReasons ConflictingReasons { get; init; }

    /// <summary>A centre from elsewhere, such as a historical standard, in units of the plotted value; <c>null</c>: estimated. Of a g chart it is the mean, and 0.693 times it is drawn.</summary>
    public double? GivenCentre { get; init; }

    /// <summary>A standard deviation from elsewhere, for individuals, x-bar, EWMA and CUSUM charts, in units of the plotted value.</summary>
    public double? GivenSigma { get; init; }

    /// <summary>Limits from elsewhere, in units of the plotted value; the inner lines lie at the thirds.</summary>
    public (double Lower, double Upper)? GivenLimits { get; init; }

    /// <summary>The smallest value that is possible, in units of the plotted value; lines are clipped to it.</summary>
    public double? LowestPossible { get; init; }

    /// <summary>The largest value that is possible, in units of the plotted value; lines are clipped to it.</summary>
    public double? HighestPossible { get; init; }

    /// <summary>EWMA: weight of the newest value, above 0 and at most 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Lambda
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A weight above 0 and at most 1 is wanted.");
    } = 0.2;

    /// <summary>EWMA: half width of the limits in standard deviations of the average.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0, or not finite.</exception>
    public double NSigmas { get; init => field = Positive(value); } = 3;

    /// <summary>CUSUM: sum at which there is a signal, in standard deviations.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0, or not finite.</exception>
    public double DecisionInterval { get; init => field = Positive(value); } = 5;

    /// <summary>CUSUM: the shift to be found, in standard deviations; half of it is taken off every point.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0, or not finite.</exception>
    public double ShiftSigma { get; init => field = Positive(value); } = 1;

    /// <summary>CUSUM: value at which both sums start, in standard deviations; 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or not finite.</exception>
    public double HeadStart
    {
        get;
        init => field = double.IsFinite(value) && value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A head start of 0 or more is wanted.");
    }

    /// <summary>CUSUM: whether a sum goes back to 0 after its signal.</summary>
    public bool CusumResets { get; init; }

    internal const int FirmBaseline = 12;

    private static double Positive(double value) =>
        double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number above 0 is wanted.");
}
