using System.Data.Common;
using System.Reflection;
using Charthouse.Access;
using Charthouse.Measure;
using Charthouse.Platform;
using Charthouse.Platform.Files;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Store.Sqlite;

/// <summary>The workbench database as a file in the data directory: the default store.</summary>
public static class SqliteStore
{
    /// <summary>Name of the database file in the data directory.</summary>
    public const string FileName = "charthouse.db";

    /// <summary>Adds the store.</summary>
    public static IServiceCollection AddSqliteStore(this IServiceCollection services, string dataDirectory)
    {
        services.AddPlatform();
        services.AddSingleton(new ModelSources(Modules));
        services.AddSingleton(Conventions);
        services.AddSingleton<ISearchIndex, SqliteSearch>();
        services.AddDbContextFactory<WorkbenchDb>(options => Configure(options, Path.Combine(dataDirectory, FileName)));
        services.AddSingleton<IFileStore>(provider => new FolderFileStore(Path.Combine(dataDirectory, "files"), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Brings the database to the schema of this program; makes it when it does not exist.</summary>
    /// <exception cref="InvalidDataException">The database was written by a newer program.</exception>
    public static async Task MigrateAsync(IDbContextFactory<WorkbenchDb> dbs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dbs);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var unknown = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).FirstOrDefault(migration => !known.Contains(migration));
        if (unknown is not null) throw new InvalidDataException($"The database was written by a newer Charthouse (it knows {unknown}). Use that version, or restore an older backup.");
        if (!(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any()) return;
        using var only = await HoldAsync(db, cancellationToken);
        // EF Core marks a running migration by a row, waits for that row to go, and leaves it behind when the program is killed. Whoever holds the file is alone, so the row is such a rest.
        await db.Database.ExecuteSqlRawAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock";""", cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        await SearchSchema.EnsureAsync(db, cancellationToken);
    }

    // Programs that start together bring the database up to date one after the other. The system lets go of the file when its holder dies.
    private static async Task<FileStream> HoldAsync(WorkbenchDb db, CancellationToken cancellationToken)
    {
        var file = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource + ".migrating";
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

    /// <summary>Size of the database, with what waits to be written into it.</summary>
    public static long ReadBytes(string dataDirectory) => new DirectoryInfo(dataDirectory).EnumerateFiles(FileName + "*").Sum(file => file.Length);

    internal static IReadOnlyList<Assembly> Modules => [typeof(WorkbenchDb).Assembly, AccessModule.Assembly, MeasureModule.Assembly];

    internal static StoreConventions Conventions { get; } = new(
        builder => builder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>(),
        // SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY.
        problem => problem is SqliteException { SqliteExtendedErrorCode: 2067 or 1555 });

    internal static void Configure(DbContextOptionsBuilder options, string file)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = file, Cache = SqliteCacheMode.Private, ForeignKeys = true, DefaultTimeout = 30 };
        options.UseSqlite(connection.ConnectionString, sqlite => sqlite.MigrationsAssembly(typeof(SqliteStore).Assembly))
            .AddInterceptors(new Pragmas());
    }

    // An instant compares and sorts as a number; SQLite knows no type for it.
    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(at => at.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private sealed class Pragmas : DbConnectionInterceptor
    {
        private const string Text = "PRAGMA journal_mode=WAL; PRAGMA busy_timeout=30000; PRAGMA synchronous=FULL;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Text;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Text;
            await command.ExecuteNonQueryAsync(cancellationToken);
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
