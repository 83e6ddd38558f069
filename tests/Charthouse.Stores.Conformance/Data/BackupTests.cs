using System.Security.Cryptography;
using System.Text;
using Charthouse.Access.People;
using Charthouse.Host;
using Charthouse.Host.Data;
using Charthouse.Platform.History;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Charthouse.Store.Sqlite;
using Charthouse.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Data;

/// <summary>A backup is whole or it is refused; it comes back on either store.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("charthouse-backup-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Backup => Path.Combine(folder, "backup");

    public static TheoryData<StoreKind, StoreKind> Pairs
    {
        get
        {
            var pairs = new TheoryData<StoreKind, StoreKind>();
            foreach (var from in Enum.GetValues<StoreKind>())
            {
                foreach (var to in Enum.GetValues<StoreKind>()) pairs.Add(new TheoryDataRow<StoreKind, StoreKind>(from, to) { Skip = TestStore.ReasonToSkip(from) ?? TestStore.ReasonToSkip(to) });
            }

            return pairs;
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, MemberData(nameof(Pairs))]
    public async Task Backup_ComesBackOnEitherStore(StoreKind from, StoreKind to)
    {
        await using var source = await TestStore.CreateAsync(from);
        await using var target = await TestStore.CreateAsync(to);
        await using (var workbench = await ServedWorkbench.StartAsync(store: source)) await EveryTable.FillAsync(workbench);
        Directory.CreateDirectory(Path.Combine(source.Folder, "attachments", "ab"));
        await File.WriteAllTextAsync(Path.Combine(source.Folder, "attachments", "ab", "minutes.pdf"), "a file of a record", Token);
        await File.WriteAllTextAsync(Path.Combine(source.Folder, "key"), "secret", Token);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(source.Folder, "key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var before = await MoveTests.SumsAsync(source.Data);

        var backup = await BackUpAsync(source);
        Assert.Equal(backup.Manifest.Missing.Count, (await backup.FaultsAsync(Token)).Count);
        Assert.Equal(before, MoveTests.ByName(backup.Manifest.Tables.Select(table => new TableSum(table.Name, table.Rows, table.Sha256))));
        await RestoreBackup.RunAsync(backup, target.Data, replace: false, TimeProvider.System, Token);

        Assert.Equal(before, await MoveTests.SumsAsync(target.Data));
        Assert.Equal("a file of a record", await File.ReadAllTextAsync(Path.Combine(target.Folder, "attachments", "ab", "minutes.pdf"), Token));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(target.Folder, "key")));
        await using var services = Workbench.Services(target.Data);
        await Workbench.PrepareAsync(services, Token);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Backup_UnderWriting_IsOfOneMoment(StoreKind kind)
    {
        await using var source = await TestStore.CreateAsync(kind);
        await using var workbench = await ServedWorkbench.StartAsync(store: source);
        using var stop = new CancellationTokenSource();
        var written = 0;
        // Each save writes two people and two entries of the history: a backup that is torn has an odd number, or a broken chain.
        var writers = Enumerable.Range(0, 3).Select(_ => Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
                    var name = Guid.CreateVersion7().ToString("N");
                    db.AddRange(new Person { Id = Guid.CreateVersion7(), Name = name }, new Person { Id = Guid.CreateVersion7(), Name = name });
                    Assert.Null(await db.TrySaveAsync(null, null, Token));
                    Interlocked.Increment(ref written);
                }
            }, Token)).ToArray();
        while (Volatile.Read(ref written) < 10) await Task.Delay(5, Token);
        var atLeast = Volatile.Read(ref written);
        var backup = await BackUpAsync(source);
        var whileMade = Volatile.Read(ref written) - atLeast;
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        Assert.True(whileMade > 0, "Nobody wrote while the backup was made.");
        Assert.Empty(await backup.FaultsAsync(Token));
        var people = backup.Manifest.Tables.Single(table => table.Name == "access_people");
        Assert.InRange(people.Rows, atLeast * 2, long.MaxValue);
        await using var target = await TestStore.CreateAsync(kind);
        await RestoreBackup.RunAsync(backup, target.Data, replace: false, TimeProvider.System, Token);
        await using var restored = Workbench.Services(target.Data);
        await using var read = await restored.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(Token);
        Assert.All(await read.Set<Person>().GroupBy(p => p.Name).Select(group => group.Count()).ToListAsync(Token), count => Assert.Equal(2, count));
        Assert.Equal(people.Rows, await read.Set<HistoryEntry>().CountAsync(entry => entry.Kind == "person", Token));
    }

    [Fact]
    public async Task DamagedOrIncompleteBackup_RestoresNothing()
    {
        await using var source = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using (var workbench = await ServedWorkbench.StartAsync(store: source)) await workbench.CreateAccountAsync("clinician");
        await BackUpAsync(source);
        var files = Directory.GetFiles(Backup, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.Contains("protection_keys", StringComparison.Ordinal));
        foreach (var file in files.Where(file => new FileInfo(file).Length > 0))
        {
            var bytes = await File.ReadAllBytesAsync(file, Token);
            var damaged = bytes.ToArray();
            damaged[damaged.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(file, damaged, Token);
            await AssertRefusedAsync($"{file} with another byte");
            await File.WriteAllBytesAsync(file, bytes[..^1], Token);
            // A last line without its end is still the same line, but not the same file.
            await AssertRefusedAsync($"{file} cut off");
            File.Delete(file);
            await AssertRefusedAsync($"without {file}");
            await File.WriteAllBytesAsync(file, bytes, Token);
        }

        var target = new DirectoryInfo(Path.Combine(folder, "target"));
        await RestoreBackup.RunAsync(await BackupFolder.OpenAsync(Backup, Token), new WorkbenchData(target), replace: false, TimeProvider.System, Token);

        async Task AssertRefusedAsync(string what)
        {
            var place = new DirectoryInfo(Path.Combine(folder, "refused"));
            var refused = await Record.ExceptionAsync(async () => await RestoreBackup.RunAsync(await BackupFolder.OpenAsync(Backup, Token), new WorkbenchData(place), replace: false, TimeProvider.System, Token));
            Assert.True(refused is InvalidDataException, $"{what}: {refused}");
            place.Refresh();
            Assert.True(!place.Exists || place.GetFileSystemInfos().Length == 0, what);
        }
    }

    [Fact]
    public async Task NewerBackup_IsRefusedInWords()
    {
        await using var source = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using (await ServedWorkbench.StartAsync(store: source))
        {
        }

        await BackUpAsync(source);
        var last = SqliteStore.Migrations[^1];
        await RewriteAsync(text => text.Replace(last, "29991231000000_FromTheFuture", StringComparison.Ordinal));
        var refused = await Assert.ThrowsAsync<InvalidDataException>(async () => await RestoreBackup.RunAsync(await BackupFolder.OpenAsync(Backup, Token), new WorkbenchData(new DirectoryInfo(Path.Combine(folder, "target"))), replace: false, TimeProvider.System, Token));
        Assert.Contains("newer Charthouse", refused.Message, StringComparison.Ordinal);
        await RewriteAsync(text => text.Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal));
        refused = await Assert.ThrowsAsync<InvalidDataException>(() => BackupFolder.OpenAsync(Backup, Token));
        Assert.Contains("newer Charthouse", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TargetWithData_IsRefused_AndKeptWhenReplaced()
    {
        await using var source = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using var target = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using (var workbench = await ServedWorkbench.StartAsync(store: source)) await workbench.CreateAccountAsync("clinician");
        await using (await ServedWorkbench.StartAsync(store: target))
        {
        }

        var (wanted, there) = (await MoveTests.SumsAsync(source.Data), await MoveTests.SumsAsync(target.Data));
        var backup = await BackUpAsync(source);
        Assert.NotEqual(wanted, there);
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => RestoreBackup.RunAsync(backup, target.Data, replace: false, TimeProvider.System, Token));
        Assert.Contains("is not empty", refused.Message, StringComparison.Ordinal);
        Assert.Equal(there, await MoveTests.SumsAsync(target.Data));
        await RestoreBackup.RunAsync(backup, target.Data, replace: true, TimeProvider.System, Token);
        Assert.Equal(wanted, await MoveTests.SumsAsync(target.Data));
        var kept = Assert.Single(Directory.GetDirectories(target.Folder, RestoreBackup.Replaced + "*"));
        Assert.True(File.Exists(Path.Combine(kept, SqliteStore.FileName)));
    }

    [Fact]
    public async Task ServerWithRows_IsRefused_AndEmptiedWhenReplaced()
    {
        Assert.SkipWhen(MoveTests.NoServer is not null, MoveTests.NoServer ?? "");
        await using var source = await TestStore.CreateAsync(StoreKind.Postgres);
        await using var target = await TestStore.CreateAsync(StoreKind.Postgres);
        foreach (var store in new[] { source, target })
        {
            await using var workbench = await ServedWorkbench.StartAsync(store: store);
            await EveryTable.FillAsync(workbench);
            await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
            db.Add(new Person { Id = Guid.CreateVersion7(), Name = store == source ? "Restored Person" : "Replaced Person" });
            Assert.Null(await db.TrySaveAsync(null, null, Token));
        }

        // Before the backup, which notes in the facts that it was made.
        var wanted = await MoveTests.SumsAsync(source.Data);
        var backup = await BackUpAsync(source);
        var empty = target.Data with { Directory = new DirectoryInfo(Path.Combine(folder, "data")) };
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => RestoreBackup.RunAsync(backup, empty, replace: false, TimeProvider.System, Token));
        Assert.Contains("is not empty", refused.Message, StringComparison.Ordinal);
        await RestoreBackup.RunAsync(backup, empty, replace: true, TimeProvider.System, Token);
        Assert.Equal(wanted, await MoveTests.SumsAsync(empty));

        // Search is made anew by whatever opens the database next, and knows nothing of what was there before.
        await using var services = Workbench.Services(empty);
        await using var read = await services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(Token);
        Assert.Empty(await read.Set<SearchDocument>().ToListAsync(Token));
        await Workbench.PrepareAsync(services, Token);
        var found = await read.Set<SearchDocument>().Select(document => document.Title).ToListAsync(Token);
        Assert.Contains("Restored Person", found);
        Assert.DoesNotContain("Replaced Person", found);
    }

    // A backup of every schema that ever was comes back, and forward to this one.
    [Fact]
    public async Task OlderBackup_ComesBackAndForward()
    {
        foreach (var migration in SqliteStore.Migrations.SkipLast(1))
        {
            var old = new DirectoryInfo(Path.Combine(folder, "old-" + migration));
            old.Create();
            await using var services = Workbench.Services(new WorkbenchData(old));
            await using var db = await services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(Token);
            await db.GetService<IMigrator>().MigrateAsync(migration, Token);
            var stored = StoredTables.At(db, migration);
            await EveryTable.FillAsync(db, stored, ModelOf(db, migration));
            var backup = await MakeBackup.RunAsync(services, Path.Combine(folder, "backup-" + migration), Token);
            Assert.Contains(backup.Manifest.Tables, table => table.Rows == 3);

            var target = new WorkbenchData(new DirectoryInfo(Path.Combine(folder, "new-" + migration)));
            await RestoreBackup.RunAsync(backup, target, replace: false, TimeProvider.System, Token);
            await using var restored = Workbench.Services(target);
            await Workbench.PrepareAsync(restored, Token);
            await using var now = await restored.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(Token);
            Assert.Empty((await Schema.ReadAsync(now, Token)).Pending);
        }
    }

    [Fact]
    public async Task Migration_CopiesTheDatabaseFirst()
    {
        var data = new WorkbenchData(new DirectoryInfo(Path.Combine(folder, "data")));
        await using var services = Workbench.Services(data);
        await using var db = await services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(Token);
        var first = SqliteStore.Migrations[0];
        await db.GetService<IMigrator>().MigrateAsync(first, Token);
        await EveryTable.FillAsync(db, StoredTables.At(db, first), ModelOf(db, first));
        // As if a program had been killed while it migrated: EF would wait for this row for ever.
        await ExecuteAsync(data, "INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01')", mayFail: true);
        await Workbench.PrepareAsync(services, Token).WaitAsync(TimeSpan.FromMinutes(2), Token);
        var copy = Assert.Single(Directory.GetFiles(Path.Combine(data.Directory.FullName, SqliteStore.BackupFolder)));
        Assert.Contains("-before-" + SqliteStore.Migrations[1], copy, StringComparison.Ordinal);
        await using var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT COUNT(*) FROM measure_actions) || ' ' || (SELECT COUNT(*) FROM \"__EFMigrationsHistory\")";
        Assert.Equal("3 1", await command.ExecuteScalarAsync(Token));
        Assert.Empty((await Schema.ReadAsync(db, Token)).Pending);
    }

    [Fact]
    public async Task Verify_FindsAForgedEntry_AndALostSegment()
    {
        await using var source = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using (var workbench = await ServedWorkbench.StartAsync(store: source)) await workbench.CreateAccountAsync("clinician");
        Assert.Empty((await VerifyAsync(source)).Faults);
        await ExecuteAsync(source.Data, "INSERT INTO measure_segments (id, kind, shard, month, rows, bytes, first_microseconds, last_microseconds) VALUES ('019A0000-0000-7000-8000-000000000000', 'Events', 0, 0, 1, 1, 0, 0)");
        Assert.Contains("019a000000007000", Assert.Single((await VerifyAsync(source)).Faults), StringComparison.Ordinal);
        await ExecuteAsync(source.Data, "DELETE FROM measure_segments; UPDATE platform_history SET actor_name = 'somebody else' WHERE sequence = 3");
        Assert.Contains("Entry 3", Assert.Single((await VerifyAsync(source)).Faults), StringComparison.Ordinal);
        await ExecuteAsync(source.Data, "DELETE FROM platform_history WHERE sequence >= 3");
        Assert.Contains("missing at its end", Assert.Single((await VerifyAsync(source)).Faults), StringComparison.Ordinal);
    }

    private static Microsoft.EntityFrameworkCore.Metadata.IModel ModelOf(WorkbenchDb db, string migration)
    {
        var assembly = db.GetService<IMigrationsAssembly>();
        return db.GetService<IModelRuntimeInitializer>().Initialize(assembly.CreateMigration(assembly.Migrations[migration], db.Database.ProviderName!).TargetModel, designTime: true, validationLogger: null);
    }

    private static async Task<Verified> VerifyAsync(TestStore store)
    {
        await using var services = Workbench.Services(store.Data);
        return await Verify.RunAsync(services, Token);
    }

    private async Task<BackupFolder> BackUpAsync(TestStore store)
    {
        await using var services = Workbench.Services(store.Data);
        return await MakeBackup.RunAsync(services, Backup, Token);
    }

    private static async Task ExecuteAsync(WorkbenchData data, string sql, bool mayFail = false)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(data.Directory.FullName, SqliteStore.FileName)};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100 // As above.
        if (!mayFail) await command.ExecuteNonQueryAsync(Token);
        else await Record.ExceptionAsync(() => command.ExecuteNonQueryAsync(Token));
    }

    // A manifest that says something else, with its right hash.
    private async Task RewriteAsync(Func<string, string> change)
    {
        var file = Path.Combine(Backup, "manifest.json");
        var text = await File.ReadAllTextAsync(file, Token);
        var changed = change(text);
        Assert.NotEqual(text, changed);
        await File.WriteAllTextAsync(file, changed, Token);
        await File.WriteAllTextAsync(Path.Combine(Backup, "manifest.sha256"), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(changed))) + "  manifest.json\n", Token);
    }
}
