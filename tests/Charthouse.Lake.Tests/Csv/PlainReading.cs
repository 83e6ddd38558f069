using System.Text;
using System.Text.Unicode;

namespace Charthouse.Lake.Tests.Csv;

/// <summary>The rules of the reader once more, a byte at a time and with the whole file in memory.</summary>
internal static class PlainReading
{
    public static List<ReadRow> Read(byte[] bytes, int fieldCount, int maxRecordBytes)
    {
        var read = new List<ReadRow>();
        var at = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        var line = 1L;
        while (at < bytes.Length)
        {
            var (length, refusal, fields) = Record(bytes.AsSpan(at), maxRecordBytes);
            var record = bytes.AsSpan(at, length);
            if (!(record.SequenceEqual("\n"u8) || record.SequenceEqual("\r\n"u8) || record.SequenceEqual("\r"u8)))
            {
                if (refusal.Length == 0 && (!Utf8.IsValid(record) || record.Contains((byte)0))) refusal = "broken-utf8";
                if (refusal.Length == 0 && fields.Count != fieldCount) refusal = "wrong-number-of-fields";
                read.Add(new ReadRow(line, 0, refusal, fields.Count, string.Join('|', fields)));
            }
            at += length;
            line += record.Count((byte)'\n');
        }
        return read;
    }

    private static (int Length, string Refusal, List<string> Fields) Record(ReadOnlySpan<byte> rest, int maxRecordBytes)
    {
        var window = rest[..Math.Min(rest.Length, maxRecordBytes + 1)];
        var firstLineEnd = window.IndexOf((byte)'\n') + 1;
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false, inQuotes = false, bad = false;
        for (var i = 0; i < window.Length; i++)
        {
            var value = (char)window[i];
            if (inQuotes)
            {
                if (value != '"')
                {
                    field.Append(value);
                }
                else if (i + 1 < window.Length && window[i + 1] == '"')
                {
                    field.Append('"');
                    i++;
                }
                else
                {
                    inQuotes = false;
                }
            }
            else if (value == '\n' || (value == ',' && !bad))
            {
                if (value == '\n' && !quoted && field.Length > 0 && field[^1] == '\r') field.Length--;
                fields.Add(field.ToString());
                field.Clear();
                quoted = false;
                if (value == '\n') return (i + 1, bad ? "bad-quoting" : "", fields);
            }
            else if (bad || (quoted && value == '\r' && (i + 1 == window.Length || window[i + 1] == '\n')))
            {
                // Belongs to the line end, or to what is refused anyhow.
            }
            else if (quoted)
            {
                if (firstLineEnd > 0 && firstLineEnd <= i) return (firstLineEnd, "bad-quoting", fields);
                bad = true;
            }
            else if (value == '"' && field.Length == 0)
            {
                quoted = inQuotes = true;
            }
            else
            {
                field.Append(value);
            }
        }

        var tooLong = window.Length > maxRecordBytes;
        if (inQuotes && firstLineEnd > 0) return (firstLineEnd, "unclosed-quote", fields);
        if (tooLong)
        {
            var lineFeed = rest[maxRecordBytes..].IndexOf((byte)'\n');
            return (lineFeed < 0 ? rest.Length : maxRecordBytes + lineFeed + 1, "line-too-long", fields);
        }
        if (inQuotes) return (rest.Length, "unclosed-quote", fields);
        if (!quoted && field.Length > 0 && field[^1] == '\r') field.Length--;
        fields.Add(field.ToString());
        return (rest.Length, bad ? "bad-quoting" : "", fields);
    }
}
