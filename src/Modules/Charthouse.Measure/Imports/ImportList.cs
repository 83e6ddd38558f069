using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Imports;

/// <summary>The imports: those under way, and a page of those that ended, newest first.</summary>
internal sealed class ImportList(IDbContextFactory<WorkbenchDb> dbs)
{
    public const int PageSize = 200;

    public sealed record Answer(IReadOnlyList<Import> Open, IReadOnlyList<Import> Ended, int EndedCount, long EventCount);

    public async Task<Answer> RunAsync(int page, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var imports = db.Set<Import>().AsNoTracking();
        var open = await imports.Where(i => i.State == ImportState.Queued || i.State == ImportState.Running).OrderBy(i => i.RequestedAt).ThenBy(i => i.Id).ToListAsync(cancellationToken);
        var ended = imports.Where(i => i.State != ImportState.Queued && i.State != ImportState.Running);
        return new Answer(
            open,
            await ended.OrderByDescending(i => i.RequestedAt).ThenByDescending(i => i.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken),
            await ended.CountAsync(cancellationToken),
            await ended.SumAsync(i => i.RowsNew, cancellationToken));
    }

    public async Task<Import?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Import>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellationToken);
    }
}
