using Charthouse.Lake;
using Charthouse.Measure.Imports;
using Charthouse.Platform.Status;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Lake;

/// <summary>The lake, for the status page.</summary>
internal sealed class LakeStatus(IDbContextFactory<WorkbenchDb> dbs, ImportList imports) : IStatusSource
{
    public async Task<StatusGroup> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var segments = db.Set<LakeSegment>().AsNoTracking();
        var rows = await segments.Where(s => s.Kind == SegmentKind.Events).SumAsync(s => s.Rows, cancellationToken);
        return new StatusGroup("Lake", 20,
        [
            new StatusLine("Events", Numbers.Whole(rows)),
            new StatusLine("Users in the log", Numbers.Whole(await db.Set<ActivityClinician>().CountAsync(cancellationToken))),
            new StatusLine("Segments", Numbers.Whole(await segments.CountAsync(cancellationToken))),
            new StatusLine("Size", Numbers.Bytes(await segments.SumAsync(s => s.Bytes, cancellationToken))),
            new StatusLine("Imports under way", Numbers.Whole((await imports.RunAsync(null, null, 1, cancellationToken)).Open.Count)),
        ]);
    }
}
