using Charthouse.Platform.Permissions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Platform;

/// <summary>Endpoints that read their body themselves check the antiforgery token themselves: from the header, else from the form.</summary>
public static class Antiforgery
{
    /// <summary>Header that scripts send the token in.</summary>
    public const string HeaderName = "RequestVerificationToken";

    /// <summary>Field that forms send the token in.</summary>
    public const string FieldName = "__RequestVerificationToken";

    /// <summary>The page that a form came from is too old, or is not ours.</summary>
    public static Problem FormExpired { get; } = new("platform.form-expired", ProblemKind.Invalid, "The form was open for too long or came from another page, so nothing was done. Reload the page and send it again.");

    /// <summary>Refuses posts that do not come from one of our pages. A machine with a token sends no cookies, and needs none.</summary>
    public static RouteHandlerBuilder CheckAntiforgery(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (context, next) =>
        await IsFromOurPageAsync(context.HttpContext) ? await next(context) : new[] { FormExpired }.ToHttp());

    /// <summary>Whether the request comes from one of our pages.</summary>
    public static async Task<bool> IsFromOurPageAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.User.Identity?.AuthenticationType == Actor.TokenScheme) return true;
        try
        {
            await context.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(context);
            return true;
        }
        catch (AntiforgeryValidationException)
        {
            return false;
        }
    }
}
