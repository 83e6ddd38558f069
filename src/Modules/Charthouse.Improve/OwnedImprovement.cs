using Charthouse.Improve.Aims;
using Charthouse.Improve.Cycles;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Improve;

/// <summary>Open aims, and cycles that nobody has decided yet, by their owners, who stand there in words: a person or a committee.</summary>
internal sealed class OwnedImprovement(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IOwnedRecords
{
    public async Task<IReadOnlyList<OwnedRecord>> HeldByAsync(IReadOnlyCollection<Holder> holders, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ImprovePermissions.View)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var aims = await db.Set<Aim>().AsNoTracking().Where(a => a.ArchivedAt == null && a.State == AimState.Open).Select(a => new { a.Id, a.Title, a.Owner }).ToListAsync(cancellationToken);
        var cycles = await db.Set<Cycle>().AsNoTracking().Where(c => c.ArchivedAt == null && c.Decision == null).Select(c => new { c.Id, c.Number, c.Title, c.Owner }).ToListAsync(cancellationToken);
        return
        [
            .. from aim in aims
               let holder = holders.Named(aim.Owner)
               where holder is not null
               select new OwnedRecord(holder, "Owner", $"Aim: {aim.Title}", $"aims/{aim.Id}"),
            .. from cycle in cycles
               let holder = holders.Named(cycle.Owner)
               where holder is not null
               select new OwnedRecord(holder, "Owner", $"Cycle {cycle.Number}: {cycle.Title}", $"cycles/{cycle.Id}"),
        ];
    }
}
