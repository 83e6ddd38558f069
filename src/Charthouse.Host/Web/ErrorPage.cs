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

    /// <summary>The page for an outage that will pass: says whether anything was changed.</summary>
    public static string Unavailable(string message) => $"""
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Charthouse is not available at the moment</title></head><body>
        <h1>Charthouse is not available at the moment</h1>
        <p role="alert">{HtmlEncoder.Default.Encode(message)}</p>
        <p>What you typed is still in your browser: go back to it.</p><p><a href="/">To the start page</a></p></body></html>
        """;
}
