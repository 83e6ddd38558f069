using System.Reflection;
using Charthouse.Listen.PainPoints;
using Charthouse.Listen.PainPoints.Report;
using Charthouse.Listen.PainPoints.Told;
using Charthouse.Listen.PainPoints.Triage;
using Charthouse.Listen.Surveys;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Listen;

/// <summary>Listen: pain points from the report to the answer, and surveys.</summary>
public static class ListenModule
{
    /// <summary>The module's assembly: its pages and mappings.</summary>
    public static Assembly Assembly => typeof(ListenModule).Assembly;

    /// <summary>Adds the module.</summary>
    public static IServiceCollection AddListen(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ListenSettings>();
        foreach (var permission in ListenPermissions.All) services.AddSingleton(permission);
        services.AddSingleton(PainPointRecords.Searchable);
        services.AddSingleton(FollowLinks.NewsKind);
        services.AddSingleton<IOwnedRecords, OwnedPainPoints>();
        services.AddSingleton<IDueItems, DuePainPoints>();
        services.TryAddSingleton<FollowLinks>();
        services.TryAddSingleton<SimilarPainPoints>();
        services.TryAddSingleton<ReportPainPoint>();
        services.TryAddSingleton<AddVoice>();
        services.TryAddSingleton<SortPainPoint>();
        services.TryAddSingleton<MergePainPoints>();
        services.TryAddSingleton<SeparatePainPoint>();
        services.TryAddSingleton<WriteToReporters>();
        services.TryAddSingleton<WriteToTeam>();
        services.TryAddSingleton<AnswerPainPoint>();
        services.TryAddSingleton<RateAnswer>();
        services.TryAddSingleton<CloseSafetyEvent>();
        services.TryAddSingleton<ExpectedTime>();
        services.TryAddSingleton<LoopClosure>();
        services.TryAddSingleton<WholeThread>();
        services.TryAddSingleton<MakeDemoPainPoints>();
        services.AddSurveys();
        return services;
    }

    /// <summary>Adds what the module's pages need.</summary>
    public static IServiceCollection AddListenPages(this IServiceCollection services)
    {
        services.AddSingleton(new NavigationGroup("Listen", "hearing", 10, [new NavigationItem("Pain points", "pain-points", null), new NavigationItem("You said, we did", "you-said-we-did", null)]));
        // They show days where the organisation is, which only a server knows.
        services.AddSingleton<IRecordKind, PainPointRecords>();
        services.AddSingleton<IRecordKind, AnswerRecords>();
        services.AddSingleton(new DrawerAction("Report a pain point", "report", "add"));
        services.AddSingleton<IPersonalData, VoicesPersonalData>();
        services.TryAddSingleton<PainPointList>();
        services.TryAddSingleton<ReadPainPoint>();
        services.TryAddSingleton<TriageQueue>();
        services.TryAddSingleton<Huddle>();
        services.TryAddSingleton<WhatWeDid>();
        services.TryAddSingleton<MakeReportView>();
        services.TryAddSingleton<ReadFollow>();
        services.TryAddSingleton<Follow>();
        services.TryAddSingleton<ReportLimits>();
        services.AddRateLimiter(ReportLimits.Configure);
        services.AddSurveyPages();
        return services;
    }

    /// <summary>Maps the module's endpoints.</summary>
    public static RouteGroupBuilder MapListen(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Listen");
        group.MapSurveys();
        ReportEndpoints.Map(group);
        group.MapPost("api/pain-points", ReportByMachine.PostAsync).CheckAntiforgery().WithName("ReportByMachine").RequirePermission(ListenPermissions.Report);
        group.MapGet("pain-points" + TableFiles.Route, PainPointExport.GetAsync).WithName("ExportPainPoints").RequireSignIn();
        return group;
    }

    /// <summary>Makes a survey in two rounds for a demo, once. Call only for a data directory that is one.</summary>
    /// <param name="services">Services.</param>
    /// <param name="goLiveOn">The day between the rounds.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static Task MakeDemoSurveysAsync(this IServiceProvider services, DateOnly goLiveOn, CancellationToken cancellationToken) => services.GetRequiredService<MakeDemoSurveys>().RunAsync(goLiveOn, cancellationToken);

    /// <summary>Makes pain points for a demo, once. Call only for a data directory that is one.</summary>
    /// <returns>The pain point of the demo's longest thread; <c>null</c> when they were made before.</returns>
    public static Task<Guid?> MakeDemoPainPointsAsync(this IServiceProvider services, CancellationToken cancellationToken) => services.GetRequiredService<MakeDemoPainPoints>().RunAsync(cancellationToken);
}
