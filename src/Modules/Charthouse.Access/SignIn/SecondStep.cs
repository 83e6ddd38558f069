using System.Globalization;
using System.Security.Claims;
using Charthouse.Access.Accounts;
using Charthouse.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Charthouse.Access.SignIn;

/// <summary>The step after the password: a code of the authenticator app, or one of the recovery codes. Between the two a cookie of ten minutes says whose password was right.</summary>
internal sealed class SecondStep(UserManager<Account> users, Attempts attempts, AccountCookie cookie, TimeProvider clock)
{
    public const int Allowed = 5;

    /// <summary>Name of the secret that holds the time step of the code used last: it and all before it are used up.</summary>
    private const string LastStep = "LastAuthenticatorStep";
    private const string Provider = "Charthouse";
    private const string What = "code";
    private const string StampClaim = "charthouse.stamp";
    private const string PersistentClaim = "charthouse.persistent";
    private static readonly TimeSpan lifetime = TimeSpan.FromMinutes(10);

    public static readonly Problem WrongCode = new("access.code-wrong", ProblemKind.Invalid, "This code is wrong or was used already. Wait for the next one in your app, or use a recovery code.", "Code");
    public static readonly Problem Expired = new("access.second-step-expired", ProblemKind.Invalid, "The sign-in took too long. Start again with your password.");

    private static Problem TooMany(TimeSpan wait) => new("access.too-many-codes", ProblemKind.TooMany, $"There were too many wrong codes. Wait {Attempts.Words(wait)}, then try again.", "Code");

    /// <summary>Remembers whose password was right.</summary>
    public async Task BeginAsync(HttpContext context, Account account, bool isPersistent)
    {
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, account.Id.ToString()), new(StampClaim, account.SecurityStamp ?? ""), new(PersistentClaim, isPersistent ? "yes" : "no")],
            IdentityConstants.TwoFactorUserIdScheme);
        var now = clock.GetUtcNow();
        await context.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + lifetime });
    }

    /// <summary>Whether somebody is between the two steps.</summary>
    public async Task<bool> IsOpenAsync(HttpContext context) => (await PendingAsync(context)).Account is not null;

    public async Task<Outcome<SignInStep>> RunAsync(HttpContext context, string? code)
    {
        var (account, isPersistent) = await PendingAsync(context);
        if (account is null) return Expired;
        if (await attempts.BeginAsync(What, account.Id.ToString(), Allowed, context.RequestAborted) is { } wait) return TooMany(wait);
        if (!await IsRightAsync(account, code)) return WrongCode;
        if (SignInWithPassword.Refuse(account, clock.GetUtcNow()) is { } refused) return refused;
        await attempts.ForgetAsync(What, account.Id.ToString(), context.RequestAborted);
        await context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await cookie.SignInAsync(context, account, isPersistent);
        return SignInStep.Done;
    }

    private async Task<bool> IsRightAsync(Account account, string? typed)
    {
        var code = new string([.. (typed ?? "").Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);
        // As Identity writes recovery codes; people leave out the hyphen.
        if (code.Length == RecoveryCodes.Length) return (await users.RedeemTwoFactorRecoveryCodeAsync(account, RecoveryCodes.Write(code))).Succeeded;
        if (code.Length != 6 || !await users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code)) return false;
        if (await users.GetAuthenticatorKeyAsync(account) is not { } key || TimeStep.Of(key, code, clock.GetUtcNow()) is not { } step) return false;
        if (long.TryParse(await users.GetAuthenticationTokenAsync(account, Provider, LastStep), NumberStyles.None, CultureInfo.InvariantCulture, out var last) && step <= last) return false;
        // Of two who send the same code at the same moment one loses the race for the account.
        return (await users.SetAuthenticationTokenAsync(account, Provider, LastStep, step.ToString(CultureInfo.InvariantCulture))).Succeeded;
    }

    private async Task<(Account? Account, bool IsPersistent)> PendingAsync(HttpContext context)
    {
        var state = await context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        if (state.Principal?.FindFirstValue(StampClaim) is not { } stamp || state.Principal.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id) return default;
        var account = await users.FindByIdAsync(id);
        // A password that was changed meanwhile proves nothing any more.
        if (account is null || !string.Equals(account.SecurityStamp, stamp, StringComparison.Ordinal)) return default;
        return (account, string.Equals(state.Principal.FindFirstValue(PersistentClaim), "yes", StringComparison.Ordinal));
    }
}

/// <summary>Codes that each open the second step once, for when the phone is lost.</summary>
internal static class RecoveryCodes
{
    public const int Count = 10;
    public const int Length = 10;

    /// <summary>With the hyphen in its middle.</summary>
    public static string Write(string code) => $"{code[..5]}-{code[5..]}";
}
