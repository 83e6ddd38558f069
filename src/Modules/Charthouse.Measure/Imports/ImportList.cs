using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Imports;

/// <summary>The imports: those under way, and a page of those that ended, newest first.</summary>
internal sealed class ImportList(IDbContextFactory<WorkbenchDb> dbs)
{
    public const int PageSize = 200;

    public sealed record Answer(IReadOnlyList<Import> Open, IReadOnlyList<Import> Ended, int EndedCount, IReadOnlyList<string> Sources, long EventCount);

    public async Task<Answer> RunAsync(ImportState? state, string? source, int page, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var imports = db.Set<Import>().AsNoTracking();
        var open = await imports.Where(i => i.State == ImportState.Queued || i.State == ImportState.Running).OrderBy(i => i.RequestedAt).ThenBy(i => i.Id).ToListAsync(cancellationToken);
        var ended = imports.Where(i => i.State != ImportState.Queued && i.State != ImportState.Running);
        var chosen = ended;
        if (state is { } only) chosen = chosen.Where(i => i.State == only);
        if (source is not null) chosen = chosen.Where(i => i.Source == source);
        return new Answer(
            open,
            await chosen.OrderByDescending(i => i.RequestedAt).ThenByDescending(i => i.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken),
            await chosen.CountAsync(cancellationToken),
            await ended.Select(i => i.Source).Distinct().OrderBy(name => name).ToListAsync(cancellationToken),
            await ended.SumAsync(i => i.RowsNew, cancellationToken));
    }

    public async Task<Import?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Import>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellationToken);
    }
}
