using Charthouse.Access.Accounts;
using Charthouse.Access.Outbox;
using Charthouse.Access.People;
using Charthouse.Access.Roles;
using Charthouse.Platform;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Invitations;

/// <summary>Makes an account without a password, and writes its owner a mail with a link to choose one.</summary>
internal sealed class InviteAccount(UserManager<Account> users, WorkbenchDb db, MailQueue mails, MailLinks links, CurrentActor actor, TimeProvider clock)
{
    public sealed class Form
    {
        public string? Email { get; set; }
        public string? Name { get; set; }

        /// <summary>A person's id; <c>none</c> for nobody; empty for the person with this e-mail address, if there is one.</summary>
        public string? PersonId { get; set; }
    }

    public const string NoPerson = "none";

    public async Task<Outcome<Guid>> RunAsync(Form form, IReadOnlyCollection<Guid> roleIds, CancellationToken cancellationToken)
    {
        var (email, name) = (form.Email?.Trim() ?? "", form.Name?.Trim() ?? "");
        // The account, its roles and the mail are one change, and nobody changes the person meanwhile.
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        List<Problem> problems = [];
        if (!EmailText.IsAddress(email)) problems.Add(AccountProblems.EmailInvalid);
        if (name.Length == 0) problems.Add(AccountProblems.NameMissing);
        if (name.Length > 200) problems.Add(AccountProblems.NameTooLong);
        if (roleIds.Count == 0) problems.Add(AccountProblems.RoleMissing);
        else if (await db.Set<Role>().CountAsync(r => roleIds.Contains(r.Id) && r.ArchivedAt == null, cancellationToken) != roleIds.Distinct().Count()) problems.Add(AccountProblems.RoleUnknown);
        Person? person = null;
        if (form.PersonId is { Length: > 0 } and not NoPerson)
        {
            person = Guid.TryParse(form.PersonId, out var id) ? await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.ArchivedAt == null, cancellationToken) : null;
            if (person is null) problems.Add(AccountProblems.PersonUnknown);
            else if (await db.Set<Account>().AnyAsync(a => a.PersonId == id, cancellationToken)) problems.Add(AccountProblems.PersonTaken);
            // Else whoever invites could read somebody's figures through an address of their own, and no record would say so.
            else if (person.LogUser is not null && !string.Equals(person.Email, email, StringComparison.OrdinalIgnoreCase)) problems.Add(AccountProblems.PersonElsewhere);
        }
        else if (form.PersonId != NoPerson && problems.Count == 0)
        {
            var normalized = email.ToUpperInvariant();
            person = await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.ArchivedAt == null && p.NormalizedEmail == normalized && !db.Set<Account>().Any(a => a.PersonId == p.Id), cancellationToken);
        }

        if (problems.Count == 0 && person is not null && await FourEyes.MayGiveAccountAsync(db, person, actor.Now, clock.GetUtcNow(), cancellationToken) is { } alone) problems.Add(alone);
        if (problems.Count > 0) return problems;
        var personId = person?.Id;
        var account = new Account { Id = Guid.CreateVersion7(), DisplayName = name, PersonId = personId, CreatedAt = clock.GetUtcNow(), InvitedAt = clock.GetUtcNow(), UserName = email, Email = email };
        try
        {
            var created = await users.CreateAsync(account);
            if (!created.Succeeded) return AccountProblems.From(created);
        }
        catch (DbUpdateException)
        {
            // Somebody else invited the same address or person at the same moment.
            return personId is not null && await db.Set<Account>().AsNoTracking().AnyAsync(a => a.PersonId == personId, CancellationToken.None) ? AccountProblems.PersonTaken : AccountProblems.EmailTaken;
        }

        db.AddRange(roleIds.Distinct().Select(role => new AccountRole { Id = Guid.CreateVersion7(), AccountId = account.Id, RoleId = role }));
        await InvitationMail.WriteAsync(users, db, mails, links, account, actor.Now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return account.Id;
    }
}

/// <summary>Writes the mail of an invitation once more; links of before are then worth nothing.</summary>
internal sealed class InviteAgain(UserManager<Account> users, WorkbenchDb db, MailQueue mails, MailLinks links, CurrentActor actor, TimeProvider clock)
{
    public async Task<Outcome<Account>> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } account) return AccountProblems.NotFound;
        if (account.State != AccountState.Invited) return AccountProblems.NotInvited;
        account.InvitedAt = clock.GetUtcNow();
        account.ForgetLinks();
        account.Touch();
        await InvitationMail.WriteAsync(users, db, mails, links, account, actor.Now);
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : account;
    }
}

internal static class InvitationMail
{
    public static async Task WriteAsync(UserManager<Account> users, WorkbenchDb db, MailQueue mails, MailLinks links, Account account, Actor by)
    {
        var token = await users.GenerateUserTokenAsync(account, LinkPurpose.Invitation.Provider, LinkPurpose.Invitation.Purpose);
        await mails.EnqueueAsync(db, account.Email!, "Your account in Charthouse", $"""
            Hello {account.DisplayName},

            {by.Name} has made an account for you in Charthouse, the workbench of clinical informatics. Choose your password here:

            {OutgoingMail.LinkMark}

            The link works once, for seven days. Afterwards you sign in with {account.Email} and your password.
            If you did not expect this mail, you need not do anything.
            """, links.Of(LinkPurpose.Invitation.Page, new("account", account.Id.ToString()), new("token", token)));
    }
}
