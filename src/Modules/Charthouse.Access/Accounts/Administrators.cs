using Charthouse.Access.Roles;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Accounts;

/// <summary>Keeps the installation from being left without anybody who can administer it.</summary>
internal static class Administrators
{
    /// <summary>Why an account cannot stop being an administrator who can sign in; <c>null</c> when it can.</summary>
    /// <remarks>Marks the role as changed, so that of two people who remove each other at the same moment only one succeeds.</remarks>
    public static async Task<Problem?> LoseAsync(WorkbenchDb db, Guid accountId, CancellationToken cancellationToken)
    {
        var role = await db.Set<Role>().SingleAsync(r => r.Name == BuiltInRoles.Administrator, cancellationToken);
        if (!await db.Set<AccountRole>().AnyAsync(held => held.AccountId == accountId && held.RoleId == role.Id, cancellationToken)) return null;
        var isOtherLeft = await (from held in db.Set<AccountRole>()
                                 join account in db.Set<Account>() on held.AccountId equals account.Id
                                 where held.RoleId == role.Id && account.Id != accountId && account.DeactivatedAt == null && account.EmailConfirmed
                                     && (account.LockoutEnd == null || account.LockoutEnd < Account.UntilUnlocked)
                                 select account.Id).AnyAsync(cancellationToken);
        if (!isOtherLeft) return AccountProblems.LastAdministrator;
        role.Touch();
        return null;
    }
}
