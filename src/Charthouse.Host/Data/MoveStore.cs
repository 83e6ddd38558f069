using System.Globalization;
using Charthouse.Platform.Storage;
using Charthouse.Store.Postgres;
using Charthouse.Store.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Host.Data;

/// <summary>Moves the workbench database from one store to the other, all or nothing. The lake stays where it is.</summary>
internal static class MoveStore
{
    /// <exception cref="InvalidDataException">It cannot be moved; nothing was changed.</exception>
    public static async Task<IReadOnlyList<TableSum>> ToPostgresAsync(DirectoryInfo data, string connection, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(data.FullName, SqliteStore.FileName))) throw new InvalidDataException($"There is no database in {data.FullName} to move.");
        await using var from = new ServiceCollection().AddSqliteStore(data.FullName).BuildServiceProvider();
        await using var to = new ServiceCollection().AddPostgresStore(connection).BuildServiceProvider();
        var sources = from.GetRequiredService<IDbContextFactory<WorkbenchDb>>();
        await SqliteStore.MigrateAsync(sources, clock, cancellationToken);
        await using var target = await to.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(cancellationToken);
        await RestoreBackup.PrepareServerAsync(target, connection, PostgresStore.Migrations[^1], replace: false, cancellationToken);
        await using var source = await sources.CreateDbContextAsync(cancellationToken);
        // Begun as a writer: while the data move, nobody else writes here.
        await using var still = await source.Database.BeginTransactionAsync(cancellationToken);
        return await CopyAsync(
            source, target,
            // Before the last step, so that no server goes on writing to the old file. When that step fails, the file is still the truth.
            () => File.WriteAllTextAsync(Path.Combine(data.FullName, SqliteStore.MovedFile), string.Create(CultureInfo.InvariantCulture, $"Moved to PostgreSQL, {PostgresStore.Describe(connection)}, at {clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC.\nThe file {SqliteStore.FileName} is as it was then and no longer used.\n"), CancellationToken.None),
            () => File.Delete(Path.Combine(data.FullName, SqliteStore.MovedFile)),
            cancellationToken);
    }

    /// <exception cref="InvalidDataException">It cannot be moved; nothing was changed.</exception>
    public static async Task<IReadOnlyList<TableSum>> ToSqliteAsync(DirectoryInfo data, string connection, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (file, marker) = (Path.Combine(data.FullName, SqliteStore.FileName), Path.Combine(data.FullName, SqliteStore.MovedFile));
        if (File.Exists(file) && !File.Exists(marker)) throw new InvalidDataException($"{file} exists and is in use. Name a data directory without a database.");
        await using var from = new ServiceCollection().AddPostgresStore(connection).BuildServiceProvider();
        await using var source = await from.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(cancellationToken);
        await Workbench.RequireCurrentAsync(source, connection, cancellationToken);
        var staging = Directory.CreateDirectory(Path.Combine(data.FullName, "temporary", "move-" + Guid.CreateVersion7().ToString("N"))).FullName;
        try
        {
            IReadOnlyList<TableSum> sums;
            await using (var to = new ServiceCollection().AddSqliteStore(staging).BuildServiceProvider())
            {
                var targets = to.GetRequiredService<IDbContextFactory<WorkbenchDb>>();
                await SqliteStore.MigrateAsync(targets, clock, cancellationToken);
                await using var target = await targets.CreateDbContextAsync(cancellationToken);
                await using var still = await source.BeginSnapshotAsync(cancellationToken);
                sums = await CopyAsync(source, target, () => Task.CompletedTask, () => { }, cancellationToken);
                await SqliteStore.ReleaseAsync(target, cancellationToken);
            }

            SqliteStore.ForgetFiles();
            if (File.Exists(file))
            {
                var kept = Directory.CreateDirectory(Path.Combine(data.FullName, SqliteStore.BackupFolder)).FullName;
                foreach (var old in Directory.GetFiles(data.FullName, SqliteStore.FileName + "*"))
                    File.Move(old, Path.Combine(kept, string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}-before-move.db{Path.GetFileName(old)[SqliteStore.FileName.Length..]}")));
            }

            File.Move(Path.Combine(staging, SqliteStore.FileName), file);
            File.Delete(marker);
            return sums;
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<TableSum>> CopyAsync(WorkbenchDb source, WorkbenchDb target, Func<Task> beforeCommit, Action undo, CancellationToken cancellationToken)
    {
        var (from, to) = (StoredTables.Of(source), StoredTables.Of(target));
        Dictionary<string, (long, string)> expected = new(StringComparer.Ordinal);
        foreach (var table in from.Tables)
        {
            expected[table.Name] = await NeutralRows.WriteAsync(from.ReadAsync(table, cancellationToken), [.. table.Columns.Select(column => column.Type)], Stream.Null, cancellationToken);
        }

        try
        {
            return await CopyTables.RunAsync(
                target, to,
                table => (from.ReadAsync(from.Tables.Single(other => other.Name == table.Name), cancellationToken), [.. table.Columns.Select(column => column.Type)]),
                table => expected[table.Name],
                beforeCommit, cancellationToken);
        }
        catch
        {
            undo();
            throw;
        }
    }
}
