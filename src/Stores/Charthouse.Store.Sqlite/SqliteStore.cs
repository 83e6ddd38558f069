using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Charthouse.Access;
using Charthouse.Decide;
using Charthouse.Deliver;
using Charthouse.Improve;
using Charthouse.Listen;
using Charthouse.Measure;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Store.Sqlite;

/// <summary>The workbench database as a file in the data directory: the default store.</summary>
public static class SqliteStore
{
    /// <summary>Name of the database file in the data directory.</summary>
    public const string FileName = "charthouse.db";

    /// <summary>Folder of the copies that are made before every migration.</summary>
    public const string BackupFolder = "backups";

    /// <summary>File that says that the data were moved to PostgreSQL, and stops whoever would go on writing here.</summary>
    public const string MovedFile = "moved-to-postgresql";

    private const int PatienceSeconds = 30;

    /// <summary>Migrations of this program, oldest first.</summary>
    public static IReadOnlyList<string> Migrations { get; } = Schema.MigrationsOf(typeof(SqliteStore).Assembly);

    /// <summary>Adds the store.</summary>
    /// <param name="services">Services.</param>
    /// <param name="dataDirectory">Folder of the database file.</param>
    /// <param name="patienceSeconds">How long to wait for another writer.</param>
    public static IServiceCollection AddSqliteStore(this IServiceCollection services, string dataDirectory, int patienceSeconds = PatienceSeconds)
    {
        services.AddPlatform();
        services.AddSingleton(new ModelSources(Modules));
        services.AddSingleton(Conventions);
        services.AddSingleton<ISearchIndex, SqliteSearch>();
        services.AddDbContextFactory<WorkbenchDb>(options => Configure(options, Path.Combine(dataDirectory, FileName), patienceSeconds));
        return services;
    }

    /// <summary>Brings the database to the schema of this program, after a copy of it; makes it when it does not exist.</summary>
    /// <returns>The copy that was made first; <c>null</c> when there was nothing to migrate or nothing to copy.</returns>
    /// <exception cref="InvalidDataException">The database was written by a newer program, or lies on a network share.</exception>
    public static Task<string?> MigrateAsync(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock, CancellationToken cancellationToken) => MigrateAsync(dbs, clock, NetworkShare.TypeOf, cancellationToken);

    /// <inheritdoc cref="MigrateAsync(IDbContextFactory{WorkbenchDb}, TimeProvider, CancellationToken)"/>
    /// <param name="dbs">Databases.</param>
    /// <param name="clock">Clock.</param>
    /// <param name="shareOf">Says the type of the network share that holds a folder; <c>null</c> on a local disk.</param>
    /// <param name="cancellationToken">Cancels.</param>
    internal static async Task<string?> MigrateAsync(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock, Func<string, string?> shareOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dbs);
        ArgumentNullException.ThrowIfNull(clock);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var file = ((SqliteConnection)db.Database.GetDbConnection()).DataSource;
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        NetworkShare.Refuse(folder, shareOf);
        if (File.Exists(Path.Combine(folder, MovedFile))) throw Moved(folder);
        if ((await Schema.ReadAsync(db, cancellationToken)) is { Pending.Count: 0, Unknown: null }) return null;

