using Charthouse.Access.Accounts;
using Charthouse.Access.SignIn;
using Charthouse.Platform;
using Microsoft.AspNetCore.Identity;
using QRCoder;

namespace Charthouse.Access.MyAccount;

/// <summary>Makes the key that an authenticator app shares with this account. It counts only once a code has shown that the app has it.</summary>
internal sealed class BeginAuthenticator(UserManager<Account> users, AccessSettings settings)
{
    /// <param name="Key">The key in groups of four, to be typed.</param>
    /// <param name="Uri">The key as apps read it from a QR code.</param>
    public sealed record Offer(string Key, string Uri);

    public async Task<Outcome<Offer>> RunAsync(Guid accountId)
    {
        var account = (await users.FindByIdAsync(accountId.ToString()))!;
        if (account.TwoFactorEnabled) return AuthenticatorProblems.OnAlready;
        var key = await users.GetAuthenticatorKeyAsync(account);
        if (key is null)
        {
            var made = await users.ResetAuthenticatorKeyAsync(account);
            if (!made.Succeeded) return AccountProblems.From(made);
            key = (await users.GetAuthenticatorKeyAsync(account))!;
        }

        var issuer = Uri.EscapeDataString(settings.OrganisationName.Length > 0 ? $"Charthouse {settings.OrganisationName}" : "Charthouse");
        return new Offer(string.Join(' ', key.Chunk(4).Select(group => new string(group))), $"otpauth://totp/{issuer}:{Uri.EscapeDataString(account.Email!)}?secret={key}&issuer={issuer}&digits=6");
    }
}

/// <summary>Turns the second step on, when a code shows that the app has the key. Answers with the recovery codes, which are shown this once.</summary>
internal sealed class TurnOnAuthenticator(UserManager<Account> users, Attempts attempts)
{
    public async Task<Outcome<IReadOnlyList<string>>> RunAsync(Guid accountId, string? code, CancellationToken cancellationToken)
    {
        var account = (await users.FindByIdAsync(accountId.ToString()))!;
        if (account.TwoFactorEnabled) return AuthenticatorProblems.OnAlready;
        if (await attempts.BeginAsync("authenticator", accountId.ToString(), SecondStep.Allowed, cancellationToken) is { } wait) return AuthenticatorProblems.TooMany(wait);
        var digits = new string([.. (code ?? "").Where(char.IsAsciiDigit)]);
        if (digits.Length != 6 || !await users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, digits)) return AuthenticatorProblems.WrongCode;
        await attempts.ForgetAsync("authenticator", accountId.ToString(), cancellationToken);
        // The codes first: nobody is ever left with a second step and no way around a lost phone.
        var codes = (await users.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes.Count))!.ToList();
        var saved = await users.SetTwoFactorEnabledAsync(account, true);
        return saved.Succeeded ? codes : AccountProblems.From(saved);
    }
}

/// <summary>Makes new recovery codes; the old ones open nothing any more.</summary>
internal sealed class RenewRecoveryCodes(UserManager<Account> users, ConfirmPassword confirm)
{
    public async Task<Outcome<IReadOnlyList<string>>> RunAsync(Guid accountId, string? password, CancellationToken cancellationToken)
    {
        var account = (await users.FindByIdAsync(accountId.ToString()))!;
        if (!account.TwoFactorEnabled) return AuthenticatorProblems.OffAlready;
        if (await confirm.RunAsync(account, password, cancellationToken) is { } refused) return refused;
        return (await users.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes.Count))!.ToList();
    }
}

/// <summary>Turns the second step off and forgets its key and codes.</summary>
internal sealed class TurnOffAuthenticator(UserManager<Account> users, ConfirmPassword confirm)
{
    public async Task<Outcome<bool>> RunAsync(Guid accountId, string? password, CancellationToken cancellationToken)
    {
        var account = (await users.FindByIdAsync(accountId.ToString()))!;
        if (!account.TwoFactorEnabled) return AuthenticatorProblems.OffAlready;
        if (await confirm.RunAsync(account, password, cancellationToken) is { } refused) return refused;
        var saved = await users.SetTwoFactorEnabledAsync(account, false);
        if (!saved.Succeeded) return AccountProblems.From(saved);
        // Where Identity keeps its own secrets.
        foreach (var name in (string[])["AuthenticatorKey", "RecoveryCodes"]) await users.RemoveAuthenticationTokenAsync(account, "[AspNetUserStore]", name);
        return true;
    }
}

/// <summary>Refusals about the second step.</summary>
internal static class AuthenticatorProblems
{
    public static readonly Problem OnAlready = new("access.authenticator-on", ProblemKind.Conflict, "The authenticator app is on already. Turn it off first to set up another one.");
    public static readonly Problem OffAlready = new("access.authenticator-off", ProblemKind.Conflict, "The authenticator app is off. Set it up first.");
    public static readonly Problem WrongCode = new("access.authenticator-code-wrong", ProblemKind.Invalid, "This is not the code of this moment. Check that the clock of your phone is right, and type the code that the app shows now.", "Code");

    public static Problem TooMany(TimeSpan wait) => new("access.too-many-authenticator-codes", ProblemKind.TooMany, $"There were too many wrong codes. Wait {Attempts.Words(wait)}, then try again.", "Code");
}

/// <summary>A QR code as the path of an SVG: one square for each dark module, its quiet zone around it.</summary>
/// <param name="Size">Modules on each side.</param>
/// <param name="Path">The dark ones.</param>
internal sealed record QrPath(int Size, string Path)
{
    public static QrPath Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var squares = from y in Enumerable.Range(0, rows.Count) from x in Enumerable.Range(0, rows.Count) where rows[y][x] select FormattableString.Invariant($"M{x} {y}h1v1h-1z");
        return new QrPath(rows.Count, string.Concat(squares));
    }
}
