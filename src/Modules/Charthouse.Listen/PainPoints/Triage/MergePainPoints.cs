using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.PainPoints.Triage;

/// <summary>Joins a pain point with another one that says the same, or takes them apart again. Every voice stays, and knows where it was raised.</summary>
internal sealed class MergePainPoints(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor, TimeProvider clock)
{
    /// <param name="id">The one that is joined.</param>
    /// <param name="into">The one that speaks for both from now on.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid id, Guid into, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ListenPermissions.Triage)) return PainPointProblems.NotAllowed;
        if (id == into) return PainPointProblems.MergeWithItself;
        var now = clock.GetUtcNow();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var both = await db.Set<PainPoint>().Include(p => p.States).Where(p => p.Id == id || p.Id == into).ToDictionaryAsync(p => p.Id, cancellationToken);
        if (!both.TryGetValue(id, out var point) || !both.TryGetValue(into, out var head)) return PainPointProblems.NotFound;
        if (head.State == PainPointState.Merged) return PainPointProblems.MergeIntoMerged;
        if (point.State == PainPointState.Merged) return PainPointProblems.IsMerged;
        if (point.State == PainPointState.Answered) return PainPointProblems.IsAnswered;
        // What was joined with it before comes along, so that no voice waits behind two doors.
        foreach (var member in await db.Set<PainPoint>().Include(p => p.States).Where(p => p.MergedIntoId == id).ToListAsync(cancellationToken)) member.MergeInto(head, now);
        foreach (var voice in await db.Set<Voice>().Where(v => v.PainPointId == id).ToListAsync(cancellationToken)) voice.PainPointId = into;
        point.MergeInto(head, now);
        head.CountVoices();
        db.Add(RecordLink.Between(new(PainPoint.RecordKind, id), LinkRelation.Duplicates, new(PainPoint.RecordKind, into), actor.Now, now));
        // A link that says so already is as good.
        if (await db.TrySaveAsync(RecordProblemsKnown, null, cancellationToken) is { } refused) return refused;
        await transaction.CommitAsync(cancellationToken);
        return into;
    }

    private static readonly Problem RecordProblemsKnown = new("listen.joined-already", ProblemKind.Conflict, "These two are linked as saying the same already. Remove that link first, then join them.");
}

/// <summary>Takes a joined pain point out again, with the voices that were raised for it.</summary>
internal sealed class SeparatePainPoint(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ListenPermissions.Triage)) return PainPointProblems.NotAllowed;
        var now = clock.GetUtcNow();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var point = await db.Set<PainPoint>().Include(p => p.States).SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (point is null) return PainPointProblems.NotFound;
        if (point.MergedIntoId is not { } head) return PainPointProblems.NotMerged;
        foreach (var voice in await db.Set<Voice>().Where(v => v.FirstPainPointId == id).ToListAsync(cancellationToken)) voice.PainPointId = id;
        foreach (var link in await db.Set<RecordLink>().Where(l => l.ArchivedAt == null && l.Relation == LinkRelation.Duplicates && ((l.FromId == id && l.ToId == head) || (l.FromId == head && l.ToId == id))).ToListAsync(cancellationToken)) link.Archive(now);
        point.Separate(now);
        db.Reason = "Taken apart again: it does not say the same.";
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } refused) return refused;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }
}
