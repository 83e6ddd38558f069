namespace Charthouse.Platform.Records;

/// <summary>A mention that was found in a text.</summary>
/// <param name="AccountId">Whom.</param>
/// <param name="Name">As it stands in the text, without the @.</param>
internal readonly record struct Mention(Guid AccountId, string Name);

/// <summary>Finds whom a text names by @ and a name of the directory.</summary>
internal sealed class Mentions(IDirectory directory)
{
    private const int LongestName = 200;
    private const int MostMentions = 20;

    /// <param name="text">The text.</param>
    /// <param name="chosen">Accounts that were chosen where a name has several.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<IReadOnlyList<Mention>>> FindAsync(string text, IReadOnlyCollection<Guid> chosen, CancellationToken cancellationToken)
    {
        List<Mention> found = [];
        foreach (var start in Starts(text).Take(MostMentions))
        {
            var rest = text.AsSpan(start, Math.Min(LongestName, text.Length - start)).ToString();
            var first = FirstWord(rest);
            var near = await directory.FindAsync(first, cancellationToken);
            var fitting = near.Where(entry => Begins(rest, entry.Name)).ToList();
            // The longest name wins: @Ada Reed-Young is not @Ada Reed.
            var longest = fitting.Select(entry => entry.Name.Length).DefaultIfEmpty().Max();
            fitting = [.. fitting.Where(entry => entry.Name.Length == longest).DistinctBy(entry => entry.AccountId)];
            if (fitting.Count == 0) return RecordProblems.UnknownMention(first, [.. near.Select(entry => entry.Name).Distinct(StringComparer.Ordinal).Take(3)]);
            var whom = fitting.Count == 1 ? fitting[0] : fitting.Find(entry => chosen.Contains(entry.AccountId));
            if (whom is null) return RecordProblems.AmbiguousMention(fitting[0].Name);
            if (!found.Exists(mention => mention.AccountId == whom.AccountId)) found.Add(new(whom.AccountId, rest[..longest]));
        }

        return found;
    }

    /// <summary>Several people of the directory that one name of the text may mean, to choose from.</summary>
    public async Task<IReadOnlyList<DirectoryEntry>> ChoicesAsync(string text, CancellationToken cancellationToken)
    {
        List<DirectoryEntry> choices = [];
        foreach (var start in Starts(text).Take(MostMentions))
        {
            var rest = text.AsSpan(start, Math.Min(LongestName, text.Length - start)).ToString();
            var fitting = (await directory.FindAsync(FirstWord(rest), cancellationToken)).Where(entry => Begins(rest, entry.Name)).ToList();
            if (fitting.GroupBy(entry => entry.Name, StringComparer.Ordinal).Any(same => same.Count() > 1)) choices.AddRange(fitting);
        }

        return [.. choices.DistinctBy(entry => entry.AccountId)];
    }

    // After an @ that begins a word: an e-mail address is no mention.
    private static IEnumerable<int> Starts(string text)
    {
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            if (at + 1 < text.Length && char.IsLetter(text[at + 1]) && (at == 0 || !(char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '.' or '_' or '-' or '\\' or '/'))) yield return at + 1;
        }
    }

    private static string FirstWord(string rest)
    {
        var end = 0;
        while (end < rest.Length && (char.IsLetterOrDigit(rest[end]) || rest[end] is '-' or '\'' or '’')) end++;
        return rest[..end].TrimEnd('-', '\'', '’');
    }

    private static bool Begins(string rest, string name) => name.Length > 0 && rest.Length >= name.Length
        && rest.StartsWith(name, StringComparison.OrdinalIgnoreCase)
        && (rest.Length == name.Length || !char.IsLetterOrDigit(rest[name.Length]));
}
