using Charthouse.Access.Accounts;
using Charthouse.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Charthouse.Access.SignIn;

/// <summary>Signs in with a passkey. The device has verified its owner by finger, face or PIN, so there is no second step.</summary>
internal sealed class SignInWithPasskey(UserManager<Account> users, SignInManager<Account> signIn, AccountCookie cookie, TimeProvider clock)
{
    public static readonly Problem Refused = new("access.passkey-refused", ProblemKind.Invalid, "This passkey is not known here, or the attempt took too long. Try again, or sign in with your password.");

    public async Task<Outcome<SignInStep>> RunAsync(HttpContext context, string? credential, bool isPersistent)
    {
        if (await ProveAsync(signIn, credential) is not { } proof) return Refused;
        if (SignInWithPassword.Refuse(proof.Account, clock.GetUtcNow()) is { } refused) return refused;
        // The device counts its uses; a copy of it would fall behind.
        await users.AddOrUpdatePasskeyAsync(proof.Account, proof.Passkey);
        await cookie.SignInAsync(context, proof.Account, isPersistent);
        return SignInStep.Done;
    }

    /// <summary>What the device proved; <c>null</c> when it proved nothing.</summary>
    public static async Task<(Account Account, UserPasskeyInfo Passkey)?> ProveAsync(SignInManager<Account> signIn, string? credential)
    {
        if (string.IsNullOrEmpty(credential)) return null;
        try
        {
            return await signIn.PerformPasskeyAssertionAsync(credential) is { Succeeded: true } proof ? (proof.User, proof.Passkey) : null;
        }
        catch (InvalidOperationException)
        {
            // Nobody asked for options before, or the answer came too late.
            return null;
        }
    }

    /// <summary>What the browser asks the device: the same for everybody, so that it says nothing about who has an account.</summary>
    public static async Task<ContentHttpResult> PostOptionsAsync(SignInManager<Account> signIn) =>
        TypedResults.Content(await signIn.MakePasskeyRequestOptionsAsync(null!), "application/json");
}
