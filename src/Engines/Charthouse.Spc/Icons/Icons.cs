using Charthouse.Spc.Numerics;

namespace Charthouse.Spc;

/// <summary>Point types and the two icons of NHS England's Making Data Count.</summary>
public static class Icons
{
    /// <summary>The type of a point with a signal in a direction.</summary>
    /// <param name="direction">Where the signal points.</param>
    /// <param name="improvement">Which direction is good.</param>
    public static PointType TypeOf(SignalDirection direction, ImprovementDirection improvement) => (direction, improvement) switch
    {
        (SignalDirection.None, _) => PointType.Common,
        (SignalDirection.Up, ImprovementDirection.Neutral) => PointType.NeutralHigh,
        (_, ImprovementDirection.Neutral) => PointType.NeutralLow,
        (SignalDirection.Up, ImprovementDirection.Increase) or (SignalDirection.Down, ImprovementDirection.Decrease) => PointType.Improvement,
        _ => PointType.Concern,
    };

    /// <summary>The variation icon for the type of the last point that is not a gap.</summary>
    /// <param name="type">Type of that point.</param>
    /// <param name="improvement">Which direction is good.</param>
    public static VariationIcon VariationOf(PointType type, ImprovementDirection improvement) => (type, improvement) switch
    {
        (PointType.Common, _) => VariationIcon.Common,
        (PointType.NeutralHigh, _) => VariationIcon.NeutralHigh,
        (PointType.NeutralLow, _) => VariationIcon.NeutralLow,
        (PointType.Improvement, ImprovementDirection.Decrease) => VariationIcon.ImprovementLow,
        (PointType.Improvement, _) => VariationIcon.ImprovementHigh,
        (_, ImprovementDirection.Decrease) => VariationIcon.ConcernHigh,
        _ => VariationIcon.ConcernLow,
    };

    /// <summary>The assurance icon: the target against the limits of the last point that has them.</summary>
    /// <param name="target">What is aimed at, in the units of the limits.</param>
    /// <param name="lower">Lower limit.</param>
    /// <param name="upper">Upper limit.</param>
    /// <param name="improvement">Which direction is good.</param>
    /// <param name="onLimitFails">Whether a target on the unfavourable limit fails; else it is hit or miss.</param>
    /// <returns><c>null</c> when neither direction is better.</returns>
    public static AssuranceIcon? AssuranceOf(double target, double lower, double upper, ImprovementDirection improvement, bool onLimitFails = false)
    {
        if (improvement == ImprovementDirection.Neutral) return null;
        var (hard, easy) = improvement == ImprovementDirection.Increase ? (Closeness.Compare(target, upper), Closeness.Compare(lower, target)) : (Closeness.Compare(lower, target), Closeness.Compare(target, upper));
        // Limits without width: the process always does the same, and that is on target.
        if (hard > 0 || (onLimitFails && hard == 0 && !Closeness.Equal(lower, upper))) return AssuranceIcon.Fail;
        return easy > 0 ? AssuranceIcon.Pass : AssuranceIcon.HitOrMiss;
    }
}
