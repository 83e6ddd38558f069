using Charthouse.Platform.Notifications;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Notifications;

/// <summary>What the signed-in person is told: what is new first, then newest first.</summary>
internal sealed class NotificationList(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor)
{
    public const int PageSize = 50;

    /// <param name="Shown">One page.</param>
    /// <param name="Total">How many the filter leaves.</param>
    /// <param name="UnreadCount">How many are new, whatever the filter.</param>
    public sealed record Answer(IReadOnlyList<Notification> Shown, int Total, int UnreadCount);

    public async Task<Answer> RunAsync(bool onlyUnread, string? kind, int page, CancellationToken cancellationToken)
    {
        if (actor.Now.AccountId is not { } account) return new([], 0, 0);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var mine = Visible(db, account);
        var chosen = mine;
        if (onlyUnread) chosen = chosen.Where(n => n.ReadAt == null);
        if (kind is not null) chosen = chosen.Where(n => n.Kind == kind);
        var shown = await chosen.OrderBy(n => n.ReadAt == null ? 0 : 1).ThenByDescending(n => n.CreatedAt).ThenByDescending(n => n.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        return new(shown, await chosen.CountAsync(cancellationToken), await mine.CountAsync(n => n.ReadAt == null, cancellationToken));
    }

    /// <summary>How many are new, for the bell.</summary>
    public async ValueTask<int> CountUnreadAsync(CancellationToken cancellationToken)
    {
        if (actor.Now.AccountId is not { } account) return 0;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await Visible(db, account).CountAsync(n => n.ReadAt == null, cancellationToken);
    }

    // What somebody has turned off is kept, and comes back when it is turned on again.
    private static IQueryable<Notification> Visible(WorkbenchDb db, Guid account) => db.Set<Notification>().AsNoTracking()
        .Where(n => n.AccountId == account && !db.Set<NotificationPreference>().Any(p => p.AccountId == account && p.Kind == n.Kind && p.Delivery == NotificationDelivery.Off));
}
