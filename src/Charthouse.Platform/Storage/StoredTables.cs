using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Charthouse.Platform.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace Charthouse.Platform.Storage;

/// <summary>How a value stands outside of any database; the same for both stores.</summary>
public enum NeutralType
{
    /// <summary>Text.</summary>
    Text,
    /// <summary>Whole number.</summary>
    Whole,
    /// <summary>Number.</summary>
    Number,
    /// <summary>Truth.</summary>
    Truth,
    /// <summary>Identity.</summary>
    Id,
    /// <summary>UTC instant, whole microseconds: what both stores keep.</summary>
    Instant,
    /// <summary>Date.</summary>
    Date,
    /// <summary>Bytes.</summary>
    Bytes,
}

/// <summary>
/// The tables of the workbench database, as the model or an older migration's model tells them, read and written row by row.
/// What backup, restore, move and verify stand on. Its statements are made from the model by EF's own naming, without any dialect.
/// </summary>
public sealed class StoredTables
{
    private readonly WorkbenchDb db;
    // What search knows is made anew from the records, and its numbers are the store's own.
    private readonly IReadOnlyList<string> derived;

    private StoredTables(WorkbenchDb db, IModel model)
    {
        this.db = db;
        var tables = model.GetRelationalModel().Tables.Where(table => !table.IsExcludedFromMigrations).ToLookup(table => table.Name == SearchDocument.TableName);
        Tables = Order(tables[false]);
        derived = [.. tables[true].Select(table => table.Name)];
    }

    /// <summary>Tables; a table comes after those that its foreign keys name.</summary>
    public IReadOnlyList<StoredTable> Tables { get; }

    /// <summary>The tables of a database at a migration; the newest is the schema of this program.</summary>
    /// <param name="db">Database.</param>
    /// <param name="migration">Migration that the database is at.</param>
    public static StoredTables At(WorkbenchDb db, string migration)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (migration == db.Database.GetMigrations().Last()) return Of(db);
        var migrations = db.GetService<IMigrationsAssembly>();
        var target = migrations.CreateMigration(migrations.Migrations[migration], db.GetService<IDatabaseProvider>().Name).TargetModel;
        return new StoredTables(db, db.GetService<IModelRuntimeInitializer>().Initialize(target, designTime: true, validationLogger: null));
    }

    /// <summary>The tables of this program's model.</summary>
    public static StoredTables Of(WorkbenchDb db)
    {
        ArgumentNullException.ThrowIfNull(db);
        return new StoredTables(db, db.GetService<IDesignTimeModel>().Model);
    }

    /// <summary>Reads a table, in order of its key. Uses the transaction of the context, if there is one.</summary>
    public async IAsyncEnumerable<object?[]> ReadAsync(StoredTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        var sql = db.GetService<ISqlGenerationHelper>();
        var columns = string.Join(", ", table.Columns.Select(column => sql.DelimitIdentifier(column.Name)));
        var order = string.Join(", ", table.Key.Select(name => sql.DelimitIdentifier(name)));
        await using var command = await CommandAsync($"SELECT {columns} FROM {sql.DelimitIdentifier(table.Name)} ORDER BY {order}", cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object?[table.Columns.Count];
            for (var i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : table.Columns[i].Read(reader, i);
            yield return row;
        }
    }

    /// <summary>Counts the rows of a table.</summary>
    public async Task<long> CountAsync(StoredTable table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        await using var command = await CommandAsync($"SELECT COUNT(*) FROM {db.GetService<ISqlGenerationHelper>().DelimitIdentifier(table.Name)}", cancellationToken);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    /// <summary>Names of the tables that hold more than the rows which every new database has.</summary>
    public async Task<IReadOnlyList<string>> FilledAsync(CancellationToken cancellationToken)
    {
        List<string> filled = [];
        foreach (var table in Tables)
        {
            // A seeded row that was touched shows in the tables that touched it.
            if (await CountAsync(table, cancellationToken) > table.SeedCount) filled.Add(table.Name);
        }

        return filled;
    }

    /// <summary>Removes every row, those that a new database has and those that are made anew from others included. In the transaction of the context.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        foreach (var name in derived)
        {
            await using var command = await CommandAsync($"DELETE FROM {sql.DelimitIdentifier(name)}", cancellationToken);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        foreach (var table in Tables.Reverse())
        {
            // A table that points at itself empties from its leaves.
            var name = sql.DelimitIdentifier(table.Name);
            var leaves = table.ToItself.Select(pair => $"{sql.DelimitIdentifier(pair.To)} NOT IN (SELECT {sql.DelimitIdentifier(pair.From)} FROM {name} WHERE {sql.DelimitIdentifier(pair.From)} IS NOT NULL)").ToList();
            await using var command = await CommandAsync($"DELETE FROM {name}{(leaves.Count == 0 ? "" : " WHERE ")}{string.Join(" AND ", leaves)}", cancellationToken);
            while (await command.ExecuteNonQueryAsync(cancellationToken) > 0 && leaves.Count > 0)
            {
            }
        }
    }

    /// <summary>Writes rows. In the transaction of the context.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="InvalidDataException">A value cannot be kept by this store, or a row names another one that is missing.</exception>
    public async Task<long> WriteAsync(StoredTable table, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rows);
        var perStatement = Math.Max(1, MostParameters / table.Columns.Count);
        List<object?[]> batch = [];
        // Rows that point at a row of the same table which has not come yet.
        List<object?[]> waiting = [];
        HashSet<string> written = new(StringComparer.Ordinal);
        var count = 0L;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            count++;
            if (table.IsReady(row, written)) await AddAsync(row);
            else waiting.Add(row);
        }

        while (waiting.Count > 0)
        {
            var ready = waiting.Where(row => table.IsReady(row, written)).ToList();
            if (ready.Count == 0) throw new InvalidDataException($"{waiting.Count} rows of {table.Name} point at rows of the same table that are missing.");
            waiting.RemoveAll(ready.Contains);
            foreach (var row in ready) await AddAsync(row);
        }

        await FlushAsync();
        return count;

        async Task AddAsync(object?[] row)
        {
            batch.Add(row);
            if (table.PointsAtItself) written.Add(table.KeyOf(row));
            if (batch.Count == perStatement) await FlushAsync();
        }

        async Task FlushAsync()
        {
            if (batch.Count == 0) return;
            await InsertAsync(table, batch, cancellationToken);
            batch.Clear();
        }
    }

    private const int MostParameters = 900;

    private async Task InsertAsync(StoredTable table, List<object?[]> rows, CancellationToken cancellationToken)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        await using var command = await CommandAsync("", cancellationToken);
        var text = new StringBuilder($"INSERT INTO {sql.DelimitIdentifier(table.Name)} ({string.Join(", ", table.Columns.Select(column => sql.DelimitIdentifier(column.Name)))}) VALUES ");
        for (var r = 0; r < rows.Count; r++)
        {
            text.Append(r == 0 ? "(" : ", (");
            for (var c = 0; c < table.Columns.Count; c++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"p{r}_{c}");
                if (rows[r][c] is string value && value.Contains('\0', StringComparison.Ordinal))
                    throw new InvalidDataException($"{table.Name}.{table.Columns[c].Name} of row {table.KeyOf(rows[r])} holds the character U+0000, which not every store keeps. Correct the record first.");
                command.Parameters.Add(table.Columns[c].Parameter(command, sql.GenerateParameterName(name), rows[r][c]));
                text.Append(c == 0 ? "" : ", ").Append(sql.GenerateParameterNamePlaceholder(name));
            }

            text.Append(')');
        }

