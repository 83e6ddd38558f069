using System.Globalization;
using System.Text;
using Charthouse.Platform.Files;
using Charthouse.Platform.Permissions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Charthouse.Platform.Records;

/// <summary>What the components of records post files to, download from, and ask for names.</summary>
public static class RecordEndpoints
{
    /// <summary>Purpose of the seal on messages that travel in an address.</summary>
    public const string MessagePurpose = "records.message";

    private const int LongestFieldBytes = 16 << 10;

    /// <summary>Maps the endpoints. Each asks the record's kind whether the actor may.</summary>
    public static RouteGroupBuilder MapRecords(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("records");
        group.MapPost("{kind}/{id:guid}/attachments", PostAttachmentAsync).RequireSignIn();
        group.MapGet("attachments/{id:guid}", GetAttachmentAsync).RequireSignIn();
        group.MapGet("people", async (string? text, IDirectory directory, CancellationToken cancellationToken) =>
            TypedResults.Ok(string.IsNullOrWhiteSpace(text) ? [] : (await directory.FindAsync(text.Trim(), cancellationToken)).Select(entry => new { entry.Name, entry.Note }).ToList())).RequireSignIn();
        return group;
    }

    private static async Task<IResult> PostAttachmentAsync(string kind, Guid id, HttpContext context, AddAttachment add, FileSettings settings)
    {
        var record = new RecordRef(kind, id);
        var cancellationToken = context.RequestAborted;
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary) return new[] { FileProblems.BrokeOff }.ToHttp();
        // The limit counts the file; a little room is for the fields around it.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;

        Dictionary<string, string> fields = new(StringComparer.Ordinal);
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

                // Token and fields stand before the file: nothing is written for a stranger.
                if (!context.Request.Headers.ContainsKey(Antiforgery.HeaderName) || !await Antiforgery.IsFromOurPageAsync(context)) return new[] { Antiforgery.FormExpired }.ToHttp();
                var file = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
                var added = await add.RunAsync(record, file, section.Body, FactsOf(fields), cancellationToken);
                if (added.Succeeded) return Back(context, fields, null);
                // What is refused is not read to its end.
                if (added.Problems[0].Code == "files.too-large") context.Response.Headers.Connection = "close";
                return Back(context, fields, added.Problems);
            }
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or BadHttpRequestException)
        {
            return Back(context, fields, [FileProblems.BrokeOff]);
        }

        return Back(context, fields, [FileProblems.NoFile]);
    }

    private static async Task<IResult> GetAttachmentAsync(Guid id, HttpContext context, ReadAttachments attachments, CancellationToken cancellationToken)
    {
        if (await attachments.OpenAsync(id, cancellationToken) is not var (attachment, content)) return new[] { FileProblems.NotFound }.ToHttp();
        // Never shown in the page's own origin, whatever it holds: a download, of the type that was checked, that may do nothing.
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "private, no-store";
        return TypedResults.Stream(content, attachment.ContentType, attachment.FileName);
    }

    private static AttachmentFacts FactsOf(Dictionary<string, string> fields)
    {
        DateOnly? Day(string name) => DateOnly.TryParseExact(fields.GetValueOrDefault(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        return new(fields.GetValueOrDefault("Note"), Day("CapturedOn"), fields.GetValueOrDefault("CapturedBy"), Day("ValidUntil"));
    }

    // A page gets its visitor back, with what is wrong in its address; a script or a machine gets the status.
    private static IResult Back(HttpContext context, Dictionary<string, string> fields, IReadOnlyList<Problem>? problems)
    {
        var page = fields.GetValueOrDefault("Back") is ['/', not '/' and not '\\', ..] local ? local : "/";
        if (!context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)) return problems is null ? TypedResults.Created(page) : problems.ToHttp();
        if (problems is null) return TypedResults.LocalRedirect(page + "#attachments");
        // Sealed, so that nobody can send a link that makes our page say something of theirs.
        var told = context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector(MessagePurpose).Protect(problems[0].Message);
        return TypedResults.LocalRedirect(QueryHelpers.AddQueryString(page, "attachment-problem", told) + "#attachments");
    }

    private static async Task<string> ReadFieldAsync(Stream body, CancellationToken cancellationToken)
    {
        var bytes = new byte[LongestFieldBytes];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length < bytes.Length ? Encoding.UTF8.GetString(bytes, 0, length) : throw new InvalidDataException("A field of the form is too long.");
    }
}
