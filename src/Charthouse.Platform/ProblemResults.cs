using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Platform;

/// <summary>Turns refusals into HTTP answers; the one place that does.</summary>
public static class ProblemResults
{
    /// <summary>200 with the value, or ProblemDetails.</summary>
    public static Results<Ok<T>, ProblemHttpResult> ToHttp<T>(this Outcome<T> outcome) =>
        outcome.Succeeded ? TypedResults.Ok(outcome.Value) : outcome.Problems.ToHttp();

    /// <summary>ProblemDetails of a refusal.</summary>
    public static ProblemHttpResult ToHttp(this IReadOnlyList<Problem> problems) => TypedResults.Problem(
        detail: string.Join(" ", problems.Select(problem => problem.Message)),
        statusCode: problems[0].Kind.ToStatus(),
        type: "/problems/" + problems[0].Code,
        extensions: [new("codes", problems.Select(problem => problem.Code).ToArray())]);

    /// <summary>Status code of a refusal, also for pages that show it in place.</summary>
    public static int ToStatus(this ProblemKind kind) => kind switch
    {
        ProblemKind.Invalid => StatusCodes.Status400BadRequest,
        ProblemKind.NotFound => StatusCodes.Status404NotFound,
        ProblemKind.Conflict => StatusCodes.Status409Conflict,
        ProblemKind.TooMany => StatusCodes.Status429TooManyRequests,
        ProblemKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status403Forbidden,
    };
}
