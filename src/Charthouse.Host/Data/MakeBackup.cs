using System.Reflection;
using Charthouse.Platform.Status;
using Charthouse.Platform.Storage;
using Charthouse.Store.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Host.Data;

/// <summary>Makes a backup while Charthouse is in use: all tables as of one moment, and the files that their rows name.</summary>
internal static class MakeBackup
{
    // An import that ends meanwhile replaces files. Each new try copies only what is new.
    private const int Tries = 5;

    /// <exception cref="InvalidDataException">There is nothing to back up, or no place for it.</exception>
    public static async Task<BackupFolder> RunAsync(IServiceProvider services, string folder, CancellationToken cancellationToken)
    {
        var data = services.GetRequiredService<WorkbenchData>();
        folder = Path.GetFullPath(folder);
        var root = data.Directory.FullName;
        if (folder == root || folder.StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new InvalidDataException($"{folder} lies in the data directory. Name a folder elsewhere, best on another disk.");
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())) throw new InvalidDataException($"{folder} exists and is not empty. Name a new folder: nothing is overwritten.");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        Dictionary<string, BackupFile> copied = new(StringComparer.Ordinal);
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(cancellationToken);
            var schema = await Schema.ReadAsync(db, cancellationToken);
            schema.RefuseNewer();
            if (schema.IsEmpty) throw new InvalidDataException("There is nothing to back up: the database has no tables.");
            IReadOnlyList<StoredFile> named = [];
            List<BackupTable> tables = [];
            await using (await db.BeginSnapshotAsync(cancellationToken))
            {
                var stored = StoredTables.At(db, schema.Applied[^1]);
                foreach (var table in stored.Tables) tables.Add(await WriteAsync(stored, table, folder, cancellationToken));
                // The queries of the modules fit the schema of this program only; before that every file is taken.
                if (schema.Pending.Count == 0)
                {
                    foreach (var source in services.GetServices<IStoredFiles>()) named = [.. named, .. await source.ListAsync(db, cancellationToken)];
                }
            }

            var missing = await CopyAsync(root, folder, named, schema.Pending.Count > 0, copied, cancellationToken);
            if (missing.Count > 0 && attempt < Tries) continue;

            var taken = copied.Values.Where(file => !file.Path.StartsWith(LakeFolder, StringComparison.Ordinal) || schema.Pending.Count > 0 || named.Any(name => name.Path == file.Path)).OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
            foreach (var replaced in copied.Values.Except(taken)) File.Delete(BackupFolder.DataFile(folder, replaced.Path));
            var version = typeof(MakeBackup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
            await BackupFolder.CompleteAsync(folder, new BackupManifest(
                BackupFolder.Format, version, services.GetRequiredService<TimeProvider>().GetUtcNow(), data.Postgres is null ? StoreName.Sqlite : StoreName.Postgres, schema.Applied, tables, taken, missing), cancellationToken);
            if (schema.Pending.Count == 0)
            {
                await SystemFact.SetAsync(db, SystemFact.LastBackup, folder, services.GetRequiredService<TimeProvider>().GetUtcNow(), cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
            }

            return await BackupFolder.OpenAsync(folder, cancellationToken);
        }
    }

    private const string LakeFolder = "lake/";

    /// <summary>Whether an entry of the data directory is of the moment and in no backup: the database itself, what is being made, locks, copies.</summary>
    public static bool IsPassing(string name) =>
        name is "temporary" or SqliteStore.BackupFolder or SqliteStore.MovedFile or RestoreBackup.Staging
        || name.EndsWith(".lock", StringComparison.Ordinal) || name.StartsWith(SqliteStore.FileName, StringComparison.Ordinal) || name.StartsWith(RestoreBackup.Replaced, StringComparison.Ordinal);

    private static async Task<BackupTable> WriteAsync(StoredTables stored, StoredTable table, string folder, CancellationToken cancellationToken)
    {
        var file = BackupFolder.TableFile(folder, table.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using var output = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        var (rows, hash) = await NeutralRows.WriteAsync(stored.ReadAsync(table, cancellationToken), [.. table.Columns.Select(column => column.Type)], output, cancellationToken);
        output.Flush(flushToDisk: true);
        return new BackupTable(table.Name, [.. table.Columns.Select(column => new BackupColumn(column.Name, column.Type))], rows, hash);
    }

    private static async Task<List<string>> CopyAsync(string root, string folder, IReadOnlyList<StoredFile> named, bool everything, Dictionary<string, BackupFile> copied, CancellationToken cancellationToken)
    {
        List<string> missing = [];
        foreach (var file in named)
        {
            // Segments never change.
            if (copied.ContainsKey(file.Path)) continue;
            if (!await TryCopyAsync(file.Path)) missing.Add(file.Path);
        }

        foreach (var entry in new DirectoryInfo(root).EnumerateFileSystemInfos().Where(entry => !IsPassing(entry.Name)))
        {
            if (entry is FileInfo) await TryCopyAsync(entry.Name);
            else if (everything || entry.Name + "/" != LakeFolder)
            {
                foreach (var file in Directory.EnumerateFiles(entry.FullName, "*", SearchOption.AllDirectories)) await TryCopyAsync(Path.GetRelativePath(root, file).Replace('\\', '/'));
            }
        }

        return missing;

        async Task<bool> TryCopyAsync(string path)
        {
            try
            {
                var (bytes, hash) = await BackupFolder.CopyAsync(Path.Combine(root, path), BackupFolder.DataFile(folder, path), cancellationToken);
                copied[path] = new BackupFile(path, bytes, hash);
                return true;
            }
            catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
            {
                copied.Remove(path);
                return false;
            }
        }
    }
}
