using Charthouse.Access.Accounts;
using Charthouse.Access.MyAccount;
using Charthouse.Access.Outbox;
using Charthouse.Platform;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Invitations;

/// <summary>Asks at the new address whether it is the right one. Until somebody confirms there, the old address stays.</summary>
internal sealed class ChangeEmail(UserManager<Account> users, WorkbenchDb db, ConfirmPassword confirmPassword, ConfirmPasskey confirmPasskey, MailQueue mails, MailLinks links, CurrentActor actor)
{
    public const string Page = "confirm-email";

    /// <param name="email">The new address.</param>
    /// <param name="password">The password, of who has one.</param>
    /// <param name="credential">The answer of a passkey, of who has no password.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<Account>> RunAsync(string? email, string? password, string? credential, CancellationToken cancellationToken)
    {
        email = email?.Trim() ?? "";
        if (actor.Now.AccountId is not { } id || await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } account) return AccountProblems.NotFound;
        if (!EmailText.IsAddress(email)) return AccountProblems.EmailInvalid;
        if (string.Equals(email, account.Email, StringComparison.Ordinal)) return InvitationProblems.EmailUnchanged;
        var refused = account.PasswordHash is null ? await confirmPasskey.RunAsync(account, credential) : await confirmPassword.RunAsync(account, password, cancellationToken);
        if (refused is not null) return refused;
        if (await users.FindByEmailAsync(email) is { } other && other.Id != id)
        {
            // The owner of the address learns of it; whoever asked learns nothing about who has an account.
            await mails.EnqueueAsync(db, other.Email!, "Somebody wanted to use your address in Charthouse", $"""
                Hello {other.DisplayName},

                Somebody wanted to use this e-mail address for another account in Charthouse. Nothing was changed, because it belongs to your account.
                """);
        }
        else
        {
            var token = await users.GenerateChangeEmailTokenAsync(account, email);
            await mails.EnqueueAsync(db, email, "Confirm your e-mail address for Charthouse", $"""
                Hello {account.DisplayName},

                Confirm here that you want to use this address for your account in Charthouse:

                {OutgoingMail.LinkMark}

                The link works once, for two hours. Until then your old address stays.
                """, links.Of(Page, new("account", id.ToString()), new("email", email), new("token", token)));
        }

        await db.SaveChangesAsync(cancellationToken);
        return account;
    }
}

/// <summary>Takes over the new address with the link of its mail, and tells the old one.</summary>
internal sealed class ConfirmEmail(UserManager<Account> users, WorkbenchDb db, MailQueue mails, CurrentActor actor)
{
    public const string ChangedSubject = "Your e-mail address in Charthouse has changed";

    public async Task<Outcome<Account>> RunAsync(Guid? accountId, string? email, string? token, CancellationToken cancellationToken)
    {
        if (accountId is null || email is null || token is null || await users.FindByIdAsync(accountId.Value.ToString()) is not { DeactivatedAt: null } account
            || !await users.VerifyUserTokenAsync(account, TokenOptions.DefaultProvider, UserManager<Account>.GetChangeEmailTokenPurpose(email), token))
            return InvitationProblems.ConfirmationOver;
        using var acting = actor.Begin(new Actor(account.Id, account.PersonId, account.DisplayName, new HashSet<string>(StringComparer.Ordinal)));
        var before = account.Email;
        (account.Email, account.UserName, account.EmailConfirmed) = (email, email, true);
        (account.NormalizedEmail, account.NormalizedUserName) = (users.NormalizeEmail(email), users.NormalizeName(email));
        account.ForgetLinks();
        account.Touch();
        if (before is not null)
        {
            await mails.EnqueueAsync(db, before, ChangedSubject, $"""
                Hello {account.DisplayName},

                From now on you sign in to Charthouse with another e-mail address. If that was not you, tell your administrator at once.
                """);
        }

        db.Reason = "Confirmed at the new address.";
        return await db.TrySaveAsync(AccountProblems.EmailTaken, null, cancellationToken) is { } problem ? problem : account;
    }
}
