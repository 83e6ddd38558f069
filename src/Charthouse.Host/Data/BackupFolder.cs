using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Charthouse.Platform.History;
using Charthouse.Platform.Storage;

namespace Charthouse.Host.Data;

/// <summary>A column of a table in a backup.</summary>
internal sealed record BackupColumn(string Name, NeutralType Type);

/// <summary>A table in a backup.</summary>
internal sealed record BackupTable(string Name, IReadOnlyList<BackupColumn> Columns, long Rows, string Sha256);

/// <summary>A file of the data directory in a backup.</summary>
internal sealed record BackupFile(string Path, long Bytes, string Sha256);

/// <summary>What a backup holds. Written last: a folder without it is not a backup.</summary>
/// <param name="Format">Version of the format.</param>
/// <param name="Charthouse">Version of the program.</param>
/// <param name="MadeAt">When.</param>
/// <param name="Store">Store that it was made from.</param>
/// <param name="Migrations">Migrations of that store, oldest first.</param>
/// <param name="Tables">Tables; a table comes after those that it names.</param>
/// <param name="Files">Files of the data directory.</param>
/// <param name="Missing">Files that rows name and that were not there when the backup was made.</param>
internal sealed record BackupManifest(
    int Format, string Charthouse, DateTimeOffset MadeAt, StoreName Store, IReadOnlyList<string> Migrations,
    IReadOnlyList<BackupTable> Tables, IReadOnlyList<BackupFile> Files, IReadOnlyList<string> Missing);

/// <summary>The stores.</summary>
internal enum StoreName
{
    Sqlite,
    Postgres,
}

/// <summary>A folder with a backup: <c>manifest.json</c> and its hash, <c>tables/NAME.jsonl</c>, <c>files/PATH</c>.</summary>
internal sealed class BackupFolder
{
    public const int Format = 1;
    private const string ManifestName = "manifest.json";
    private const string ManifestHashName = "manifest.sha256";
    private static readonly JsonSerializerOptions readable = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private BackupFolder(string path, BackupManifest manifest) => (Path, Manifest) = (path, manifest);

    public string Path { get; }

    public BackupManifest Manifest { get; }

    public static string TableFile(string folder, string table) => System.IO.Path.Combine(folder, "tables", table + ".jsonl");

    public static string DataFile(string folder, string path) => System.IO.Path.Combine(folder, "files", path.Replace('/', System.IO.Path.DirectorySeparatorChar));

    public string TableFile(BackupTable table) => TableFile(Path, table.Name);

    public string DataFile(BackupFile file) => DataFile(Path, file.Path);

    /// <summary>Rows of a table.</summary>
    public IAsyncEnumerable<object?[]> RowsOf(BackupTable table) => NeutralRows.ReadAsync(TableFile(table), [.. table.Columns.Select(column => column.Type)]);

    /// <summary>Ends a backup: writes the manifest, and before its name a hash, so that damage is seen.</summary>
    public static async Task CompleteAsync(string folder, BackupManifest manifest, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(manifest, readable);
        await WriteAsync(System.IO.Path.Combine(folder, ManifestHashName), System.Text.Encoding.ASCII.GetBytes(HashLine(bytes)), cancellationToken);
        var made = System.IO.Path.Combine(folder, ManifestName + ".new");
        await WriteAsync(made, bytes, cancellationToken);
        File.Move(made, System.IO.Path.Combine(folder, ManifestName));
    }

