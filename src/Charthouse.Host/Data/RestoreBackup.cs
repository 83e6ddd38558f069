using System.Globalization;
using Charthouse.Platform.Storage;
using Charthouse.Store.Postgres;
using Charthouse.Store.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Charthouse.Host.Data;

/// <summary>Restores a backup into a data directory, and on PostgreSQL into a database. The database becomes true last.</summary>
internal static class RestoreBackup
{
    /// <summary>Folder in the data directory where a restore is prepared. While it is there, nothing opens the data.</summary>
    public const string Staging = ".restoring";

    /// <summary>Beginning of the name of the folder that keeps what a restore replaced.</summary>
    public const string Replaced = "replaced-";

    /// <param name="backup">Backup.</param>
    /// <param name="target">Where to.</param>
    /// <param name="replace">Whether data that are there may be replaced; files are kept in a folder.</param>
    /// <param name="clock">Clock.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidDataException">It cannot be restored there; nothing was changed.</exception>
    public static async Task<IReadOnlyList<TableSum>> RunAsync(BackupFolder backup, WorkbenchData target, bool replace, TimeProvider clock, CancellationToken cancellationToken)
    {
        RefuseOtherSchema(backup.Manifest, target.Postgres is null ? StoreName.Sqlite : StoreName.Postgres);
        if (await backup.FaultsAsync(cancellationToken) is { Count: > 0 } faults && faults.Count > backup.Manifest.Missing.Count)
            throw new InvalidDataException($"The backup {backup.Path} is damaged; nothing was restored.\n{string.Join('\n', faults.Take(20))}");

        target.Directory.Create();
        var root = target.Directory.FullName;
        var there = target.Directory.EnumerateFileSystemInfos().Where(entry => entry.Name != Staging && !entry.Name.StartsWith(Replaced, StringComparison.Ordinal)).Select(entry => entry.Name).ToList();
        if (there.Count > 0 && !replace) throw new InvalidDataException($"{root} is not empty (it holds {string.Join(", ", there.Take(5))}{(there.Count > 5 ? ", …" : "")}). Name an empty directory, or add --replace: what is there is then kept in a folder {Replaced}….");
        var staging = Path.Combine(root, Staging);
        if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
        Directory.CreateDirectory(staging);
        IReadOnlyList<TableSum> sums;
        try
        {
            foreach (var file in backup.Manifest.Files)
            {
                var (_, hash) = await BackupFolder.CopyAsync(backup.DataFile(file), Path.Combine(staging, file.Path), cancellationToken);
                if (hash != file.Sha256) throw new InvalidDataException($"files/{file.Path} changed while it was restored. Nothing was restored.");
            }

            sums = target.Postgres is null ? await FillFileAsync(backup, staging, clock, cancellationToken) : await FillServerAsync(backup, target.Postgres, replace, cancellationToken);
        }
        catch
        {
            Directory.Delete(staging, recursive: true);
            throw;
        }

        // From here on only names change. A restore that is killed now leaves the staging folder, and nobody opens the data until it is run again.
        SqliteStore.ForgetFiles();
        if (there.Count > 0)
        {
            var kept = Directory.CreateDirectory(Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"{Replaced}{clock.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}"))).FullName;
            // SQLite may have taken its log away when the last connection was closed.
            foreach (var name in there.Where(name => Path.Exists(Path.Combine(root, name)))) Directory.Move(Path.Combine(root, name), Path.Combine(kept, name));
        }

        foreach (var entry in new DirectoryInfo(staging).EnumerateFileSystemInfos().OrderBy(entry => entry.Name == SqliteStore.FileName)) Directory.Move(entry.FullName, Path.Combine(root, entry.Name));
        Directory.Delete(staging);
        return sums;
    }

    private static void RefuseOtherSchema(BackupManifest manifest, StoreName target)
    {
        var known = manifest.Store == StoreName.Sqlite ? SqliteStore.Migrations : PostgresStore.Migrations;
        if (manifest.Migrations.FirstOrDefault(migration => !known.Contains(migration)) is { } unknown)
            throw new InvalidDataException($"The backup was made by a newer Charthouse ({manifest.Charthouse}; it knows {unknown}). Use that version, or an older backup.");
        if (manifest.Store != target && manifest.Migrations.Count < known.Count)
            throw new InvalidDataException($"The backup is of an older schema, which can be restored to the store that it came from ({manifest.Store}). Restore it there with this program, then move: charthouse db move.");
    }

    private static async Task<IReadOnlyList<TableSum>> FillFileAsync(BackupFolder backup, string staging, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddSqliteStore(staging).BuildServiceProvider();
        var dbs = services.GetRequiredService<IDbContextFactory<WorkbenchDb>>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var migration = backup.Manifest.Store == StoreName.Sqlite ? backup.Manifest.Migrations[^1] : SqliteStore.Migrations[^1];
        await db.GetService<IMigrator>().MigrateAsync(migration, cancellationToken);
        var sums = await FillAsync(backup, db, migration, cancellationToken);
        // Forward to this program. The copy before it would only repeat the backup.
        await Schema.MigrateAsync(db, cancellationToken);
        await SqliteStore.CheckAsync(db, cancellationToken);
        await SqliteStore.ReleaseAsync(db, cancellationToken);
        return sums;
    }

    private static async Task<IReadOnlyList<TableSum>> FillServerAsync(BackupFolder backup, string connection, bool replace, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddPostgresStore(connection).BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(cancellationToken);
        var migration = backup.Manifest.Store == StoreName.Postgres ? backup.Manifest.Migrations[^1] : PostgresStore.Migrations[^1];
        await PrepareServerAsync(db, connection, migration, replace, cancellationToken);
        var sums = await FillAsync(backup, db, migration, cancellationToken);
        await Schema.MigrateAsync(db, cancellationToken);
        return sums;
    }

    /// <summary>Brings an empty PostgreSQL database to a schema; refuses one that holds something.</summary>
    public static async Task PrepareServerAsync(WorkbenchDb db, string connection, string migration, bool replace, CancellationToken cancellationToken)
    {
        var schema = await Schema.ReadAsync(db, cancellationToken);
        schema.RefuseNewer();
        var name = PostgresStore.Describe(connection);
        if (!schema.IsEmpty)
        {
            if (!replace && await StoredTables.At(db, schema.Applied[^1]).FilledAsync(cancellationToken) is { Count: > 0 } filled)
                throw new InvalidDataException($"The database {name} is not empty (there are rows in {string.Join(", ", filled.Take(5))}{(filled.Count > 5 ? ", …" : "")}). Name an empty database. Nothing was changed.");
            if (string.CompareOrdinal(schema.Applied[^1], migration) > 0) throw new InvalidDataException($"The database {name} has a newer schema than the backup. Name a database without tables.");
        }

        if (schema.IsEmpty || schema.Applied[^1] != migration) await db.GetService<IMigrator>().MigrateAsync(migration, cancellationToken);
    }

    private static Task<IReadOnlyList<TableSum>> FillAsync(BackupFolder backup, WorkbenchDb db, string migration, CancellationToken cancellationToken)
    {
        var stored = StoredTables.At(db, migration);
        var tables = backup.Manifest.Tables.ToDictionary(table => table.Name, StringComparer.Ordinal);
        foreach (var table in stored.Tables)
        {
            if (!tables.TryGetValue(table.Name, out var saved)) throw new InvalidDataException($"The backup has no table {table.Name}.");
            if (!saved.Columns.Select(column => column.Name).SequenceEqual(table.Columns.Select(column => column.Name))) throw new InvalidDataException($"The columns of {table.Name} in the backup are not those of its schema.");
        }

        return CopyTables.RunAsync(
            db, stored,
            table => (backup.RowsOf(tables[table.Name]), [.. tables[table.Name].Columns.Select(column => column.Type)]),
            table => (tables[table.Name].Rows, tables[table.Name].Sha256),
            () => Task.CompletedTask,
            cancellationToken);
    }
}
