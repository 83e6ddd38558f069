namespace Charthouse.Spc;

/// <summary>Which way is better.</summary>
public enum ImprovementDirection
{
    /// <summary>Neither is better.</summary>
    Neutral,

    /// <summary>Higher is better.</summary>
    Increase,

    /// <summary>Lower is better.</summary>
    Decrease,
}

/// <summary>What a point means (docs/methods/icons.md).</summary>
public enum PointType
{
    /// <summary>No signal: common cause.</summary>
    Common,

    /// <summary>A signal in the good direction.</summary>
    Improvement,

    /// <summary>A signal in the bad direction.</summary>
    Concern,

    /// <summary>A signal upwards where neither direction is better.</summary>
    NeutralHigh,

    /// <summary>A signal downwards where neither direction is better.</summary>
    NeutralLow,
}

/// <summary>Variation icon: the type and direction of the last point.</summary>
public enum VariationIcon
{
    /// <summary>No signal at the last point.</summary>
    Common,

    /// <summary>Good, and up is good.</summary>
    ImprovementHigh,

    /// <summary>Good, and down is good.</summary>
    ImprovementLow,

    /// <summary>Bad, and down would be good.</summary>
    ConcernHigh,

    /// <summary>Bad, and up would be good.</summary>
    ConcernLow,

    /// <summary>Upwards, neither direction is better.</summary>
    NeutralHigh,

    /// <summary>Downwards, neither direction is better.</summary>
    NeutralLow,
}

/// <summary>Assurance icon: what the process, left as it is, will do with its target.</summary>
public enum AssuranceIcon
{
    /// <summary>Sometimes hit and sometimes missed: the target lies between the limits.</summary>
    HitOrMiss,

    /// <summary>Hit as a rule: the target lies beyond the limit on the easy side.</summary>
    Pass,

    /// <summary>Missed as a rule: the target lies beyond the limit on the hard side.</summary>
    Fail,
}
