using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Records;

/// <summary>A thread with something open in it.</summary>
/// <param name="Steps">The seven steps in their order.</param>
public sealed record OpenThread(IReadOnlyList<ThreadStep> Steps)
{
    /// <summary>The record that the thread began with: the earliest step that is reached.</summary>
    public ThreadRecord First => Steps.First(step => step.Records.Count > 0).Records[0];

    /// <summary>The step that somebody works on: the first that is reached and not done; else the last that is reached.</summary>
    public ThreadStep Now => Steps.FirstOrDefault(step => step.Records.Count > 0 && !step.Records[0].Summary.IsDone) ?? Steps.Last(step => step.Records.Count > 0);

    /// <summary>The record of <see cref="Now"/> that is looked at first.</summary>
    public ThreadRecord Current => Now.Records[0];
}

/// <summary>All threads with something open, as far as the current actor may see them. What is hidden from the actor joins nothing.</summary>
public sealed class ReadThreads(IDbContextFactory<WorkbenchDb> dbs, RecordKinds kinds)
{
    /// <summary>The threads, in the order of their first records' next dates.</summary>
    public async Task<IReadOnlyList<OpenThread>> RunAsync(CancellationToken cancellationToken)
    {
        List<RecordRef> open = [];
        foreach (var kind in kinds.All.Where(kind => kind.Stage is not null)) open.AddRange((await kind.OpenAsync(cancellationToken)).Select(id => new RecordRef(kind.Kind, id)));
        if (open.Count == 0) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var links = await db.Set<RecordLink>().AsNoTracking().Where(l => l.ArchivedAt == null && LinkRelations.OfThreads.Contains(l.Relation)).ToListAsync(cancellationToken);
        var reached = Reach(open, links);
        var seen = await kinds.SummariseAsync(reached, cancellationToken);
        // Joined over what may be seen only: otherwise a hidden record would tell that two others belong together.
        var heads = Join(seen.Keys, links);
        var isOpen = open.Where(seen.ContainsKey).Select(record => heads[record]).ToHashSet();
        return
        [
            .. from thread in seen.GroupBy(one => heads[one.Key])
               where isOpen.Contains(thread.Key)
               let steps = ReadThread.StepsOf(thread, kinds)
               where steps.Exists(step => step.Records.Count > 0)
               let made = new OpenThread(steps)
               orderby made.Current.Summary.On ?? DateOnly.MaxValue, made.First.Summary.Title
               select made,
        ];
    }

    private static List<RecordRef> Reach(List<RecordRef> start, List<RecordLink> links)
    {
        var next = links.SelectMany(link => new[] { (From: link.From, link.To), (From: link.To, To: link.From) }).ToLookup(pair => pair.From, pair => pair.To);
        HashSet<RecordRef> found = [.. start];
        Queue<RecordRef> front = new(start);
        while (front.TryDequeue(out var record))
        {
            foreach (var other in next[record])
            {
                if (found.Add(other)) front.Enqueue(other);
            }
        }

        return [.. found];
    }

    // By each record, the one that stands for its thread.
    private static Dictionary<RecordRef, RecordRef> Join(IEnumerable<RecordRef> records, List<RecordLink> links)
    {
        var heads = records.ToDictionary(record => record, record => record);
        foreach (var link in links)
        {
            if (!heads.ContainsKey(link.From) || !heads.ContainsKey(link.To)) continue;
            var (a, b) = (Find(link.From), Find(link.To));
            if (a != b) heads[a] = b;
        }

        foreach (var record in heads.Keys.ToList()) heads[record] = Find(record);
        return heads;

        RecordRef Find(RecordRef record)
        {
            while (heads[record] != record) record = heads[record] = heads[heads[record]];
            return record;
        }
    }
}
