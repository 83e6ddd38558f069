using System.Diagnostics.CodeAnalysis;

namespace Charthouse.Lake.Csv;

/// <summary>Why a file was refused whole. The message is one sentence for people and names the file.</summary>
internal sealed record CsvProblem(string Code, string Message);

/// <summary>Where the wanted columns stand.</summary>
internal sealed class CsvHeader
{
    private readonly Dictionary<string, int> positions;

    private CsvHeader(IReadOnlyList<string> columns, Dictionary<string, int> positions)
    {
        Columns = columns;
        this.positions = positions;
    }

    /// <summary>All columns of the file in its order, trimmed.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The position of a wanted column, or null if the file does not have it.</summary>
    public int? Position(string column) => positions.TryGetValue(column, out var position) ? position : null;

    /// <summary>Names are compared with their case, after trimming. Columns that nobody wants are ignored.</summary>
    public static bool TryMap(
        string file,
        IEnumerable<string> found,
        IReadOnlyList<string> needed,
        IReadOnlyList<string> optional,
        [NotNullWhen(true)] out CsvHeader? header,
        [NotNullWhen(false)] out CsvProblem? problem)
    {
        header = null;
        problem = null;
        var columns = found.Select(c => c.Trim()).ToArray();
        var wanted = needed.Concat(optional).ToHashSet(StringComparer.Ordinal);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Length; i++)
        {
            if (wanted.Contains(columns[i]) && !places.TryAdd(columns[i], i))
            {
                problem = new CsvProblem("duplicate-column", $"{file} has the column {columns[i]} twice.");
                return false;
            }
        }

        var missing = needed.Where(c => !places.ContainsKey(c)).ToArray();
        if (missing.Length > 0)
        {
            var otherDelimiter = places.Count > 0 ? null
                : columns.Any(c => c.Contains(';', StringComparison.Ordinal)) ? "semicolons"
                : columns.Any(c => c.Contains('\t', StringComparison.Ordinal)) ? "tabs"
                : null;
            var hint = otherDelimiter is null ? "" : $" It seems to be separated by {otherDelimiter}; save it with commas.";
            problem = new CsvProblem(
                "missing-columns",
                $"{file} lacks {(missing.Length == 1 ? "the column" : "the columns")} {string.Join(", ", missing)}. "
                + $"Found: {Shown(columns)}. Wanted: {string.Join(", ", needed)}"
                + (optional.Count == 0 ? "." : $"; optional {string.Join(", ", optional)}.") + hint);
            return false;
        }
        header = new CsvHeader(columns, places);
        return true;
    }

    // A file that is no table can have a very long first line.
    private static string Shown(string[] columns)
    {
        var text = string.Join(", ", columns);
        return text.Length <= 400 ? text : string.Concat(text.AsSpan(0, 400), "…");
    }
}
