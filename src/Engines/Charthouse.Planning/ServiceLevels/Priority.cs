namespace Charthouse.Planning.ServiceLevels;

/// <summary>How far something reaches (impact), or how soon it hurts (urgency).</summary>
public enum Level
{
    /// <summary>Low.</summary>
    Low,
    /// <summary>Medium.</summary>
    Medium,
    /// <summary>High.</summary>
    High,
}

/// <summary>How soon something is answered; <see cref="P1"/> first.</summary>
public enum Priority
{
    /// <summary>At once.</summary>
    P1,
    /// <summary>Today.</summary>
    P2,
    /// <summary>This week.</summary>
    P3,
    /// <summary>In turn.</summary>
    P4,
}

/// <summary>What is promised for a priority.</summary>
/// <param name="Respond">Time to the first answer of a person, 0 or more.</param>
/// <param name="Resolve">Time to the solution, 0 or more.</param>
/// <param name="IsAroundTheClock">Whether the clock runs day and night; otherwise only in working time.</param>
public sealed record Target(TimeSpan Respond, TimeSpan Resolve, bool IsAroundTheClock);

/// <summary>What was promised for one matter, in local wall-clock time.</summary>
/// <param name="Priority">Its priority.</param>
/// <param name="RespondBy">Until when a person answers.</param>
/// <param name="ResolveBy">Until when it is solved.</param>
public sealed record ServicePromise(Priority Priority, DateTime RespondBy, DateTime ResolveBy);
