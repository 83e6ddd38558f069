using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.SignIn;

/// <summary>How often one address may post to the pages of visitors. Tries on one account are counted apart (<see cref="Attempts"/>).</summary>
internal static class SignInLimits
{
    /// <summary>Policy of the pages that prove who somebody is. Looking at them is free.</summary>
    public const string Policy = "sign-in";

    // A whole hospital may stand behind one address, and the morning shift signs in within minutes.
    public const int PostsPerMinute = 120;

    public static IServiceCollection AddSignInLimits(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.AddPolicy(Policy, context => HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = PostsPerMinute, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter(""));
    });
}
