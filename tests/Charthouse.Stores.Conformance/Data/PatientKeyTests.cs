using System.Security.Cryptography;
using Charthouse.Host;
using Charthouse.Host.Data;
using Charthouse.Lake;
using Charthouse.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Data;

/// <summary>The key of patient identifiers: a file on SQLite, a row on PostgreSQL, and the same key wherever the data go.</summary>
public sealed class PatientKeyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OnSqlite_ItIsAFile()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using var services = await OpenAsync(store);
        Assert.Null(await Manifest(services).KeepKeyAsync(RandomNumberGenerator.GetBytes(32), Token));
        await ImportAsync(store, services);
        Assert.Equal(32, new FileInfo(Path.Combine(store.Folder, "key")).Length);
    }

    [Fact]
    public async Task OnPostgres_AllProcessesAgreeOnOne_AndNoFileIsMade()
    {
        Assert.SkipWhen(MoveTests.NoServer is not null, MoveTests.NoServer ?? "");
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        await using var one = await OpenAsync(store);
        await using var two = Workbench.Services(store.Data);
        var kept = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Manifest(i % 2 == 0 ? one : two).KeepKeyAsync(RandomNumberGenerator.GetBytes(32), Token)));
        Assert.Single(kept.Select(key => Convert.ToHexString(key!)).Distinct());
        await ImportAsync(store, one);
        Assert.False(File.Exists(Path.Combine(store.Folder, "key")));
    }

    [Fact]
    public async Task OnPostgres_TheFileIsTakenOverOnce_AndAnotherIsRefused()
    {
        Assert.SkipWhen(MoveTests.NoServer is not null, MoveTests.NoServer ?? "");
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        await using var services = await OpenAsync(store);
        var (file, key) = (Path.Combine(store.Folder, "key"), RandomNumberGenerator.GetBytes(32));
        await File.WriteAllBytesAsync(file, key, Token);
        await ImportAsync(store, services);
        Assert.False(File.Exists(file));
        Assert.Equal(key, await KeyAsync(services));

        await File.WriteAllBytesAsync(file, RandomNumberGenerator.GetBytes(32), Token);
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => ImportAsync(store, services));
        Assert.Contains("holds another key than the database", refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task BackupAndMove_CarryIt()
    {
        Assert.SkipWhen(MoveTests.NoServer is not null, MoveTests.NoServer ?? "");
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        byte[] key;
        var folder = Path.Combine(Directory.CreateTempSubdirectory("charthouse-key-").FullName, "backup");
        await using (var services = await OpenAsync(store))
        {
            await ImportAsync(store, services);
            key = await KeyAsync(services);
            await MakeBackup.RunAsync(services, folder, Token);
        }

        await using var restored = await TestStore.CreateAsync(StoreKind.Postgres);
        await RestoreBackup.RunAsync(await BackupFolder.OpenAsync(folder, Token), restored.Data, replace: false, TimeProvider.System, Token);
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
        await using (var services = Workbench.Services(restored.Data)) Assert.Equal(key, await KeyAsync(services));

        // Moved to SQLite, the key goes along, and stays the one that the patients were read with.
        await MoveStore.ToSqliteAsync(store.Data.Directory, store.Connection!, TimeProvider.System, Token);
        await using var file = Workbench.Services(new WorkbenchData(store.Data.Directory));
        Assert.Equal(key, await KeyAsync(file));
    }

    private static async Task<ServiceProvider> OpenAsync(TestStore store)
    {
        var services = Workbench.Services(store.Data);
        await Workbench.MigrateAsync(services, Token);
        await Workbench.PrepareAsync(services, Token);
        return services;
    }

    private static ILakeManifest Manifest(ServiceProvider services) => services.GetRequiredService<ILakeManifest>();

    private static async Task<byte[]> KeyAsync(ServiceProvider services) => (await Manifest(services).KeepKeyAsync(RandomNumberGenerator.GetBytes(32), Token))!;

    private static async Task ImportAsync(TestStore store, ServiceProvider services)
    {
        var events = Path.Combine(Directory.CreateDirectory(Path.Combine(store.Folder, "incoming")).FullName, "events.csv");
        await File.WriteAllTextAsync(events, "event,user,at,action,patient\n1,u1,2026-01-05T08:00:00Z,Open chart,p1\n2,u1,2026-01-05T08:01:00Z,Open chart,p2\n", Token);
        var outcome = await services.GetRequiredService<AuditLogImport>().RunAsync(new ImportRequest { ImportId = Guid.CreateVersion7().ToString("N"), EventFiles = [events], Zone = "UTC" }, null, null, Token);
        Assert.Empty(outcome.Refusals);
    }
}