    /// <summary>Opens a backup; reads the manifest only.</summary>
    /// <exception cref="InvalidDataException">It is not a complete backup that this program can read.</exception>
    public static async Task<BackupFolder> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        var file = System.IO.Path.Combine(folder, ManifestName);
        if (!Directory.Exists(folder)) throw new InvalidDataException($"There is no folder {folder}.");
        if (!File.Exists(file)) throw new InvalidDataException($"{folder} is not a complete backup: it has no {ManifestName}, which is written last. The backup was interrupted, or this is another folder.");
        var bytes = await File.ReadAllBytesAsync(file, cancellationToken);
        var hashFile = System.IO.Path.Combine(folder, ManifestHashName);
        if (!File.Exists(hashFile) || await File.ReadAllTextAsync(hashFile, cancellationToken) != HashLine(bytes)) throw new InvalidDataException($"The backup {folder} is damaged: {ManifestName} does not have the hash of {ManifestHashName}.");
        try
        {
            var format = JsonDocument.Parse(bytes).RootElement.GetProperty("format").GetInt32();
            if (format > Format) throw new InvalidDataException($"The backup {folder} was made by a newer Charthouse (its format is {format}, this program reads up to {Format}). Use that version.");
            return new BackupFolder(folder, JsonSerializer.Deserialize<BackupManifest>(bytes, readable)!);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"The backup {folder} is damaged: {ManifestName} cannot be read.", problem);
        }
    }

    /// <summary>Reads everything and compares it with the manifest.</summary>
    /// <returns>What is wrong, one sentence each; empty when all is as it was.</returns>
    public async Task<IReadOnlyList<string>> FaultsAsync(CancellationToken cancellationToken)
    {
        List<string> faults = [];
        foreach (var table in Manifest.Tables)
        {
            if (!File.Exists(TableFile(table)))
            {
                faults.Add($"tables/{table.Name}.jsonl is missing.");
                continue;
            }

            try
            {
                var (rows, hash) = await NeutralRows.WriteAsync(RowsOf(table), [.. table.Columns.Select(column => column.Type)], Stream.Null, cancellationToken);
                var (_, fileHash) = await HashAsync(TableFile(table), cancellationToken);
                if (rows != table.Rows) faults.Add($"tables/{table.Name}.jsonl has {rows} rows instead of {table.Rows}.");
                else if (hash != table.Sha256 || fileHash != table.Sha256) faults.Add($"tables/{table.Name}.jsonl is not what was written: its hash is another.");
            }
            catch (InvalidDataException problem)
            {
                faults.Add(problem.Message);
            }
        }

        foreach (var file in Manifest.Files)
        {
            if (!File.Exists(DataFile(file)))
            {
                faults.Add($"files/{file.Path} is missing.");
                continue;
            }

            var (bytes, hash) = await HashAsync(DataFile(file), cancellationToken);
            if (bytes != file.Bytes) faults.Add($"files/{file.Path} has {bytes} bytes instead of {file.Bytes}.");
            else if (hash != file.Sha256) faults.Add($"files/{file.Path} is not what was written: its hash is another.");
        }

        if (faults.Count == 0 && await HistoryFaultAsync() is { } broken) faults.Add(broken);
        faults.AddRange(Manifest.Missing.Select(path => $"{path} was already missing when the backup was made."));
        return faults;
    }

    /// <summary>Entries of the history.</summary>
    public long HistoryCount => Manifest.Tables.FirstOrDefault(table => table.Name == Verify.HistoryTable)?.Rows ?? 0;

    /// <summary>Bytes and SHA-256 of a file.</summary>
    public static async Task<(long Bytes, string Hash)> HashAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        return (stream.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)));
    }

    /// <summary>Copies a file with its rights, and answers with the bytes and the SHA-256 of what was copied.</summary>
    public static async Task<(long Bytes, string Hash)> CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var input = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = File.GetUnixFileMode(from);
        await using var output = new FileStream(to, options);
        var buffer = new byte[1 << 17];
        var bytes = 0L;
        while (await input.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            hash.AppendData(buffer, 0, count);
            await output.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            bytes += count;
        }

        output.Flush(flushToDisk: true);
        return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private async Task<string?> HistoryFaultAsync()
    {
        var history = Manifest.Tables.FirstOrDefault(table => table.Name == Verify.HistoryTable);
        var head = Manifest.Tables.FirstOrDefault(table => table.Name == Verify.HistoryHeadTable);
        return history is null || head is null ? null : await Verify.HistoryFaultAsync(Named(history), Named(head));
        async IAsyncEnumerable<IReadOnlyDictionary<string, object?>> Named(BackupTable table)
        {
            await foreach (var row in RowsOf(table)) yield return table.Columns.Select((column, i) => KeyValuePair.Create(column.Name, row[i])).ToDictionary(StringComparer.Ordinal);
        }
    }

    // As sha256sum writes it, so that it can be checked without Charthouse.
    private static string HashLine(byte[] manifest) => $"{Convert.ToHexStringLower(SHA256.HashData(manifest))}  {ManifestName}\n";

    private static async Task WriteAsync(string file, byte[] bytes, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.Create, FileAccess.Write);
        await stream.WriteAsync(bytes, cancellationToken);
        stream.Flush(flushToDisk: true);
    }
}