#pragma warning disable CA2100 // Names come from the model, values are parameters.
        command.CommandText = text.ToString();
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<DbCommand> CommandAsync(string text, CancellationToken cancellationToken)
    {
        if (db.Database.GetDbConnection().State != System.Data.ConnectionState.Open) await db.Database.OpenConnectionAsync(cancellationToken);
        var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Names come from the model.
        command.CommandText = text;
#pragma warning restore CA2100
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandTimeout = 0;
        return command;
    }

    private static List<StoredTable> Order(IEnumerable<ITable> tables)
    {
        var left = tables.OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        List<StoredTable> ordered = [];
        HashSet<ITable> done = [];
        while (left.Count > 0)
        {
            var next = left.Find(table => table.ForeignKeyConstraints.All(key => key.PrincipalTable == table || done.Contains(key.PrincipalTable)))
                ?? throw new InvalidOperationException($"These tables point at each other in a circle, so that none can be filled first: {string.Join(", ", left.Select(table => table.Name))}.");
            left.Remove(next);
            done.Add(next);
            ordered.Add(new StoredTable(next));
        }

        return ordered;
    }
}

/// <summary>A table.</summary>
public sealed class StoredTable
{
    private readonly int[] key;
    private readonly int[][] toItself;

    internal StoredTable(ITable table)
    {
        Name = table.Name;
        // Computed columns are made by the database.
        Columns = [.. table.Columns.Where(column => column.ComputedColumnSql is null).OrderBy(column => column.Name, StringComparer.Ordinal).Select(column => new StoredColumn(column))];
        Key = [.. (table.PrimaryKey ?? throw new InvalidOperationException($"{table.Name} has no key.")).Columns.Select(column => column.Name)];
        key = [.. Key.Select(Index)];
        toItself = [.. table.ForeignKeyConstraints.Where(constraint => constraint.PrincipalTable == table).Select(constraint => constraint.Columns.Select(column => Index(column.Name)).ToArray())];
        ToItself = [.. table.ForeignKeyConstraints.Where(constraint => constraint.PrincipalTable == table && constraint.Columns.Count == 1).Select(constraint => (constraint.Columns[0].Name, constraint.PrincipalColumns[0].Name))];
        SeedCount = table.EntityTypeMappings.Sum(mapping => ((IEntityType)mapping.TypeBase).GetSeedData().Count());
        int Index(string name) => Columns.ToList().FindIndex(column => column.Name == name);
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Columns, by name.</summary>
    public IReadOnlyList<StoredColumn> Columns { get; }

    /// <summary>Names of the columns of its key.</summary>
    public IReadOnlyList<string> Key { get; }

    /// <summary>How many rows a new database has.</summary>
    public int SeedCount { get; }

    /// <summary>Whether rows point at rows of the same table.</summary>
    public bool PointsAtItself => toItself.Length > 0;

    internal IReadOnlyList<(string From, string To)> ToItself { get; }

    /// <summary>The key of a row as text.</summary>
    public string KeyOf(object?[] row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return string.Join('|', key.Select(i => Convert.ToString(row[i], CultureInfo.InvariantCulture)));
    }

    internal bool IsReady(object?[] row, HashSet<string> written) => toItself.All(columns =>
        columns.Any(i => row[i] is null) || string.Join('|', columns.Select(i => Convert.ToString(row[i], CultureInfo.InvariantCulture))) is var parent && (parent == KeyOf(row) || written.Contains(parent)));
}

/// <summary>A column.</summary>
public sealed class StoredColumn
{
    private readonly RelationalTypeMapping mapping;
    private readonly Type type;
    private readonly bool isNullable;

