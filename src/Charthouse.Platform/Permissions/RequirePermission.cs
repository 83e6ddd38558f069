using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Charthouse.Platform.Permissions;

/// <summary>A page that only people with a permission may open.</summary>
/// <param name="permission">Name of the permission.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequirePermissionAttribute(string permission) : AuthorizeAttribute(PermissionPolicies.Prefix + permission)
{
    /// <summary>Name of the permission.</summary>
    public string Permission { get; } = permission;
}

/// <summary>A page that everybody who is signed in may open, whatever their role, such as their own account.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequireSignInAttribute() : AuthorizeAttribute(PermissionPolicies.SignedIn);

/// <summary>Says of endpoints what a caller needs.</summary>
public static class RequirePermissionExtensions
{
    /// <summary>Only callers with the permission.</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder endpoint, string permission)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(PermissionPolicies.Prefix + permission);

    /// <summary>Everybody who is signed in.</summary>
    public static TBuilder RequireSignIn<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(PermissionPolicies.SignedIn);
}

/// <summary>Makes a policy of every permission, and denies what names none.</summary>
internal sealed class PermissionPolicies(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
{
    public const string Prefix = "permission:";
    public const string SignedIn = "signed-in";

    // A person with a session. A machine with a token is nobody's account, and opens only what its scopes name.
    private static readonly AuthorizationPolicy signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireClaim(Actor.SessionClaim).Build();

    // An address without an endpoint is "not found" for everybody; an endpoint that names nothing is closed.
    public static readonly AuthorizationPolicy Closed = new AuthorizationPolicyBuilder()
        .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is null).Build();

    public override Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) => policyName switch
    {
        SignedIn => Task.FromResult<AuthorizationPolicy?>(signedIn),
        _ when policyName.StartsWith(Prefix, StringComparison.Ordinal) => Task.FromResult<AuthorizationPolicy?>(
            new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireClaim(Actor.PermissionClaim, policyName[Prefix.Length..]).Build()),
        _ => base.GetPolicyAsync(policyName),
    };
}
