using System.Reflection;
using Charthouse.Decide.Committees;
using Charthouse.Decide.Decisions;
using Charthouse.Decide.Measures;
using Charthouse.Decide.Requests;
using Charthouse.Decide.Scoring;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Decide;

/// <summary>Decide: requests, decisions and committees.</summary>
public static class DecideModule
{
    /// <summary>The module's assembly: its pages and mappings.</summary>
    public static Assembly Assembly => typeof(DecideModule).Assembly;

    /// <summary>Adds the module.</summary>
    public static IServiceCollection AddDecide(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        foreach (var permission in DecidePermissions.All) services.AddSingleton(permission);
        services.AddSingleton<IRecordKind, RequestKind>();
        services.AddSingleton<IRecordKind, DecisionKind>();
        services.AddSingleton<IRecordKind, CommitteeKind>();
        services.AddSingleton(RequestKind.Searchable);
        services.AddSingleton(DecisionKind.Searchable);
        services.AddSingleton(CommitteeKind.Searchable);
        services.AddSingleton(RequestNotices.Moved);
        services.AddSingleton(RequestNotices.Asked);
        services.AddSingleton(OpenBallot.Asked);
        services.AddSingleton<IOwnedRecords, OwnedDecisions>();
        services.AddSingleton<IDueItems, DueDecisions>();
        services.TryAddSingleton<SaveRequest>();
        services.TryAddSingleton<TriageRequest>();
        services.TryAddSingleton<MoveRequest>();
        services.TryAddSingleton<AskRequester>();
        services.TryAddSingleton<ReplyToQuestion>();
        services.TryAddSingleton<ScoreRequest>();
        services.TryAddSingleton<SetScale>();
        services.TryAddSingleton<SetCapacity>();
        services.TryAddSingleton<SaveDecision>();
        services.TryAddSingleton<DecideNow>();
        services.TryAddSingleton<AddCondition>();
        services.TryAddSingleton<MeetCondition>();
        services.TryAddSingleton<RenewDecision>();
        services.TryAddSingleton<WithdrawDecision>();
        services.TryAddSingleton<SaveCommittee>();
        services.TryAddSingleton<OpenBallot>();
        services.TryAddSingleton<CastVote>();
        services.TryAddSingleton<CountBallot>();
        services.TryAddSingleton<RequestList>();
        services.TryAddSingleton<RequestRecord>();
        services.TryAddSingleton<RequestMeasures>();
        services.TryAddSingleton<DecisionList>();
        services.TryAddSingleton<DecisionRecord>();
        services.TryAddSingleton<CommitteeList>();
        services.TryAddSingleton<MakeDemoDecisions>();
        return services;
    }

    /// <summary>Adds what the module's pages need.</summary>
    public static IServiceCollection AddDecidePages(this IServiceCollection services)
    {
        services.AddSingleton(new NavigationGroup("Decide", "gavel", 40,
        [
            new NavigationItem("Requests", "requests", DecidePermissions.View), new NavigationItem("Decisions", "decisions", DecidePermissions.View), new NavigationItem("Committees", "committees", DecidePermissions.ViewAll),
        ]));
        services.AddSingleton<IPersonalData, DecidePersonalData>();
        return services;
    }

    /// <summary>Maps the module's endpoints.</summary>
    public static RouteGroupBuilder MapDecide(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Decide").RequirePermission(DecidePermissions.View);
        group.MapGet("requests" + TableFiles.Route, RequestExport.GetAsync).WithName("ExportRequests");
        group.MapGet("decisions" + TableFiles.Route, DecisionExport.GetAsync).WithName("ExportDecisions");
        group.MapGet("committees" + TableFiles.Route, CommitteeExport.GetAsync).WithName("ExportCommittees").RequirePermission(DecidePermissions.ViewAll);
        group.MapGet("requests/measures" + TableFiles.Route, MeasuresExport.GetAsync).WithName("ExportRequestMeasures").RequirePermission(DecidePermissions.ViewAll);
        return group;
    }

    /// <summary>Makes requests, a committee and decisions for a demo. Call only for a data directory that is one.</summary>
    /// <param name="services">Services.</param>
    /// <param name="today">Today, in the demo hospital.</param>
    /// <param name="potassium">The pain point that the request about potassium comes out of; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>That request and its decision, for what comes out of them; <c>null</c> when there were requests already.</returns>
    public static Task<(RecordRef Request, RecordRef Decision)?> MakeDemoDecisionsAsync(this IServiceProvider services, DateOnly today, RecordRef? potassium, CancellationToken cancellationToken) =>
        services.GetRequiredService<MakeDemoDecisions>().RunAsync(today, potassium, cancellationToken);
}
