using Charthouse.Access.Accounts;
using Charthouse.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Charthouse.Access.SignIn;

/// <summary>How far a sign-in has come.</summary>
internal enum SignInStep
{
    Done,
    /// <summary>A code of the authenticator app is still missing.</summary>
    NeedsCode,
}

/// <summary>Signs in with e-mail address and password.</summary>
internal sealed class SignInWithPassword(UserManager<Account> users, Attempts attempts, AccountCookie cookie, SecondStep secondStep, TimeProvider clock)
{
    public const string What = "password";
    public const int Allowed = 10;

    // One message for an unknown address and a wrong password: nobody learns who has an account.
    public static readonly Problem Refused = new("access.sign-in-refused", ProblemKind.Invalid, "E-mail address or password is wrong. Nothing was changed; try again.");
    public static readonly Problem Closed = new("access.account-shut", ProblemKind.Forbidden, "This account is closed. Ask an administrator if you still need it.");
    public static readonly Problem LockedByAdministrator = new("access.locked", ProblemKind.Forbidden, "This account is locked. Ask an administrator to unlock it.");

    public static Problem TooMany(TimeSpan wait) => new("access.too-many-passwords", ProblemKind.TooMany, $"There were too many attempts with this e-mail address. Wait {Attempts.Words(wait)}, then try again.");

    public async Task<Outcome<SignInStep>> RunAsync(HttpContext context, string? email, string? password, bool isPersistent)
    {
        var name = users.NormalizeName(email?.Trim()) ?? "";
        if (name.Length == 0 || string.IsNullOrEmpty(password)) return Refused;
        if (await attempts.BeginAsync(What, name, Allowed, context.RequestAborted) is { } wait) return TooMany(wait);
        var account = await users.FindByNameAsync(name);
        if (account?.PasswordHash is null)
        {
            // As slow as a wrong password.
            users.PasswordHasher.HashPassword(new Account { DisplayName = "", CreatedAt = default }, password);
            return Refused;
        }

        if (!await users.CheckPasswordAsync(account, password)) return Refused;
        // Only who knows the password learns more.
        if (Refuse(account, clock.GetUtcNow()) is { } refused) return refused;
        await attempts.ForgetAsync(What, name, context.RequestAborted);
        if (account.TwoFactorEnabled)
        {
            await secondStep.BeginAsync(context, account, isPersistent);
            return SignInStep.NeedsCode;
        }

        await cookie.SignInAsync(context, account, isPersistent);
        return SignInStep.Done;
    }

    /// <summary>Why an account may not sign in now, however it proves itself.</summary>
    public static Problem? Refuse(Account account, DateTimeOffset now) => account switch
    {
        { DeactivatedAt: not null } => Closed,
        { LockoutEnd: { } end } when end > now => LockedByAdministrator,
        _ => null,
    };
}
