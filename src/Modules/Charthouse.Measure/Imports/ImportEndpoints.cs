using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Charthouse.Lake;
using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;

namespace Charthouse.Measure.Imports;

/// <summary>What the import pages post to and download from.</summary>
internal static class ImportEndpoints
{
    // A field that is no file is a name, a zone or a token.
    private const int LongestFieldBytes = 16 << 10;

    public static void Map(IEndpointRouteBuilder routes)
    {
        // Files of several gigabytes: the limit on the size of a request is lifted here and nowhere else.
        routes.MapPost("imports/upload", PostFormAsync).WithMetadata(new DisableRequestSizeLimitAttribute());
        routes.MapPost("imports/uploads", PostStart).CheckAntiforgery();
        routes.MapPut("imports/uploads/{id}", PutFileAsync).WithMetadata(new DisableRequestSizeLimitAttribute()).CheckAntiforgery();
        routes.MapPost("imports/{id}/cancel", PostCancelAsync).CheckAntiforgery();
        routes.MapGet("imports/{id}/events", GetEvents);
        routes.MapGet("imports/{id}/rejected.csv", GetRejectedAsync);
    }

    /// <summary>The form without script: one multipart body, written to disk as it comes.</summary>
    private static async Task<IResult> PostFormAsync(HttpContext context, ImportUploads uploads)
    {
        var cancellationToken = context.RequestAborted;
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary) return new[] { ImportProblems.UnreadableUpload }.ToHttp();

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        string? id = null;
        var isChecked = false;
        try
        {
            var reader = new MultipartReader(boundary, context.Request.Body);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) continue;
                var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
                if (!disposition.IsFileDisposition())
                {
                    fields[name] = await ReadFieldAsync(section.Body, cancellationToken);
                    if (name == Antiforgery.FieldName) context.Request.Headers[Antiforgery.HeaderName] = fields[name];
                    continue;
                }

                // The token stands before the files: nothing is written for a stranger.
                if (!isChecked && !(isChecked = await Antiforgery.IsFromOurPageAsync(context))) return new[] { Antiforgery.FormExpired }.ToHttp();
                var file = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? "";
                if (file.Length == 0) continue;
                if (id is null)
                {
                    var started = uploads.Start(context.Request.ContentLength ?? 0);
                    if (!started.Succeeded) return Back(started.Problems[0], fields);
                    id = started.Value;
                }

