using Charthouse.Platform;
using Charthouse.Platform.Notifications;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Notifications;

/// <summary>Marks own notifications as read.</summary>
internal sealed class ReadNotifications(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor, TimeProvider clock)
{
    /// <summary>Marks one; answers with where it leads.</summary>
    public async Task<Outcome<string>> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // The notification of somebody else does not exist.
        if (await db.Set<Notification>().SingleOrDefaultAsync(n => n.Id == id && n.AccountId == actor.Now.AccountId, cancellationToken) is not { } notification) return NotificationProblems.NotFound;
        notification.ReadAt ??= clock.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
        return "/" + notification.Href.TrimStart('/');
    }

    /// <summary>Marks all.</summary>
    public async Task RunAllAsync(CancellationToken cancellationToken)
    {
        if (actor.Now.AccountId is not { } account) return;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await db.Set<Notification>().Where(n => n.AccountId == account && n.ReadAt == null).ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, clock.GetUtcNow()), cancellationToken);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("notifications/{id:guid}/open", OpenAsync).RequireSignIn();
        routes.MapPost("notifications/{id:guid}/read", PostAsync).RequireSignIn().CheckAntiforgery();
        routes.MapPost("notifications/read", PostAllAsync).RequireSignIn().CheckAntiforgery();
        routes.MapPost("account/notifications/choices", ChooseDelivery.PostAsync).RequireSignIn().CheckAntiforgery();
    }

    // A link, so that it opens in a new tab like any other; all it changes is that the reader has seen it.
    private static async Task<IResult> OpenAsync(Guid id, ReadNotifications useCase, CancellationToken cancellationToken)
    {
        var read = await useCase.RunAsync(id, cancellationToken);
        return read.Succeeded ? TypedResults.LocalRedirect(read.Value) : read.Problems.ToHttp();
    }

    private static async Task<IResult> PostAsync(Guid id, HttpContext context, ReadNotifications useCase, CancellationToken cancellationToken)
    {
        var read = await useCase.RunAsync(id, cancellationToken);
        return read.Succeeded ? TypedResults.LocalRedirect(await BackAsync(context)) : read.Problems.ToHttp();
    }

    private static async Task<IResult> PostAllAsync(HttpContext context, ReadNotifications useCase, CancellationToken cancellationToken)
    {
        await useCase.RunAllAsync(cancellationToken);
        return TypedResults.LocalRedirect(await BackAsync(context));
    }

    private static async Task<string> BackAsync(HttpContext context) =>
        (await context.Request.ReadFormAsync(context.RequestAborted))["back"] is [{ } back] && (back == "/notifications" || back.StartsWith("/notifications?", StringComparison.Ordinal)) ? back : "/notifications";
}
