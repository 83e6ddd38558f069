using System.Collections.Concurrent;
using Charthouse.Access.Accounts;
using Charthouse.Access.Tokens;
using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Charthouse.Access.SignIn;

/// <summary>
/// When sessions were last seen and tokens last used. Written beside the requests: a page that only reads neither waits for somebody who writes, nor fails because
/// the disk is full. What cannot be written is tried again; a stamp that is lost with the process is made anew by the next request.
/// </summary>
internal sealed partial class Stamps(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock, ILogger<Stamps> log) : BackgroundService
{
    private static readonly TimeSpan pause = TimeSpan.FromSeconds(1), afterTrouble = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> seen = new(), used = new();

    public void SessionSeen(Guid id) => seen[id] = clock.GetUtcNow();

    public void TokenUsed(Guid id) => used[id] = clock.GetUtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = pause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(wait, clock, stoppingToken);
                wait = pause;
                await WriteAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Nobody waits for a stamp; the requests themselves tell what is wrong with the database.
            catch (Exception problem)
#pragma warning restore CA1031
            {
                Broke(BrokenCode.Describe(problem));
                wait = afterTrouble;
            }
        }
    }

    // A stamp is not worth an entry in the history, so it is written past it.
    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (seen.IsEmpty && used.IsEmpty) return;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        foreach (var stamp in seen)
        {
            await db.Set<AccountSession>().Where(s => s.Id == stamp.Key).ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, stamp.Value), cancellationToken);
            seen.TryRemove(stamp);
        }

        foreach (var stamp in used)
        {
            await db.Set<ApiToken>().Where(t => t.Id == stamp.Key).ExecuteUpdateAsync(set => set.SetProperty(t => t.UsedAt, stamp.Value), cancellationToken);
            used.TryRemove(stamp);
        }
    }

    [LoggerMessage(LogLevel.Warning, "When sessions were last seen could not be written; it is tried again. {Problem}")]
    private partial void Broke(string problem);
}
