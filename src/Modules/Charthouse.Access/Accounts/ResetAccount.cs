using Charthouse.Access.Passwords;
using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.Accounts;

/// <summary>Lets somebody in again who lost their way in: a new password, and no second step, passkey, lock or session from before.</summary>
internal sealed class ResetAccount(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>Answers with the new password, which is stored nowhere.</summary>
    public async Task<Outcome<string>> RunAsync(string email, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var db = scope.ServiceProvider.GetRequiredService<WorkbenchDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await users.FindByNameAsync(email.Trim()) is not { } account) return AccountProblems.NoSuchEmail;
        if (account.DeactivatedAt is not null) return AccountProblems.IsClosed;
        var password = GeneratedPassword.Make(5);
        db.Reason = "Reset by the operator.";
        account.LockoutEnd = null;
        account.TwoFactorEnabled = false;
        account.PasswordHash = users.PasswordHasher.HashPassword(account, password);
        // Also saves what was changed above, and makes half-finished sign-ins worthless.
        var saved = await users.UpdateSecurityStampAsync(account);
        if (!saved.Succeeded) return AccountProblems.From(saved);
        db.RemoveRange(await db.Set<AccountPasskey>().Where(p => p.AccountId == account.Id).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Set<IdentityUserToken<Guid>>().Where(t => t.UserId == account.Id).ToListAsync(cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        await EndSessions.RunAsync(db, account.Id, null, clock.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return password;
    }
}

/// <summary>Ends the sessions of an account, so that its browsers have to sign in again.</summary>
internal static class EndSessions
{
    /// <param name="db">The caller's unit of work.</param>
    /// <param name="accountId">Account.</param>
    /// <param name="except">A session to keep: the one of who asks.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static Task<int> RunAsync(WorkbenchDb db, Guid accountId, Guid? except, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Set<AccountSession>().Where(s => s.AccountId == accountId && s.EndedAt == null && s.Id != except).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellationToken);
}
