using System.Text;
using Charthouse.Lake.Csv;

namespace Charthouse.Lake.Tests.Csv;

internal sealed record ReadRow(long Line, int LineCount, string Refusal, int FieldCount, string Fields);

internal static class CsvText
{
    public static List<ReadRow> Read(string text, int fieldCount, int blockBytes = CsvReader.DefaultBlockBytes, int maxRecordBytes = CsvReader.DefaultMaxRecordBytes) =>
        Read(Encoding.UTF8.GetBytes(text), fieldCount, blockBytes, maxRecordBytes);

    public static List<ReadRow> Read(byte[] bytes, int fieldCount, int blockBytes = CsvReader.DefaultBlockBytes, int maxRecordBytes = CsvReader.DefaultMaxRecordBytes) =>
        Read(new MemoryStream(bytes), fieldCount, blockBytes, maxRecordBytes, out _);

    public static List<ReadRow> Read(Stream stream, int fieldCount, int blockBytes, int maxRecordBytes, out string? damage)
    {
        using var reader = new CsvReader(stream, blockBytes, maxRecordBytes);
        var read = new List<ReadRow>();
        while (reader.ReadBlock() is { } block)
        {
            AddRows(read, block.Rows(fieldCount));
            reader.Return(block);
        }
        damage = reader.Damage;
        return read;
    }

    public static void AddRows(List<ReadRow> read, CsvRows rows)
    {
        while (rows.MoveNext())
        {
            var fields = new List<string>();
            for (var i = 0; i < Math.Min(rows.FieldCount, 20); i++) fields.Add(Encoding.Latin1.GetString(rows[i]));
            read.Add(new ReadRow(rows.Line, rows.LineCount, rows.Refusal == RowRefusal.None ? "" : rows.Refusal.Code(), rows.FieldCount, string.Join('|', fields)));
        }
    }
}

/// <summary>Hands out its bytes in pieces of given sizes, over and over.</summary>
internal sealed class PiecewiseStream(byte[] bytes, int[] sizes) : MemoryStream(bytes)
{
    private int next;

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, Size()));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, Size())]);

    private int Size() => sizes[next++ % sizes.Length];
}