                var received = await uploads.ReceiveAsync(id, name, file, section.Body, cancellationToken);
                if (!received.Succeeded) return Back(received.Problems[0], fields);
            }
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or BadHttpRequestException)
        {
            if (id is not null) uploads.Abandon(id);
            return Back(ImportProblems.BrokeOff, fields);
        }

        if (!isChecked && !await IsFormOurs(context)) return new[] { Antiforgery.FormExpired }.ToHttp();
        if (id is null) return Back(ImportProblems.NoFile, fields);
        var queued = await uploads.FinishAsync(id, FormOf(fields), cancellationToken);
        return queued.Succeeded ? TypedResults.LocalRedirect("/imports") : Back(queued.Problems[0], fields);
    }

    // Without a token in the body the framework would look for one in a form that has been read already.
    private static async Task<bool> IsFormOurs(HttpContext context) =>
        context.Request.Headers.ContainsKey(Antiforgery.HeaderName) && await Antiforgery.IsFromOurPageAsync(context);

    /// <summary>With script: asks before the first byte is sent, so that nobody waits for gigabytes to be refused.</summary>
    private static IResult PostStart(long bytes, int files, string? source, string? zone, ImportUploads uploads)
    {
        if ((files < 1 ? ImportProblems.NoFile : new ImportUploads.Form(source, zone).Check()) is { } problem) return new[] { problem }.ToHttp();
        var started = uploads.Start(bytes);
        return started.Succeeded ? TypedResults.Created("/imports/uploads/" + started.Value) : started.Problems.ToHttp();
    }

    /// <summary>With script: the body is one file. The last one queues the import.</summary>
    private static async Task<IResult> PutFileAsync(
        string id, string? name, string? field, string? source, string? zone, HttpContext context, ImportUploads uploads, bool last = false)
    {
        var received = await uploads.ReceiveAsync(id, field, name, context.Request.Body, context.RequestAborted);
        if (!received.Succeeded) return received.Problems.ToHttp();
        if (!last) return TypedResults.NoContent();
        var queued = await uploads.FinishAsync(id, new ImportUploads.Form(source, zone), context.RequestAborted);
        return queued.Succeeded ? TypedResults.Created("/imports") : queued.Problems.ToHttp();
    }

    private static async Task<IResult> PostCancelAsync(string id, ImportQueue queue, CancellationToken cancellationToken)
    {
        var cancelled = await queue.CancelAsync(id, cancellationToken);
        if (cancelled.Succeeded) return TypedResults.LocalRedirect("/imports/" + id);
        return cancelled.Problems[0].Kind == ProblemKind.NotFound
            ? cancelled.Problems.ToHttp()
            : TypedResults.LocalRedirect($"/imports/{id}?problem={cancelled.Problems[0].Code}");
    }

    /// <summary>How far an import is, for the progress bar.</summary>
    private sealed record Step(double? Value, string Text, bool Done);

    private static ServerSentEventsResult<Step> GetEvents(string id, ImportQueue queue, IDbContextFactory<WorkbenchDb> dbs, IHostApplicationLifetime lifetime, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(FollowAsync(id, queue, dbs, lifetime, cancellationToken));

    private static async IAsyncEnumerable<SseItem<Step>> FollowAsync(
        string id, ImportQueue queue, IDbContextFactory<WorkbenchDb> dbs, IHostApplicationLifetime lifetime, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        Step? sent = null;
        while (!ending.IsCancellationRequested)
        {
            var step = queue.Progress(id) is { } progress ? new Step(progress.Share, Words(progress.Step, progress.Rows, progress.Share), Done: false) : await ReadStepAsync(id, dbs, ending.Token);
            if (step != sent) yield return new SseItem<Step>(step);
            if (step.Done) yield break;
            sent = step;
            await Task.Delay(500, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<Step> ReadStepAsync(string id, IDbContextFactory<WorkbenchDb> dbs, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var row = await db.Set<Import>().AsNoTracking().Where(i => i.Id == id).Select(i => new { i.State, i.Share, i.Message, i.RowsRead }).SingleOrDefaultAsync(cancellationToken);
        return row?.State switch
        {
            ImportState.Queued => new Step(null, "Waits for its turn", Done: false),
            ImportState.Running => new Step(row.Share, Words(row.Message ?? "starting", row.RowsRead, row.Share), Done: false),
            _ => new Step(1, "Done", Done: true),
        };
    }

    /// <summary>"Reading, 1.2 M rows, 34 %"; "Merging with what was there, 1.2 M rows, 80 %". While it is still at work it is never 100 %.</summary>
    public static string Words(string step, long rows, double share)
    {
        var doing = step switch { "merging" => "Merging with what was there", "saving" => "Read and merged, now taking it in", _ => char.ToUpperInvariant(step[0]) + step[1..] };
        return doing + (rows > 0 ? $", {Numbers.Large(rows)} rows" : "") + (share is > 0 and < 1 ? ", " + Numbers.Percent(Math.Min(share, 0.99), 0) : "");
    }

    private static async Task<IResult> GetRejectedAsync(string id, LakeDirectory directory, IDbContextFactory<WorkbenchDb> dbs, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // The address becomes the name of a file only when it is the identity of an import.
        if (!await db.Set<Import>().AnyAsync(i => i.Id == id, cancellationToken)) return new[] { ImportProblems.NotFound }.ToHttp();
        var file = directory.RejectedFile(id);
        return File.Exists(file) ? TypedResults.PhysicalFile(file, "text/csv; charset=utf-8", $"rejected-{id}.csv") : new[] { ImportProblems.NothingSetAside }.ToHttp();
    }

    private static ImportUploads.Form FormOf(Dictionary<string, string> fields) => new(fields.GetValueOrDefault("source"), fields.GetValueOrDefault("zone"));

    // What was typed comes back with the problem; files cannot, the browser keeps them to itself.
    private static RedirectHttpResult Back(Problem problem, Dictionary<string, string> fields) => TypedResults.LocalRedirect(QueryHelpers.AddQueryString("/imports", new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["problem"] = problem.Code,
        ["source"] = fields.GetValueOrDefault("source"),
        ["zone"] = fields.GetValueOrDefault("zone"),
    }));

    private static async Task<string> ReadFieldAsync(Stream body, CancellationToken cancellationToken)
    {
        var bytes = new byte[LongestFieldBytes];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length < bytes.Length ? System.Text.Encoding.UTF8.GetString(bytes, 0, length) : throw new InvalidDataException("A field of the form is too long.");
    }
}
