using System.Data.Common;
using System.Net.Sockets;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Charthouse.Platform.Jobs;

/// <summary>
/// Does the jobs, two at a time. A job belongs to whoever wins one conditional update, and for as long as its lease is renewed: a process that is
/// killed renews nothing, so another one (or the same after its restart) does the job again. A process that lost its lease can write nothing more.
/// </summary>
internal sealed class JobRunner(IDbContextFactory<WorkbenchDb> dbs, JobQueue queue, IEnumerable<RecurringJob> recurring, CurrentActor actor, TimeProvider clock, ILogger<JobRunner> log) : BackgroundService
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan LongestBackOff = TimeSpan.FromHours(1);

    // How often a process looks for jobs that others asked for; its own wake it.
    private static readonly TimeSpan lookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan writeEvery = TimeSpan.FromMilliseconds(500);
    // How long a job may go on when the program ends, before it is told to stop.
    private static readonly TimeSpan grace = TimeSpan.FromSeconds(3);
    private const int AtATime = 2;

    private static readonly string owner = Shorten($"{Environment.MachineName}, process {Environment.ProcessId}", 200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Threads of their own: the host waits for nothing that happens here, nor does one job for another that only computes.
        await Task.WhenAll(Enumerable.Range(0, AtATime).Select(number => Task.Run(() => LoopAsync(asksForRecurring: number == 0, stoppingToken), CancellationToken.None)));
    }

    private async Task LoopAsync(bool asksForRecurring, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Read before looking: what comes while we look wakes us.
            var woken = queue.Woken;
            try
            {
                if (asksForRecurring) await AskForRecurringAsync(stoppingToken);
                while (!stoppingToken.IsCancellationRequested && await RunNextAsync(stoppingToken))
                {
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                // The database is away: what waits still waits.
                log.LogError("The queue of jobs could not be read or written; it is tried again in {Seconds} s: {Problem}", lookEvery.TotalSeconds, BrokenCode.Describe(problem));
            }

            await woken.WaitAsync(lookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Takes a job that is due and does it.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RunNextAsync(CancellationToken stoppingToken)
    {
        if (await ClaimAsync(stoppingToken) is not { } job) return false;
        var kind = queue.Kinds[job.Kind];
        if (job.Attempts > kind.MostAttempts)
        {
            await WriteAsync(job, jobs => jobs.ExecuteUpdateAsync(set => set
                .SetProperty(j => j.State, JobState.Failed).SetProperty(j => j.FinishedAt, clock.GetUtcNow()).SetProperty(j => j.Attempts, kind.MostAttempts)
                .SetProperty(j => j.Claim, (Guid?)null).SetProperty(j => j.LeaseUntil, (DateTimeOffset?)null)
                .SetProperty(j => j.Problem, "The program ended in the middle of this job as often as it was tried. Look at the log, and at the memory and disk of the machine."), CancellationToken.None));
            return true;
        }

        await RunAsync(job, kind, stoppingToken);
        return true;
    }

    /// <summary>Makes jobs of the recurring ones that are due.</summary>
    public async Task AskForRecurringAsync(CancellationToken cancellationToken)
    {
        foreach (var each in recurring)
        {
            var now = clock.GetUtcNow();
            await using var db = await dbs.CreateDbContextAsync(cancellationToken);
            var turn = await db.Set<RecurringJobTurn>().AsNoTracking().SingleOrDefaultAsync(t => t.Kind == each.Kind, cancellationToken);
            if (turn is null)
            {
                db.Add(new RecurringJobTurn { Kind = each.Kind, NextAt = now + each.Every });
                // Taken: another process made the row in the same moment.
                await db.TrySaveAsync(JobQueue.NotEnded, null, cancellationToken);
                continue;
            }

            // A shorter time in a newer version counts from now.
            if (turn.NextAt > now + each.Every) await db.Set<RecurringJobTurn>().Where(t => t.Kind == each.Kind && t.NextAt == turn.NextAt).ExecuteUpdateAsync(set => set.SetProperty(t => t.NextAt, now + each.Every), cancellationToken);
            if (turn.NextAt > now) continue;
            var missed = (now - turn.NextAt).Ticks / each.Every.Ticks;
            var next = turn.NextAt + (each.Every * (missed + 1));
            var job = Job.Wait(queue.Kinds[each.Kind], "{}", Actor.Program, now, null, isRecurring: true);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var won = await db.Set<RecurringJobTurn>().Where(t => t.Kind == each.Kind && t.NextAt == turn.NextAt).ExecuteUpdateAsync(set => set.SetProperty(t => t.NextAt, next), cancellationToken);
            if (won == 0) continue;
            // One that is still at work needs no second one behind it.
            if (!await db.Set<Job>().AnyAsync(j => j.Kind == each.Kind && j.IsRecurring && (j.State == JobState.Queued || j.State == JobState.Running), cancellationToken))
            {
                await db.Set<RecurringJobTurn>().Where(t => t.Kind == each.Kind).ExecuteUpdateAsync(set => set.SetProperty(t => t.LastJobId, job.Id), cancellationToken);
                db.Add(job);
                await db.SaveChangesAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            queue.Wake();
        }
    }

    private async Task<Job?> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var kinds = queue.Kinds.Keys.ToList();
        var due = db.Set<Job>().Where(j => (j.State == JobState.Queued && j.NextTryAt <= now) || (j.State == JobState.Running && j.LeaseUntil < now));
        var ids = await due.Where(j => kinds.Contains(j.Kind)).OrderBy(j => j.NextTryAt).ThenBy(j => j.Id).Select(j => j.Id).Take(8).ToListAsync(cancellationToken);
        foreach (var id in ids)
        {
            var claim = Guid.CreateVersion7();
            // The condition is part of the update: of two processes one finds the row as it was.
            var won = await due.Where(j => j.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(j => j.State, JobState.Running).SetProperty(j => j.Claim, claim).SetProperty(j => j.Owner, owner)
                    .SetProperty(j => j.LeaseUntil, now + Lease).SetProperty(j => j.StartedAt, now).SetProperty(j => j.Attempts, j => j.Attempts + 1)
                    .SetProperty(j => j.Share, (double?)null).SetProperty(j => j.Step, (string?)null), cancellationToken);
            if (won == 1) return await db.Set<Job>().AsNoTracking().SingleAsync(j => j.Id == id && j.Claim == claim, cancellationToken);
        }

        return null;
    }

    private async Task RunAsync(Job job, IJobKind kind, CancellationToken stoppingToken)
    {
        using var source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var ending = stoppingToken.Register(() => source.CancelAfter(grace));
        queue.Begin(job.Id, source);
        using var done = new CancellationTokenSource();
        var renewing = RenewAsync(job, source, done.Token);
        Exception? problem = null;
        try
        {
            if (job.CancelRequestedAt is not null) await source.CancelAsync();
            using (actor.Begin(job.Actor)) await kind.RunAsync(RunOf(job), source.Token);
        }
        catch (Exception thrown)
        {
            problem = thrown;
        }

        await done.CancelAsync();
        var isLost = await renewing;
        queue.End(job.Id);
        if (isLost)
        {
            log.LogWarning("Job {JobId} ({Kind}) was taken over by another process, because this one did not answer in time.", job.Id, job.Kind);
            return;
        }

        await EndAsync(job, kind, problem, source.IsCancellationRequested, stoppingToken.IsCancellationRequested);
    }

    private async Task EndAsync(Job job, IJobKind kind, Exception? problem, bool isStopped, bool isProgramEnding)
    {
        var now = clock.GetUtcNow();
        switch (problem)
        {
            case null:
                await WriteAsync(job, jobs => jobs.ExecuteUpdateAsync(set => set
                    .SetProperty(j => j.State, JobState.Succeeded).SetProperty(j => j.Share, 1).SetProperty(j => j.FinishedAt, now)
                    .SetProperty(j => j.Problem, (string?)null).SetProperty(j => j.Claim, (Guid?)null).SetProperty(j => j.LeaseUntil, (DateTimeOffset?)null)));
                return;
            case OperationCanceledException when isStopped:
                if (await WriteAsync(job, jobs => jobs.Where(j => j.CancelRequestedAt != null).ExecuteUpdateAsync(set => set
                        .SetProperty(j => j.State, JobState.Cancelled).SetProperty(j => j.FinishedAt, now)
                        .SetProperty(j => j.Claim, (Guid?)null).SetProperty(j => j.LeaseUntil, (DateTimeOffset?)null))) == 1 || !isProgramEnding) return;
                // The program ends, nobody stopped the job: it waits for the next start, and this try does not count.
                await WriteAsync(job, jobs => jobs.ExecuteUpdateAsync(set => set
                    .SetProperty(j => j.State, JobState.Queued).SetProperty(j => j.NextTryAt, now).SetProperty(j => j.Attempts, job.Attempts - 1)
                    .SetProperty(j => j.Claim, (Guid?)null).SetProperty(j => j.LeaseUntil, (DateTimeOffset?)null)));
                return;
        }

        if (problem is not JobFailedException) log.LogError("Job {JobId} ({Kind}) failed in try {Attempt}: {Problem}", job.Id, job.Kind, job.Attempts, BrokenCode.Describe(problem));
        var words = Shorten(Words(problem, job.Id), Job.LongestProblem);
        var isOver = job.Attempts >= kind.MostAttempts || problem is JobFailedException { Again: false };
        var next = now + BackOff(job.Attempts);
        await WriteAsync(job, jobs => jobs.ExecuteUpdateAsync(set => set
            .SetProperty(j => j.State, isOver ? JobState.Failed : JobState.Queued).SetProperty(j => j.FinishedAt, isOver ? now : null)
            .SetProperty(j => j.NextTryAt, next).SetProperty(j => j.Problem, words)
            .SetProperty(j => j.Claim, (Guid?)null).SetProperty(j => j.LeaseUntil, (DateTimeOffset?)null)));
    }

    /// <summary>How long to wait after a try that failed: 30 s, doubled each time, at most an hour.</summary>
    public static TimeSpan BackOff(int attempts) => attempts > 7 ? LongestBackOff : TimeSpan.FromTicks(Math.Min(LongestBackOff.Ticks, FirstBackOff.Ticks << (attempts - 1)));

    // Renews until the run is over; true when the job is not ours any more.
    private async Task<bool> RenewAsync(Job job, CancellationTokenSource source, CancellationToken done)
    {
        while (true)
        {
            await Task.Delay(RenewEvery, clock, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested) return false;
            try
            {
                var until = clock.GetUtcNow() + Lease;
                if (await WriteAsync(job, jobs => jobs.ExecuteUpdateAsync(set => set.SetProperty(j => j.LeaseUntil, until))) == 0)
                {
                    await source.CancelAsync();
                    return true;
                }

                await using var db = await dbs.CreateDbContextAsync(CancellationToken.None);
                if (await db.Set<Job>().AnyAsync(j => j.Id == job.Id && j.CancelRequestedAt != null, CancellationToken.None)) await source.CancelAsync();
            }
            catch (Exception problem) when (problem is DbException or TimeoutException or InvalidOperationException)
            {
                log.LogWarning("The lease of job {JobId} could not be renewed: {Problem}. It is tried again.", job.Id, problem.GetType().Name);
            }
        }
    }

    private JobRun RunOf(Job job)
    {
        var writtenAt = long.MinValue;
        return new JobRun(job.Id, job.Arguments, job.Attempts, async (share, step) =>
        {
            var now = clock.GetTimestamp();
            if (writtenAt != long.MinValue && clock.GetElapsedTime(writtenAt, now) < writeEvery) return;
            writtenAt = now;
            await WriteAsync(job, jobs => jobs.ExecuteUpdateAsync(set => set.SetProperty(j => j.Share, share).SetProperty(j => j.Step, Shorten(step, Job.LongestStep))));
        });
    }

    // Only the try that holds the job writes.
    private async Task<int> WriteAsync(Job job, Func<IQueryable<Job>, Task<int>> write)
    {
        await using var db = await dbs.CreateDbContextAsync(CancellationToken.None);
        return await write(db.Set<Job>().Where(j => j.Id == job.Id && j.Claim == job.Claim && j.State == JobState.Running));
    }

    // Messages of exceptions are for the log: they are not written for people, and may quote what they failed on.
    private static string Words(Exception problem, Guid id) => problem switch
    {
        JobFailedException told => told.Message,
        IOException => "A file could not be read or written; the disk may be full.",
        DbException or DbUpdateException => "The database did not answer, or refused the change.",
        TimeoutException or HttpRequestException or SocketException or OperationCanceledException => "Another system did not answer in time.",
        _ => $"Something broke. The log has the details under the reference {id}.",
    };

    private static string Shorten(string text, int longest) => text.Length <= longest ? text : text[..(longest - 1)] + "…";
}
