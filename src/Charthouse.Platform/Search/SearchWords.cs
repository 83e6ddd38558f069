using System.Globalization;
using System.Text;

namespace Charthouse.Platform.Search;

/// <summary>A word of a text: folded, and where it stands in it.</summary>
/// <param name="Folded">Without case and accents.</param>
/// <param name="Start">First character.</param>
/// <param name="End">The character after it.</param>
public readonly record struct SearchWord(string Folded, int Start, int End);

/// <summary>
/// Cuts texts into words and folds them: "Müller's NÄHE" is muller, s, nahe. Done here and not in the database, so that both stores find the same.
/// </summary>
public static class SearchWords
{
    private const int LongestWord = 64;

    /// <summary>The words of a text, in order.</summary>
    public static IReadOnlyList<SearchWord> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<SearchWord> words = [];
        var word = new StringBuilder();
        var (position, start) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Belongs(rune, word.Length > 0))
            {
                if (word.Length == 0) start = position;
                word.Append(rune.ToString());
            }
            else
            {
                End(position);
            }

            position += rune.Utf16SequenceLength;
        }

        End(position);
        return words;

        void End(int end)
        {
            if (word.Length == 0) return;
            if (Fold(word.ToString()) is { Length: > 0 } folded) words.Add(new(folded, start, end));
            word.Clear();
        }
    }

    /// <summary>The words with a space between them, as the stores keep them; cut at a word where they are too long.</summary>
    internal static string Join(string text, int longest)
    {
        var joined = new StringBuilder();
        foreach (var word in Of(text))
        {
            if (joined.Length + 1 + word.Folded.Length > longest) break;
            if (joined.Length > 0) joined.Append(' ');
            joined.Append(word.Folded);
        }

        return joined.ToString();
    }

    private static bool Belongs(Rune rune, bool isInside) =>
        Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune) || (isInside && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    private static string Fold(string word)
    {
        var folded = new StringBuilder(word.Length);
        foreach (var rune in word.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune)) continue;
            folded.Append(Rune.ToLowerInvariant(rune).ToString() switch
            {
                // Letters that Unicode does not take apart.
                "ß" => "ss",
                "æ" => "ae",
                "œ" => "oe",
                "ø" => "o",
                "đ" or "ð" => "d",
                "ł" => "l",
                "þ" => "th",
                "ı" => "i",
                var letter => letter,
            });
            if (folded.Length >= LongestWord) break;
        }

        return folded.Length > LongestWord ? folded.ToString(0, LongestWord) : folded.ToString();
    }
}
