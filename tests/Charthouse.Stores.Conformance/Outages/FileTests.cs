using System.Diagnostics;
using Charthouse.Access.People;
using Charthouse.Host;
using Charthouse.Platform.Storage;
using Charthouse.Store.Sqlite;
using Charthouse.Stores.Conformance.Kills;
using Charthouse.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Outages;

/// <summary>A database file that is locked, on a full disk or on a network share.</summary>
public sealed class FileTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Settings_AreThoseOfTheDecision()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using var services = Workbench.Services(store.Data);
        await Workbench.MigrateAsync(services, Token);
        await using var db = await services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(Token);
        await db.Database.OpenConnectionAsync(Token);
        // synchronous 2 is FULL: an acknowledged write survives a power cut too.
        Assert.Equal(["wal", 2L, 1L, 30_000L], [await PragmaAsync("journal_mode"), await PragmaAsync("synchronous"), await PragmaAsync("foreign_keys"), await PragmaAsync("busy_timeout")]);

        async Task<object?> PragmaAsync(string name)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
            command.CommandText = "PRAGMA " + name;
#pragma warning restore CA2100 // As above.
            return await command.ExecuteScalarAsync(Token);
        }
    }

    [Fact]
    public async Task WriterMeetsALockAtOnce_NotHalfWay()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using var services = Services(store.Folder, patienceSeconds: 1);
        var dbs = services.GetRequiredService<IDbContextFactory<WorkbenchDb>>();
        await SqliteStore.MigrateAsync(dbs, TimeProvider.System, Token);
        await using var one = await dbs.CreateDbContextAsync(Token);
        await using var two = await dbs.CreateDbContextAsync(Token);
        await using var writing = await one.Database.BeginTransactionAsync(Token);
        // Nothing was read or written yet: a deferred transaction would begin, and break at its first write.
        var busy = await Assert.ThrowsAsync<SqliteException>(() => two.Database.BeginTransactionAsync(Token));
        Assert.Equal(5, busy.SqliteErrorCode);
    }

    [Fact]
    public async Task LockedFile_IsARefusalAfterTheWait_AndTheSameSaveWorksLater()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using var services = Services(store.Folder, patienceSeconds: 1);
        var dbs = services.GetRequiredService<IDbContextFactory<WorkbenchDb>>();
        await SqliteStore.MigrateAsync(dbs, TimeProvider.System, Token);
        await using var db = await dbs.CreateDbContextAsync(Token);
        db.Add(new Person { Id = Guid.CreateVersion7(), Name = "Waits" });
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(store.Folder, SqliteStore.FileName)};Pooling=False"))
        {
            await other.OpenAsync(Token);
            await using var held = other.BeginTransaction();
            var started = Stopwatch.GetTimestamp();
            Assert.Equal(StoreProblems.Busy, await db.TrySaveAsync(null, null, Token));
            Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.9, 20);
        }

        Assert.Null(await db.TrySaveAsync(null, null, Token));
        Assert.Equal(1, await db.Set<Person>().CountAsync(Token));
        Assert.Empty(await FaultsAsync(store.Folder));
    }

    [Fact]
    public async Task FullDisk_IsSaidInWords_AndLeavesTheDataWhole()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Only root can mount a small disk.");
        var disk = Directory.CreateTempSubdirectory("charthouse-small-disk-").FullName;
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=3m", "none", disk) == 0, "Mounting is not allowed here.");
        try
        {
            await using var services = Services(disk, patienceSeconds: 5);
            var dbs = services.GetRequiredService<IDbContextFactory<WorkbenchDb>>();
            await SqliteStore.MigrateAsync(dbs, TimeProvider.System, Token);
            List<string> saved = [];
            Platform.Problem? problem = null;
            for (var i = 0; i < 5000 && problem is null; i++)
            {
                var name = Guid.CreateVersion7().ToString("N");
                problem = await WriteRecords.WritePairAsync(dbs, name, Token);
                if (problem is null) saved.Add(name);
            }

            Assert.Equal(StoreProblems.Full, problem);
            Assert.NotEmpty(saved);
            await using (var db = await dbs.CreateDbContextAsync(Token)) Assert.Equal(saved.Count * 2, await db.Set<Person>().CountAsync(Token));
            Assert.Equal(0, Run("mount", "-o", "remount,size=12m", disk));
            Assert.Null(await WriteRecords.WritePairAsync(dbs, "room", Token));
            await using (var workbench = Workbench.Services(new WorkbenchData(new DirectoryInfo(disk)))) await WriteRecords.AssertWholeAsync(workbench, [.. saved, "room"]);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Run("umount", disk);
            Directory.Delete(disk);
        }
    }

    [Theory]
    [InlineData("/srv/charthouse/data", "nfs4")]
    [InlineData("/srv/charthouse", "nfs4")]
    [InlineData("/srv/charthouse2", null)]
    [InlineData("/home/a", "cifs")]
    [InlineData("/mnt/with space/x", "fuse.sshfs")]
    [InlineData("/home/local/x", null)]
    [InlineData("/", null)]
    public void NetworkShare_IsKnownByItsMount(string folder, string? type) => Assert.Equal(type, NetworkShare.TypeOf(
        folder, """
        22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
        40 22 0:35 / /srv/charthouse rw,relatime shared:20 - nfs4 server:/export rw,vers=4.2
        41 22 0:36 / /home rw - cifs //server/home rw
        42 41 8:2 / /home/local rw - xfs /dev/sdb1 rw
        43 22 0:37 / /mnt/with\040space rw master:1 - fuse.sshfs someone@host:/x rw
        """));

    [Fact]
    public void LocalDisk_IsAllowed() => NetworkShare.Refuse(Path.GetTempPath(), NetworkShare.TypeOf);

    [Theory]
    [InlineData("nfs")]
    [InlineData("nfs4")]
    [InlineData("cifs")]
    [InlineData("smb3")]
    [InlineData("9p")]
    [InlineData("virtiofs")]
    [InlineData("vboxsf")]
    [InlineData("gpfs")]
    [InlineData("ceph")]
    [InlineData("glusterfs")]
    [InlineData("lustre")]
    [InlineData("fuse.sshfs")]
    public void SharesOfAllKinds_AreKnown(string type) => Assert.Equal(type, NetworkShare.TypeOf("/data", $"36 22 0:35 / /data rw - {type} source rw"));

    [Fact]
    public async Task StoreOnANetworkShare_IsNotOpened()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using var services = Services(store.Folder, patienceSeconds: 1);
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => SqliteStore.MigrateAsync(services.GetRequiredService<IDbContextFactory<WorkbenchDb>>(), TimeProvider.System, folder => folder == store.Folder ? "nfs4" : null, Token));
        Assert.Contains($"The data directory {store.Folder} lies on a network share (nfs4).", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(store.Folder));
    }

    [Fact]
    public void DamagedFile_IsSaidInWords()
    {
        var folder = Directory.CreateTempSubdirectory("charthouse-damaged-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, SqliteStore.FileName), new string('x', 10_000));
            using var services = Services(folder.FullName, 1);
            var problem = Assert.Throws<SqliteException>(() => services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContext().Database.GetAppliedMigrations());
            Assert.Contains("not a database", SqliteStore.Explain(problem), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ServiceProvider Services(string folder, int patienceSeconds) => new ServiceCollection().AddSqliteStore(folder, patienceSeconds).BuildServiceProvider();

    private static async Task<IReadOnlyList<string>> FaultsAsync(string folder)
    {
        await using var services = Workbench.Services(new WorkbenchData(new DirectoryInfo(folder)));
        return (await Host.Data.Verify.RunAsync(services, Token)).Faults;
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
