using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore.Storage;

namespace Charthouse.Host.Data;

/// <summary>Fills a database with tables, all or nothing, and reads them again to compare.</summary>
internal static class CopyTables
{
    /// <summary>Writes every table in one transaction; after that the database holds these rows and no others.</summary>
    /// <param name="target">Database, at the schema that the rows have.</param>
    /// <param name="stored">Its tables.</param>
    /// <param name="sources">Rows by table, with the types of their columns in order of the columns' names.</param>
    /// <param name="expected">Number and hash of the rows of each table; compared before the end.</param>
    /// <param name="beforeCommit">What else has to be done before it becomes true.</param>
    /// <param name="cancellationToken">Cancels; nothing is changed then.</param>
    /// <exception cref="InvalidDataException">What was read back is not what was written.</exception>
    public static async Task<IReadOnlyList<TableSum>> RunAsync(
        WorkbenchDb target, StoredTables stored, Func<StoredTable, (IAsyncEnumerable<object?[]> Rows, IReadOnlyList<NeutralType> Types)> sources,
        Func<StoredTable, (long Rows, string Hash)?> expected, Func<Task> beforeCommit, CancellationToken cancellationToken)
    {
        await using var transaction = await target.Database.BeginTransactionAsync(cancellationToken);
        await stored.ClearAsync(cancellationToken);
        List<TableSum> sums = [];
        foreach (var table in stored.Tables)
        {
            var (rows, types) = sources(table);
            await stored.WriteAsync(table, rows, cancellationToken);
            var (count, hash) = await NeutralRows.WriteAsync(stored.ReadAsync(table, cancellationToken), types, Stream.Null, cancellationToken);
            if (expected(table) is { } wanted && (count, hash) != wanted)
                throw new InvalidDataException($"{table.Name} has {count} rows with the hash {hash[..12]} in the new database, instead of {wanted.Rows} with {wanted.Hash[..12]}. Nothing was changed.");
            sums.Add(new TableSum(table.Name, count, hash));
        }

        await beforeCommit();
        await transaction.CommitAsync(cancellationToken);
        return sums;
    }
}
