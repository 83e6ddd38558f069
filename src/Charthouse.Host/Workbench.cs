using Charthouse.Access;
using Charthouse.Analytics;
using Charthouse.Analytics.DuckDb;
using Charthouse.Decide;
using Charthouse.Deliver;
using Charthouse.Host.Data;
using Charthouse.Host.Settings;
using Charthouse.Improve;
using Charthouse.Listen;
using Charthouse.Measure;
using Charthouse.Platform.Files;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Charthouse.Store.Postgres;
using Charthouse.Store.Sqlite;
using Charthouse.Today;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Host;

/// <summary>Where the workbench's data lie.</summary>
/// <param name="Directory">Data directory: the lake, and on SQLite everything.</param>
/// <param name="Postgres">Npgsql connection string; <c>null</c> for SQLite in the data directory.</param>
internal sealed record WorkbenchData(DirectoryInfo Directory, string? Postgres = null);

/// <summary>The composition root: what the command line and the web server both stand on.</summary>
internal static class Workbench
{
    /// <summary>Adds the store, the modules and the analytic engine.</summary>
    public static IServiceCollection AddWorkbench(this IServiceCollection services, WorkbenchData data, WorkbenchSettings? settings = null)
    {
        data.Directory.Create();
        services.AddSingleton(data);
        settings ??= new WorkbenchSettings();
        settings.Files.IncomingFolder ??= Path.Combine(data.Directory.FullName, "incoming");
        settings.Register(services);
        services.AddStore(data);
        var protection = services.AddDataProtection().SetApplicationName("Charthouse");
        // With the rest of the data, where all processes, backups and moves find them.
        services.AddOptions<KeyManagementOptions>().Configure<IDbContextFactory<WorkbenchDb>>((options, dbs) => options.XmlRepository = new ProtectionKeys(dbs));
        if (settings.Store.LoadKeyCertificate() is { } certificate) protection.ProtectKeysWithCertificate(certificate).UnprotectKeysWithAnyCertificate(certificate);
        services.AddAccess();
        services.AddMeasure(data.Directory.FullName);
        services.AddImprove();
        services.AddListen();
        services.AddDecide();
        services.AddDeliver();
        services.AddToday();
        services.AddSingleton<IAnalyticsEngine, DuckDbEngine>();
        return services;
    }

    /// <summary>Brings the database to the schema of this program, on either store. On SQLite after a copy of it.</summary>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var dbs = services.GetRequiredService<IDbContextFactory<WorkbenchDb>>();
        if (services.GetRequiredService<WorkbenchData>().Postgres is not null) await PostgresStore.MigrateAsync(dbs, cancellationToken);
        else if (await SqliteStore.MigrateAsync(dbs, services.GetRequiredService<TimeProvider>(), cancellationToken) is { } copy) await Console.Error.WriteLineAsync($"The database has a new schema. A copy of it as it was before: {copy}");
    }

    /// <summary>
    /// Makes sure that the database has the schema of this program, and makes what the modules need before their first use. SQLite is migrated here;
    /// PostgreSQL, which other processes may use at this moment, is migrated only by command.
    /// </summary>
    /// <exception cref="InvalidDataException">The data cannot be used by this program; says what to do.</exception>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var data = services.GetRequiredService<WorkbenchData>();
        var root = data.Directory.FullName;
        if (Directory.Exists(Path.Combine(root, RestoreBackup.Staging))) throw new InvalidDataException($"A restore into {root} did not come to its end. Run it again: charthouse db restore --replace.");
        if (data.Postgres is { } connection)
        {
            RequireNoOwnFile(data.Directory);
            await using var db = await services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(cancellationToken);
            await RequireCurrentAsync(db, connection, cancellationToken);
        }
        else
        {
            await MigrateAsync(services, cancellationToken);
        }

        // Not after a restore, a move or a migration from before search; ahead of what the modules write, which would make it look filled.
        await services.GetRequiredService<RebuildSearch>().RunMissingAsync(cancellationToken);
        await services.PrepareAccessAsync(cancellationToken);
    }

    /// <summary>Makes the tables of a PostgreSQL database that has none, for a first start: there is nobody yet whom a migration could disturb.</summary>
    /// <returns>Whether they were made.</returns>
    public static async Task<bool> MakeTablesAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        RequireNoOwnFile(services.GetRequiredService<WorkbenchData>().Directory);
        var dbs = services.GetRequiredService<IDbContextFactory<WorkbenchDb>>();
        await using (var db = await dbs.CreateDbContextAsync(cancellationToken))
        {
            if (!(await Schema.ReadAsync(db, cancellationToken)).IsEmpty) return false;
        }

        await PostgresStore.MigrateAsync(dbs, cancellationToken);
        return true;
    }

    // Its lake belongs to its own database: the first import would sweep away what another database does not name.
    private static void RequireNoOwnFile(DirectoryInfo data)
    {
        if (File.Exists(Path.Combine(data.FullName, SqliteStore.FileName)) && !File.Exists(Path.Combine(data.FullName, SqliteStore.MovedFile)))
            throw new InvalidDataException($"{data.FullName} holds a database of its own. Move it first: charthouse db move --to postgres --data {data.Name} --postgres CONNECTION; or name another data directory.");
    }

    /// <exception cref="InvalidDataException">The database does not have the schema of this program.</exception>
    internal static async Task RequireCurrentAsync(WorkbenchDb db, string connection, CancellationToken cancellationToken)
    {
        var schema = await Schema.ReadAsync(db, cancellationToken);
        schema.RefuseNewer();
        if (schema.IsEmpty) throw new InvalidDataException($"The database {PostgresStore.Describe(connection)} has no tables yet. Make them once: charthouse db migrate --postgres CONNECTION");
        if (schema.Pending.Count > 0)
            throw new InvalidDataException($"The database {PostgresStore.Describe(connection)} has an older schema than this program (it lacks {schema.Pending[0]}{(schema.Pending.Count > 1 ? $" and {schema.Pending.Count - 1} more" : "")}). Stop the other processes, make a backup (charthouse db backup), then run: charthouse db migrate --postgres CONNECTION");
    }

    /// <summary>Opens a data directory for a command; made on first use.</summary>
    public static async Task<ServiceProvider> OpenAsync(DirectoryInfo data, CancellationToken cancellationToken)
    {
        var services = Services(new WorkbenchData(data, WorkbenchSettings.ReadValid(data).Store.Postgres));
        await PrepareAsync(services, cancellationToken);
        return services;
    }

    private static IServiceCollection AddStore(this IServiceCollection services, WorkbenchData data) =>
        data.Postgres is { } connection ? services.AddPostgresStore(connection) : services.AddSqliteStore(data.Directory.FullName);

    /// <summary>
    /// Makes the model of the tables, which takes a third of a start and needs nothing of the rest. It is kept, outside of all services, for whoever opens a database
    /// by the same options.
    /// </summary>
    public static void PrepareModel(WorkbenchData data)
    {
        using var provider = new ServiceCollection().AddLogging().AddStore(data).BuildServiceProvider();
        using var db = provider.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContext();
        _ = db.Model;
    }

    /// <summary>Everything that a command needs, on a database that may not be ready. Who runs a command is the operator.</summary>
    public static ServiceProvider Services(WorkbenchData data)
    {
        var services = new ServiceCollection().AddLogging().AddWorkbench(data, WorkbenchSettings.ReadValid(data.Directory)).BuildServiceProvider();
        services.GetRequiredService<CurrentActor>().Begin(Actor.Operator);
        return services;
    }
}
