using System.Collections.Immutable;

namespace Charthouse.Spc;

/// <summary>One point of a chart, with the lines it is held against.</summary>
public readonly record struct ChartPoint
{
    /// <summary>Number of the point in its series, from 1.</summary>
    public required int Index { get; init; }

    /// <summary>Number of its part, from 1.</summary>
    public required int Part { get; init; }

    /// <summary>The plotted value, multiplied; <c>null</c> at a gap, and in a moving range chart where there is no range.</summary>
    public double? Value { get; init; }

    /// <summary>Denominator, or number of measurements of a subgroup; <c>null</c> where there is none.</summary>
    public double? Denominator { get; init; }

    /// <summary>Why there is no value; <c>null</c> when the observation is usable.</summary>
    public GapReason? Gap { get; init; }

    /// <summary>Whether centre and limits are estimated from this point too.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>Whether it was left out of estimates and patterns by the settings.</summary>
    public bool IsExcluded { get; init; }

    /// <summary>The centre line here, multiplied; <c>null</c> without a usable baseline point.</summary>
    public double? Centre { get; init; }

    /// <summary>Limits and inner lines, multiplied; <c>null</c> for run and CUSUM charts, where the baseline gives none, and where they need a denominator that is missing. Of an EWMA chart all six belong to the smoothed value.</summary>
    public Lines? Lines { get; init; }

    /// <summary>EWMA: the smoothed value, multiplied; <c>null</c> at a gap and on other charts.</summary>
    public double? Ewma { get; init; }

    /// <summary>CUSUM: upper sum, 0 or more, in standard deviations; <c>null</c> at a gap, without a standard deviation and on other charts.</summary>
    public double? CusumUp { get; init; }

    /// <summary>CUSUM: lower sum, 0 or less, in standard deviations.</summary>
    public double? CusumDown { get; init; }

    /// <summary>Names of all signals that the point carries, in order of precedence; empty when there are none.</summary>
    public required ImmutableArray<string> Signals { get; init; }

    /// <summary>The first of <see cref="Signals"/>; <c>null</c> when there is none.</summary>
    public string? Reason => Signals.IsEmpty ? null : Signals[0];

    /// <summary>What the signals mean for the direction that is wanted; <c>null</c> at a gap and under rules that tell no direction.</summary>
    public PointType? Type { get; init; }
}
