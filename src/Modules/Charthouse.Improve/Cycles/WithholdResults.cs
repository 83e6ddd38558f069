using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;

namespace Charthouse.Improve.Cycles;

/// <summary>What was done and found in a cycle, in distinction from what is planned and decided.</summary>
internal static class CycleResults
{
    public static IReadOnlyList<(string Name, Func<Cycle, bool> IsIn)> Fields { get; } =
    [
        (nameof(Cycle.Observations), cycle => cycle.Observations.Count > 0),
        (nameof(Cycle.WhatHappened), cycle => cycle.WhatHappened is not null),
        (nameof(Cycle.Surprises), cycle => cycle.Surprises is not null),
        (nameof(Cycle.Findings), cycle => cycle.Findings is not null),
        (nameof(Cycle.PredictionHeld), cycle => cycle.PredictionHeld is not null),
        (nameof(Cycle.DecisionReason), cycle => cycle.DecisionReason is not null),
    ];

    /// <summary>Their names in the history; an observation is a part of its cycle there.</summary>
    public static IReadOnlySet<string> InHistory { get; } = new HashSet<string>(Fields.Select(field => field.Name).Append(CycleObservationMapping.Part), StringComparer.Ordinal);
}

/// <summary>Keeps what was found with few people from everybody but the owner and those who may edit cycles: groups under five people are not shown.</summary>
internal sealed class WithholdResults(CurrentActor actor, IDirectory directory)
{
    /// <summary>Empties those cycles whose results the actor may not see.</summary>
    public async Task RunAsync(IEnumerable<Cycle> cycles, CancellationToken cancellationToken)
    {
        foreach (var cycle in await FindAsync(cycles, cancellationToken)) cycle.Withhold();
    }

    /// <summary>The cycles whose results the actor may not see.</summary>
    public async Task<IReadOnlyList<Cycle>> FindAsync(IEnumerable<Cycle> cycles, CancellationToken cancellationToken)
    {
        if (actor.Now.May(ImprovePermissions.Edit)) return [];
        List<Cycle> few = [.. cycles.Where(cycle => cycle.IsOfFew)];
        if (!few.Exists(IsByName)) return few;
        // The owner is written as a name. Where two people have it, nobody can tell which of them is meant.
        var named = (await directory.FindAsync(actor.Now.Name, cancellationToken)).Where(entry => IsSame(entry.Name, actor.Now.Name)).ToList();
        if (named is [var only] && only.AccountId == actor.Now.AccountId) few.RemoveAll(IsByName);
        return few;
    }

    private bool IsByName(Cycle cycle) => actor.Now.AccountId is not null && IsSame(cycle.Owner, actor.Now.Name);

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
