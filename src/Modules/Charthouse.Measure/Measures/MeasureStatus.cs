using Charthouse.Measure.Lake;
using Charthouse.Platform.Status;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Measures;

/// <summary>Measures whose review is due, for the status page.</summary>
internal sealed class MeasureStatus(IDbContextFactory<WorkbenchDb> dbs, ReadLogFacts readLogFacts) : IStatusSource
{
    public async Task<StatusGroup> ReadAsync(CancellationToken cancellationToken)
    {
        var today = readLogFacts.Today(await readLogFacts.RunAsync(cancellationToken));
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var due = await db.Set<ChartedMeasure>().CountAsync(m => m.ArchivedAt == null && m.ReviewOn < today, cancellationToken);
        return new StatusGroup("Measures", 50,
        [
            new StatusLine("Reviews overdue", Numbers.Whole(due), Warning: due == 0 ? null : $"The review date of {due} {(due == 1 ? "measure" : "measures")} has passed. Their owners look whether they are still needed, and set the next date."),
        ]);
    }
}
