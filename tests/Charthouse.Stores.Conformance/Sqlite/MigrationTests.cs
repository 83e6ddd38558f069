using Charthouse.Host;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Sqlite;

/// <summary>Bringing a database up to date.</summary>
public sealed class MigrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ProgramKilledWhileMigrating_IsNotWaitedFor()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using (var started = new ServiceCollection().AddLogging().AddWorkbench(new WorkbenchData(new DirectoryInfo(store.Folder))).BuildServiceProvider())
        {
            await using var db = await started.GetRequiredService<IDbContextFactory<Platform.Storage.WorkbenchDb>>().CreateDbContextAsync(Token);
            // What EF Core leaves behind when it is killed.
            await db.Database.ExecuteSqlRawAsync("""CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER PRIMARY KEY, "Timestamp" TEXT NOT NULL); INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-25');""", Token);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        await using var opened = await Workbench.OpenAsync(new DirectoryInfo(store.Folder), limit.Token);
        await using var after = await opened.GetRequiredService<IDbContextFactory<Platform.Storage.WorkbenchDb>>().CreateDbContextAsync(Token);
        Assert.Empty(await after.Database.GetPendingMigrationsAsync(Token));
    }

    [Fact]
    public async Task ProgramsThatStartTogether_BothFindItReady()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Workbench.OpenAsync(new DirectoryInfo(store.Folder), Token))));
        foreach (var services in opened) await services.DisposeAsync();
        Assert.Empty(Directory.GetFiles(store.Folder, "*.migrating"));
    }
}