        // One process migrates, the others wait for it.
        await using var alone = await AloneAsync(file + ".migrating", cancellationToken);
        var before = await Schema.ReadAsync(db, cancellationToken);
        before.RefuseNewer();
        if (before.Pending.Count == 0) return null;
        string? copy = null;
        if (!before.IsEmpty)
        {
            copy = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, BackupFolder)).FullName, string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-before-{before.Pending[0]}.db"));
            await CopyAsync(db, copy, cancellationToken);
        }

        await ForgetAbandonedLockAsync(db, cancellationToken);
        await Schema.MigrateAsync(db, cancellationToken);
        await SearchSchema.EnsureAsync(db, cancellationToken);
        return copy;
    }

    /// <summary>Writes a consistent copy of the database, also while it is in use, and checks the copy by opening and counting it.</summary>
    /// <exception cref="InvalidDataException">The copy is not what the database is.</exception>
    public static async Task CopyAsync(WorkbenchDb db, string file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var made = file + ".new";
        File.Delete(made);
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using (var command = db.Database.GetDbConnection().CreateCommand())
        {
            command.CommandText = "VACUUM INTO $file";
            command.Parameters.Add(new SqliteParameter("$file", made));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = made, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString))
        {
            await copy.OpenAsync(cancellationToken);
            await IntegrityAsync(copy, cancellationToken);
            // Others may write on: the copy has at least the migrations and no fewer tables than the original.
            const string Tables = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table'";
            var (there, here) = (await ScalarAsync(db.Database.GetDbConnection(), Tables, cancellationToken), await ScalarAsync(copy, Tables, cancellationToken));
            if (!Equals(there, here)) throw new InvalidDataException($"The copy {made} has {here} tables instead of {there}.");
        }

        using (var written = File.OpenHandle(made, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.FlushToDisk(written);
        File.Move(made, file, overwrite: true);
    }

    /// <summary>Lets SQLite check the file page by page, and the foreign keys.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static async Task CheckAsync(WorkbenchDb db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        // On a connection of its own: one that has been used remembers the search index as it was, and takes what others wrote since for damage.
        await using var fresh = new SqliteConnection(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()) { Pooling = false }.ConnectionString);
        await fresh.OpenAsync(cancellationToken);
        await IntegrityAsync(fresh, cancellationToken);
    }

    /// <summary>Lets go of the pooled connections to a database file, so that it can be moved.</summary>
    public static async Task ReleaseAsync(WorkbenchDb db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        await db.Database.OpenConnectionAsync(cancellationToken);
        // What the write-ahead log holds goes into the file itself.
        await ScalarAsync(db.Database.GetDbConnection(), "PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
        await db.Database.CloseConnectionAsync();
        ForgetFiles();
    }

    /// <summary>Closes the connections that are kept for the next use, so that a file can be replaced by another of the same name.</summary>
    public static void ForgetFiles() => SqliteConnection.ClearAllPools();

    /// <summary>What an error of the database file says, for an operator; <c>null</c> when it is none.</summary>
    public static string? Explain(Exception problem) => Conventions.Explain(problem) is null ? null : $"The workbench database says no: {problem.Message}";

    /// <summary>Size of the database, with what waits to be written into it.</summary>
    public static long ReadBytes(string dataDirectory) => new DirectoryInfo(dataDirectory).EnumerateFiles(FileName + "*").Sum(file => file.Length);

    internal static IReadOnlyList<Assembly> Modules => [typeof(WorkbenchDb).Assembly, AccessModule.Assembly, MeasureModule.Assembly, ImproveModule.Assembly, ListenModule.Assembly, DecideModule.Assembly, DeliverModule.Assembly];

    internal static StoreConventions Conventions { get; } = new(
        builder => builder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>(),
        // SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY.
        problem => problem is SqliteException { SqliteExtendedErrorCode: 2067 or 1555 })
    {
        // Deferred: a reader takes no lock that makes writers wait. All other transactions begin as writers (BEGIN IMMEDIATE), so that none meets a lock half-way.
        BeginSnapshotAsync = async (database, cancellationToken) =>
        {
            await database.OpenConnectionAsync(cancellationToken);
            var reading = ((SqliteConnection)database.GetDbConnection()).BeginTransaction(deferred: true);
            return new Snapshot(database, reading, (await database.UseTransactionAsync(reading, cancellationToken))!);
        },
        Explain = problem => problem is SqliteException error ? error.SqliteErrorCode switch
        {
            BusyError or LockedError => new StoreOutage(StoreProblems.Busy),
            FullError => new StoreOutage(StoreProblems.Full),
            ReadOnlyError or InputOutputError or CorruptError or CannotOpenError or NoDatabaseError => new StoreOutage(StoreProblems.Unusable),
            _ => null,
        }
        : null,
    };

    private const int BusyError = 5;
    private const int LockedError = 6;
    private const int ReadOnlyError = 8;
    private const int InputOutputError = 10;
    private const int CorruptError = 11;
    private const int FullError = 13;
    private const int CannotOpenError = 14;
    private const int NoDatabaseError = 26;

    internal static void Configure(DbContextOptionsBuilder options, string file, int patienceSeconds = PatienceSeconds)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = file, Cache = SqliteCacheMode.Private, ForeignKeys = true, DefaultTimeout = patienceSeconds };
        options.UseSqlite(connection.ConnectionString, sqlite => sqlite.MigrationsAssembly(typeof(SqliteStore).Assembly))
            .AddInterceptors(Pragmas.Instance);
    }

    private static InvalidDataException Moved(string folder) => new(
        $"The data of {folder} were moved to PostgreSQL; {Path.Combine(folder, MovedFile)} says when and where to. Name that database: --postgres CONNECTION. To go back: charthouse db move --to sqlite.");

    private static async Task<object?> ScalarAsync(DbConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = text;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task IntegrityAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (await ScalarAsync(connection, "PRAGMA integrity_check", cancellationToken) is not "ok" and var fault) throw new InvalidDataException($"The database {connection.DataSource} is damaged: {fault}");
        if (await ScalarAsync(connection, "PRAGMA foreign_key_check", cancellationToken) is string table) throw new InvalidDataException($"The database {connection.DataSource} is damaged: rows of {table} name rows that do not exist.");
    }

    // EF writes a row while it migrates and waits for it for ever; a program that was killed leaves it behind. Only for the holder of our own lock.
    private static async Task ForgetAbandonedLockAsync(WorkbenchDb db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = db.Database.GetDbConnection();
        if (await ScalarAsync(connection, "SELECT name FROM sqlite_schema WHERE name = '__EFMigrationsLock'", cancellationToken) is null) return;
        await ScalarAsync(connection, "DELETE FROM \"__EFMigrationsLock\"", cancellationToken);
    }

    private static async Task<FileStream> AloneAsync(string file, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (File.Exists(file))
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    // An instant compares and sorts as a number; SQLite knows no type for it. Whole microseconds, as PostgreSQL keeps.
    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
        at => at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    // EF does not end a transaction that it did not begin.
    private sealed class Snapshot(DatabaseFacade database, SqliteTransaction reading, IDbContextTransaction known) : IDbContextTransaction, IInfrastructure<DbTransaction>
    {
        public Guid TransactionId => known.TransactionId;

        DbTransaction IInfrastructure<DbTransaction>.Instance => reading;

        public void Commit() => known.Commit();

        public Task CommitAsync(CancellationToken cancellationToken = default) => known.CommitAsync(cancellationToken);

        public void Rollback() => known.Rollback();

        public Task RollbackAsync(CancellationToken cancellationToken = default) => known.RollbackAsync(cancellationToken);

        public void Dispose()
        {
            known.Dispose();
            reading.Dispose();
            database.CloseConnection();
        }

        public async ValueTask DisposeAsync()
        {
            await known.DisposeAsync();
            await reading.DisposeAsync();
            await database.CloseConnectionAsync();
        }
    }

    private sealed class Pragmas : DbConnectionInterceptor
    {
        public static Pragmas Instance { get; } = new();

        // FULL: what was acknowledged survives a power cut too, not only the end of the process (docs/adr/0013).
        private static string Text(DbConnection connection) =>
            string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout={((SqliteConnection)connection).DefaultTimeout * 1000}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");

        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
        {
            RefuseMoved(connection);
            return result;
        }

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            RefuseMoved(connection);
            return ValueTask.FromResult(result);
        }

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A number and constants.
            command.CommandText = Text(connection);
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A number and constants.
            command.CommandText = Text(connection);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        // Asked at every opening, so that a server which still runs on the old file stops at once instead of writing what nobody will see.
        private static void RefuseMoved(DbConnection connection)
        {
            if (connection.DataSource is { Length: > 0 } file && Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && File.Exists(Path.Combine(folder, MovedFile))) throw Moved(folder);
        }
    }
}

/// <summary>Lets <c>dotnet ef</c> make migrations.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<WorkbenchDb>
{
    public WorkbenchDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<WorkbenchDb>();
        SqliteStore.Configure(options, "design-time.db");
        return new WorkbenchDb(options.Options, new ModelSources(SqliteStore.Modules), SqliteStore.Conventions, [], new CurrentActor(), TimeProvider.System);
    }
}
