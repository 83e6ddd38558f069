using System.Security.Cryptography;

namespace Charthouse.Listen.PainPoints;

/// <summary>The code by which somebody finds an own report again, without a name: three groups of four letters and digits that cannot be mistaken for each other.</summary>
internal static class PrivateCode
{
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 12;

    /// <summary>A number for a form, or an id that must not tell when it was made: random throughout, where ids elsewhere are ordered by time.</summary>
    public static Guid NewNumber() => new(RandomNumberGenerator.GetBytes(16));

    /// <summary>The code that belongs to a form: sent twice, a form leads to the same report. The form's own number is random and known to its sender only.</summary>
    public static string Of(Guid once)
    {
        var bytes = SHA256.HashData([.. "charthouse-report"u8, .. once.ToByteArray()]);
        Span<char> code = stackalloc char[Length + 2];
        var at = 0;
        for (var i = 0; i < Length; i++)
        {
            if (i is 4 or 8) code[at++] = '-';
            // Thirty letters: two bytes each, so that none comes noticeably more often.
            code[at++] = Letters[((bytes[2 * i] << 8) | bytes[(2 * i) + 1]) % Letters.Length];
        }

        return new(code);
    }

    /// <summary>What is kept of a code; <c>null</c> for what is none. Case, blanks and dashes do not matter.</summary>
    public static string? Hash(string? code)
    {
        if (code is null || code.Length > 100) return null;
        var letters = string.Concat(code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit));
        return letters.Length != Length || letters.Any(letter => !Letters.Contains(letter, StringComparison.Ordinal)) ? null : Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(letters)));
    }
}
