using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Charthouse.Measure.Activity;
using Charthouse.Measure.Measures.Charts;
using Charthouse.Measure.Measures.Compare;
using Charthouse.Measure.Measures.Points;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Charthouse.Measure.Measures;

/// <summary>Files of measures, points from machines, and the one click that follows an activity measure.</summary>
internal static class MeasureEndpoints
{
    /// <summary>A point as a machine sends it; numbers are numbers and dates are 2026-01-31, so nothing has to be asked.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    public sealed record SentPoint([property: JsonRequired] DateOnly Date, double? Value, double? Numerator, double? Denominator);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    public sealed record SentPoints([property: JsonRequired] IReadOnlyList<SentPoint?> Points, bool Replace = false);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var see = routes.MapGroup("").RequirePermission(MeasurePermissions.ViewMeasures);
        see.MapGet("measures" + TableFiles.Route, async (string format, [AsParameters] MeasureFilter filter, MeasureList list, CancellationToken cancellationToken) =>
            TableFiles.Of(MeasureExport.List((await list.RunAsync(filter, cancellationToken)).Charts), format, "measures")).WithName("ExportMeasures");
        see.MapGet("measures/board" + TableFiles.Route, async (string format, [AsParameters] MeasureFilter filter, MeasureList list, CancellationToken cancellationToken) =>
            TableFiles.Of(MeasureExport.Board((await list.RunAsync(filter, cancellationToken)).Charts), format, "board-of-measures")).WithName("ExportBoard");
        see.MapGet("measures/{id:guid}" + TableFiles.Route, GetPointsAsync).WithName("ExportPoints");
        see.MapGet("measures/{id:guid}/compare" + TableFiles.Route, GetComparisonAsync).WithName("ExportComparison");
        routes.MapPost("api/measures/{id:guid}/points", PostPointsAsync).CheckAntiforgery().WithName("AddPoints").RequirePermission(MeasurePermissions.AddPoints);
        routes.MapPost("measures/follow", FollowAsync).CheckAntiforgery().WithName("FollowActivity").RequirePermission(MeasurePermissions.ManageMeasures).RequirePermission(MeasurePermissions.ViewGroups);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetPointsAsync(string format, Guid id, ReadSeries read, CancellationToken cancellationToken)
    {
        if (await read.RunAsync(id, cancellationToken) is not { } series) return new[] { MeasureProblems.NotFound }.ToHttp();
        return TableFiles.Of(MeasureExport.Points(MeasureChart.Of(series)), format, string.Create(CultureInfo.InvariantCulture, $"measure-{id}"));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetComparisonAsync(string format, Guid id, string? by, string? last, string? spread, CompareMeasure compare, CancellationToken cancellationToken) =>
        await compare.RunAsync(id, CompareExport.QueryOf(by, last, spread), cancellationToken) is { } answer
            ? TableFiles.Of(CompareExport.Of(answer), format, string.Create(CultureInfo.InvariantCulture, $"comparison-{id}"))
            : new[] { MeasureProblems.NotFound }.ToHttp();

    // It reads its body itself, so that whoever sends something else is told what was expected and where it went wrong.
    private static async Task<Results<Ok<EnterPoints.Done>, ProblemHttpResult>> PostPointsAsync(Guid id, HttpRequest request, EnterPoints enter, CancellationToken cancellationToken)
    {
        SentPoints? body;
        try
        {
            body = request.HasJsonContentType() ? await request.ReadFromJsonAsync<SentPoints>(cancellationToken) : null;
        }
        catch (JsonException problem)
        {
            return new[] { MeasureProblems.NoPoints with { Message = $"{MeasureProblems.NoPoints.Message} It could not be read at {problem.Path ?? "its beginning"}." } }.ToHttp();
        }

        // JSON knows "nothing" where this program does not.
        if (body?.Points is not { } points || points.Contains(null)) return new[] { MeasureProblems.NoPoints }.ToHttp();
        return (await enter.RunAsync(id, [.. points.Select((point, i) => new ReadPoint(i + 1, point!.Date, point.Numerator ?? point.Value, point.Denominator))], null, body.Replace, cancellationToken)).ToHttp();
    }

    // A form of the page Activity: refused, it goes back there with the reason.
    private static async Task<RedirectHttpResult> FollowAsync(HttpContext context, FollowActivity follow, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        string? Of(string name) => form[name].ToString() is { Length: > 0 } text ? text : null;
        ActivityQuery query = new()
        {
            Site = Of("site"),
            Department = Of("department"),
            Specialty = Of("specialty"),
            Role = Of("role"),
            Estimator = Of("estimator"),
            Timeout = Of("timeout"),
            Boundary = Of("boundary"),
        };
        var outcome = await follow.RunAsync(Of("measure"), query, cancellationToken, anew: Of("anew") is not null);
        if (outcome.Succeeded) return TypedResults.LocalRedirect($"~/measures/{outcome.Value}");
        var filters = new[] { ("site", query.Site), ("department", query.Department), ("specialty", query.Specialty), ("role", query.Role), ("estimator", query.Estimator), ("timeout", query.Timeout), ("boundary", query.Boundary), ("problem", outcome.Problems[0].Code) };
        return TypedResults.LocalRedirect("~/activity" + QueryString.Create(filters.Where(filter => filter.Item2 is not null).Select(filter => KeyValuePair.Create(filter.Item1, filter.Item2))));
    }
}
