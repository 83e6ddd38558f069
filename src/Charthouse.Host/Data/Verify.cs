using Charthouse.Platform.History;
using Charthouse.Platform.Storage;
using Charthouse.Store.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Host.Data;

/// <summary>A table as it was found.</summary>
internal sealed record TableSum(string Name, long Rows, string Sha256);

/// <summary>What verify found.</summary>
internal sealed record Verified(IReadOnlyList<TableSum> Tables, int FileCount, long HistoryCount, IReadOnlyList<string> Faults);

/// <summary>Checks live data: the database file, every row, the chain of the history, and the files that rows name.</summary>
internal static class Verify
{
    public const string HistoryTable = "platform_history";
    public const string HistoryHeadTable = "platform_history_head";

    public static async Task<Verified> RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var data = services.GetRequiredService<WorkbenchData>();
        await using var db = await services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(cancellationToken);
        var schema = await Schema.ReadAsync(db, cancellationToken);
        schema.RefuseNewer();
        if (schema.IsEmpty) throw new InvalidDataException("There is nothing to verify: the database has no tables.");
        List<string> faults = [];
        if (data.Postgres is null)
        {
            try
            {
                await SqliteStore.CheckAsync(db, cancellationToken);
            }
            catch (InvalidDataException problem)
            {
                faults.Add(problem.Message);
            }
        }

        await using var snapshot = await db.BeginSnapshotAsync(cancellationToken);
        var stored = StoredTables.At(db, schema.Applied[^1]);
        List<TableSum> tables = [];
        foreach (var table in stored.Tables)
        {
            var (rows, hash) = await NeutralRows.WriteAsync(stored.ReadAsync(table, cancellationToken), [.. table.Columns.Select(column => column.Type)], Stream.Null, cancellationToken);
            tables.Add(new TableSum(table.Name, rows, hash));
        }

        if (tables.Exists(table => table.Name == HistoryTable) && await HistoryFaultAsync(Named(HistoryTable), Named(HistoryHeadTable)) is { } broken) faults.Add(broken);
        var files = 0;
        // The queries of the modules fit the schema of this program only.
        foreach (var source in schema.Pending.Count == 0 ? services.GetServices<IStoredFiles>() : [])
        {
            foreach (var file in await source.ListAsync(db, cancellationToken))
            {
                files++;
                var found = new FileInfo(Path.Combine(data.Directory.FullName, file.Path));
                if (!found.Exists) faults.Add($"{file.Path} is missing: a row of the database names it.");
                else if (found.Length != file.Bytes) faults.Add($"{file.Path} has {found.Length} bytes instead of {file.Bytes}.");
            }
        }

        return new Verified(tables, files, tables.Find(table => table.Name == HistoryTable)?.Rows ?? 0, faults);

        async IAsyncEnumerable<IReadOnlyDictionary<string, object?>> Named(string name)
        {
            var table = stored.Tables.Single(table => table.Name == name);
            await foreach (var row in stored.ReadAsync(table, cancellationToken)) yield return table.Columns.Select((column, i) => KeyValuePair.Create(column.Name, row[i])).ToDictionary(StringComparer.Ordinal);
        }
    }

    /// <summary>Walks the chain of the history; answers with what is wrong.</summary>
    public static async Task<string?> HistoryFaultAsync(IAsyncEnumerable<IReadOnlyDictionary<string, object?>> entries, IAsyncEnumerable<IReadOnlyDictionary<string, object?>> heads)
    {
        var chain = new HistoryChain();
        await foreach (var entry in entries) chain.Add(entry);
        await foreach (var head in heads) chain.End((long)head["sequence"]!, (string)head["hash"]!);
        return chain.Fault;
    }
}
