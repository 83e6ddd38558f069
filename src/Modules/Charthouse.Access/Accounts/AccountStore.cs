using System.Security.Cryptography;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Accounts;

/// <summary>Keeps accounts for ASP.NET Core Identity: secrets are stored under the installation's data protection keys, passkeys in a table of ours.</summary>
internal sealed class AccountStore(WorkbenchDb db, IDataProtectionProvider protection)
    : UserOnlyStore<Account, WorkbenchDb, Guid, IdentityUserClaim<Guid>, IdentityUserLogin<Guid>, IdentityUserToken<Guid>>(db)
{
    private readonly IDataProtector protector = protection.CreateProtector("Charthouse.Access.AccountSecrets");

    /// <summary>Stores a secret so that the database alone does not give it away.</summary>
    public override Task SetTokenAsync(Account user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        base.SetTokenAsync(user, loginProvider, name, value is null ? null : protector.Protect(value), cancellationToken);

    /// <summary>Reads a secret. One that was stored under keys which are gone is no secret any more, and opens nothing.</summary>
    public override async Task<string?> GetTokenAsync(Account user, string loginProvider, string name, CancellationToken cancellationToken)
    {
        if (await base.GetTokenAsync(user, loginProvider, name, cancellationToken) is not { } value) return null;
        try
        {
            return protector.Unprotect(value);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public override async Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        if (await FindAsync(passkey.CredentialId, cancellationToken) is { } known) known.Update(passkey);
        else Context.Add(AccountPasskey.Of(user.Id, passkey));
        await SaveChanges(cancellationToken);
    }

    public override async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
        [.. (await Context.Set<AccountPasskey>().AsNoTracking().Where(p => p.AccountId == user.Id).OrderBy(p => p.CreatedAt).ToListAsync(cancellationToken)).Select(p => p.ToInfo())];

    public override async Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await FindAsync(credentialId, cancellationToken) is { } passkey ? await Users.SingleOrDefaultAsync(a => a.Id == passkey.AccountId, cancellationToken) : null;

    public override async Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        await FindAsync(credentialId, cancellationToken) is { } passkey && passkey.AccountId == user.Id ? passkey.ToInfo() : null;

    public override async Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken)
    {
        if (await FindAsync(credentialId, cancellationToken) is not { } passkey || passkey.AccountId != user.Id) return;
        Context.Remove(passkey);
        await SaveChanges(cancellationToken);
    }

    private Task<AccountPasskey?> FindAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var id = AccountPasskey.Text(credentialId);
        return Context.Set<AccountPasskey>().SingleOrDefaultAsync(p => p.CredentialId == id, cancellationToken);
    }
}
