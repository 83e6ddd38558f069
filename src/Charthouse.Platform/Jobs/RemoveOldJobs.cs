using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Jobs;

/// <summary>Removes jobs that ended long ago, so that the list stays short. What they changed stands in the history.</summary>
internal sealed class RemoveOldJobs(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock) : IJobKind
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    public const string KindName = "platform.remove-old-jobs";

    public string Name => KindName;

    public string Title => "Remove jobs that ended 90 days ago";

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var before = clock.GetUtcNow() - KeptFor;
        await db.Set<Job>().Where(j => j.FinishedAt < before).ExecuteDeleteAsync(cancellationToken);
    }
}
