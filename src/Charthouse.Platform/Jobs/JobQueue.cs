using System.Collections.Concurrent;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Platform.Jobs;

/// <summary>Asks for work in the background, stops it, and asks for it again.</summary>
/// <param name="dbs">Databases.</param>
/// <param name="services">Where the kinds are; asked late, because kinds may ask for jobs themselves.</param>
/// <param name="actor">Who asks.</param>
/// <param name="clock">Clock.</param>
#pragma warning disable CA1711 // The rule means collections.
public sealed class JobQueue(IDbContextFactory<WorkbenchDb> dbs, IServiceProvider services, CurrentActor actor, TimeProvider clock)
#pragma warning restore CA1711
{
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> running = new();
    private TaskCompletionSource wake = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>No job has this id.</summary>
    public static Problem NotFound { get; } = new("platform.job-not-found", ProblemKind.NotFound, "This job does not exist. Jobs that ended are removed after 90 days.");

    /// <summary>What ended cannot be stopped.</summary>
    public static Problem EndedAlready { get; } = new("platform.job-ended-already", ProblemKind.Conflict, "The job had ended before it could be stopped.");

    /// <summary>What still waits or runs needs no second job.</summary>
    public static Problem NotEnded { get; } = new("platform.job-not-ended", ProblemKind.Conflict, "The job has not ended yet, so it was not started again.");

    /// <summary>A job whose kind this program does not have.</summary>
    public static Problem UnknownKind { get; } = new("platform.job-kind-unknown", ProblemKind.Conflict, "This version of Charthouse does not know this kind of job any more, so it cannot be started again.");

    /// <summary>The kinds of jobs that this program can do.</summary>
    public IReadOnlyDictionary<string, IJobKind> Kinds => field ??= services.GetServices<IJobKind>().ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>Asks for a job, in the name of the current actor.</summary>
    /// <param name="kind">Name of a registered kind.</param>
    /// <param name="arguments">What to do, as JSON.</param>
    /// <param name="notBefore">When at the earliest; <c>null</c> for as soon as possible.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The job's id.</returns>
    /// <exception cref="ArgumentException">No such kind is registered.</exception>
    public async Task<Guid> EnqueueAsync(string kind, string arguments, DateTimeOffset? notBefore, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var id = Add(db, kind, arguments, notBefore);
        await db.SaveChangesAsync(cancellationToken);
        Wake();
        return id;
    }

    /// <summary>Adds a job to the caller's unit of work: it exists when the caller's change does, and then waits for the next look at the queue.</summary>
    /// <param name="db">The caller's database.</param>
    /// <param name="kind">Name of a registered kind.</param>
    /// <param name="arguments">What to do, as JSON.</param>
    /// <param name="notBefore">When at the earliest; <c>null</c> for as soon as possible.</param>
    /// <returns>The job's id.</returns>
    /// <exception cref="ArgumentException">No such kind is registered.</exception>
    public Guid Add(WorkbenchDb db, string kind, string arguments, DateTimeOffset? notBefore)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(arguments);
        if (!Kinds.TryGetValue(kind, out var known)) throw new ArgumentException($"No kind of job is called {kind}.", nameof(kind));
        var job = Job.Wait(known, arguments, actor.Now, clock.GetUtcNow(), notBefore);
        db.Add(job);
        return job.Id;
    }

    /// <summary>Stops a job: one that waits at once, one that runs as soon as its process hears of it.</summary>
    public async Task<Outcome<Guid>> CancelAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var jobs = db.Set<Job>().Where(j => j.Id == id);
        var changed = await jobs.Where(j => j.State == JobState.Queued).ExecuteUpdateAsync(
            set => set.SetProperty(j => j.State, JobState.Cancelled).SetProperty(j => j.FinishedAt, now).SetProperty(j => j.CancelRequestedAt, now), cancellationToken);
        if (changed == 0)
        {
            changed = await jobs.Where(j => j.State == JobState.Running).ExecuteUpdateAsync(set => set.SetProperty(j => j.CancelRequestedAt, now), cancellationToken);
            if (changed == 1 && running.TryGetValue(id, out var source)) await CancelAsync(source);
        }

        if (changed == 1) return id;
        return await jobs.AnyAsync(cancellationToken) ? EndedAlready : NotFound;
    }

    /// <summary>Asks once more for a job that ended.</summary>
    /// <returns>The new job.</returns>
    public async Task<Outcome<Guid>> RunAgainAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var job = await db.Set<Job>().AsNoTracking().SingleOrDefaultAsync(j => j.Id == id, cancellationToken);
        if (job is null) return NotFound;
        if (job.IsOpen) return NotEnded;
        if (!Kinds.ContainsKey(job.Kind)) return UnknownKind;
        return await EnqueueAsync(job.Kind, job.Arguments, null, cancellationToken);
    }

    /// <summary>Says that there may be something to do.</summary>
    public void Wake() => Interlocked.Exchange(ref wake, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Ends when somebody wakes the queue after this was read.</summary>
    internal Task Woken => wake.Task;

    /// <summary>Takes note of a run of this process, so that a stop reaches it at once.</summary>
    internal void Begin(Guid id, CancellationTokenSource source) => running[id] = source;

    internal void End(Guid id) => running.TryRemove(id, out _);

    private static async Task CancelAsync(CancellationTokenSource source)
    {
        try
        {
            await source.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment.
        }
    }
}
