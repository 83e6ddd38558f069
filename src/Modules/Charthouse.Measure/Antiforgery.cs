using Charthouse.Measure.Imports;
using Charthouse.Platform;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Measure;

/// <summary>Endpoints that read their body themselves check the antiforgery token themselves: from the header, else from the form.</summary>
internal static class Antiforgery
{
    public const string HeaderName = "RequestVerificationToken";
    public const string FieldName = "__RequestVerificationToken";

    public static RouteHandlerBuilder CheckAntiforgery(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (context, next) =>
        await IsFromOurPageAsync(context.HttpContext) ? await next(context) : new[] { ImportProblems.FormExpired }.ToHttp());

    public static async Task<bool> IsFromOurPageAsync(HttpContext context)
    {
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
