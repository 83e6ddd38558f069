using System.Reflection;
using Charthouse.Lake;
using Charthouse.Measure.Lake;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Measure;

/// <summary>Measure: activity, imports, definitions.</summary>
public static class MeasureModule
{
    /// <summary>The module's assembly: its pages and mappings.</summary>
    public static Assembly Assembly => typeof(MeasureModule).Assembly;

    /// <summary>Adds the module.</summary>
    /// <param name="services">Services.</param>
    /// <param name="dataDirectory">The data directory, which holds the lake.</param>
    public static IServiceCollection AddMeasure(this IServiceCollection services, string dataDirectory)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new LakeDirectory(dataDirectory));
        services.TryAddSingleton<ILakeManifest, WorkbenchManifest>();
        services.TryAddSingleton<AuditLogImport>();
        return services;
    }
}
