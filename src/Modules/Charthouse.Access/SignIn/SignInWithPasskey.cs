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
        if (string.IsNullOrEmpty(credential)) return Refused;
        PasskeyAssertionResult<Account> proof;
        try
        {
            proof = await signIn.PerformPasskeyAssertionAsync(credential);
        }
        catch (InvalidOperationException)
        {
            // Nobody asked for options before, or the answer came too late.
            return Refused;
        }

        if (!proof.Succeeded) return Refused;
        if (SignInWithPassword.Refuse(proof.User, clock.GetUtcNow()) is { } refused) return refused;
        // The device counts its uses; a copy of it would fall behind.
        await users.AddOrUpdatePasskeyAsync(proof.User, proof.Passkey);
        await cookie.SignInAsync(context, proof.User, isPersistent);
        return SignInStep.Done;
    }

    /// <summary>What the browser asks the device: the same for everybody, so that it says nothing about who has an account.</summary>
    public static async Task<ContentHttpResult> PostOptionsAsync(SignInManager<Account> signIn) =>
        TypedResults.Content(await signIn.MakePasskeyRequestOptionsAsync(null!), "application/json");
}
