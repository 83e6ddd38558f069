using Charthouse.Access.Jobs;
using Charthouse.Platform.Jobs;
using Charthouse.Platform.Status;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Status;

/// <summary>The queue of jobs, for the status page.</summary>
internal sealed class JobStatus(IDbContextFactory<WorkbenchDb> dbs, JobList list, TimeProvider clock) : IStatusSource
{
    private static readonly TimeSpan longWait = TimeSpan.FromMinutes(15);

    public async Task<StatusGroup> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var (yesterday, due) = (now.AddDays(-1), now - longWait);
        var jobs = db.Set<Job>().AsNoTracking();
        var running = await jobs.CountAsync(j => j.State == JobState.Running, cancellationToken);
        var waiting = await jobs.CountAsync(j => j.State == JobState.Queued, cancellationToken);
        var late = await jobs.CountAsync(j => j.State == JobState.Queued && j.NextTryAt < due, cancellationToken);
        var failed = await jobs.CountAsync(j => j.State == JobState.Failed && j.FinishedAt > yesterday, cancellationToken);
        var next = (await list.ReadRecurringAsync(cancellationToken)).FirstOrDefault(turn => turn.NextAt is not null);
        return new StatusGroup("Jobs", 30,
        [
            new StatusLine("Running", Numbers.Whole(running)),
            new StatusLine("Waiting", Numbers.Whole(waiting), Warning: late == 0 ? null : $"{late} {(late == 1 ? "job has" : "jobs have")} been due for more than 15 minutes. Look at the Jobs page for one that holds up the others."),
            new StatusLine("Failed in 24 hours", Numbers.Whole(failed), Warning: failed == 0 ? null : $"{failed} {(failed == 1 ? "job" : "jobs")} failed in the last 24 hours. The Jobs page says why, and can run them again."),
            next is null ? new StatusLine("Next recurring job", "none planned yet") : new StatusLine("Next recurring job", next.Title, next.NextAt),
        ]);
    }
}
