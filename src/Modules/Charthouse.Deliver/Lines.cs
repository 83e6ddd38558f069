using Charthouse.Platform;
using Charthouse.Platform.Records;
using Charthouse.Ui;

namespace Charthouse.Deliver;

/// <summary>Several names in one field, one on each line.</summary>
internal static class Lines
{
    public const int Longest = 4000;
    private const int LongestLine = 200, MostLines = 60;

    /// <summary>The names without blanks around them and without doubles, as they are stored; <c>null</c> when there is none.</summary>
    public static string? Read(string field, string? text, FormReader read)
    {
        var lines = Of(text);
        if (lines.Count > MostLines || lines.Any(line => line.Length > LongestLine) || lines.Sum(line => line.Length + 1) > Longest)
            read.Problems.Add(new Problem("deliver.names-too-long", ProblemKind.Invalid, $"Give at most {MostLines} names of at most {LongestLine} characters, one on each line.", field));
        return lines.Count == 0 ? null : string.Join('\n', lines);
    }

    public static IReadOnlyList<string> Of(string? text) => [.. (FormReader.Clean(text) ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.CurrentCultureIgnoreCase)];

    /// <summary>"Cardiology, Pediatrics and 3 more"; <c>null</c> when there is none.</summary>
    public static string? Short(params ReadOnlySpan<string?> texts)
    {
        List<string> all = [];
        foreach (var text in texts) all.AddRange(Of(text));
        return all.Count switch
        {
            0 => null,
            1 => all[0],
            2 => $"{all[0]} and {all[1]}",
            3 => $"{all[0]}, {all[1]} and {all[2]}",
            _ => $"{all[0]}, {all[1]} and {all.Count - 2} more",
        };
    }

    /// <summary>Names in one cell of a file.</summary>
    public static string? Cell(string? text) => text is null ? null : string.Join("; ", Of(text));
}

/// <summary>Finds records by their titles.</summary>
internal static class Titles
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

/// <summary>The record that a new one comes out of, as addresses name it: <c>?from=decision/0190…</c> (docs/adr/0021).</summary>
internal static class Source
{
    /// <summary>The record; <c>null</c> for anything else.</summary>
    public static RecordRef? Of(string? text) => text?.Split('/') is [{ Length: > 0 and <= 60 } kind, var id] && Guid.TryParse(id, out var known) ? new RecordRef(kind, known) : null;
}
