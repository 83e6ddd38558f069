namespace Charthouse.Spc.BeforeAfter;

/// <summary>What an intervention may change. Decide before looking at the data.</summary>
public enum Impact
{
    /// <summary>A step and a new slope: terms <c>level</c> and <c>timeAfter</c>.</summary>
    LevelAndSlope,
    /// <summary>A step only: term <c>level</c>.</summary>
    Level,
    /// <summary>A new slope only, without a step: term <c>timeAfter</c>.</summary>
    Slope,
}

/// <summary>Something that happened between two points of a series.</summary>
public readonly record struct Intervention
{
    /// <summary>Makes an intervention.</summary>
    /// <param name="firstPostPoint">The first point that shows its effect in full, counted from 1; at least 2.</param>
    /// <param name="impact">What it may change.</param>
    /// <param name="transitionPoints">Points just before <paramref name="firstPostPoint"/> that are left out of the fit, neither before nor after.</param>
    /// <exception cref="ArgumentOutOfRangeException">A point below 2, a negative transition, or an unknown impact.</exception>
    public Intervention(int firstPostPoint, Impact impact = Impact.LevelAndSlope, int transitionPoints = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(firstPostPoint, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(transitionPoints);
        if (!Enum.IsDefined(impact)) throw new ArgumentOutOfRangeException(nameof(impact), impact, null);
        FirstPostPoint = firstPostPoint;
        Impact = impact;
        TransitionPoints = transitionPoints;
    }

    /// <summary>The first point that shows the effect, counted from 1.</summary>
    public int FirstPostPoint { get; }

    /// <summary>What the intervention may change.</summary>
    public Impact Impact { get; }

    /// <summary>Points just before <see cref="FirstPostPoint"/> that are left out of the fit.</summary>
    public int TransitionPoints { get; }
}
