using Charthouse.Access.Accounts;
using Charthouse.Access.SignIn;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.MyAccount;

/// <summary>Adds a passkey that the browser has just made.</summary>
internal sealed class AddMyPasskey(UserManager<Account> users, SignInManager<Account> signIn)
{
    private const int Most = 20;

    public static readonly Problem Refused = new("access.passkey-not-made", ProblemKind.Invalid, "The device did not make a passkey, or it took too long. Nothing was changed; try again.", "Passkey");
    public static readonly Problem Known = new("access.passkey-known", ProblemKind.Conflict, "This passkey is known already.", "Passkey");
    public static readonly Problem TooMany = new("access.passkeys-full", ProblemKind.Conflict, "You have 20 passkeys. Remove one that you do not use first.", "Passkey");

    public async Task<Outcome<bool>> RunAsync(HttpContext context, Guid accountId, string? name, string? credential)
    {
        if (string.IsNullOrEmpty(credential)) return Refused;
        PasskeyAttestationResult made;
        try
        {
            made = await signIn.PerformPasskeyAttestationAsync(credential);
        }
        catch (InvalidOperationException)
        {
            // Nobody asked for options before, or the answer came too late.
            return Refused;
        }

        // The device made it for who was signed in when it was asked.
        if (!made.Succeeded || made.UserEntity.Id != accountId.ToString()) return Refused;
        if (await users.FindByPasskeyIdAsync(made.Passkey.CredentialId) is not null) return Known;
        var account = (await users.FindByIdAsync(accountId.ToString()))!;
        if ((await users.GetPasskeysAsync(account)).Count >= Most) return TooMany;
        made.Passkey.Name = name?.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, 100)] : DeviceWords.Of(context.Request.Headers.UserAgent.ToString());
        var saved = await users.AddOrUpdatePasskeyAsync(account, made.Passkey);
        return saved.Succeeded ? true : AccountProblems.From(saved);
    }

    /// <summary>What the browser asks the device to make.</summary>
    public static async Task<ContentHttpResult> PostOptionsAsync(CurrentActor actor, UserManager<Account> users, SignInManager<Account> signIn)
    {
        var account = (await users.FindByIdAsync(actor.Now.AccountId.ToString()!))!;
        var options = await signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = account.Id.ToString(), Name = account.Email!, DisplayName = account.DisplayName });
        return TypedResults.Content(options, "application/json");
    }
}

/// <summary>Asks the device again before something that a stranger at an open screen must not do, of who has no password.</summary>
internal sealed class ConfirmPasskey(UserManager<Account> users, SignInManager<Account> signIn)
{
    public static readonly Problem Refused = new("access.passkey-not-confirmed", ProblemKind.Invalid, "No passkey of yours confirmed it, or it took too long. Nothing was changed; try again.");

    /// <summary>Why not; <c>null</c> when a passkey of the account confirmed it.</summary>
    public async Task<Problem?> RunAsync(Account account, string? credential)
    {
        if (await SignInWithPasskey.ProveAsync(signIn, credential) is not { } proof || proof.Account.Id != account.Id) return Refused;
        // The device counts its uses; a copy of it would fall behind.
        await users.AddOrUpdatePasskeyAsync(account, proof.Passkey);
        return null;
    }
}

/// <summary>Renames or removes a passkey of the own account.</summary>
internal sealed class ChangeMyPasskey(IDbContextFactory<WorkbenchDb> dbs)
{
    public static readonly Problem LastWayIn = new("access.passkey-last", ProblemKind.Conflict, "This passkey is your only way in. Set a password or add another passkey first.", "Passkey");
    public static readonly Problem NameMissing = new("access.passkey-name-missing", ProblemKind.Invalid, "Give the passkey a name of at most 100 characters.", "Passkey");

    /// <param name="accountId">The own account.</param>
    /// <param name="passkeyId">The passkey.</param>
    /// <param name="name">Its new name; <c>null</c> to remove it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<bool>> RunAsync(Guid accountId, Guid passkeyId, string? name, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var passkeys = await db.Set<AccountPasskey>().Where(p => p.AccountId == accountId).ToListAsync(cancellationToken);
        // Removed meanwhile, in another tab: what was asked for is so.
        if (passkeys.Find(p => p.Id == passkeyId) is not { } passkey) return true;
        if (name is null)
        {
            if (passkeys.Count == 1 && await db.Set<Account>().AnyAsync(a => a.Id == accountId && a.PasswordHash == null, cancellationToken)) return LastWayIn;
            db.Remove(passkey);
        }
        else
        {
            if (name.Trim().Length is 0 or > 100) return NameMissing;
            passkey.Name = name.Trim();
        }

        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : true;
    }
}
