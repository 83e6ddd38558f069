using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Measures;

/// <summary>Measures by their owners.</summary>
internal sealed class OwnedMeasures(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IOwnedRecords
{
    public async Task<IReadOnlyList<OwnedRecord>> HeldByAsync(IReadOnlyCollection<Holder> holders, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(MeasurePermissions.ViewMeasures)) return [];
        var accounts = holders.Where(holder => holder.AccountId is not null).ToDictionary(holder => holder.AccountId!.Value);
        var ids = accounts.Keys.ToList();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var measures = await db.Set<ChartedMeasure>().AsNoTracking().Where(m => m.ArchivedAt == null && m.OwnerId != null && ids.Contains(m.OwnerId!.Value)).Select(m => new { m.Id, m.Name, m.OwnerId }).ToListAsync(cancellationToken);
        return [.. measures.Select(measure => new OwnedRecord(accounts[measure.OwnerId!.Value], "Owner", $"Measure: {measure.Name}", $"measures/{measure.Id}"))];
    }
}
