using Charthouse.Access.Accounts;
using Charthouse.Access.Roles;
using Charthouse.Access.SignIn;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.MyAccount;

/// <summary>What the own account looks like to its owner.</summary>
internal sealed class MyAccountState(UserManager<Account> users, WorkbenchDb db, TimeProvider clock)
{
    public sealed record Session(Guid Id, string Device, DateTimeOffset StartedAt, DateTimeOffset SeenAt);

    public sealed record Passkey(Guid Id, string Name, DateTimeOffset CreatedAt, bool IsBackedUp);

    public sealed record State(string Name, string Email, DateTimeOffset CreatedAt, IReadOnlyList<string> Roles, bool HasPassword, bool HasAuthenticator, int RecoveryCodeCount, IReadOnlyList<Passkey> Passkeys, IReadOnlyList<Session> Sessions);

    public async Task<State> RunAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var account = (await users.FindByIdAsync(accountId.ToString()))!;
        var oldest = clock.GetUtcNow() - AccountCookie.Lifetime;
        return new State(
            account.DisplayName,
            account.Email!,
            account.CreatedAt,
            await (from held in db.Set<AccountRole>() join role in db.Set<Role>() on held.RoleId equals role.Id where held.AccountId == accountId orderby role.Title select role.Title).ToListAsync(cancellationToken),
            account.PasswordHash is not null,
            account.TwoFactorEnabled,
            account.TwoFactorEnabled ? await users.CountRecoveryCodesAsync(account) : 0,
            await db.Set<AccountPasskey>().Where(p => p.AccountId == accountId).OrderBy(p => p.CreatedAt).Select(p => new Passkey(p.Id, p.Name, p.CreatedAt, p.IsBackedUp)).ToListAsync(cancellationToken),
            await db.Set<AccountSession>().Where(s => s.AccountId == accountId && s.EndedAt == null && s.StartedAt > oldest).OrderByDescending(s => s.SeenAt).Select(s => new Session(s.Id, s.Device, s.StartedAt, s.SeenAt)).ToListAsync(cancellationToken));
    }
}
