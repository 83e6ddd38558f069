using Markdig;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;

namespace Charthouse.Ui;

/// <summary>A part of Markdown that people write in comments: paragraphs, lists, quotes, code, emphasis, links. No HTML, no headings, no pictures; nothing in it can run.</summary>
public static class SafeMarkdown
{
    private static readonly MarkdownPipeline pipeline = Build();

    /// <summary>HTML of a text; names that mention somebody are marked.</summary>
    /// <param name="text">Text.</param>
    /// <param name="mentioned">Names that stand behind an @ in the text.</param>
    public static MarkupString ToHtml(string text, IReadOnlyList<string>? mentioned = null)
    {
        var document = Markdown.Parse(text, pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            // A picture would be loaded from elsewhere, and an address such as javascript: would run: both stay as words.
            if (!link.IsImage && IsHarmless(link.Url)) Attributes(link);
            else if (link.IsImage || link.FirstChild is null) link.ReplaceBy(new LiteralInline(link.Title ?? link.Url ?? ""), copyChildren: false);
            else link.ReplaceBy(new ContainerInline(), copyChildren: true);
        }

        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            if (!link.IsEmail && !IsHarmless(link.Url)) link.ReplaceBy(new LiteralInline(link.Url), copyChildren: false);
        }

        if (mentioned is { Count: > 0 }) Mark(document, mentioned);
        return new MarkupString(document.ToHtml(pipeline));
    }

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml().UseAutoLinks().UseSoftlineBreakAsHardlineBreak();
        builder.BlockParsers.TryRemove<HeadingBlockParser>();
        builder.BlockParsers.TryRemove<ThematicBreakParser>();
        builder.BlockParsers.TryRemove<IndentedCodeBlockParser>();
        if (builder.BlockParsers.Find<ParagraphBlockParser>() is { } paragraphs) paragraphs.ParseSetextHeadings = false;
        return builder.Build();
    }

    private static bool IsHarmless(string? address) => address is not null && (address.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || address.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase));

    private static void Attributes(LinkInline link) => Markdig.Renderers.Html.HtmlAttributesExtensions.GetAttributes(link).AddProperty("rel", "noreferrer nofollow");

    private static void Mark(MarkdownDocument document, IReadOnlyList<string> mentioned)
    {
        var longestFirst = mentioned.OrderByDescending(name => name.Length).ToList();
        foreach (var literal in document.Descendants<LiteralInline>().ToList())
        {
            var text = literal.Content.ToString();
            var from = 0;
            Inline last = literal;
            for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
            {
                if (longestFirst.Find(name => string.CompareOrdinal(text, at + 1, name, 0, name.Length) == 0) is not { } name) continue;
                var mention = new EmphasisInline { DelimiterChar = '*', DelimiterCount = 2 };
                Markdig.Renderers.Html.HtmlAttributesExtensions.GetAttributes(mention).AddClass("ch-mention");
                mention.AppendChild(new LiteralInline("@" + name));
                last.InsertAfter(new LiteralInline(text[from..at]));
                last = last.NextSibling!;
                last.InsertAfter(mention);
                last = mention;
                from = at + 1 + name.Length;
                at = from - 1;
            }

            if (from == 0) continue;
            last.InsertAfter(new LiteralInline(text[from..]));
            literal.Remove();
        }
    }
}
