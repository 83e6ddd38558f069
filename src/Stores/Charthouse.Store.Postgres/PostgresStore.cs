using System.Data;
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
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Charthouse.Store.Postgres;

/// <summary>The workbench database on PostgreSQL: for several web processes, and for large systems.</summary>
public static class PostgresStore
{
    // Several processes share the connections of one server, which allows 100 unless told otherwise.
    private const int PoolSize = 30;

    /// <summary>Migrations of this program, oldest first.</summary>
    public static IReadOnlyList<string> Migrations { get; } = Schema.MigrationsOf(typeof(PostgresStore).Assembly);

    /// <summary>Adds the store.</summary>
    /// <param name="services">Services.</param>
    /// <param name="connectionString">Npgsql connection string.</param>
    /// <exception cref="InvalidDataException">The connection string is not one.</exception>
    public static IServiceCollection AddPostgresStore(this IServiceCollection services, string connectionString)
    {
        services.AddPlatform();
        services.AddSingleton(new ModelSources(Modules));
        services.AddSingleton(Conventions);
        var connection = Complete(connectionString);
        services.AddSingleton<ISearchIndex, PostgresSearch>();
        services.AddDbContextFactory<WorkbenchDb>(options => Configure(options, connection));
        return services;
    }

    /// <summary>Brings the database to the schema of this program; makes the tables when there are none.</summary>
    /// <returns>The schema as it was before.</returns>
    /// <exception cref="InvalidDataException">The database was written by a newer program.</exception>
    public static async Task<Schema> MigrateAsync(IDbContextFactory<WorkbenchDb> dbs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dbs);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var before = await Schema.MigrateAsync(db, cancellationToken);
        await SearchSchema.EnsureAsync(db, cancellationToken);
        return before;
    }

    /// <summary>Where a connection string leads to, without its password.</summary>
    public static string Describe(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(Complete(connectionString));
        return $"{builder.Database} on {builder.Host}:{builder.Port}";
    }

    /// <summary>What an error of the server says, for an operator; <c>null</c> when it is none of the server's.</summary>
    public static string? Explain(Exception problem) => problem switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } error => $"PostgreSQL says: {error.MessageText}. Make the database first: createdb.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InsufficientPrivilege } error => $"PostgreSQL says: {error.MessageText}.",
        PostgresException error when Conventions.Explain(error) is not null => $"PostgreSQL says: {error.MessageText}.",
        NpgsqlException error when Conventions.Explain(error) is not null => $"PostgreSQL cannot be reached: {error.InnerException?.Message ?? error.Message}",
        _ => null,
    };

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

    internal static IReadOnlyList<Assembly> Modules => [typeof(WorkbenchDb).Assembly, AccessModule.Assembly, MeasureModule.Assembly, ImproveModule.Assembly, ListenModule.Assembly, DecideModule.Assembly, DeliverModule.Assembly];

    // Text is ordered by bytes, as SQLite and C# do, whatever the server's locale.
    internal static StoreConventions Conventions { get; } = new(
        builder =>
        {
            builder.Properties<DateTimeOffset>().HaveConversion<Utc>();
            builder.Properties<string>().UseCollation("C");
        },
        problem => problem is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
    {
        BeginSnapshotAsync = (database, cancellationToken) => database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken),
        IsServer = true,
        Explain = PostgresOutages.Explain,
    };

    internal static void Configure(DbContextOptionsBuilder options, string connectionString) => options
        .UseNpgsql(connectionString, npgsql => npgsql.MigrationsAssembly(typeof(PostgresStore).Assembly).SetPostgresVersion(15, 0)
            .ExecutionStrategy(dependencies => new PatientReads(dependencies)))
        .AddInterceptors(PostgresOutages.Commands, PostgresOutages.Transactions);

    private static string Complete(string connectionString)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            if (string.IsNullOrEmpty(builder.Host)) throw new InvalidDataException("The connection string of PostgreSQL names no host. Write it as \"Host=localhost;Database=charthouse;Username=charthouse;Password=…\".");
            if (!builder.ContainsKey("Maximum Pool Size") || builder.MaxPoolSize == new NpgsqlConnectionStringBuilder().MaxPoolSize) builder.MaxPoolSize = PoolSize;
            builder.ApplicationName ??= "Charthouse";
            // A server that vanished without a word is noticed, instead of waiting for its answer for hours.
            if (builder.KeepAlive == 0) builder.KeepAlive = 30;
            return builder.ConnectionString;
        }
        catch (ArgumentException problem)
        {
            // The message of the driver would repeat the text, and with it the password.
            throw new InvalidDataException($"The connection string of PostgreSQL is not one ({problem.GetType().Name}). Write it as \"Host=localhost;Database=charthouse;Username=charthouse;Password=…\".", problem);
        }
    }

    // PostgreSQL keeps instants without an offset, in whole microseconds.
    private sealed class Utc() : ValueConverter<DateTimeOffset, DateTimeOffset>(
        at => new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero), at => at);
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
