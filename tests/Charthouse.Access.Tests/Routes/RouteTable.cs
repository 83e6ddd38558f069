using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.Tests.Routes;

/// <summary>One way into the program.</summary>
/// <param name="Method">GET, POST and so on.</param>
/// <param name="Pattern">Pattern of the address.</param>
/// <param name="Needs">Permission, <see cref="RouteTable.SignedIn"/>, <see cref="RouteTable.Everybody"/> or <see cref="RouteTable.Nobody"/>.</param>
/// <param name="Endpoint">The endpoint.</param>
internal sealed record Route(string Method, string Pattern, string Needs, RouteEndpoint Endpoint)
{
    /// <summary>An address of the route that names things that do not exist.</summary>
    public string Address => "/" + string.Join('/', Endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => Value(parameter),
        _ => "",
    }))));

    public override string ToString() => $"{Method} {Pattern}: {Needs}";

    private static string Value(RoutePatternParameterPart parameter) => parameter.ParameterPolicies.Select(policy => policy.Content).FirstOrDefault() switch
    {
        { } choices when choices.StartsWith("regex(^(", StringComparison.Ordinal) => choices["regex(^(".Length..].Split('|', ')')[0],
        "guid" => "01900000-0000-7000-8000-000000000000",
        "int" or "long" => "404",
        "datetime" => "2026-01-01",
        _ => "does-not-exist",
    };
}

/// <summary>Every route of the served program, those of modules that come later too.</summary>
internal static class RouteTable
{
    public const string Everybody = "everybody";
    public const string SignedIn = "signed in";
    public const string Nobody = "nobody: it names no permission";

    private const string PermissionPolicy = "permission:";

    public static IReadOnlyList<Route> Of(ServedWorkbench workbench) =>
    [
        .. (from endpoint in workbench.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            // Styles, scripts, fonts: open to all, and named after their content. While the program is not published, one more route looks for them in their projects.
            where !endpoint.Metadata.Any(metadata => metadata.GetType().Name == "StaticAssetDescriptor") && endpoint.RoutePattern.RawText != "{**path:file}"
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]
            select new Route(method, "/" + endpoint.RoutePattern.RawText?.TrimStart('/'), NeedsOf(endpoint), endpoint))
            .OrderBy(route => route.Pattern, StringComparer.Ordinal).ThenBy(route => route.Method, StringComparer.Ordinal),
    ];

    public static string NeedsOf(RouteEndpoint endpoint)
    {
        // The outermost word does not win, but "everybody" always does.
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null) return Everybody;
        var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).Distinct(StringComparer.Ordinal).ToList();
        return policies.Count == 0 ? Nobody : string.Join(" and ", policies.Select(policy => policy switch
        {
            "signed-in" => SignedIn,
            not null when policy.StartsWith(PermissionPolicy, StringComparison.Ordinal) => policy[PermissionPolicy.Length..],
            _ => $"policy {policy}",
        }).Order(StringComparer.Ordinal));
    }

    /// <summary>What a route asks for as names of permissions; empty for everybody who is signed in.</summary>
    public static IReadOnlyList<string> PermissionsOf(Route route) => [.. route.Needs.Split(" and ").Where(need => need != SignedIn)];
}
