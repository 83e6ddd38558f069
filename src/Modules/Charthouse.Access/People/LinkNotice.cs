using Charthouse.Access.Accounts;
using Charthouse.Access.Roles;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Notifications;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.People;

/// <summary>Tells the person and everybody who manages accounts, in the change itself, that the address or the link of somebody in the audit log has changed.</summary>
internal sealed class LinkNotice(Platform.Notifications.Notifications notifications, MailQueue mails, CurrentActor actor)
{
    // More are told in one sentence: an import may change thousands.
    private const int MostNamed = 5;

    public static NotificationKind Kind { get; } = new("log-link-changed", "A link with the audit log changed", "The e-mail address or the user of the log of somebody in the audit log was changed.", NotificationDelivery.Mail);

    /// <summary>What a person's address and link were before.</summary>
    public sealed record Change(Person Person, string? Email, string? LogUser)
    {
        private bool IsLink => LogUser != Person.LogUser;
        private bool IsEmail => !string.Equals(Email, Person.Email, StringComparison.OrdinalIgnoreCase);

        /// <summary>Whether it concerns anybody's figures.</summary>
        public bool Matters => (IsLink || IsEmail) && (LogUser ?? Person.LogUser) is not null;

        public string What => IsLink && IsEmail ? "e-mail address and user of the log" : IsLink ? "user of the log" : "e-mail address";
    }

    /// <summary>Adds notifications and mails to the caller's unit of work.</summary>
    public async Task AddAsync(WorkbenchDb db, IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        changes = [.. changes.Where(change => change.Matters)];
        if (changes.Count == 0) return;
        var by = actor.Now.Name;
        foreach (var id in await ManagersAsync(db, cancellationToken))
        {
            if (changes.Count > MostNamed) notifications.Add(db, id, Kind.Name, $"{by} changed the e-mail address or the user of the log of {changes.Count} people who are in the audit log.", "history?kind=person");
            else foreach (var change in changes) notifications.Add(db, id, Kind.Name, $"{by} changed the {change.What} of {change.Person.Name}, who is in the audit log.", $"people/{change.Person.Id}");
        }

        // Who was not in the log before has nothing to lose.
        foreach (var change in changes.Where(change => change.LogUser is not null))
        {
            var account = await db.Set<Account>().Where(a => a.PersonId == change.Person.Id && a.DeactivatedAt == null).Select(a => new { a.Id, a.Email }).SingleOrDefaultAsync(cancellationToken);
            if (account is not null) notifications.Add(db, account.Id, Kind.Name, $"{by} changed your {change.What} in the directory.", "account/data");
            foreach (var address in new[] { change.Email, account?.Email }.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase))
            {
                await mails.EnqueueAsync(db, address, "Your entry in Charthouse has changed", $"""
                    Hello {change.Person.Name},

                    {by} changed your {change.What} in the directory of Charthouse. Your figures from the audit log are seen by the account that belongs to this entry.
                    If that is not right, tell your administrator at once.
                    """);
            }
        }
    }

    private static Task<List<Guid>> ManagersAsync(WorkbenchDb db, CancellationToken cancellationToken) =>
        (from account in db.Set<Account>()
         join held in db.Set<AccountRole>() on account.Id equals held.AccountId
         join role in db.Set<Role>() on held.RoleId equals role.Id
         join permission in db.Set<RolePermission>() on role.Id equals permission.RoleId
         where account.DeactivatedAt == null && role.ArchivedAt == null && permission.Permission == AccessPermissions.ManageAccounts
         select account.Id).Distinct().ToListAsync(cancellationToken);
}
