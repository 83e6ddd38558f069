using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Files;

/// <summary>Removes contents that belong to no attachment, archived ones included, and uploads that a crash cut off.</summary>
public sealed class SweepFiles(IDbContextFactory<WorkbenchDb> dbs, FileContents store, IncomingFiles incoming, TimeProvider clock)
{
    // An upload keeps its content shortly before its row.
    private static readonly TimeSpan patience = TimeSpan.FromDays(1);

    /// <summary>How many contents and uploads were removed.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var removed = incoming.Sweep(now);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        foreach (var some in (await store.ListAsync(now - patience, cancellationToken)).Chunk(500))
        {
            var used = await db.Set<Attachment>().Where(a => some.Contains(a.Sha256)).Select(a => a.Sha256).Distinct().ToListAsync(cancellationToken);
            foreach (var orphan in some.Except(used, StringComparer.Ordinal))
            {
                await store.RemoveAsync(orphan, now - patience, cancellationToken);
                removed++;
            }
        }

        return removed;
    }
}
