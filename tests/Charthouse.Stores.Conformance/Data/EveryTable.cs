using System.Globalization;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Data;

/// <summary>Rows in every table of the model, so that a table that somebody adds is covered without a word here.</summary>
internal static class EveryTable
{
    private const int RowsEach = 3;

    /// <summary>Makes real accounts, whose saves write a true history, then fills what is still empty.</summary>
    public static async Task FillAsync(ServedWorkbench workbench)
    {
        foreach (var role in new[] { "clinician", "cmio", "clinician" }) await workbench.CreateAccountAsync(role);
        await using var db = await workbench.Dbs.CreateDbContextAsync();
        await FillAsync(db, StoredTables.Of(db), db.GetService<IDesignTimeModel>().Model);
    }

    public static async Task FillAsync(WorkbenchDb db, StoredTables stored, IModel model)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        var tables = model.GetRelationalModel().Tables.ToDictionary(table => table.Name, StringComparer.Ordinal);
        // The model of an older schema no longer knows which texts are words of a closed list; this program's does.
        var words = db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables.SelectMany(table => table.Columns).Select(column => (column.Table.Name, column, Type: TypeOf(column)))
            .Where(column => column.Type.IsEnum).ToDictionary(column => (column.Name, column.column.Name), column => Enum.GetNames(column.Type));
        Dictionary<string, List<object?[]>> rows = new(StringComparer.Ordinal);
        foreach (var table in stored.Tables)
        {
            rows[table.Name] = await ReadAsync(stored, table);
            // The chain of the history is made by saving, never made up.
            if (rows[table.Name].Count > table.SeedCount || table.Name.StartsWith("platform_history", StringComparison.Ordinal)) continue;
            var made = Enumerable.Range(0, RowsEach).Select(i => Row(table, tables[table.Name], i, rows, words)).ToList();
            await stored.WriteAsync(table, Async(made), CancellationToken.None);
            rows[table.Name] = await ReadAsync(stored, table);
        }

        await transaction.CommitAsync();
    }

    private static object?[] Row(StoredTable table, ITable described, int number, Dictionary<string, List<object?[]>> rows, Dictionary<(string Table, string Column), string[]> words)
    {
        var row = new object?[table.Columns.Count];
        for (var c = 0; c < row.Length; c++) row[c] = Value(table.Name, described.FindColumn(table.Columns[c].Name)!, table.Columns[c].Type, c, number, words);
        foreach (var key in described.ForeignKeyConstraints)
        {
            var isToItself = key.PrincipalTable == described;
            var others = isToItself ? null : rows[key.PrincipalTable.Name];
            for (var i = 0; i < key.Columns.Count; i++)
            {
                var at = Index(table, key.Columns[i].Name);
                // The first row points at nothing, where it may.
                if (isToItself) row[at] = key.Columns[i].IsNullable ? null : row[Index(table, key.PrincipalColumns[i].Name)];
                else row[at] = others![number % others.Count][IndexOf(key.PrincipalTable, key.PrincipalColumns[i].Name)];
            }
        }

        return row;
    }

    private static Type TypeOf(IColumn column) => column.PropertyMappings.Count == 0 ? typeof(string) : Nullable.GetUnderlyingType(column.PropertyMappings[0].Property.ClrType) ?? column.PropertyMappings[0].Property.ClrType;

    private static object? Value(string table, IColumn column, NeutralType type, int place, int number, Dictionary<(string Table, string Column), string[]> words)
    {
        var property = column.PropertyMappings[0].Property;
        var clr = TypeOf(column);
        // One row in three leaves out what may be left out, where no unique index would count it.
        if (column.IsNullable && number == 2 && !property.IsForeignKey()) return null;
        if (words.TryGetValue((table, column.Name), out var names)) return names[number % names.Length];
        return type switch
        {
            NeutralType.Text => Fit($"{number}:{table}.{column.Name} ü 漢 👩🏽‍⚕️ 'x' \"y\"\n\\z", property.GetMaxLength() ?? 20),
            NeutralType.Whole => clr == typeof(int) ? (long)((number * 1000) + place) : (3_000_000_000_000_000_000 / (number + 2)) + place,
            NeutralType.Number => (number + 1) / 3.0,
            NeutralType.Truth => number % 2 == 0,
            NeutralType.Id => new Guid(number + 1, (short)place, 7, 1, 2, 3, 4, 5, 6, 7, (byte)(table.Length + number)),
            NeutralType.Instant => new DateTimeOffset(2026, 3, 1 + number, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_560),
            NeutralType.Date => new DateOnly(2026, 3, 1 + number),
            _ => new byte[] { (byte)number, 0, 255 },
        };
    }

    private static string Fit(string text, int length)
    {
        if (text.Length <= length) return text;
        return char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
    }

    public static async Task<List<object?[]>> ReadAsync(StoredTables stored, StoredTable table)
    {
        List<object?[]> rows = [];
        await foreach (var row in stored.ReadAsync(table, CancellationToken.None)) rows.Add(row);
        return rows;
    }

    private static int Index(StoredTable table, string column) => table.Columns.Select((c, i) => (c.Name, i)).Single(pair => pair.Name == column).i;

    private static int IndexOf(ITable table, string column) => table.Columns.Where(c => c.ComputedColumnSql is null).Select(c => c.Name).Order(StringComparer.Ordinal).ToList().IndexOf(column);

#pragma warning disable CS1998 // A list that is read like a stream.
    private static async IAsyncEnumerable<object?[]> Async(List<object?[]> rows)
#pragma warning restore CS1998 // As above.
    {
        foreach (var row in rows) yield return row;
    }
}
