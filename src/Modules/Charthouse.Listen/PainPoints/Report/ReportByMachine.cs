using System.Text.Json;
using System.Text.Json.Serialization;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Listen.PainPoints.Report;

/// <summary>A report from another system, such as a link inside the health record. What it sends stands for a person: the answer goes to the address, or to the code.</summary>
internal static class ReportByMachine
{
    private static readonly Problem noReport = new("listen.no-report", ProblemKind.Invalid, "Send JSON such as {\"id\": \"2f0c…\", \"text\": \"…\", \"place\": \"3 North\", \"howOften\": \"SeveralTimesAShift\"}. answerTo (an e-mail address) may be left out.");

    /// <summary>The report.</summary>
    /// <param name="Id">The sender's own id: sent again, it is the same report.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    public sealed record Sent([property: JsonRequired] Guid Id, [property: JsonRequired] string Text, [property: JsonRequired] string Place, [property: JsonRequired] string HowOften, string? AnswerTo = null, bool RedactIdentity = false);

    /// <param name="Code">The private code of whoever reported it; show it to that person.</param>
    /// <param name="FollowPath">Where it leads, relative to the base address.</param>
    public sealed record Kept(string Code, string FollowPath);

    public static async Task<Results<Ok<Kept>, ProblemHttpResult>> PostAsync(HttpRequest request, ReportPainPoint report, CurrentActor actor, CancellationToken cancellationToken)
    {
        Sent? sent;
        try
        {
            sent = request.HasJsonContentType() ? await request.ReadFromJsonAsync<Sent>(cancellationToken) : null;
        }
        catch (JsonException problem)
        {
            return new[] { noReport with { Message = $"{noReport.Message} It could not be read at {problem.Path ?? "its beginning"}." } }.ToHttp();
        }

        if (sent is null) return new[] { noReport }.ToHttp();
        // A machine is nobody: the report belongs to the person who typed it.
        using var person = actor.Begin(Actor.Nobody);
        var outcome = await report.RunAsync(new ReportForm { Once = sent.Id, Text = sent.Text, Place = sent.Place, HowOften = sent.HowOften, AnswerTo = sent.AnswerTo, Identity = sent.RedactIdentity ? "redact" : null, IsSeen = true }, cancellationToken);
        if (!outcome.Succeeded) return outcome.Problems.ToHttp();
        if (outcome.Value.Code is { } code) return TypedResults.Ok(new Kept(code, $"follow/{code}"));
        return new[] { new Problem("listen.identity", ProblemKind.Invalid, $"The text holds {PhoneWords.Findings(outcome.Value.Findings)}, so nothing was saved. Ask the person to take it out, or send redactIdentity true.", "text") }.ToHttp();
    }
}
