using Charthouse.Host;
using Charthouse.Host.Data;
using Charthouse.Platform.Storage;
using Charthouse.Store.Sqlite;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Data;

/// <summary>Moving from one store to the other and back loses nothing.</summary>
public sealed class MoveTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static string? NoServer => TestStore.ReasonToSkip(StoreKind.Postgres);

    [Fact]
    public async Task ThereAndBack_KeepsEveryRowOfEveryTable()
    {
        Assert.SkipWhen(NoServer is not null, NoServer ?? "");
        await using var file = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using var server = await TestStore.CreateAsync(StoreKind.Postgres);
        await using (var workbench = await ServedWorkbench.StartAsync(store: file)) await EveryTable.FillAsync(workbench);
        var before = await SumsAsync(file.Data);
        Assert.All(before, table => Assert.True(table.Rows > 0, $"{table.Name} is empty: the test does not cover it."));

        var moved = await MoveStore.ToPostgresAsync(file.Data.Directory, server.Connection!, TimeProvider.System, Token);
        Assert.Equal(before, ByName(moved));
        var there = file.Data with { Postgres = server.Connection };
        Assert.Equal(before, await SumsAsync(there));

        // The file is left as it was, and nobody goes on writing to it.
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => PrepareAsync(file.Data));
        Assert.Contains("moved to PostgreSQL", refused.Message, StringComparison.Ordinal);
        await PrepareAsync(there);

        // What changes there comes back.
        await using (var workbench = await ServedWorkbench.StartAsync(store: TestStore.Of(there))) await workbench.CreateAccountAsync("clinician");
        var after = await SumsAsync(there);
        Assert.NotEqual(before, after);
        await MoveStore.ToSqliteAsync(file.Data.Directory, server.Connection!, TimeProvider.System, Token);
        Assert.Equal(after, await SumsAsync(file.Data));
        await PrepareAsync(file.Data);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(file.Folder, SqliteStore.BackupFolder), "*-before-move.db"));
    }

    [Fact]
    public async Task TargetWithRows_IsRefused_AndBothStayAsTheyAre()
    {
        Assert.SkipWhen(NoServer is not null, NoServer ?? "");
        await using var file = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using var server = await TestStore.CreateAsync(StoreKind.Postgres);
        await using (var workbench = await ServedWorkbench.StartAsync(store: file)) await workbench.CreateAccountAsync("clinician");
        await using (var workbench = await ServedWorkbench.StartAsync(store: server)) await workbench.CreateAccountAsync("clinician");
        var (before, there) = (await SumsAsync(file.Data), await SumsAsync(server.Data));
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => MoveStore.ToPostgresAsync(file.Data.Directory, server.Connection!, TimeProvider.System, Token));
        Assert.Contains("is not empty", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<InvalidDataException>(() => MoveStore.ToSqliteAsync(file.Data.Directory, server.Connection!, TimeProvider.System, Token));
        Assert.Contains("exists and is in use", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await SumsAsync(file.Data));
        Assert.Equal(there, await SumsAsync(server.Data));
        await PrepareAsync(file.Data);
    }

    [Fact]
    public async Task ServerAtAnOlderSchema_IsRefusedWithTheCommandToRun()
    {
        Assert.SkipWhen(NoServer is not null, NoServer ?? "");
        await using var server = await TestStore.CreateAsync(StoreKind.Postgres);
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => PrepareAsync(server.Data));
        Assert.Contains("charthouse db migrate", refused.Message, StringComparison.Ordinal);
        await using var services = Workbench.Services(server.Data);
        await Workbench.MigrateAsync(services, Token);
        await Workbench.PrepareAsync(services, Token);
    }

    [Fact]
    public async Task DataDirectoryWithItsOwnDatabase_IsNotServedWithAnother()
    {
        Assert.SkipWhen(NoServer is not null, NoServer ?? "");
        await using var file = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using var server = await TestStore.CreateAsync(StoreKind.Postgres);
        await PrepareAsync(file.Data);
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => PrepareAsync(file.Data with { Postgres = server.Connection }));
        Assert.Contains("db move --to postgres", refused.Message, StringComparison.Ordinal);
    }

    private static async Task PrepareAsync(WorkbenchData data)
    {
        await using var services = Workbench.Services(data);
        await Workbench.PrepareAsync(services, Token);
    }

    internal static async Task<List<TableSum>> SumsAsync(WorkbenchData data)
    {
        await using var services = Workbench.Services(data);
        var verified = await Verify.RunAsync(services, Token);
        Assert.DoesNotContain(verified.Faults, fault => fault.Contains("history", StringComparison.OrdinalIgnoreCase) || fault.Contains("damaged", StringComparison.Ordinal));
        return ByName(verified.Tables);
    }

    internal static List<TableSum> ByName(IEnumerable<TableSum> tables) => [.. tables.OrderBy(table => table.Name, StringComparer.Ordinal)];
}
