using Charthouse.Host;
using Charthouse.Platform.Jobs;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Charthouse.Stores.Conformance.Jobs;

/// <summary>One of the processes that share a store, with a clock and a runner of its own.</summary>
internal sealed class Process : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 6, 45, 0, TimeSpan.Zero);

    private readonly ServiceProvider services;

    private Process(ServiceProvider services, FakeTimeProvider clock)
    {
        this.services = services;
        Clock = clock;
        Runner = ActivatorUtilities.CreateInstance<JobRunner>(services);
    }

    public FakeTimeProvider Clock { get; }

    public JobRunner Runner { get; }

    public JobQueue Queue => services.GetRequiredService<JobQueue>();

    public IDbContextFactory<WorkbenchDb> Dbs => services.GetRequiredService<IDbContextFactory<WorkbenchDb>>();

    public static async Task<Process> StartAsync(TestStore store, params object[] kinds)
    {
        var clock = new FakeTimeProvider(Start);
        var added = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock);
        foreach (var kind in kinds.OfType<IJobKind>()) added.AddSingleton(kind);
        foreach (var recurring in kinds.OfType<RecurringJob>()) added.AddSingleton(recurring);
        var services = added.AddWorkbench(new WorkbenchData(new DirectoryInfo(store.Folder), store.Connection)).BuildServiceProvider();
        await Workbench.MigrateAsync(services, TestContext.Current.CancellationToken);
        await Workbench.PrepareAsync(services, TestContext.Current.CancellationToken);
        return new Process(services, clock);
    }

    /// <summary>Asks for a job in the name of somebody.</summary>
    public async Task<Guid> AskAsync(IJobKind kind, string arguments = "{}", string by = "Ada Example")
    {
        using (services.GetRequiredService<CurrentActor>().Begin(new Actor(Guid.CreateVersion7(), null, by, new HashSet<string>())))
            return await Queue.EnqueueAsync(kind.Name, arguments, null, TestContext.Current.CancellationToken);
    }

    /// <summary>Does jobs until none is due.</summary>
    public async Task DrainAsync()
    {
        while (await Runner.RunNextAsync(CancellationToken.None))
        {
        }
    }

    public async Task<Job> ReadAsync(Guid id)
    {
        await using var db = await Dbs.CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await db.Set<Job>().AsNoTracking().SingleAsync(j => j.Id == id, TestContext.Current.CancellationToken);
    }

    public async Task<List<Job>> ReadAllAsync()
    {
        await using var db = await Dbs.CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await db.Set<Job>().AsNoTracking().OrderBy(j => j.RequestedAt).ThenBy(j => j.Id).ToListAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        Runner.Dispose();
        return services.DisposeAsync();
    }
}

/// <summary>A kind that does what the test says.</summary>
internal sealed class Work(Func<JobRun, CancellationToken, Task> run, string name = "test.work", int mostAttempts = 5) : IJobKind
{
    public string Name => name;

    public string Title => "Test work";

    public int MostAttempts => mostAttempts;

    public Task RunAsync(JobRun job, CancellationToken cancellationToken) => run(job, cancellationToken);
}
