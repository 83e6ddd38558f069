using System.Reflection;
using Charthouse.Improve.Aims;
using Charthouse.Improve.Cycles;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Improve;

/// <summary>Improve: aims with their driver diagrams, and PDSA cycles.</summary>
public static class ImproveModule
{
    /// <summary>The module's assembly: its pages and mappings.</summary>
    public static Assembly Assembly => typeof(ImproveModule).Assembly;

    /// <summary>Adds the module.</summary>
    public static IServiceCollection AddImprove(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        foreach (var permission in ImprovePermissions.All) services.AddSingleton(permission);
        services.AddSingleton<IRecordKind, AimKind>();
        services.AddSingleton<IRecordKind, DriverKind>();
        services.AddSingleton<IRecordKind, ChangeIdeaKind>();
        services.AddSingleton<IRecordKind, CycleKind>();
        services.AddSingleton(AimKind.Searchable);
        services.AddSingleton(ChangeIdeaKind.Searchable);
        services.AddSingleton(CycleKind.Searchable);
        services.AddSingleton<IOwnedRecords, OwnedImprovement>();
        services.AddSingleton<IDatedEvents, CycleEvents>();
        services.TryAddSingleton<WithholdResults>();
        services.TryAddSingleton<SaveAim>();
        services.TryAddSingleton<SaveDriver>();
        services.TryAddSingleton<SaveIdea>();
        services.TryAddSingleton<SaveCycle>();
        services.TryAddSingleton<DecideCycle>();
        services.TryAddSingleton<MakeDemoImprovement>();
        return services;
    }

    /// <summary>Adds what the module's pages need.</summary>
    public static IServiceCollection AddImprovePages(this IServiceCollection services)
    {
        services.AddSingleton(new NavigationGroup("Improve", "autorenew", 30,
            [new NavigationItem("Aims", "aims", ImprovePermissions.View), new NavigationItem("Cycles", "cycles", ImprovePermissions.View)]));
        services.AddSingleton<IPersonalData, OwnedPersonalData>();
        services.TryAddSingleton<AimList>();
        services.TryAddSingleton<DriverDiagram>();
        services.TryAddSingleton<CycleList>();
        services.TryAddSingleton<CycleChain>();
        return services;
    }

    /// <summary>Maps the module's endpoints.</summary>
    public static RouteGroupBuilder MapImprove(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Improve").RequirePermission(ImprovePermissions.View);
        group.MapGet("aims" + TableFiles.Route, AimExport.GetAsync).WithName("ExportAims");
        group.MapGet("cycles" + TableFiles.Route, CycleExport.GetAsync).WithName("ExportCycles");
        group.MapGet("cycles/{id:guid}/data.{format:regex(^(csv|xlsx)$)}", CycleExport.GetDataAsync).WithName("ExportCycleData");
        return group;
    }

    /// <summary>Makes an aim with linked cycles for a demo. Call only for a data directory that is one.</summary>
    /// <param name="services">Services.</param>
    /// <param name="goLiveOn">The day on which the demo hospital changed its note writing.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static Task MakeDemoImprovementAsync(this IServiceProvider services, DateOnly goLiveOn, CancellationToken cancellationToken) =>
        services.GetRequiredService<MakeDemoImprovement>().RunAsync(goLiveOn, cancellationToken);
}
