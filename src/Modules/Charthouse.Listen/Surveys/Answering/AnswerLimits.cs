using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Listen.Surveys.Answering;

/// <summary>How often one address may send answers. Looking at the questions is free; a link lets one answer through anyway.</summary>
internal static class AnswerLimits
{
    public const string Policy = "survey-answers";

    // A whole hospital may stand behind one address, and everybody opens the mail at the end of the round.
    private const int PostsPerMinute = 600;

    public static IServiceCollection AddAnswerLimits(this IServiceCollection services) => services.AddRateLimiter(options => options.AddPolicy(Policy, context => HttpMethods.IsPost(context.Request.Method)
        ? RateLimitPartition.GetFixedWindowLimiter("answers " + context.Connection.RemoteIpAddress, _ => new FixedWindowRateLimiterOptions { PermitLimit = PostsPerMinute, Window = TimeSpan.FromMinutes(1) })
        : RateLimitPartition.GetNoLimiter("")));
}
