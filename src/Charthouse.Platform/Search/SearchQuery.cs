namespace Charthouse.Platform.Search;

/// <summary>One word, or several that stand behind each other.</summary>
/// <param name="Words">Folded words.</param>
/// <param name="IsPrefix">Whether the last word may go on: "card" finds cardiology.</param>
public sealed record SearchTerm(IReadOnlyList<string> Words, bool IsPrefix)
{
    /// <summary>Whether the term stands in these words from a place on.</summary>
    internal bool StandsAt(IReadOnlyList<SearchWord> words, int place)
    {
        if (place + Words.Count > words.Count) return false;
        for (var i = 0; i < Words.Count; i++)
        {
            var word = words[place + i].Folded;
            if (i == Words.Count - 1 && IsPrefix ? !word.StartsWith(Words[i], StringComparison.Ordinal) : !string.Equals(word, Words[i], StringComparison.Ordinal)) return false;
        }

        return true;
    }
}

/// <summary>What somebody looks for: all terms must be found. A word also finds longer ones that begin with it; words in quotes stand behind each other.</summary>
public sealed record SearchQuery(string Text, IReadOnlyList<SearchTerm> Terms)
{
    /// <summary>Longest text that is read.</summary>
    public const int LongestText = 200;

    private const int MostTerms = 12;

    /// <summary>Whether there is nothing to look for.</summary>
    public bool IsEmpty => Terms.Count == 0;

    /// <summary>Reads what was typed. Nothing is refused: signs that are no words count as spaces.</summary>
    public static SearchQuery Read(string? text)
    {
        text = text?.Trim() ?? "";
        if (text.Length > LongestText) text = text[..LongestText];
        List<SearchTerm> terms = [];
        var parts = text.Replace('“', '"').Replace('”', '"').Replace('„', '"').Split('"');
        for (var i = 0; i < parts.Length; i++)
        {
            var words = SearchWords.Of(parts[i]).Select(word => word.Folded).ToList();
            if (words.Count == 0) continue;
            // An odd part stands between quotes; the last one may still be typed.
            if (i % 2 == 1) terms.Add(new(words, IsPrefix: i == parts.Length - 1 && words[^1].Length > 1));
            // One letter begins a word of almost every record, so it stands for itself.
            else terms.AddRange(words.Select(word => new SearchTerm([word], IsPrefix: word.Length > 1)));
        }

        return new(text, [.. terms.Take(MostTerms)]);
    }

    /// <summary>Whether every term stands in the text.</summary>
    public bool StandsIn(string text)
    {
        var words = SearchWords.Of(text);
        return Terms.Count > 0 && Terms.All(term => Enumerable.Range(0, words.Count).Any(place => term.StandsAt(words, place)));
    }

    /// <summary>How well a title answers; the smaller the better. 4 when only the text below the title does.</summary>
    public int RankOf(string title)
    {
        var words = SearchWords.Of(title);
        var typed = Terms.SelectMany(term => term.Words).ToList();
        var whole = words.Select(word => word.Folded).ToList();
        if (whole.SequenceEqual(typed, StringComparer.Ordinal)) return 0;
        if (!StandsIn(title)) return 4;
        if (new SearchTerm(typed, IsPrefix: true).StandsAt(words, 0)) return 1;
        return typed.All(whole.Contains) ? 2 : 3;
    }
}
