using Charthouse.Access.Roles;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Accounts;

/// <summary>Gives an account exactly the named roles, unless somebody else gave it others meanwhile.</summary>
internal sealed class GiveRoles(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor)
{
    /// <param name="id">Account.</param>
    /// <param name="seen">Roles that the editor saw.</param>
    /// <param name="roleIds">Roles that it is to hold; all others are taken away.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<Account>> RunAsync(Guid id, IReadOnlyCollection<Guid> seen, IReadOnlyCollection<Guid> roleIds, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } account) return AccountProblems.NotFound;
        if (account.ClosedAt is not null) return AccountProblems.Closed;
        var held = await db.Set<AccountRole>().Where(r => r.AccountId == id).ToListAsync(cancellationToken);
        if (!seen.ToHashSet().SetEquals(held.Select(r => r.RoleId))) return AccountProblems.RolesChangedMeanwhile;
        var added = roleIds.Except(held.Select(r => r.RoleId)).ToList();
        if (await db.Set<Role>().CountAsync(r => added.Contains(r.Id) && r.ArchivedAt == null, cancellationToken) != added.Count) return AccountProblems.RoleUnknown;
        var administrator = await db.Set<Role>().SingleAsync(r => r.Name == BuiltInRoles.Administrator, cancellationToken);
        if (held.Exists(r => r.RoleId == administrator.Id) && !roleIds.Contains(administrator.Id))
        {
            if (actor.Now.AccountId == id) return AccountProblems.OwnAdministratorRole;
            if (await Administrators.LoseAsync(db, id, cancellationToken) is { } problem) return problem;
        }

        db.RemoveRange(held.Where(r => !roleIds.Contains(r.RoleId)));
        db.AddRange(added.Select(role => new AccountRole { Id = Guid.CreateVersion7(), AccountId = id, RoleId = role }));
        account.Touch();
        return await db.TrySaveAsync(AccountProblems.RolesChangedMeanwhile, AccountProblems.RolesChangedMeanwhile, cancellationToken) is { } conflict ? conflict : account;
    }
}

/// <summary>What an administrator does to an account as a whole. All but unlocking and taking back end its sessions at once.</summary>
internal enum AccountStep
{
    Lock,
    Unlock,
    Deactivate,
    Reactivate,
    Close,
}

/// <summary>Locks, unlocks, deactivates, takes back or closes an account.</summary>
internal sealed class ChangeAccountState(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor, TimeProvider clock)
{
    /// <param name="id">Account.</param>
    /// <param name="step">What to do.</param>
    /// <param name="reason">Why; needed to deactivate and to close.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<Account>> RunAsync(Guid id, AccountStep step, string? reason, CancellationToken cancellationToken)
    {
        reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        if (step is AccountStep.Deactivate or AccountStep.Close && reason is null) return AccountProblems.ReasonMissing;
        if (reason?.Length > 1000) return AccountProblems.ReasonTooLong;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } account) return AccountProblems.NotFound;
        if (account.ClosedAt is not null) return AccountProblems.Closed;
        if (step is AccountStep.Lock or AccountStep.Deactivate or AccountStep.Close)
        {
            if (actor.Now.AccountId == id) return AccountProblems.OwnAccount;
            if (await Administrators.LoseAsync(db, id, cancellationToken) is { } problem) return problem;
        }

        var now = clock.GetUtcNow();
        switch (step)
        {
            case AccountStep.Lock:
                account.LockoutEnd = Account.UntilUnlocked;
                break;
            case AccountStep.Unlock:
                (account.LockoutEnd, account.AccessFailedCount) = (null, 0);
                break;
            case AccountStep.Deactivate:
                account.DeactivatedAt ??= now;
                break;
            case AccountStep.Reactivate:
                account.DeactivatedAt = null;
                break;
            case AccountStep.Close:
                await CloseAccount.RunAsync(db, account, now, cancellationToken);
                break;
        }

        account.ForgetLinks();
        account.Touch();
        db.Reason = reason;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (step is not (AccountStep.Unlock or AccountStep.Reactivate)) await db.EndSessionsAsync(id, now, cancellationToken);
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } conflict) return conflict;
        await transaction.CommitAsync(cancellationToken);
        return account;
    }
}

/// <summary>Ends what is signed in.</summary>
internal static class Sessions
{
    /// <summary>Ends all sessions of an account at once.</summary>
    public static Task<int> EndSessionsAsync(this WorkbenchDb db, Guid accountId, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Set<AccountSession>().Where(s => s.AccountId == accountId && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellationToken);
}
