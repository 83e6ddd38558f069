using Charthouse.Measure.Actions;
using Charthouse.Platform.Jobs;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Imports;

/// <summary>Imports and recomputations, for the Jobs page: they have a queue of their own, because their end is part of the commit of the lake.</summary>
internal sealed class ImportsUnderWay(ImportList list, ImportQueue queue, IDbContextFactory<WorkbenchDb> dbs) : IOtherWork
{
    public async Task<IReadOnlyList<WorkUnderWay>> ReadAsync(CancellationToken cancellationToken)
    {
        var imports = from import in (await list.RunAsync(null, null, 1, cancellationToken)).Open
                      let progress = ImportWords.Progress(import, queue)
                      select new WorkUnderWay("Import " + ImportWords.Title(import), "imports/" + import.Id, MeasurePermissions.ManageImports, import.State == ImportState.Running, progress.Value, progress.Text, import.RequestedAt);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var mappings = await db.Set<PendingMapping>().AsNoTracking().Where(m => m.Problem == null).ToListAsync(cancellationToken);
        var recomputation = mappings.Count == 0 ? [] : new[]
        {
            new WorkUnderWay($"New figures after {mappings.Count} mapped {(mappings.Count == 1 ? "action" : "actions")}", "actions/unmapped", MeasurePermissions.MapActions, IsRunning: false, null, "Runs by itself, in turn with the imports", mappings.Min(m => m.RequestedAt)),
        };
        return [.. imports, .. recomputation];
    }
}
