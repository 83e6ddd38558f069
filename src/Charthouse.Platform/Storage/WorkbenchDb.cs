using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Storage;

/// <summary>The assemblies whose entity mappings make the model; modules contribute theirs.</summary>
public sealed record ModelSources(IReadOnlyList<Assembly> Assemblies);

/// <summary>What a store adds to the model: how types that databases treat differently are kept.</summary>
public sealed record StoreConventions(Action<ModelConfigurationBuilder> Apply);

/// <summary>The workbench's own data. One context, one history, two stores (docs/adr/0003).</summary>
public sealed class WorkbenchDb(DbContextOptions<WorkbenchDb> options, ModelSources sources, StoreConventions conventions) : DbContext(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var assembly in sources.Assemblies) modelBuilder.ApplyConfigurationsFromAssembly(assembly);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        conventions.Apply(configurationBuilder);
    }
}
