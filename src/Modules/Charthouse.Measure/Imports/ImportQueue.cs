using System.Collections.Concurrent;
using Charthouse.Lake;
using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Imports;

/// <summary>What waits and what runs: rows in the database, and in memory how far the running one is.</summary>
internal sealed class ImportQueue(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim wake = new(0);
    private readonly ConcurrentDictionary<string, Running> running = new(StringComparer.Ordinal);

    /// <summary>Says that there is something new to do.</summary>
    public void Wake() => wake.Release();

    /// <summary>Waits until there may be something new to do.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => wake.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);

    /// <summary>How far a running import is; <c>null</c> when it does not run here.</summary>
    public ImportProgress? Progress(string id) => running.GetValueOrDefault(id)?.Progress;

    /// <summary>Takes note that an import runs.</summary>
    public Running Begin(string id, CancellationToken stopping) => running[id] = new Running(id, this, stopping);

    /// <summary>Stops an import that waits or runs; nothing of it counts.</summary>
    public async Task<Outcome<Import>> CancelAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // Only what still waits, so that a run that begins at this moment is not lost from sight.
        var now = clock.GetUtcNow();
        await db.Set<Import>().Where(i => i.Id == id && i.State == ImportState.Queued).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.State, ImportState.Cancelled).SetProperty(i => i.Message, StoppedMessage).SetProperty(i => i.FinishedAt, now), cancellationToken);
        var import = await db.Set<Import>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellationToken);
        if (import is null) return ImportProblems.NotFound;
        if (import.State == ImportState.Running) await (running.GetValueOrDefault(id)?.Cancel() ?? Task.CompletedTask);
        else if (import.State != ImportState.Cancelled) return ImportProblems.EndedAlready;
        Wake();
        return import;
    }

    public const string StoppedMessage = "A person stopped it before its end. Nothing of it was taken in.";

    public void Dispose() => wake.Dispose();

    /// <summary>An import that runs in this process.</summary>
    public sealed class Running(string id, ImportQueue queue, CancellationToken stopping) : IProgress<ImportProgress>, IDisposable
    {
        private readonly CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(stopping);

        public ImportProgress Progress { get; private set; } = new("starting", 0, 0);

        public CancellationToken Token => source.Token;

        public void Report(ImportProgress value) => Progress = value;

        public Task Cancel() => source.CancelAsync();

        public void Dispose()
        {
            queue.running.TryRemove(id, out _);
            source.Dispose();
        }
    }
}
