using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Accounts;

/// <summary>What closing means, whoever does it: nothing opens the account any more, and nothing of it stands in anybody's way.</summary>
internal static class CloseAccount
{
    /// <summary>Closes an account inside the caller's unit of work. Its sessions are ended by the caller, in the same transaction.</summary>
    public static async Task RunAsync(WorkbenchDb db, Account account, DateTimeOffset now, CancellationToken cancellationToken)
    {
        account.DeactivatedAt ??= now;
        account.ClosedAt = now;
        // The address and the person are free for a new account; the history keeps what they were.
        account.UserName = "closed-" + account.Id.ToString("N");
        account.NormalizedUserName = account.UserName.ToUpperInvariant();
        (account.Email, account.NormalizedEmail, account.PersonId, account.PasswordHash, account.TwoFactorEnabled) = (null, null, null, null, false);
        account.ForgetLinks();
        account.Touch();
        db.RemoveRange(await db.Set<AccountRole>().Where(r => r.AccountId == account.Id).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Set<AccountPasskey>().Where(p => p.AccountId == account.Id).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Set<IdentityUserToken<Guid>>().Where(t => t.UserId == account.Id).ToListAsync(cancellationToken));
    }
}
