using System.Globalization;
using System.Text;
using Charthouse.Platform;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using CsvHelper;
using CsvHelper.Configuration;

namespace Charthouse.Measure.Measures.Points;

/// <summary>Rows as they were pasted, uploaded or typed, before anybody says what they mean.</summary>
internal sealed record PointTable(IReadOnlyList<(int Row, string[] Cells)> Rows)
{
    public const int LargestFileBytes = 3_000_000;

    /// <summary>27 years of days. Each point is written with its entries in the history, so more of them would keep whoever sends them waiting.</summary>
    public const int MostRows = 10_000;

    /// <summary>The first row names the columns when none of its cells is a number or a date, or would be one: "Week 1 2026" is a name, "2026-13-01" is a slip.</summary>
    public string[]? Header { get; } = Rows.Count > 0 && !Rows[0].Cells.Any(IsData) ? Rows[0].Cells : null;

    public IEnumerable<(int Row, string[] Cells)> Body => Header is null ? Rows : Rows.Skip(1);

    public static Outcome<PointTable> FromFile(byte[] bytes)
    {
        if (bytes.Length > LargestFileBytes) return MeasureProblems.FileTooLarge;
        if (bytes.AsSpan().StartsWith("PK"u8)) return FirstSheet.Read(bytes) is { } rows ? From(rows) : MeasureProblems.FileUnreadable;
        try
        {
            return FromText(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF'));
        }
        catch (DecoderFallbackException)
        {
            return MeasureProblems.FileUnreadable;
        }
    }

    /// <summary>Text from a spreadsheet (tabs) or a CSV file (commas or semicolons).</summary>
    public static Outcome<PointTable> FromText(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) return MeasureProblems.FileUnreadable;
        if (text.Length > LargestFileBytes) return MeasureProblems.TooManyRows;
        // A tab or a semicolon separates surely; a comma may be a decimal sign.
        var delimiter = text.Contains('\t', StringComparison.Ordinal) ? "\t" : text.Contains(';', StringComparison.Ordinal) ? ";" : ",";
        using var reader = new StringReader(text);
        using var csv = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter, IgnoreBlankLines = false, BadDataFound = null, DetectColumnCountChanges = false });
        List<(int, string[])> rows = [];
        while (csv.Read()) rows.Add((csv.Row, [.. csv.Record!.Select(cell => cell.Trim())]));
        return From(rows);
    }

    /// <summary>The rows as the text field of the next form takes them.</summary>
    public string ToText() => string.Join('\n', Rows.Select(row => string.Join('\t', row.Cells.Select(cell => cell.Replace('\t', ' ').ReplaceLineEndings(" ")))));

    private static bool IsData(string cell) => cell.Any(char.IsAsciiDigit)
        && (!cell.Any(char.IsLetter) || WrittenNumbers.Of(cell, hasComma: false) is not null || Days.Orders.Any(order => Days.Of(cell, order) is not null));

    private static Outcome<PointTable> From(IReadOnlyList<(int Row, string[] Cells)> rows)
    {
        var filled = rows.Where(row => row.Cells.Any(cell => cell.Length > 0)).ToList();
        if (filled.Count == 0) return MeasureProblems.NothingToAdd;
        return filled.Count > MostRows + 1 ? MeasureProblems.TooManyRows : new PointTable(filled);
    }
}