    internal StoredColumn(IColumn column)
    {
        Name = column.Name;
        // A document without properties in the model would need its own neutral form; none is used.
        var property = (column.PropertyMappings.Count > 0 ? column.PropertyMappings[0] : null) ?? throw new NotSupportedException($"{column.Table.Name}.{column.Name} is no property of the model: backup and move do not know how to read it.");
        mapping = property.TypeMapping;
        var model = property.Property.ClrType;
        type = Nullable.GetUnderlyingType(model) ?? model;
        isNullable = column.IsNullable;
        Type = type switch
        {
            _ when type == typeof(string) || type.IsEnum => NeutralType.Text,
            _ when type == typeof(int) || type == typeof(long) || type == typeof(short) => NeutralType.Whole,
            _ when type == typeof(double) || type == typeof(float) => NeutralType.Number,
            _ when type == typeof(bool) => NeutralType.Truth,
            _ when type == typeof(Guid) => NeutralType.Id,
            _ when type == typeof(DateTimeOffset) => NeutralType.Instant,
            _ when type == typeof(DateOnly) => NeutralType.Date,
            _ when type == typeof(byte[]) => NeutralType.Bytes,
            _ => throw new NotSupportedException($"{column.Table.Name}.{column.Name} is {type.Name}: not one of the types that both stores keep alike (docs/adr/0003)."),
        };
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>What its values are.</summary>
    public NeutralType Type { get; }

    internal object Read(DbDataReader reader, int ordinal)
    {
        // As the provider hands it to EF, then as the model sees it, then neutral.
        var provider = Nullable.GetUnderlyingType(mapping.Converter?.ProviderClrType ?? type) ?? mapping.Converter?.ProviderClrType ?? type;
        object raw = provider switch
        {
            _ when provider == typeof(string) => reader.GetString(ordinal),
            _ when provider == typeof(Guid) => reader.GetGuid(ordinal),
            _ when provider == typeof(int) => reader.GetInt32(ordinal),
            _ when provider == typeof(long) => reader.GetInt64(ordinal),
            _ when provider == typeof(double) => reader.GetDouble(ordinal),
            _ when provider == typeof(bool) => reader.GetBoolean(ordinal),
            _ when provider == typeof(DateTimeOffset) => reader.GetFieldValue<DateTimeOffset>(ordinal),
            _ when provider == typeof(DateOnly) => reader.GetFieldValue<DateOnly>(ordinal),
            _ when provider == typeof(byte[]) => reader.GetFieldValue<byte[]>(ordinal),
            _ => Convert.ChangeType(reader.GetValue(ordinal), provider, CultureInfo.InvariantCulture),
        };
        var value = mapping.Converter is { } converter ? converter.ConvertFromProvider(raw)! : raw;
        return Type switch
        {
            NeutralType.Text => value as string ?? value.ToString()!,
            NeutralType.Whole => Convert.ToInt64(value, CultureInfo.InvariantCulture),
            NeutralType.Number => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            NeutralType.Instant => Truncate(((DateTimeOffset)value).UtcTicks),
            _ => value,
        };
    }

    internal DbParameter Parameter(DbCommand command, string name, object? value) => mapping.CreateParameter(command, name, value is null ? null : FromNeutral(value), isNullable);

    private object FromNeutral(object value) => value switch
    {
        string text when type.IsEnum => Enum.Parse(type, text),
        long number when type != typeof(long) => Convert.ChangeType(number, type, CultureInfo.InvariantCulture),
        // An older model of SQLite knows an instant only as the number that is stored.
        DateTimeOffset at when type == typeof(long) => at.UtcTicks,
        _ => value,
    };

    private static DateTimeOffset Truncate(long ticks) => new(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
