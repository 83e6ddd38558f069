using Charthouse.Access.Accounts;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Identity;

namespace Charthouse.Access.Invitations;

/// <summary>Sets a password with the link of a mail. All sessions end, and the link cannot be used again.</summary>
internal sealed class ChoosePassword(UserManager<Account> users, WorkbenchDb db, CurrentActor actor, TimeProvider clock)
{
    /// <summary>Whether the link is still good; the page asks before it shows its form.</summary>
    public async Task<Outcome<Account>> CheckAsync(LinkPurpose purpose, Guid? accountId, string? token)
    {
        var over = purpose == LinkPurpose.Invitation ? InvitationProblems.InvitationOver : InvitationProblems.ResetOver;
        if (accountId is null || token is null || await users.FindByIdAsync(accountId.Value.ToString()) is not { DeactivatedAt: null, IsLockedByAdministrator: false } account) return over;
        return await users.VerifyUserTokenAsync(account, purpose.Provider, purpose.Purpose, token) ? account : over;
    }

    public async Task<Outcome<Account>> RunAsync(LinkPurpose purpose, Guid? accountId, string? token, string? password, CancellationToken cancellationToken)
    {
        var found = await CheckAsync(purpose, accountId, token);
        if (!found.Succeeded) return found;
        var account = found.Value;
        List<IdentityError> errors = [];
        foreach (var validator in users.PasswordValidators) errors.AddRange((await validator.ValidateAsync(users, account, password)).Errors);
        if (errors.Count > 0) return AccountProblems.From(IdentityResult.Failed([.. errors]));

        // Whoever opened the link has the mail box of the account.
        using var acting = actor.Begin(new Actor(account.Id, account.PersonId, account.DisplayName, new HashSet<string>(StringComparer.Ordinal)));
        account.PasswordHash = users.PasswordHasher.HashPassword(account, password!);
        (account.EmailConfirmed, account.LockoutEnd, account.AccessFailedCount) = (true, null, 0);
        account.ForgetLinks();
        account.Touch();
        db.Reason = purpose == LinkPurpose.Invitation ? "Invitation accepted." : "Password reset by e-mail.";
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.EndSessionsAsync(account.Id, clock.GetUtcNow(), cancellationToken);
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return account;
    }
}
