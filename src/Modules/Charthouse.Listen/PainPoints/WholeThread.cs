using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;

namespace Charthouse.Listen.PainPoints;

/// <summary>
/// Reads a thread as somebody who sees every record of it: the steps of a thread are everybody's who asked, and a figure of the house does not depend on who looks at it.
/// Callers let out names of steps, states and dates only.
/// </summary>
internal sealed class WholeThread(ReadThread read, IEnumerable<Permission> permissions, CurrentActor actor)
{
    private readonly Actor reader = new(null, null, "Charthouse", permissions.Select(permission => permission.Name).Where(name => name.EndsWith(".view", StringComparison.Ordinal) || name.EndsWith(".view-all", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal));

    /// <summary>The seven steps of the thread that a pain point begins.</summary>
    public async Task<IReadOnlyList<ThreadStep>> RunAsync(Guid painPointId, CancellationToken cancellationToken)
    {
        using var reading = actor.Begin(reader);
        return await read.RunAsync(new(PainPoint.RecordKind, painPointId), cancellationToken) ?? [];
    }
}
