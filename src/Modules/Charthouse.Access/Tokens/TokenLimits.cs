using System.Globalization;
using System.Threading.RateLimiting;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Net.Http.Headers;

namespace Charthouse.Access.Tokens;

/// <summary>How fast machines may ask: one that runs wild, or guesses secrets, does not keep people from working.</summary>
internal static class TokenLimits
{
    /// <summary>Requests a minute of one token.</summary>
    public const int PerToken = 300;

    /// <summary>Requests a minute with tokens that are not accepted, from one address.</summary>
    public const int PerAddress = 30;

    public static void Configure(RateLimiterOptions options)
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        {
            if (!TokenHandler.IsSent(context)) return RateLimitPartition.GetNoLimiter("");
            return Actor.Of(context.User).AccountId is { } token
                ? RateLimitPartition.GetFixedWindowLimiter("token " + token, _ => Minute(PerToken))
                : RateLimitPartition.GetFixedWindowLimiter("address " + context.Connection.RemoteIpAddress, _ => Minute(PerAddress));
        });
        options.OnRejected = async (rejected, _) =>
        {
            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                rejected.HttpContext.Response.Headers[HeaderNames.RetryAfter] = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            // People read the page about status 429.
            if (!TokenHandler.IsSent(rejected.HttpContext)) return;
            await TypedResults.Problem(TokenProblems.TooMany.Message, statusCode: StatusCodes.Status429TooManyRequests, type: "/problems/" + TokenProblems.TooMany.Code, extensions: [new("codes", new[] { TokenProblems.TooMany.Code })])
                .ExecuteAsync(rejected.HttpContext);
        };
    }

    private static FixedWindowRateLimiterOptions Minute(int count) => new() { PermitLimit = count, Window = TimeSpan.FromMinutes(1) };
}
