using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Records;

/// <summary>Links two records. Who links may change the record that they stand on, and see the other one.</summary>
public sealed class AddLink(IDbContextFactory<WorkbenchDb> dbs, RecordKinds kinds, CurrentActor actor, TimeProvider clock)
{
    private const int LongestNote = 500;

    /// <param name="here">The record that the actor stands on.</param>
    /// <param name="relation">How the two belong together; <c>null</c> when nothing was chosen.</param>
    /// <param name="isInverse">Whether the relation is said of the other record.</param>
    /// <param name="there">The other record; <c>null</c> when nothing was chosen.</param>
    /// <param name="note">Why, in a few words.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<Guid>> RunAsync(RecordRef here, LinkRelation? relation, bool isInverse, RecordRef? there, string? note, CancellationToken cancellationToken)
    {
        note = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        if (relation is not { } said || !Enum.IsDefined(said)) return RecordProblems.NoRelation;
        if (there is not { } other) return RecordProblems.NoTarget;
        if (other == here) return RecordProblems.ToItself;
        if (note?.Length > LongestNote) return RecordProblems.LongNote;
        var seen = await kinds.SummariseAsync([here, other], cancellationToken);
        if (!seen.TryGetValue(here, out var own) || !seen.ContainsKey(other)) return RecordProblems.NotFound;
        if (!own.MayChange) return RecordProblems.NotAllowed;

        var (from, to) = isInverse ? (other, here) : (here, other);
        var link = RecordLink.Between(from, said, to, actor.Now, clock.GetUtcNow(), note);

        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // No link comes in between the look for a circle and the save.
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (said == LinkRelation.DerivedFrom && await WayBackAsync(db, from, to, cancellationToken) is { } way) return RecordProblems.Circle(await WordsAsync([from, .. way], cancellationToken));
        db.Add(link);
        if (await db.TrySaveAsync(RecordProblems.Known, null, cancellationToken) is { } refused) return refused;
        await transaction.CommitAsync(cancellationToken);
        return link.Id;
    }

    /// <summary>Links a record that is being made, in the save that makes it, so that neither is there without the other. It closes no circle, because nothing came out of the new record yet.</summary>
    /// <param name="db">Where the new record was added.</param>
    /// <param name="made">The new record.</param>
    /// <param name="relation">How the two belong together.</param>
    /// <param name="isInverse">Whether the relation is said of the other record.</param>
    /// <param name="there">The other record.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Why it cannot be linked: the other record does not exist, or may not be seen; <c>null</c> when it is.</returns>
    public async Task<Problem?> AddToNewAsync(WorkbenchDb db, RecordRef made, LinkRelation relation, bool isInverse, RecordRef there, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await kinds.SummariseAsync(there, cancellationToken) is null) return RecordProblems.NotFound;
        var (from, to) = isInverse ? (there, made) : (made, there);
        db.Add(RecordLink.Between(from, relation, to, actor.Now, clock.GetUtcNow()));
        return null;
    }

    /// <summary>The records on the way from <paramref name="start"/> over what it came out of to <paramref name="goal"/>; <c>null</c> when there is none.</summary>
    private static async Task<List<RecordRef>?> WayBackAsync(WorkbenchDb db, RecordRef goal, RecordRef start, CancellationToken cancellationToken)
    {
        Dictionary<RecordRef, RecordRef?> cameFrom = new() { [start] = null };
        List<RecordRef> front = [start];
        while (front.Count > 0)
        {
            var ids = front.ConvertAll(record => record.Id);
            var steps = await db.Set<RecordLink>().AsNoTracking()
                .Where(l => l.ArchivedAt == null && l.Relation == LinkRelation.DerivedFrom && ids.Contains(l.FromId)).ToListAsync(cancellationToken);
            front = [];
            foreach (var step in steps.Where(step => cameFrom.ContainsKey(step.From)))
            {
                if (!cameFrom.TryAdd(step.To, step.From)) continue;
                if (step.To == goal) return Way(cameFrom, goal);
                front.Add(step.To);
            }
        }

        return null;
    }

    private static List<RecordRef> Way(Dictionary<RecordRef, RecordRef?> cameFrom, RecordRef goal)
    {
        List<RecordRef> way = [];
        for (RecordRef? at = goal; at is { } record; at = cameFrom[record]) way.Add(record);
        // From the goal back to the start; read the other way round it is "start came out of … came out of goal".
        way.Reverse();
        return way;
    }

    private async Task<string> WordsAsync(List<RecordRef> way, CancellationToken cancellationToken)
    {
        var seen = await kinds.SummariseAsync(way, cancellationToken);
        var titles = way.ConvertAll(record => seen.TryGetValue(record, out var summary) ? $"“{summary.Title}”" : "a record that you may not see");
        return $"{titles[0]} would come out of {string.Join(", that out of ", titles.Skip(1))}";
    }
}
