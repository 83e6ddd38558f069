using Charthouse.Analytics;
using Charthouse.Analytics.DuckDb;
using Charthouse.Measure;
using Charthouse.Platform.Storage;
using Charthouse.Store.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Host;

/// <summary>The composition root: what the command line and the web server both stand on.</summary>
internal static class Workbench
{
    /// <summary>Adds the store, the modules and the analytic engine.</summary>
    public static IServiceCollection AddWorkbench(this IServiceCollection services, string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        services.AddSqliteStore(dataDirectory);
        services.AddMeasure(dataDirectory);
        services.AddSingleton<IAnalyticsEngine, DuckDbEngine>();
        return services;
    }

    /// <summary>Opens a data directory for a command; made on first use.</summary>
    public static async Task<ServiceProvider> OpenAsync(DirectoryInfo data, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection().AddLogging().AddWorkbench(data.FullName).BuildServiceProvider();
        await SqliteStore.MigrateAsync(services.GetRequiredService<IDbContextFactory<WorkbenchDb>>(), cancellationToken);
        return services;
    }
}
