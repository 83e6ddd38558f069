using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Access.SignIn;

/// <summary>Ends the session of this browser.</summary>
internal static class SignOutEndpoint
{
    public static async Task<RedirectHttpResult> PostAsync(HttpContext context, AccountCookie cookie)
    {
        await cookie.SignOutAsync(context);
        return TypedResults.LocalRedirect("/sign-in?notice=signed-out");
    }
}
