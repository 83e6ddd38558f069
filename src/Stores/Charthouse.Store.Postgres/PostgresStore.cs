using System.Reflection;
using Charthouse.Access;
using Charthouse.Measure;
using Charthouse.Platform;
using Charthouse.Platform.Files;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Charthouse.Store.Postgres;

/// <summary>The workbench database on PostgreSQL: for several web processes, and for large systems.</summary>
public static class PostgresStore
{
    /// <summary>Adds the store.</summary>
    /// <param name="services">Services.</param>
    /// <param name="connectionString">Npgsql connection string.</param>
    public static IServiceCollection AddPostgresStore(this IServiceCollection services, string connectionString)
    {
        services.AddPlatform();
        services.AddSingleton(new ModelSources(Modules));
        services.AddSingleton(Conventions);
        services.AddSingleton<ISearchIndex, PostgresSearch>();
        services.AddDbContextFactory<WorkbenchDb>(options => Configure(options, connectionString));
        services.AddSingleton<IFileStore, ChunkFileStore>();
        return services;
    }

    /// <summary>Brings the database to the schema of this program; makes the tables when there are none.</summary>
    /// <exception cref="InvalidDataException">The database was written by a newer program.</exception>
    public static async Task MigrateAsync(IDbContextFactory<WorkbenchDb> dbs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dbs);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var unknown = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).FirstOrDefault(migration => !known.Contains(migration));
        if (unknown is not null) throw new InvalidDataException($"The database was written by a newer Charthouse (it knows {unknown}). Use that version, or restore an older backup.");
        await db.Database.MigrateAsync(cancellationToken);
        await SearchSchema.EnsureAsync(db, cancellationToken);
    }

    /// <summary>Whether a text is a connection string that names a server.</summary>
    public static bool IsConnection(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Size of the database.</summary>
    public static async Task<long> ReadBytesAsync(IDbContextFactory<WorkbenchDb> dbs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dbs);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Database.SqlQuery<long>($"select pg_database_size(current_database()) as \"Value\"").SingleAsync(cancellationToken);
    }

    // The store's own tables, and those of the platform and the modules.
    internal static IReadOnlyList<Assembly> Modules => [typeof(PostgresStore).Assembly, typeof(WorkbenchDb).Assembly, AccessModule.Assembly, MeasureModule.Assembly];

    // Text is ordered by bytes, as SQLite and C# do, whatever the server's locale.
    internal static StoreConventions Conventions { get; } = new(
        builder =>
        {
            builder.Properties<DateTimeOffset>().HaveConversion<Utc>();
            builder.Properties<string>().UseCollation("C");
        },
        problem => problem is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation });

    internal static void Configure(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString, npgsql => npgsql.MigrationsAssembly(typeof(PostgresStore).Assembly).SetPostgresVersion(15, 0));

    // PostgreSQL keeps instants without an offset.
    private sealed class Utc() : ValueConverter<DateTimeOffset, DateTimeOffset>(at => at.ToUniversalTime(), at => at);
}

/// <summary>Lets <c>dotnet ef</c> make migrations.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<WorkbenchDb>
{
    public WorkbenchDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<WorkbenchDb>();
        PostgresStore.Configure(options, "Host=localhost");
        return new WorkbenchDb(options.Options, new ModelSources(PostgresStore.Modules), PostgresStore.Conventions, [], new CurrentActor(), TimeProvider.System);
    }
}
