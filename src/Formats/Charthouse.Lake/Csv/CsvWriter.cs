using System.Buffers;

namespace Charthouse.Lake.Csv;

/// <summary>Writes RFC 4180 records. The writer stays the caller's.</summary>
internal sealed class CsvWriter(TextWriter writer)
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create("\",\r\n");

    /// <summary>Writes one record; null is an empty field.</summary>
    public void WriteRow(params ReadOnlySpan<string?> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0) writer.Write(',');
            WriteField(fields[i] ?? "", aloneInRow: fields.Length == 1);
        }
        writer.Write("\r\n");
    }

    // A lone empty field would be a blank line, and a byte order mark at the very start would be swallowed.
    private void WriteField(string field, bool aloneInRow)
    {
        var quoted = field.AsSpan().ContainsAny(NeedQuotes) || (aloneInRow && field.Length == 0) || field.StartsWith('\uFEFF');
        if (!quoted)
        {
            writer.Write(field);
            return;
        }
        writer.Write('"');
        writer.Write(field.Replace("\"", "\"\"", StringComparison.Ordinal));
        writer.Write('"');
    }
}
