using Charthouse.Access.Invitations;
using Charthouse.Access.Outbox;
using Charthouse.Access.People;
using Charthouse.Platform;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Accounts;

/// <summary>Gives an account of somebody else another e-mail address, at once, and tells both addresses. Who is invited gets the invitation there.</summary>
internal sealed class ChangeAccountEmail(UserManager<Account> users, WorkbenchDb db, MailQueue mails, MailLinks links, CurrentActor actor, TimeProvider clock)
{
    public async Task<Outcome<Account>> RunAsync(Guid id, string? email, CancellationToken cancellationToken)
    {
        email = email?.Trim() ?? "";
        // Nobody changes the person meanwhile.
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } account) return AccountProblems.NotFound;
        if (account.ClosedAt is not null) return AccountProblems.Closed;
        if (actor.Now.AccountId == id) return AccountProblems.OwnAddress;
        if (!EmailText.IsAddress(email)) return AccountProblems.EmailInvalid;
        if (string.Equals(email, account.Email, StringComparison.Ordinal)) return AccountProblems.AddressUnchanged;
        if (await users.FindByNameAsync(email) is { } other && other.Id != id) return AccountProblems.EmailTaken;
        // Whoever has the address can choose a new password, and then sees what the account sees.
        if (account.PersonId is { } personId && await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == personId, cancellationToken) is { LogUser: not null } person)
        {
            if (!string.Equals(person.Email, email, StringComparison.OrdinalIgnoreCase)) return AccountProblems.AddressElsewhere;
            if (await FourEyes.MayGiveAccountAsync(db, person, actor.Now, clock.GetUtcNow(), cancellationToken) is { } alone) return alone;
        }

        var before = account.Email;
        (account.Email, account.UserName) = (email, email);
        (account.NormalizedEmail, account.NormalizedUserName) = (users.NormalizeEmail(email), users.NormalizeName(email));
        account.ForgetLinks();
        account.Touch();
        if (before is not null)
        {
            await mails.EnqueueAsync(db, before, ConfirmEmail.ChangedSubject, $"""
                Hello {account.DisplayName},

                {actor.Now.Name} changed the e-mail address of your account in Charthouse. You sign in with the new one from now on. If you did not want that, tell your administrator at once.
                """);
        }

        if (account.State == AccountState.Invited)
        {
            account.InvitedAt = clock.GetUtcNow();
            await InvitationMail.WriteAsync(users, db, mails, links, account, actor.Now);
        }
        else
        {
            await mails.EnqueueAsync(db, email, ConfirmEmail.ChangedSubject, $"""
                Hello {account.DisplayName},

                {actor.Now.Name} changed the e-mail address of your account in Charthouse to this one. You sign in with it from now on; your password stays.
                """);
        }

        if (await db.TrySaveAsync(AccountProblems.EmailTaken, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return account;
    }
}
