namespace Charthouse.Similarity;

/// <summary>Local short forms and brand names, each with what it stands for. The longest that fits is replaced, once.</summary>
internal sealed class Abbreviations
{
    private readonly Dictionary<string, List<string>> expansions = new(StringComparer.Ordinal);
    private readonly int longest;

    public Abbreviations(IReadOnlyDictionary<string, string>? given)
    {
        foreach (var (name, meaning) in given ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            var (tokens, expansion) = (NormalText.Tokens(name), NormalText.Tokens(meaning));
            if (tokens.Count == 0 || expansion.Count == 0) throw new ArgumentException($"The abbreviation '{name}' or its meaning '{meaning}' has no letters or digits.", nameof(given));
            var key = string.Join(' ', tokens);
            if (expansions.TryGetValue(key, out var other) && !other.SequenceEqual(expansion, StringComparer.Ordinal)) throw new ArgumentException($"The abbreviation '{name}' stands in the dictionary twice with different meanings.", nameof(given));
            expansions[key] = expansion;
            longest = Math.Max(longest, tokens.Count);
        }
    }

    public List<string> Expand(List<string> tokens)
    {
        if (longest == 0) return tokens;
        var expanded = new List<string>(tokens.Count);
        for (var i = 0; i < tokens.Count;)
        {
            var length = Math.Min(longest, tokens.Count - i);
            List<string>? meaning = null;
            while (length > 0 && !expansions.TryGetValue(length == 1 ? tokens[i] : string.Join(' ', tokens.GetRange(i, length)), out meaning)) length--;
            if (meaning is null) expanded.Add(tokens[i]);
            else expanded.AddRange(meaning);
            i += Math.Max(1, length);
        }

        return expanded;
    }
}
