using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Charthouse.Measure.Imports;
using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Charthouse.Measure.Actions;

/// <summary>What the pages about actions post to and follow.</summary>
internal static class ActionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("actions/mappings", PostMappingsAsync).CheckAntiforgery();
        routes.MapPost("actions/recomputation", PostRetryAsync).CheckAntiforgery();
        routes.MapGet("actions/recomputation/events", GetEvents);
    }

    /// <summary>The fields <c>action</c> and <c>category</c> stand in pairs, <c>back</c> is the page they come from.</summary>
    private static async Task<IResult> PostMappingsAsync(HttpContext context, MapActions useCase)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (actions, categories) = (form["action"], form["category"]);
        var back = form["back"] is [{ } address] && address.StartsWith("/actions/", StringComparison.Ordinal) ? address : "/actions/unmapped";
        if (actions.Count != categories.Count) return Back(back, ActionProblems.UnknownAction.Code);
        var mapped = await useCase.RunAsync([.. actions.Zip(categories, (action, category) => new MapActions.Choice(action ?? "", category ?? ""))], context.RequestAborted);
        return Back(back, mapped.Succeeded ? null : mapped.Problems[0].Code);
    }

    private static async Task<IResult> PostRetryAsync(MapActions useCase, CancellationToken cancellationToken)
    {
        await useCase.RetryAsync(cancellationToken);
        return Back("/actions/unmapped", null);
    }

    private static RedirectHttpResult Back(string page, string? problem) => TypedResults.LocalRedirect(problem is null ? page : QueryHelpers.AddQueryString(page, "problem", problem));

    /// <summary>Whether new mappings still wait for their figures.</summary>
    private sealed record Step(double? Value, string Text, bool Done);

    private static ServerSentEventsResult<Step> GetEvents(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock, IHostApplicationLifetime lifetime, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(FollowAsync(dbs, clock, lifetime, cancellationToken));

    private static async IAsyncEnumerable<SseItem<Step>> FollowAsync(
        IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock, IHostApplicationLifetime lifetime, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        while (!ending.IsCancellationRequested)
        {
            DateTimeOffset? since;
            await using (var db = await dbs.CreateDbContextAsync(cancellationToken))
            {
                since = await db.Set<PendingMapping>().Where(m => m.Problem == null).MinAsync(m => (DateTimeOffset?)m.RequestedAt, cancellationToken);
            }

            yield return new SseItem<Step>(new Step(null, since is { } at ? $"Under way for {Numbers.Duration(clock.GetUtcNow() - at)}" : "Done", since is null));
            if (since is null) yield break;
            await Task.Delay(1000, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
