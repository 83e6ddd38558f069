using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Charthouse.Platform;
using Charthouse.Platform.Jobs;
using Charthouse.Platform.Permissions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Charthouse.Access.Jobs;

/// <summary>What the pages of jobs post to, and the events that a progress bar follows.</summary>
internal static class JobEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("jobs/{id:guid}/cancel", PostCancelAsync).RequirePermission(AccessPermissions.ManageJobs).CheckAntiforgery();
        routes.MapPost("jobs/{id:guid}/run-again", PostRunAgainAsync).RequirePermission(AccessPermissions.ManageJobs).CheckAntiforgery();
        // Whoever asked for a job may follow it, on a page of the module that it belongs to.
        routes.MapGet("jobs/{id:guid}/events", GetEventsAsync).RequireSignIn();
    }

    private static async Task<IResult> PostCancelAsync(Guid id, JobQueue queue, CancellationToken cancellationToken) => After(id, await queue.CancelAsync(id, cancellationToken));

    private static async Task<IResult> PostRunAgainAsync(Guid id, JobQueue queue, CancellationToken cancellationToken) => After(id, await queue.RunAgainAsync(id, cancellationToken));

    private static IResult After(Guid id, Outcome<Guid> outcome) =>
        outcome.Succeeded ? TypedResults.LocalRedirect($"/jobs/{outcome.Value}")
        : outcome.Problems[0].Kind == ProblemKind.NotFound ? outcome.Problems.ToHttp()
        : TypedResults.LocalRedirect($"/jobs/{id}?problem={outcome.Problems[0].Code}");

    /// <summary>How far a job is, for the progress bar.</summary>
    private sealed record Step(double? Value, string Text, bool Done);

    private static async Task<IResult> GetEventsAsync(Guid id, JobList list, CurrentActor actor, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var job = await list.FindAsync(id, cancellationToken);
        if (job is null || !(actor.Now.May(AccessPermissions.ManageJobs) || job.RequestedById == actor.Now.AccountId)) return new[] { JobQueue.NotFound }.ToHttp();
        return TypedResults.ServerSentEvents(FollowAsync(id, list, lifetime, cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<Step>> FollowAsync(Guid id, JobList list, IHostApplicationLifetime lifetime, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A stream never ends by itself, so the end of the program ends it; the browser asks again.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        Step? sent = null;
        while (!ending.IsCancellationRequested)
        {
            var job = await list.FindAsync(id, cancellationToken);
            var step = job is { IsOpen: true } ? new Step(job.Share, JobWords.Progress(job.State, job.Share, job.Step, job.CancelRequestedAt is not null), Done: false) : new Step(1, "Done", Done: true);
            if (step != sent) yield return new SseItem<Step>(step);
            if (step.Done) yield break;
            sent = step;
            await Task.Delay(700, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
