using Charthouse.Lake;
using Charthouse.Measure.Actions;
using Charthouse.Platform;
using Charthouse.Platform.Notifications;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Charthouse.Measure.Imports;

/// <summary>
/// Runs what waits, one after another: imports, and recomputations after actions were mapped. What ran or waited when the program ended runs again
/// at its next start; an import that was taken in whole carries its final state since the same transaction.
/// </summary>
internal sealed class ImportRunner(
    IDbContextFactory<WorkbenchDb> dbs, ImportQueue queue, ImportUploads uploads, LakeDirectory directory, ILakeManifest manifest, AuditLogImport auditLogImport,
    Notifications notifications, TimeProvider clock, ILogger<ImportRunner> log) : BackgroundService
{
    private static readonly TimeSpan rowEvery = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host waits for nothing that happens here.
        await Task.Yield();
        using var only = await HoldAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var ran = false;
                while (await RunNextAsync(stoppingToken)) ran = true;
                if (ran) AuditLogImport.GiveBackMemory();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                // The database is busy or the disk is full: what waits still waits.
                log.LogError("The queue of imports could not be read; it is read again in a minute: {Problem}", BrokenCode.Describe(problem));
            }

            await queue.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Two programs may serve one data directory; one of them runs its imports.
    private async Task<FileStream> HoldAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(directory.Root, "queue.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromSeconds(5), cancellationToken);
            }
        }
    }

    private async Task<bool> RunNextAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var open = await db.Set<Import>().Where(i => i.UploadFolder != null && (i.State == ImportState.Queued || i.State == ImportState.Running))
            .OrderBy(i => i.RequestedAt).ThenBy(i => i.Id).ToListAsync(cancellationToken);
        await uploads.SweepAsync(cancellationToken);
        var mappings = await db.Set<PendingMapping>().Where(m => m.Problem == null).ToListAsync(cancellationToken);
        if (mappings.Count > 0 && (open.Count == 0 || mappings.Min(m => m.RequestedAt) <= open[0].RequestedAt)) await RecomputeAsync(mappings, cancellationToken);
        else if (open.Count > 0) await RunAsync(open[0], cancellationToken);
        else return false;
        return true;
    }

    private async Task RunAsync(Import import, CancellationToken stoppingToken)
    {
        using var running = queue.Begin(import.Id, stoppingToken);
        await using (var db = await dbs.CreateDbContextAsync(stoppingToken))
        {
            var begun = await db.Set<Import>().Where(i => i.Id == import.Id && (i.State == ImportState.Queued || i.State == ImportState.Running))
                .ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ImportState.Running).SetProperty(i => i.Share, 0), stoppingToken);
            if (begun == 0) return;
        }

        try
        {
            var request = uploads.Request(import);
            var work = Task.Run(() => auditLogImport.RunAsync(request, running, () => running.Report(new ImportProgress("waiting for another import", 0, 0)), running.Token), CancellationToken.None);
            while (await Task.WhenAny(work, Task.Delay(rowEvery, CancellationToken.None)) != work) await WriteProgressAsync(import.Id, running.Progress);
            var outcome = await work;
            if (outcome.Summary is null)
                await EndAsync(import.Id, ImportState.Rejected, uploads.WithoutFolder(import, string.Join(" ", outcome.Refusals.Select(refusal => refusal.Message))));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends; the import runs again at the next start.
            throw;
        }
        catch (OperationCanceledException)
        {
            await EndAsync(import.Id, ImportState.Cancelled, ImportQueue.StoppedMessage);
        }
        catch (IOException problem)
        {
            log.LogError("Import {ImportId} could not read or write a file: {Problem}", import.Id, BrokenCode.Describe(problem));
            await EndAsync(import.Id, ImportState.Failed, "A file could not be read or written; the disk may be full. Nothing was taken in. Free some space and send the files again.");
        }
        catch (Exception problem)
        {
            log.LogError("Import {ImportId} failed: {Problem}", import.Id, BrokenCode.Describe(problem));
            await EndAsync(import.Id, ImportState.Failed, $"Something broke. Nothing was taken in; what was there before is safe. Tell your administrator this reference: {import.Id}.");
        }

        uploads.Abandon(import.Id);
    }

    private async Task WriteProgressAsync(string id, ImportProgress progress)
    {
        await using var db = await dbs.CreateDbContextAsync(CancellationToken.None);
        await db.Set<Import>().Where(i => i.Id == id && i.State == ImportState.Running).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.Share, progress.Share).SetProperty(i => i.RowsRead, progress.Rows).SetProperty(i => i.Message, progress.Step), CancellationToken.None);
    }

    private async Task EndAsync(string id, ImportState state, string message)
    {
        await using var db = await dbs.CreateDbContextAsync(CancellationToken.None);
        var import = await db.Set<Import>().SingleAsync(i => i.Id == id, CancellationToken.None);
        // The commit may have come first: then it was taken in, whatever was asked for since.
        if (!import.IsOpen) return;
        import.End(state, message, clock.GetUtcNow());
        ImportNotice.Add(db, notifications, import);
        await db.SaveChangesAsync(CancellationToken.None);
    }

    private async Task RecomputeAsync(List<PendingMapping> mappings, CancellationToken stoppingToken)
    {
        try
        {
            // An import may have mapped an action the same way meanwhile: that is no change.
            var known = (await manifest.ReadAsync(stoppingToken)).Categories;
            var same = mappings.Where(m => known.GetValueOrDefault(m.Action) == m.Category).ToList();
            await using (var db = await dbs.CreateDbContextAsync(stoppingToken))
            {
                db.RemoveRange(same);
                await db.SaveChangesAsync(stoppingToken);
            }

            var categories = mappings.Except(same).ToDictionary(m => m.Action, m => m.Category, StringComparer.Ordinal);
            if (categories.Count == 0) return;
            await Task.Run(() => auditLogImport.RecomputeAsync(categories, stoppingToken), CancellationToken.None);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception problem)
        {
            log.LogError("The recomputation with new mappings failed: {Problem}", BrokenCode.Describe(problem));
            var actions = mappings.Select(m => m.Action).ToList();
            await using var db = await dbs.CreateDbContextAsync(CancellationToken.None);
            await db.Set<PendingMapping>().Where(m => actions.Contains(m.Action))
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.Problem, problem is IOException ? "A file could not be read or written; the disk may be full." : "Something broke."), CancellationToken.None);
        }
    }
}
