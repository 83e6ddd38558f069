using System.Reflection;
using Charthouse.Lake;
using Charthouse.Measure.Actions;
using Charthouse.Measure.Activity;
using Charthouse.Measure.Definitions;
using Charthouse.Measure.Imports;
using Charthouse.Measure.Interventions;
using Charthouse.Measure.Lake;
using Charthouse.Measure.Measures;
using Charthouse.Measure.Measures.Charts;
using Charthouse.Measure.Measures.Compare;
using Charthouse.Measure.Measures.Points;
using Charthouse.Measure.OwnActivity;
using Charthouse.Platform.Jobs;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Status;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Measure;

/// <summary>Measure: activity, measures with their charts, interventions, imports, definitions.</summary>
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
        foreach (var permission in MeasurePermissions.All) services.AddSingleton(permission);
        services.TryAddSingleton(new LakeDirectory(dataDirectory));
        services.TryAddSingleton<ILakeManifest, WorkbenchManifest>();
        services.TryAddSingleton<AuditLogImport>();
        services.AddSingleton<IRecordKind, ImportKind>();
        services.AddSingleton(ImportKind.Searchable);
        services.AddSingleton<IRecordKind, MeasureRecords>();
        services.AddSingleton(MeasureRecords.Searchable);
        services.AddSingleton<IOwnedRecords, OwnedMeasures>();
        services.AddSingleton<IRecordKind, InterventionRecords>();
        services.AddSingleton(InterventionRecords.Searchable);
        services.AddSingleton(ImportNotice.Kind);
        services.AddSingleton(ShareActivity.Kind);
        services.AddSingleton<IStoredFiles, LakeFiles>();
        services.TryAddSingleton<ILogUsers, ClinicianLogUsers>();
        return services;
    }

    /// <summary>Adds what the module's pages need.</summary>
    public static IServiceCollection AddMeasurePages(this IServiceCollection services, MeasureSettings settings)
    {
        services.TryAddSingleton(settings);
        services.TryAddSingleton<AnswerCache>();
        services.TryAddSingleton<ActivityOverview>();
        services.TryAddSingleton<ActivitySeries>();
        services.TryAddSingleton<ReadSeries>();
        services.TryAddSingleton<EventsAround>();
        services.TryAddSingleton<ReadBeforeAndAfter>();
        services.AddSingleton<IBeforeAndAfter>(provider => provider.GetRequiredService<ReadBeforeAndAfter>());
        services.TryAddSingleton<KeptCharts>();
        services.TryAddSingleton<MeasureList>();
        services.AddSingleton<IDueItems, SignalsOfMeasures>();
        services.TryAddSingleton<CompareMeasure>();
        services.TryAddSingleton<SaveMeasure>();
        services.TryAddSingleton<ArchiveMeasure>();
        services.TryAddSingleton<FollowActivity>();
        services.TryAddSingleton<EnterPoints>();
        services.TryAddSingleton<AcceptRebase>();
        services.TryAddSingleton<WithdrawRebase>();
        services.TryAddSingleton<ExcludePoint>();
        services.TryAddSingleton<ChangeChart>();
        services.TryAddSingleton<ChartDecisions>();
        services.TryAddSingleton<SaveIntervention>();
        services.TryAddSingleton<ArchiveIntervention>();
        services.TryAddSingleton<InterventionList>();
        services.TryAddSingleton(provider => new DemoMeasures(
            provider.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<WorkbenchDb>>(), provider.GetRequiredService<FollowActivity>(), provider.GetRequiredService<SaveMeasure>(),
            provider.GetRequiredService<EnterPoints>(), provider.GetRequiredService<SaveIntervention>(), provider.GetRequiredService<IDirectory>()));
        services.TryAddSingleton<ReadOwnFigures>();
        services.TryAddSingleton<MyFigures>();
        services.TryAddSingleton<SharedFigures>();
        services.TryAddSingleton<ShareActivity>();
        services.TryAddSingleton<RevokeActivityShare>();
        services.TryAddSingleton<ActivityShareList>();
        services.TryAddSingleton<MakeDemoShares>();
        services.AddSingleton<IPersonalData, SharesPersonalData>();
        services.AddSingleton<IPersonalData, OwnPersonalData>();
        services.AddSingleton(new NavigationGroup("Measure", "query_stats", 20,
        [
            new NavigationItem("Activity", "activity", MeasurePermissions.ViewGroups),
            new NavigationItem("My activity", "activity/mine", MeasurePermissions.ViewOwn),
            new NavigationItem("Measures", "measures", MeasurePermissions.ViewMeasures),
            new NavigationItem("Board of measures", "measures/board", MeasurePermissions.ViewMeasures),
            new NavigationItem("Interventions", "interventions", MeasurePermissions.ViewMeasures),
            new NavigationItem("Definitions", "definitions", null),
            new NavigationItem("Shared with me", "activity/shared", null),
            new NavigationItem("Imports", "imports", MeasurePermissions.ManageImports),
        ]));
        services.AddSingleton(DefinitionExport.Places);
        services.TryAddSingleton<ReadLogFacts>();
        services.TryAddSingleton<ImportQueue>();
        services.AddSingleton<IOtherWork, ImportsUnderWay>();
        services.AddSingleton<IStatusSource, LakeStatus>();
        services.AddSingleton<IStatusSource, MeasureStatus>();
        services.TryAddSingleton<ImportUploads>();
        services.TryAddSingleton<ImportList>();
        services.TryAddSingleton<ActionShares>();
        services.TryAddSingleton<MapActions>();
        services.AddHostedService<ImportRunner>();
        services.AddHostedService<ActivityWarmUp>();
        services.TryAddSingleton<ReadShellState>(provider => async cancellationToken =>
        {
            var readLogFacts = provider.GetRequiredService<ReadLogFacts>();
            var facts = await readLogFacts.RunAsync(cancellationToken);
            return new ShellState(settings.OrganisationName, facts.LastDay, readLogFacts.Today(facts), Zone: facts.Zone);
        });
        return services;
    }

    /// <summary>Makes the shares of a demo, by the names of its accounts. Who has shared before, and perhaps revoked it, is left alone.</summary>
    public static Task MakeDemoSharesAsync(this IServiceProvider services, IReadOnlyList<(string Owner, string Recipient)> shares, CancellationToken cancellationToken) =>
        services.GetRequiredService<MakeDemoShares>().RunAsync(shares, cancellationToken);

    /// <summary>Maps the module's endpoints.</summary>
    public static RouteGroupBuilder MapMeasure(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Measure");
        ImportEndpoints.Map(group.MapGroup("").RequirePermission(MeasurePermissions.ManageImports));
        ActionEndpoints.Map(group.MapGroup("").RequirePermission(MeasurePermissions.MapActions));
        MeasureEndpoints.Map(group);
        group.MapGet("interventions" + TableFiles.Route, InterventionList.GetAsync).WithName("ExportInterventions").RequirePermission(MeasurePermissions.ViewMeasures);
        group.MapGet("activity/export.csv", ActivityExport.GetCsvAsync).WithName("ExportActivityCsv").RequirePermission(MeasurePermissions.ViewGroups);
        group.MapGet("activity/export.xlsx", ActivityExport.GetWorkbookAsync).WithName("ExportActivityWorkbook").RequirePermission(MeasurePermissions.ViewGroups);
        group.MapGet("activity/mine" + TableFiles.Route, OwnExport.GetMineAsync).WithName("ExportMyActivity").RequirePermission(MeasurePermissions.ViewOwn);
        group.MapGet("activity/shared/{id:guid}" + TableFiles.Route, OwnExport.GetSharedAsync).WithName("ExportSharedActivity").RequireSignIn();
        group.MapGet("imports" + TableFiles.Route, ImportExport.GetAsync).WithName("ExportImports").RequirePermission(MeasurePermissions.ManageImports);
        group.MapGet("definitions" + TableFiles.Route, DefinitionExport.Get).WithName("ExportDefinitions").RequireSignIn();
        group.MapGet("actions" + TableFiles.Route, ActionExport.GetAsync).WithName("ExportActions").RequirePermission(MeasurePermissions.MapActions);
        return group;
    }
}
