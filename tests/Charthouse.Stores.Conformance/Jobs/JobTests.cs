using System.Collections.Concurrent;
using Charthouse.Access.People;
using Charthouse.Platform.History;
using Charthouse.Platform.Jobs;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Stores.Conformance.Jobs;

/// <summary>Jobs are done once, in the name of who asked, and survive the end of a process; on both stores.</summary>
public sealed class JobTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task Job_IsDoneWithItsArguments(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var seen = new List<string>();
        var work = new Work((run, _) =>
        {
            seen.Add(run.Arguments);
            return Task.CompletedTask;
        });
        await using var process = await Process.StartAsync(store, work);
        var id = await process.AskAsync(work, """{"who":"Zoë"}""");
        await process.DrainAsync();

        var job = await process.ReadAsync(id);
        Assert.Equal(["""{"who":"Zoë"}"""], seen);
        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Equal((1, 1.0, "Ada Example", "Test work"), (job.Attempts, job.Share, job.RequestedBy, job.Title));
        Assert.Equal(Process.Start, job.FinishedAt);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Job_WaitsForItsTime(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var count = 0;
        var work = new Work((_, _) => Task.FromResult(Interlocked.Increment(ref count)));
        await using var process = await Process.StartAsync(store, work);
        await process.Queue.EnqueueAsync(work.Name, "{}", Process.Start.AddHours(1), Token);
        process.Clock.Advance(TimeSpan.FromMinutes(59));
        await process.DrainAsync();
        Assert.Equal(0, count);
        process.Clock.Advance(TimeSpan.FromMinutes(1));
        await process.DrainAsync();
        Assert.Equal(1, count);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task TwoProcesses_NeverDoOneJobTwice(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var runs = new ConcurrentDictionary<Guid, int>();
        var work = new Work(async (run, _) =>
        {
            runs.AddOrUpdate(run.Id, 1, (_, before) => before + 1);
            await Task.Yield();
        });
        await using var one = await Process.StartAsync(store, work);
        await using var two = await Process.StartAsync(store, work);
        var ids = new List<Guid>();
        for (var i = 0; i < 40; i++) ids.Add(await one.AskAsync(work));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run((number % 2 == 0 ? one : two).DrainAsync, Token)));

        Assert.Equal(ids.Order(), runs.Keys.Order());
        Assert.All(runs.Values, count => Assert.Equal(1, count));
        Assert.All(await one.ReadAllAsync(), job => Assert.Equal((JobState.Succeeded, 1), (job.State, job.Attempts)));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task KilledProcess_LeavesItsJobToAnother_AndCanWriteNothingMore(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var dead = new Work(async (run, _) =>
        {
            began.SetResult();
            await hangs.Task;
            throw new JobFailedException("The dead process speaks.", again: false);
        });
        var alive = new Work((_, _) => Task.CompletedTask);
        await using var one = await Process.StartAsync(store, dead);
        await using var two = await Process.StartAsync(store, alive);
        var id = await one.AskAsync(dead);
        // Its clock stands still, so that it renews nothing: as good as killed.
        var killed = Task.Run(() => one.Runner.RunNextAsync(CancellationToken.None), Token);
        await began.Task;

        two.Clock.Advance(JobRunner.Lease);
        Assert.False(await two.Runner.RunNextAsync(CancellationToken.None), "The lease had not ended yet.");
        two.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await two.Runner.RunNextAsync(CancellationToken.None));
        var job = await two.ReadAsync(id);
        Assert.Equal((JobState.Succeeded, 2), (job.State, job.Attempts));

        hangs.SetResult();
        await killed;
        Assert.Equivalent(job, await two.ReadAsync(id));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task LongJob_KeepsItsLease(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var ends = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = new Work(async (run, _) =>
        {
            began.SetResult();
            await ends.Task;
        });
        await using var one = await Process.StartAsync(store, work);
        await using var two = await Process.StartAsync(store, work);
        var id = await one.AskAsync(work);
        var running = Task.Run(() => one.Runner.RunNextAsync(CancellationToken.None), Token);
        await began.Task;

        for (var step = 0; step < 30; step++)
        {
            var before = (await one.ReadAsync(id)).LeaseUntil;
            one.Clock.Advance(JobRunner.RenewEvery);
            two.Clock.Advance(JobRunner.RenewEvery);
            // The renewal is another thread's work.
            for (var wait = 0; wait < 500 && (await one.ReadAsync(id)).LeaseUntil == before; wait++) await Task.Delay(10, Token);
            Assert.False(await two.Runner.RunNextAsync(CancellationToken.None));
        }

        ends.SetResult();
        await running;
        Assert.Equal((JobState.Succeeded, 1), ((await one.ReadAsync(id)).State, (await one.ReadAsync(id)).Attempts));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Failure_IsTriedAgainLaterAndLater_ThenSaidInWords(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var work = new Work((_, _) => throw new InvalidOperationException("secret 4711"), mostAttempts: 3);
        await using var process = await Process.StartAsync(store, work);
        var id = await process.AskAsync(work);

        await process.DrainAsync();
        var job = await process.ReadAsync(id);
        Assert.Equal((JobState.Queued, 1, Process.Start.AddSeconds(30)), (job.State, job.Attempts, job.NextTryAt));
        process.Clock.Advance(TimeSpan.FromSeconds(30));
        await process.DrainAsync();
        job = await process.ReadAsync(id);
        Assert.Equal((JobState.Queued, 2, Process.Start.AddSeconds(90)), (job.State, job.Attempts, job.NextTryAt));
        process.Clock.Advance(TimeSpan.FromSeconds(60));
        await process.DrainAsync();
        job = await process.ReadAsync(id);
        Assert.Equal((JobState.Failed, 3), (job.State, job.Attempts));
        Assert.Contains(id.ToString(), job.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", job.Problem, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task JobThatEndsTheProgram_IsGivenUp(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = new Work((_, _) => never.Task, mostAttempts: 2);
        var processes = new List<Process>();
        Guid? id = null;
        for (var number = 0; number < 3; number++)
        {
            var process = await Process.StartAsync(store, work);
            processes.Add(process);
            process.Clock.Advance((JobRunner.Lease + TimeSpan.FromSeconds(1)) * number);
            id ??= await process.AskAsync(work);
            var run = Task.Run(() => process.Runner.RunNextAsync(CancellationToken.None), Token);
            for (var wait = 0; wait < 500 && !run.IsCompleted && (await process.ReadAsync(id.Value)).Attempts != number + 1; wait++) await Task.Delay(10, Token);
            if (number == 2) await run;
        }

        var job = await processes[0].ReadAsync(id!.Value);
        Assert.Equal((JobState.Failed, 2), (job.State, job.Attempts));
        Assert.Contains("ended in the middle", job.Problem, StringComparison.Ordinal);
        never.SetResult();
        foreach (var process in processes) await process.DisposeAsync();
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Cancel_StopsWhatWaitsAndWhatRuns_AlsoInAnotherProcess(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = new Work(async (_, cancellationToken) =>
        {
            began.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        await using var one = await Process.StartAsync(store, work);
        await using var two = await Process.StartAsync(store, work);
        var runs = await one.AskAsync(work);
        var running = Task.Run(() => one.Runner.RunNextAsync(CancellationToken.None), Token);
        await began.Task;
        var waits = await one.AskAsync(work);

        Assert.True((await two.Queue.CancelAsync(waits, Token)).Succeeded);
        Assert.True((await two.Queue.CancelAsync(runs, Token)).Succeeded);
        while (!running.IsCompleted)
        {
            one.Clock.Advance(JobRunner.RenewEvery);
            await Task.Delay(20, Token);
        }

        Assert.Equal(JobState.Cancelled, (await one.ReadAsync(waits)).State);
        Assert.Equal(JobState.Cancelled, (await one.ReadAsync(runs)).State);
        Assert.Equal(JobQueue.EndedAlready, Assert.Single((await two.Queue.CancelAsync(runs, Token)).Problems));
        Assert.Equal(JobQueue.NotFound, Assert.Single((await two.Queue.CancelAsync(Guid.CreateVersion7(), Token)).Problems));
        Assert.True((await two.Queue.RunAgainAsync(runs, Token)).Succeeded);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task EndOfTheProgram_LeavesTheJobForTheNextStart(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = new Work(async (_, cancellationToken) =>
        {
            began.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        await using var one = await Process.StartAsync(store, work);
        var id = await one.AskAsync(work);
        await one.Runner.StartAsync(Token);
        await began.Task;
        var stopping = one.Runner.StopAsync(Token);
        await Task.Delay(50, Token);
        Assert.False(stopping.IsCompleted, "A job has a few seconds to end by itself.");
        while (!stopping.IsCompleted)
        {
            one.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Token);
        }

        var job = await one.ReadAsync(id);
        Assert.Equal((JobState.Queued, 0, null), (job.State, job.Attempts, job.LeaseUntil));

        await using var next = await Process.StartAsync(store, new Work((_, _) => Task.CompletedTask));
        next.Clock.SetUtcNow(one.Clock.GetUtcNow());
        await next.DrainAsync();
        Assert.Equal(JobState.Succeeded, (await next.ReadAsync(id)).State);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task History_NamesWhoAskedForTheJob(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        IDbContextFactory<WorkbenchDb>? dbs = null;
        var person = Guid.CreateVersion7();
        var work = new Work(async (_, cancellationToken) =>
        {
            await using var db = await dbs!.CreateDbContextAsync(cancellationToken);
            db.Add(new Person { Id = person, Name = "Grace Example" });
            await db.SaveChangesAsync(cancellationToken);
        });
        await using var process = await Process.StartAsync(store, work);
        dbs = process.Dbs;
        await process.AskAsync(work, by: "Ada Example");
        await process.DrainAsync();
        await using var read = await process.Dbs.CreateDbContextAsync(Token);
        var entry = await read.Set<HistoryEntry>().SingleAsync(e => e.RecordId == person, Token);
        Assert.Equal("Ada Example (job)", entry.ActorName);
        Assert.NotNull(entry.ActorId);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Recurring_IsDueOnceAcrossProcesses_AndMissedRunsAreMadeUpForOnce(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var count = 0;
        var work = new Work((_, _) => Task.FromResult(Interlocked.Increment(ref count)));
        var hourly = new RecurringJob(work.Name, TimeSpan.FromHours(1));
        await using var one = await Process.StartAsync(store, work, hourly);
        await using var two = await Process.StartAsync(store, work, hourly);
        async Task TickAsync(TimeSpan later)
        {
            one.Clock.Advance(later);
            two.Clock.Advance(later);
            await Task.WhenAll(Task.Run(() => one.Runner.AskForRecurringAsync(Token), Token), Task.Run(() => two.Runner.AskForRecurringAsync(Token), Token));
            await Task.WhenAll(Task.Run(one.DrainAsync, Token), Task.Run(two.DrainAsync, Token));
        }

        await TickAsync(TimeSpan.Zero);
        Assert.Equal(0, count);
        await TickAsync(TimeSpan.FromHours(1));
        Assert.Equal(1, count);
        await TickAsync(TimeSpan.FromMinutes(59));
        Assert.Equal(1, count);
        await TickAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(2, count);
        await TickAsync(TimeSpan.FromHours(5.5));
        Assert.Equal(3, count);
        await TickAsync(TimeSpan.FromHours(0.5));
        Assert.Equal(4, count);
        Assert.All(await one.ReadAllAsync(), job => Assert.True(job.IsRecurring && job.RequestedBy == "Charthouse"));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Progress_IsWritten(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        Process? process = null;
        (double?, string?) seen = default;
        var work = new Work(async (run, _) =>
        {
            await run.ReportAsync(0.25, "reading");
            var job = await process!.ReadAsync(run.Id);
            seen = (job.Share, job.Step);
        });
        process = await Process.StartAsync(store, work);
        await process.AskAsync(work);
        await process.DrainAsync();
        Assert.Equal((0.25, "reading"), seen);
        await process.DisposeAsync();
    }

    [Fact]
    public async Task UnknownKind_IsRefusedWhenAskedFor()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using var process = await Process.StartAsync(store);
        await Assert.ThrowsAsync<ArgumentException>(() => process.Queue.EnqueueAsync("test.nobody", "{}", null, Token));
    }
}
