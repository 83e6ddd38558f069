using Charthouse.Platform;
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
