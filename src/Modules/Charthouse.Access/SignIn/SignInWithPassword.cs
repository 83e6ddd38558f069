using Charthouse.Access.Accounts;
using Charthouse.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Charthouse.Access.SignIn;

/// <summary>Signs in with e-mail address and password.</summary>
internal sealed class SignInWithPassword(UserManager<Account> users, SignInManager<Account> signIn, AccountCookie cookie)
{
    // One message for an unknown address and a wrong password: nobody learns who has an account.
    public static readonly Problem Refused = new("access.sign-in-refused", ProblemKind.Invalid, "E-mail address or password is wrong.");
    public static readonly Problem Locked = new("access.locked", ProblemKind.Invalid, "Too many wrong passwords. Wait ten minutes, or reset your password.");

    public async Task<Outcome<bool>> RunAsync(HttpContext context, string? email, string? password, bool isPersistent)
    {
        var account = email is null ? null : await users.FindByNameAsync(email);
        if (account is null || password is null)
        {
            // As slow as a wrong password.
            users.PasswordHasher.HashPassword(new Account { DisplayName = "", CreatedAt = default }, password ?? "");
            return Refused;
        }

        var checkedPassword = await signIn.CheckPasswordSignInAsync(account, password, lockoutOnFailure: true);
        if (checkedPassword.IsLockedOut) return Locked;
        if (!checkedPassword.Succeeded || account.DeactivatedAt is not null) return Refused;
        await cookie.SignInAsync(context, account, isPersistent);
        return true;
    }
}
