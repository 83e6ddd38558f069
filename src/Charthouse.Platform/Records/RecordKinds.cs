using System.Text;

namespace Charthouse.Platform.Records;

/// <summary>The kinds of all modules.</summary>
public sealed class RecordKinds(IEnumerable<IRecordKind> kinds)
{
    private readonly Dictionary<string, IRecordKind> byName = kinds.ToDictionary(kind => kind.Kind, StringComparer.Ordinal);

    /// <summary>Every kind, by label.</summary>
    public IReadOnlyList<IRecordKind> All { get; } = [.. kinds.OrderBy(kind => kind.Label, StringComparer.Ordinal)];

    /// <summary>The kind with a name; <c>null</c> when no module brings it.</summary>
    public IRecordKind? Find(string kind) => byName.GetValueOrDefault(kind);

    /// <summary>What a kind is called; its name where no module brings it.</summary>
    public string LabelOf(string kind) => Find(kind)?.Label ?? RecordWords.Sentence(kind);

    /// <summary>The record, or <c>null</c> when it does not exist or the current actor may not see it.</summary>
    public async Task<RecordSummary?> SummariseAsync(RecordRef record, CancellationToken cancellationToken) =>
        (await SummariseAsync([record], cancellationToken)).GetValueOrDefault(record);

    /// <summary>Summaries of the records that exist and that the current actor may see; the others are absent.</summary>
    public async Task<IReadOnlyDictionary<RecordRef, RecordSummary>> SummariseAsync(IReadOnlyCollection<RecordRef> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        Dictionary<RecordRef, RecordSummary> found = [];
        foreach (var same in records.Distinct().GroupBy(record => record.Kind, StringComparer.Ordinal))
        {
            if (Find(same.Key) is not { } kind) continue;
            foreach (var (id, summary) in await kind.SummariseAsync([.. same.Select(record => record.Id)], cancellationToken)) found[new(kind.Kind, id)] = summary;
        }

        return found;
    }

    /// <summary>Fields and parts of records, by their names in the history, whose values the current actor may not read; records without such are absent.</summary>
    public async Task<IReadOnlyDictionary<RecordRef, IReadOnlySet<string>>> WithheldAsync(IReadOnlyCollection<RecordRef> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        Dictionary<RecordRef, IReadOnlySet<string>> found = [];
        foreach (var same in records.Distinct().GroupBy(record => record.Kind, StringComparer.Ordinal))
        {
            if (Find(same.Key) is not { } kind) continue;
            foreach (var (id, names) in await kind.WithheldAsync([.. same.Select(record => record.Id)], cancellationToken)) found[new(kind.Kind, id)] = names;
        }

        return found;
    }

    /// <summary>Records whose title holds the text, of one kind or of all, best first within their kind.</summary>
    public async Task<IReadOnlyList<(RecordRef Record, RecordSummary Summary)>> FindAsync(string text, string? kind, int limit, CancellationToken cancellationToken)
    {
        List<(RecordRef, RecordSummary)> found = [];
        if (string.IsNullOrWhiteSpace(text)) return found;
        foreach (var searched in All.Where(searched => string.IsNullOrEmpty(kind) || searched.Kind == kind))
        {
            var ids = await searched.FindAsync(text.Trim(), limit - found.Count, cancellationToken);
            var summaries = await searched.SummariseAsync(ids, cancellationToken);
            found.AddRange(ids.Where(summaries.ContainsKey).Select(id => (new RecordRef(searched.Kind, id), summaries[id])));
            if (found.Count >= limit) break;
        }

        return found;
    }
}

/// <summary>Names of code in words.</summary>
public static class RecordWords
{
    /// <summary>"DisplayName" becomes "Display name", "ward-round" becomes "Ward round".</summary>
    public static string Sentence(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var words = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var letter = name[i];
            if (i == 0) words.Append(char.ToUpperInvariant(letter));
            else if (letter is '-' or '_' or '.') words.Append(' ');
            else if (char.IsUpper(letter)) words.Append(char.IsLower(name[i - 1]) ? " " : "").Append(char.ToLowerInvariant(letter));
            else words.Append(letter);
        }

        return words.ToString();
    }
}

/// <summary>Finds records by their titles.</summary>
public static class Titles
{
    /// <summary>Ids of titles that hold a text, whatever its case, best first. In memory: the stores fold letters differently, and there are some hundreds.</summary>
    public static IReadOnlyList<Guid> With(string text, int limit, IEnumerable<(Guid Id, string Title)> titles) =>
    [
        .. (from one in titles
            let at = one.Title.IndexOf(text, StringComparison.CurrentCultureIgnoreCase)
            where at >= 0
            orderby at, one.Title, one.Id
            select one.Id).Take(limit),
    ];
}
