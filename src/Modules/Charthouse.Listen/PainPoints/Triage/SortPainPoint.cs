using Charthouse.Planning.ServiceLevels;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.PainPoints.Triage;

/// <summary>Sorts a pain point: what it is, how much it hurts, who owns it, and the next date. A safety flag opens a safety event. The answer that it needs is begun.</summary>
internal sealed class SortPainPoint(IDbContextFactory<WorkbenchDb> dbs, ReadShellState readShell, CurrentActor actor, TimeProvider clock)
{
    // A hazard is looked at within an hour, whatever the day.
    private static readonly TimeSpan safetyLook = TimeSpan.FromHours(1);

    public async Task<Outcome<Guid>> RunAsync(Guid id, TriageForm form, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ListenPermissions.Triage)) return PainPointProblems.NotAllowed;
        var zone = (await readShell(cancellationToken)).Zone ?? TimeZoneInfo.Utc;
        var now = clock.GetUtcNow();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var point = await db.Set<PainPoint>().Include(p => p.States).SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (point is null) return PainPointProblems.NotFound;
        if (point.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        if (point.Sort(form, ServiceLevels.Default, zone, now) is { Count: > 0 } problems) return problems;
        if (point.IsSafety && !await db.Set<SafetyEvent>().AnyAsync(s => s.PainPointId == id, cancellationToken))
            db.Add(new SafetyEvent { Id = Guid.CreateVersion7(), PainPointId = id, OpenedAt = now, DueAt = now + safetyLook, OpenedBy = actor.Now.Name });
        if (!await db.Set<Answer>().AnyAsync(a => a.PainPointId == id, cancellationToken))
        {
            var answer = new Answer { Id = Guid.CreateVersion7(), PainPointId = id, CreatedAt = now };
            db.Add(answer);
            db.Add(RecordLink.Between(new(Answer.RecordKind, answer.Id), LinkRelation.Answers, new(PainPoint.RecordKind, id), actor.Now, now));
        }

        if (await db.TrySaveAsync(null, null, cancellationToken) is { } refused) return refused;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }
}
