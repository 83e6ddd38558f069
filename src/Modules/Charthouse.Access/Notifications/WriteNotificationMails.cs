using System.Globalization;
using Charthouse.Access.Accounts;
using Charthouse.Platform.Notifications;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Notifications;

/// <summary>
/// Writes e-mails about new notifications: at once, or once a day, as each person has chosen. A mail names the kinds and links back; what happened,
/// and to whom, stays in the application. What was read meanwhile is not mailed. Each mail is saved together with the mark that it was written, so that
/// none is lost or written twice.
/// </summary>
internal sealed class WriteNotificationMails(IDbContextFactory<WorkbenchDb> dbs, IEnumerable<NotificationKind> kinds, NotificationSettings settings, TimeProvider clock)
{
    /// <summary>Leaves a mail with the caller's unit of work.</summary>
    public delegate Task Enqueue(WorkbenchDb db, string to, string subject, string text);

    // Somebody who turns mails on is not sent what lay there for long.
    private static readonly TimeSpan oldest = TimeSpan.FromDays(3);

    /// <param name="enqueue">Leaves a mail with the caller's unit of work.</param>
    /// <param name="linkTo">The full address of a page.</param>
    /// <param name="organisation">Civil time of the organisation; <c>null</c> is UTC.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<int> RunAsync(Enqueue enqueue, Func<string, string> linkTo, TimeZoneInfo? organisation, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var digestDue = settings.LastDigestBefore(now, organisation);
        List<Guid> accounts;
        await using (var db = await dbs.CreateDbContextAsync(cancellationToken))
        {
            accounts = await db.Set<Notification>().Where(n => n.MailedAt == null && n.ReadAt == null && n.CreatedAt > now - oldest).Select(n => n.AccountId).Distinct().ToListAsync(cancellationToken);
        }

        var count = 0;
        foreach (var id in accounts) count += await WriteForAsync(id, enqueue, linkTo, now, digestDue, cancellationToken);
        return count;
    }

    private async Task<int> WriteForAsync(Guid id, Enqueue enqueue, Func<string, string> linkTo, DateTimeOffset now, DateTimeOffset digestDue, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // One writer at a time: whoever comes second finds the rows marked.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var account = await db.Set<Account>().Where(a => a.Id == id && a.DeactivatedAt == null && a.Email != null).Select(a => a.Email).SingleOrDefaultAsync(cancellationToken);
        if (account is null) return 0;
        var chosen = await db.Set<NotificationPreference>().Where(p => p.AccountId == id).ToDictionaryAsync(p => p.Kind, p => p.Delivery, StringComparer.Ordinal, cancellationToken);
        var rows = await db.Set<Notification>().Where(n => n.AccountId == id && n.MailedAt == null && n.ReadAt == null && n.CreatedAt > now - oldest).OrderBy(n => n.CreatedAt).ThenBy(n => n.Id).ToListAsync(cancellationToken);
        NotificationDelivery Of(Notification row) => chosen.GetValueOrDefault(row.Kind, kinds.FirstOrDefault(kind => kind.Name == row.Kind)?.Default ?? NotificationDelivery.App);
        var atOnce = rows.Where(row => Of(row) == NotificationDelivery.Mail).ToList();
        var daily = rows.Where(row => Of(row) == NotificationDelivery.Digest && row.CreatedAt < digestDue).ToList();
        var count = 0;
        foreach (var (some, period) in ((List<Notification>, string)[])[(atOnce, ""), (daily, " of the day")])
        {
            if (some.Count == 0) continue;
            // The update takes the rows; another process that read them too then changes none, and writes nothing.
            var ids = some.Select(row => row.Id).ToList();
            var taken = await db.Set<Notification>().Where(n => ids.Contains(n.Id) && n.MailedAt == null).ExecuteUpdateAsync(set => set.SetProperty(n => n.MailedAt, now), cancellationToken);
            if (taken != some.Count) continue;
            await enqueue(db, account, Subject(some, period), Text(some, linkTo));
            count++;
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return count;
    }

    private string Subject(List<Notification> rows, string period) => rows.Count == 1
        ? $"Charthouse: {TitleOf(rows[0].Kind)}"
        : string.Create(CultureInfo.InvariantCulture, $"Charthouse: {rows.Count} notifications{period}");

    private string Text(List<Notification> rows, Func<string, string> linkTo) => $"""
        There is something new for you in Charthouse:

        {string.Join('\n', rows.GroupBy(row => row.Kind, StringComparer.Ordinal).Select(same => string.Create(CultureInfo.InvariantCulture, $"- {TitleOf(same.Key)}{(same.Count() > 1 ? $" ({same.Count()})" : "")}\n  {Link(same, linkTo)}")))}

        You get this mail because you have not turned it off. Choose what you hear of, and how:
        {linkTo("account/notifications")}
        """;

    private static string Link(IGrouping<string, Notification> same, Func<string, string> linkTo) =>
        same.Count() == 1 ? linkTo($"notifications/{same.First().Id}/open") : linkTo("notifications?kind=" + Uri.EscapeDataString(same.Key));

    private string TitleOf(string name) => kinds.FirstOrDefault(known => known.Name == name)?.Title ?? "Something new";
}
