using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Charthouse.Similarity;

/// <summary>What counts as the same: characters, plurals, small numbers and units. General English, nothing of a single hospital: that is what abbreviations are for.</summary>
internal static class Folding
{
    internal enum RuneKind { Letter, Digit, Picture, Ignored, Separator }

    /// <summary>The 33 English stop words of Apache Lucene, with the pronouns and auxiliary verbs in which people speak of themselves.</summary>
    public static FrozenSet<string> StopWords { get; } = string.Join(' ', """
        a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with
        i me my mine we us our ours you your yours he him his she her hers its them am were been being has have had having do does did doing can could may might must shall should would
        """).Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    // A name on the left stands for all on its right.
    private static readonly FrozenDictionary<string, string> numbersAndUnits = new (string Short, string Names)[]
    {
        ("0", "zero"), ("1", "one"), ("2", "two"), ("3", "three"), ("4", "four"), ("5", "five"), ("6", "six"), ("7", "seven"), ("8", "eight"), ("9", "nine"), ("10", "ten"), ("11", "eleven"), ("12", "twelve"),
        ("kg", "kgs kilo kilos kilogram kilograms kilogramme kilogrammes"), ("g", "gram grams gramme grammes"), ("mg", "mgs milligram milligrams"), ("mcg", "ug μg microgram micrograms"), ("lb", "lbs pound pounds"),
        ("l", "liter liters litre litres"), ("ml", "mls milliliter milliliters millilitre millilitres"), ("cm", "centimeter centimeters centimetre centimetres"), ("mm", "millimeter millimeters millimetre millimetres"),
        ("sec", "secs second seconds"), ("min", "mins minute minutes"), ("h", "hr hrs hour hours"),
    }.SelectMany(pair => pair.Names.Split(' ').Select(name => KeyValuePair.Create(name, pair.Short))).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The digit of a number word, the short name of a unit, or the word as it is.</summary>
    public static string Number(string word) => numbersAndUnits.GetValueOrDefault(word, word);

    /// <summary>The S stemmer of Harman 1991: plural to singular and nothing else, the first rule that fits.</summary>
    public static string Singular(string word)
    {
        if (word.Length < 3 || word[^1] != 's') return word;
        if (word.EndsWith("ies", StringComparison.Ordinal) && word is not [.., 'e' or 'a', _, _, _]) return word.Length > 3 ? word[..^3] + "y" : word;
        if (word.EndsWith("es", StringComparison.Ordinal) && word is not [.., 'a' or 'e' or 'o', _, _]) return word[..^1];
        return word[^2] is 'u' or 's' ? word : word[..^1];
    }

    /// <summary>How a character of a decomposed text is read.</summary>
    public static RuneKind KindOf(Rune rune)
    {
        if (rune.IsAscii) return Rune.IsLetter(rune) ? RuneKind.Letter : Rune.IsDigit(rune) ? RuneKind.Digit : rune.Value == '\'' ? RuneKind.Ignored : RuneKind.Separator;
        // Accents, Hebrew and Arabic vowel points and variation selectors are left out by many writers; vowel signs of other scripts are letters.
        if (rune.Value is (>= 0x0300 and <= 0x036F) or (>= 0x0591 and <= 0x05C7) or (>= 0x064B and <= 0x065F) or 0x0670 or (>= 0xFE00 and <= 0xFE0F) or '’' or 'ʼ' or (>= 0x1F3FB and <= 0x1F3FF)) return RuneKind.Ignored;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.DecimalDigitNumber => RuneKind.Digit,
            UnicodeCategory.Format => RuneKind.Ignored,
            UnicodeCategory.OtherSymbol when rune.Value >= 0x2190 => RuneKind.Picture,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber => RuneKind.Letter,
            _ => Rune.IsLetter(rune) ? RuneKind.Letter : RuneKind.Separator,
        };
    }
}
