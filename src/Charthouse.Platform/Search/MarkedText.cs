namespace Charthouse.Platform.Search;

/// <summary>A piece of a text that is shown; a page encodes it like any other text.</summary>
/// <param name="Text">The piece.</param>
/// <param name="IsFound">Whether it is what was looked for.</param>
public readonly record struct MarkedText(string Text, bool IsFound)
{
    private const int Before = 40;

    /// <summary>A whole text with what was found marked.</summary>
    public static IReadOnlyList<MarkedText> Whole(string text, SearchQuery query) => Cut(text, Found(text, query), 0, text.Length);

    /// <summary>The part of a text around the first thing that was found; its beginning when nothing was, nothing when there is no text.</summary>
    public static IReadOnlyList<MarkedText> Snippet(string text, SearchQuery query, int length = 180)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = Found(text, query);
        var start = found.Count == 0 || found[0].End <= length ? 0 : Math.Max(0, found[0].Start - Before);
        // A snippet begins and ends between words.
        if (start > 0) start = SearchWords.Of(text).FirstOrDefault(word => word.Start >= start).Start;
        var end = Math.Min(text.Length, start + length);
        if (end < text.Length) end = SearchWords.Of(text).LastOrDefault(word => word.Start >= start && word.End <= end) is { End: > 0 } last ? last.End : end;
        var pieces = Cut(text, found, start, end);
        return [.. start > 0 ? (MarkedText[])[new("… ", false)] : [], .. pieces, .. end < text.Length ? (MarkedText[])[new(" …", false)] : []];
    }

    private static List<(int Start, int End)> Found(string text, SearchQuery query)
    {
        var words = SearchWords.Of(text);
        List<(int Start, int End)> found = [];
        for (var place = 0; place < words.Count; place++)
        {
            var term = query.Terms.Where(term => term.StandsAt(words, place)).MaxBy(term => term.Words.Count);
            if (term is null) continue;
            found.Add((words[place].Start, words[place + term.Words.Count - 1].End));
            place += term.Words.Count - 1;
        }

        return found;
    }

    private static List<MarkedText> Cut(string text, List<(int Start, int End)> found, int start, int end)
    {
        List<MarkedText> pieces = [];
        var at = start;
        foreach (var (from, to) in found.Where(piece => piece.Start >= start && piece.End <= end))
        {
            if (from > at) pieces.Add(new(text[at..from], false));
            pieces.Add(new(text[from..to], true));
            at = to;
        }

        if (end > at) pieces.Add(new(text[at..end], false));
        return pieces;
    }
}
