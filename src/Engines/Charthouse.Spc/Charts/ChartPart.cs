using System.Collections.Immutable;

namespace Charthouse.Spc;

/// <summary>Why a part has no limits.</summary>
public enum LimitsMissing
{
    /// <summary>It has some.</summary>
    No,

    /// <summary>The chart has none by its nature.</summary>
    NotOnThisChart,

    /// <summary>No baseline point can be used, so there is no centre either.</summary>
    NoBaseline,

    /// <summary>The baseline has fewer than two usable neighbours, so there is no moving range.</summary>
    NoMovingRange,

    /// <summary>No subgroup of the baseline has two measurements.</summary>
    NoSubgroupSpread,

    /// <summary>All values are the same, so nothing can be said in standard deviations.</summary>
    NoVariation,
}

/// <summary>The points that centre and limits were estimated from.</summary>
/// <param name="First">Number of the first of them.</param>
/// <param name="Last">Number of the last of them.</param>
/// <param name="PointCount">How many of the points in between count: neither gap nor excluded.</param>
public readonly record struct Baseline(int First, int Last, int PointCount);

/// <summary>A stretch of a series with its own baseline, limits and signals.</summary>
public sealed record ChartPart
{
    /// <summary>Number of the part in its series, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Number of its first point.</summary>
    public required int First { get; init; }

    /// <summary>Number of its last point.</summary>
    public required int Last { get; init; }

    /// <summary>The points that were estimated from; <c>null</c> when none can be used.</summary>
    public required Baseline? Baseline { get; init; }

    /// <summary>Points that were not excluded, gaps included.</summary>
    public required int PointCount { get; init; }

    /// <summary>Points that are neither excluded nor gap nor on the centre line.</summary>
    public required int UsefulCount { get; init; }

    /// <summary>Runs analysis; <c>null</c> for moving range, EWMA and CUSUM charts.</summary>
    public required RunsAnalysis? Runs { get; init; }

    /// <summary>Points outside the limits (CUSUM: beyond the decision interval), whatever the rules are.</summary>
    public required int OutsideCount { get; init; }

    /// <summary>Estimated standard deviation of individuals, EWMA and CUSUM charts, multiplied; else <c>null</c>.</summary>
    public required double? Sigma { get; init; }

    /// <summary>How many moving ranges screening dropped.</summary>
    public required int ScreenedRangeCount { get; init; }

    /// <summary>Fewer than 13 points: limits and icons are on trial.</summary>
    public bool IsTrial => Last - First + 1 < FirmFrom;

    /// <summary>Why there are no limits.</summary>
    public required LimitsMissing LimitsMissing { get; init; }

    /// <summary>Every signal with its rule, its points and its baseline, in order of precedence, then of time; those of EWMA and CUSUM charts in order of their first point, up before down.</summary>
    public required ImmutableArray<Signal> Signals { get; init; }

    internal const int FirmFrom = 13;
}
