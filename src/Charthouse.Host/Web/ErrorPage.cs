using System.Text.Encodings.Web;

namespace Charthouse.Host.Web;

/// <summary>The page for what should not happen: plain, so that it cannot break itself.</summary>
internal static class ErrorPage
{
    public static string Html(string reference) => $"""
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Charthouse could not show this page</title></head><body>
        <h1>Charthouse could not show this page</h1>
        <p>Nothing was lost: what you had saved is saved. Go back and try once more. If it happens again, tell your administrator this reference:</p>
        <p><code>{HtmlEncoder.Default.Encode(reference)}</code></p><p><a href="/">To the start page</a></p></body></html>
        """;
}
