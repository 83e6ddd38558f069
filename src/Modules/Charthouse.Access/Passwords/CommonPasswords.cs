using System.Collections.Frozen;

namespace Charthouse.Access.Passwords;

/// <summary>The passwords that are tried first, from lists of stolen ones (common-passwords.txt, kept by eng/vendor).</summary>
internal static class CommonPasswords
{
    private static readonly Lazy<FrozenSet<string>> list = new(Read);

    public static int Count => list.Value.Count;

    /// <summary>Whether a password is on the list, also in capitals, with digits and signs around it, or written twice.</summary>
    public static bool Contains(string password)
    {
        var small = password.Trim().ToLowerInvariant();
        var core = small.Trim([.. small.Where(c => !char.IsLetter(c)).Distinct()]);
        // Digits and signs alone have no core: a date, a telephone number, a row of keys.
        return core.Length == 0 || list.Value.Contains(small) || list.Value.Contains(core) || list.Value.Contains(Once(small)) || list.Value.Contains(Once(core));
    }

    // "dragondragon" is "dragon".
    private static string Once(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            if (text.Length % length != 0) continue;
            var isRepeated = true;
            for (var i = length; isRepeated && i < text.Length; i++) isRepeated = text[i] == text[i - length];
            if (isRepeated) return text[..length];
        }

        return text;
    }

    private static FrozenSet<string> Read()
    {
        using var file = new StreamReader(typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords.txt")!);
        return file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
