using Charthouse.Access;
using Charthouse.Analytics;
using Charthouse.Analytics.DuckDb;
using Charthouse.Host.Settings;
using Charthouse.Measure;
using Charthouse.Platform.Files;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Charthouse.Store.Postgres;
using Charthouse.Store.Sqlite;
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
        if (data.Postgres is { } connection) services.AddPostgresStore(connection);
        else services.AddSqliteStore(data.Directory.FullName);
        var protection = services.AddDataProtection().SetApplicationName("Charthouse");
        // With the rest of the data: on PostgreSQL in the database, where all processes find them.
        if (data.Postgres is null) protection.PersistKeysToFileSystem(data.Directory.CreateSubdirectory("keys"));
        else services.AddOptions<KeyManagementOptions>().Configure<IDbContextFactory<WorkbenchDb>>((options, dbs) => options.XmlRepository = new ProtectionKeys(dbs));
        if (settings.Store.LoadKeyCertificate() is { } certificate) protection.ProtectKeysWithCertificate(certificate).UnprotectKeysWithAnyCertificate(certificate);
        services.AddAccess();
        services.AddMeasure(data.Directory.FullName);
        services.AddSingleton<IAnalyticsEngine, DuckDbEngine>();
        return services;
    }

    /// <summary>Brings the database to the schema of this program and makes what the modules need before their first use.</summary>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var dbs = services.GetRequiredService<IDbContextFactory<WorkbenchDb>>();
        if (services.GetRequiredService<WorkbenchData>().Postgres is null) await SqliteStore.MigrateAsync(dbs, cancellationToken);
        else await PostgresStore.MigrateAsync(dbs, cancellationToken);
        await services.GetRequiredService<RebuildSearch>().RunIfEmptyAsync(cancellationToken);
        await services.PrepareAccessAsync(cancellationToken);
    }

    /// <summary>Opens a data directory for a command; made on first use. Who runs a command is the operator.</summary>
    public static async Task<ServiceProvider> OpenAsync(DirectoryInfo data, CancellationToken cancellationToken)
    {
        var settings = WorkbenchSettings.ReadValid(data);
        var services = new ServiceCollection().AddLogging().AddWorkbench(new WorkbenchData(data, settings.Store.Postgres), settings).BuildServiceProvider();
        services.GetRequiredService<CurrentActor>().Begin(Actor.Operator);
        await PrepareAsync(services, cancellationToken);
        return services;
    }
}
