using Charthouse.Access.Roles;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Accounts;

/// <summary>Accounts by name, filtered by text, role and state.</summary>
internal sealed class AccountList(IDbContextFactory<WorkbenchDb> dbs)
{
    public const int PageSize = 100;

    public sealed record Row(Account Account, IReadOnlyList<string> Roles, DateTimeOffset? SeenAt)
    {
        public AccountState State => Account.State;
    }

    public sealed record Answer(IReadOnlyList<Row> Rows, int Total);

    /// <param name="text">Part of the name or the e-mail address.</param>
    /// <param name="role">Name of a role.</param>
    /// <param name="state">State; <c>null</c> for all but closed ones.</param>
    /// <param name="sort"><c>name</c>, or <c>seen</c> with the longest unseen last.</param>
    /// <param name="page">From 1; <c>null</c> for all of them.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Answer> RunAsync(string? text, string? role, AccountState? state, string? sort, int? page, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var accounts = db.Set<Account>().AsNoTracking();
        accounts = state switch
        {
            AccountState.Closed => accounts.Where(a => a.ClosedAt != null),
            AccountState.Deactivated => accounts.Where(a => a.ClosedAt == null && a.DeactivatedAt != null),
            AccountState.Locked => accounts.Where(a => a.DeactivatedAt == null && a.LockoutEnd != null && a.LockoutEnd >= Account.UntilUnlocked),
            AccountState.Invited => accounts.Where(a => a.DeactivatedAt == null && (a.LockoutEnd == null || a.LockoutEnd < Account.UntilUnlocked) && a.InvitedAt != null && !a.EmailConfirmed),
            AccountState.Active => accounts.Where(a => a.DeactivatedAt == null && (a.LockoutEnd == null || a.LockoutEnd < Account.UntilUnlocked) && (a.InvitedAt == null || a.EmailConfirmed)),
            _ => accounts.Where(a => a.ClosedAt == null),
        };
        if (text is { Length: > 0 })
        {
#pragma warning disable CA1304, CA1311, CA1862, MA0011 // Translated to SQL, where there is no culture.
            var lower = text.ToLowerInvariant();
            accounts = accounts.Where(a => a.DisplayName.ToLower().Contains(lower) || (a.Email != null && a.Email.ToLower().Contains(lower)));
#pragma warning restore CA1304, CA1311, CA1862, MA0011
        }

        if (role is { Length: > 0 })
            accounts = accounts.Where(a => db.Set<AccountRole>().Any(held => held.AccountId == a.Id && db.Set<Role>().Any(r => r.Id == held.RoleId && r.Name == role)));

        var total = await accounts.CountAsync(cancellationToken);
        var seen = accounts.Select(a => new { Account = a, SeenAt = db.Set<AccountSession>().Where(s => s.AccountId == a.Id).Max(s => (DateTimeOffset?)s.SeenAt) });
        seen = sort switch
        {
            "-name" => seen.OrderByDescending(a => a.Account.DisplayName).ThenBy(a => a.Account.Id),
            // Who was never seen stands where "longest ago" stands, on both stores.
            "seen" => seen.OrderBy(a => a.SeenAt != null).ThenBy(a => a.SeenAt).ThenBy(a => a.Account.DisplayName),
            "-seen" => seen.OrderBy(a => a.SeenAt == null).ThenByDescending(a => a.SeenAt).ThenBy(a => a.Account.DisplayName),
            _ => seen.OrderBy(a => a.Account.DisplayName).ThenBy(a => a.Account.Id),
        };
        var rows = await seen.OnPage(page, PageSize).ToListAsync(cancellationToken);
        var holders = db.Set<AccountRole>().AsQueryable();
        // Too many to name each of them, when it is all.
        if (page is not null)
        {
            var ids = rows.Select(row => row.Account.Id).ToList();
            holders = holders.Where(held => ids.Contains(held.AccountId));
        }

        var roles = (await (from held in holders
                            join named in db.Set<Role>() on held.RoleId equals named.Id
                            orderby named.Title
                            select new { held.AccountId, named.Title }).ToListAsync(cancellationToken)).ToLookup(held => held.AccountId, held => held.Title);
        return new Answer([.. rows.Select(row => new Row(row.Account, [.. roles[row.Account.Id]], row.SeenAt))], total);
    }
}
