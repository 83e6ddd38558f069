using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Charthouse.Similarity;

/// <summary>A text as it is compared: its words with their counts, and its set of character 3-grams (docs/methods/similarity.md).</summary>
internal sealed class NormalText
{
    /// <summary>Words without stop words, plurals folded, with how often each occurs. Empty only when the text has nothing to compare.</summary>
    public required IReadOnlyDictionary<string, int> Words { get; init; }

    /// <summary>Distinct 3-grams of the folded text, stop words and endings kept; three characters of 21 bits each.</summary>
    public required IReadOnlyCollection<ulong> Grams { get; init; }

    public static NormalText Of(string text, Abbreviations abbreviations)
    {
        var tokens = abbreviations.Expand(Tokens(text));
        var words = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        foreach (var token in tokens)
        {
            if (!Folding.StopWords.Contains(token)) CollectionsMarshal.GetValueRefOrAddDefault(words, Folding.Singular(token), out _)++;
        }

        // "It is not there" is made of stop words only; it still has to find itself.
        if (words.Count == 0) foreach (var token in tokens) CollectionsMarshal.GetValueRefOrAddDefault(words, token, out _)++;
        return new NormalText { Words = words, Grams = GramsOf(tokens) };
    }

    /// <summary>Splits into lower-case words, numbers and pictures, with numbers and units folded.</summary>
    internal static List<string> Tokens(string text)
    {
        var runes = Decomposed(text);
        var tokens = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < runes.Length; i++)
        {
            var rune = runes[i];
            switch (Folding.KindOf(rune))
            {
                case Folding.RuneKind.Letter:
                    word.Append(Rune.ToLowerInvariant(rune));
                    break;
                case Folding.RuneKind.Ignored:
                    break;
                case Folding.RuneKind.Digit:
                    End();
                    i = Number(runes, i, word) - 1;
                    tokens.Add(word.ToString());
                    word.Clear();
                    break;
                case Folding.RuneKind.Picture:
                    End();
                    tokens.Add(rune.ToString());
                    break;
                case Folding.RuneKind.Separator:
                    End();
                    break;
            }
        }

        End();
        return tokens;

        void End()
        {
            if (word.Length == 0) return;
            tokens.Add(Folding.Number(word.ToString()));
            word.Clear();
        }
    }

    // Compatibility forms and accents apart, so that "ﬁ" is "fi" and "é" is "e". Half a surrogate pair and U+FFFE are no characters and would be refused.
    private static Rune[] Decomposed(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) if (rune != Rune.ReplacementChar && (rune.Value & 0xFFFE) != 0xFFFE) whole.Append(rune);
        return [.. whole.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes()];
    }

    // "1,000" is 1000, "0,50" and "0.5" are 0.5, "007" is 7, digits of any script are digits. Answers with the place after the number.
    private static int Number(Rune[] runes, int at, StringBuilder number)
    {
        at = Digits(runes, at, number);
        while (at < runes.Length && runes[at].Value == ',' && Digits(runes, at + 1, null) == at + 4) at = Digits(runes, at + 1, number);
        var zeros = 0;
        while (zeros < number.Length - 1 && number[zeros] == '0') zeros++;
        number.Remove(0, zeros);
        if (at >= runes.Length || runes[at].Value is not ('.' or ',') || Digits(runes, at + 1, null) == at + 1) return at;
        number.Append('.');
        at = Digits(runes, at + 1, number);
        while (number[^1] == '0') number.Length--;
        if (number[^1] == '.') number.Length--;
        return at;
    }

    private static int Digits(Rune[] runes, int at, StringBuilder? number)
    {
        for (; at < runes.Length && Folding.KindOf(runes[at]) == Folding.RuneKind.Digit; at++) number?.Append((char)('0' + (int)Rune.GetNumericValue(runes[at])));
        return at;
    }

    private static HashSet<ulong> GramsOf(List<string> tokens)
    {
        var grams = new HashSet<ulong>();
        // A space on either side, so that even a text of one letter has a 3-gram.
        ulong window = ' ';
        var count = 1;
        foreach (var token in tokens)
        {
            foreach (var rune in token.EnumerateRunes()) Next((ulong)rune.Value);
            Next(' ');
        }

        return grams;

        void Next(ulong character)
        {
            window = ((window << 21) | character) & ((1UL << 63) - 1);
            if (++count >= 3) grams.Add(window);
        }
    }
}
