using System.Reflection;
using Charthouse.Deliver.Effects;
using Charthouse.Deliver.GoLives;
using Charthouse.Deliver.Projects;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Deliver;

/// <summary>Deliver: projects, their go-lives and what these changed.</summary>
public static class DeliverModule
{
    /// <summary>The module's assembly: its pages and mappings.</summary>
    public static Assembly Assembly => typeof(DeliverModule).Assembly;

    /// <summary>Adds the module.</summary>
    public static IServiceCollection AddDeliver(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        foreach (var permission in DeliverPermissions.All) services.AddSingleton(permission);
        services.AddSingleton<IRecordKind, ProjectKind>();
        services.AddSingleton<IRecordKind, GoLiveKind>();
        services.AddSingleton<IRecordKind, EffectKind>();
        services.AddSingleton(ProjectKind.Searchable);
        services.AddSingleton(GoLiveKind.Searchable);
        services.AddSingleton(EffectKind.Searchable);
        services.AddSingleton<IOwnedRecords, OwnedDelivery>();
        services.AddSingleton<IDueItems, DueDelivery>();
        services.TryAddSingleton<GoLiveEvents>();
        services.AddSingleton<IDatedEvents>(provider => provider.GetRequiredService<GoLiveEvents>());
        services.TryAddSingleton<SaveProject>();
        services.TryAddSingleton<SaveItem>();
        services.TryAddSingleton<TickItem>();
        services.TryAddSingleton<SaveGoLive>();
        services.TryAddSingleton<SaveEffect>();
        services.TryAddSingleton<ConfirmEffect>();
        services.TryAddSingleton<MakeDemoProjects>();
        return services;
    }

    /// <summary>Adds what the module's pages need.</summary>
    public static IServiceCollection AddDeliverPages(this IServiceCollection services)
    {
        services.AddSingleton(new NavigationGroup("Deliver", "rocket_launch", 50,
            [new NavigationItem("Projects", "projects", DeliverPermissions.View), new NavigationItem("Go-lives", "go-lives", DeliverPermissions.View)]));
        services.AddSingleton<IPersonalData, OwnedPersonalData>();
        services.TryAddSingleton<ProjectList>();
        services.TryAddSingleton<GoLiveList>();
        services.TryAddSingleton<EffectList>();
        return services;
    }

    /// <summary>Maps the module's endpoints.</summary>
    public static RouteGroupBuilder MapDeliver(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Deliver").RequirePermission(DeliverPermissions.View);
        group.MapGet("projects" + TableFiles.Route, ProjectExport.GetAsync).WithName("ExportProjects");
        group.MapGet("go-lives" + TableFiles.Route, GoLiveExport.GetAsync).WithName("ExportGoLives");
        group.MapGet("effects" + TableFiles.Route, EffectExport.GetAsync).WithName("ExportEffects");
        return group;
    }

    /// <summary>Makes the projects of a demo, once: a workbench that has projects keeps them as they are. Call only for a data directory that is a demo, after its measures.</summary>
    /// <param name="services">Services.</param>
    /// <param name="today">Today in the hospital; the days of the projects lie around it.</param>
    /// <param name="drafting">The demo's own go-live: what, since when, and for whom.</param>
    /// <param name="decision">The decision that the project about potassium orders came out of; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static Task MakeDemoProjectsAsync(this IServiceProvider services, DateOnly today, (string Name, string Description, DateOnly On, IReadOnlyList<string> Specialties) drafting, Guid? decision, CancellationToken cancellationToken) =>
        services.GetRequiredService<MakeDemoProjects>().RunAsync(today, drafting, decision, cancellationToken);
}
