using System.Buffers;
using System.Globalization;
using System.Text;

namespace Charthouse.Ui.Export;

/// <summary>A table as CSV (RFC 4180): numbers and dates the same in every culture, texts safe to open in a spreadsheet.</summary>
public static class CsvText
{
    private static readonly SearchValues<char> needQuotes = SearchValues.Create("\",\r\n");

    // A spreadsheet takes a text that begins so for a formula; group names come from files that anybody may have written.
    private static readonly SearchValues<char> formulaStarts = SearchValues.Create("=+-@\t\r");

    public static string Of(Table table)
    {
        var text = new StringBuilder();
        AppendRow(text, table.Columns);
        foreach (var row in table.Rows) AppendRow(text, row);
        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IReadOnlyList<object?> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0) text.Append(',');
            AppendCell(text, cells[i]);
        }

        text.Append("\r\n");
    }

    private static void AppendCell(StringBuilder text, object? cell)
    {
        switch (cell)
        {
            case null:
                return;
            case string words:
                if (words.Length > 0 && formulaStarts.Contains(words[0])) words = "'" + words;
                text.Append(words.AsSpan().ContainsAny(needQuotes) ? '"' + words.Replace("\"", "\"\"", StringComparison.Ordinal) + '"' : words);
                return;
            case DateOnly day:
                text.Append(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                return;
            case DateTimeOffset at:
                text.Append(Table.TextOf(at));
                return;
            default:
                text.Append(Convert.ToString(cell, CultureInfo.InvariantCulture));
                return;
        }
    }
}
