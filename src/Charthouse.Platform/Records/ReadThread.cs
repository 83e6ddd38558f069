using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Records;

/// <summary>A record that stands in a thread.</summary>
/// <param name="Record">The record.</param>
/// <param name="Summary">What is shown of it.</param>
public sealed record ThreadRecord(RecordRef Record, RecordSummary Summary);

/// <summary>One step of a thread.</summary>
/// <param name="Stage">Which.</param>
/// <param name="Records">Records at this step, those still open first; empty while it is not reached.</param>
public sealed record ThreadStep(ThreadStage Stage, IReadOnlyList<ThreadRecord> Records);

/// <summary>The thread of a record: all records that hang together by <see cref="LinkRelations.OfThreads"/>, by step. What the actor may not see is left out, and so is what can only be reached through it.</summary>
public sealed class ReadThread(IDbContextFactory<WorkbenchDb> dbs, RecordKinds kinds)
{
    // A thread of this many records is a mistake in the links; a page must not die of it.
    private const int MostRecords = 500;

    /// <summary>The seven steps in their order; <c>null</c> when no record of the thread is a step.</summary>
    public async Task<IReadOnlyList<ThreadStep>?> RunAsync(RecordRef record, CancellationToken cancellationToken)
    {
        var found = await RecordsAsync([record], cancellationToken);
        var steps = StepsOf(found, kinds);
        return steps.Exists(step => step.Records.Count > 0) ? steps : null;
    }

    /// <summary>Everything that hangs together with some records, steps and others, with the records themselves; without what the actor may not see.</summary>
    public async Task<IReadOnlyDictionary<RecordRef, RecordSummary>> RecordsAsync(IReadOnlyCollection<RecordRef> records, CancellationToken cancellationToken)
    {
        Dictionary<RecordRef, RecordSummary> found = new(await kinds.SummariseAsync(records, cancellationToken));
        List<RecordRef> front = [.. found.Keys];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        while (front.Count > 0 && found.Count < MostRecords)
        {
            var ids = front.ConvertAll(one => one.Id);
            var links = await db.Set<RecordLink>().AsNoTracking()
                .Where(l => l.ArchivedAt == null && LinkRelations.OfThreads.Contains(l.Relation) && (ids.Contains(l.FromId) || ids.Contains(l.ToId))).ToListAsync(cancellationToken);
            var next = links.SelectMany(link => new[] { link.From, link.To }).Where(end => !found.ContainsKey(end)).Distinct().ToList();
            var seen = await kinds.SummariseAsync(next, cancellationToken);
            front = [.. next.Where(seen.ContainsKey)];
            foreach (var end in front) found[end] = seen[end];
        }

        return found;
    }

    /// <summary>Records that belong together, by step; those still open first.</summary>
    internal static List<ThreadStep> StepsOf(IEnumerable<KeyValuePair<RecordRef, RecordSummary>> found, RecordKinds kinds)
    {
        var byStage = found.ToLookup(one => kinds.Find(one.Key.Kind)?.Stage);
        return
        [
            .. Enum.GetValues<ThreadStage>().Select(stage => new ThreadStep(stage,
            [
                .. from one in byStage[stage]
                   orderby one.Value.IsDone, one.Value.On ?? DateOnly.MaxValue, one.Value.Title
                   select new ThreadRecord(one.Key, one.Value),
            ])),
        ];
    }
}
