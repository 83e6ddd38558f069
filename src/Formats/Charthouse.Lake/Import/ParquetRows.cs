using System.Diagnostics.CodeAnalysis;
using ParquetSharp;

namespace Charthouse.Lake.Import;

/// <summary>A Parquet file with the columns of a canonical file, read in batches. Texts must be texts; times may be texts or instants.</summary>
internal sealed unsafe class ParquetRows : IDisposable
{
    private const int BatchSize = 4096;
    private readonly ParquetFileReader file;
    private readonly List<Column> columns = [];
    private readonly long bytes;
    private RowGroupReader? group;
    private int nextGroup;
    private long leftInGroup;

    private ParquetRows(ParquetFileReader file, long bytes) => (this.file, this.bytes) = (file, bytes);

    public int BatchRows { get; private set; }

    /// <summary>Share of the file's bytes that the batch stands for.</summary>
    public long BatchBytes => file.FileMetaData.NumRows == 0 ? 0 : bytes * BatchRows / file.FileMetaData.NumRows;

    public static bool TryOpen(
        string path, IReadOnlyList<string> needed, IReadOnlyList<string> optional, IReadOnlyList<string> times,
        [NotNullWhen(true)] out ParquetRows? rows, [NotNullWhen(false)] out ImportRefusal? refusal)
    {
        rows = null;
        var name = Path.GetFileName(path);
        ParquetFileReader file;
        try
        {
            file = new ParquetFileReader(path);
        }
        catch (ParquetException problem)
        {
            refusal = new ImportRefusal("file-unreadable", $"{name} begins like a Parquet file but cannot be read: {problem.Message.Split('\n')[0]}");
            return false;
        }

        var schema = file.FileMetaData.Schema;
        var found = new List<string>();
        var wrong = new List<string>();
        var opened = new ParquetRows(file, new FileInfo(path).Length);
        for (var i = 0; i < schema.NumColumns; i++)
        {
            var column = schema.Column(i);
            found.Add(column.Name);
            if (!needed.Contains(column.Name) && !optional.Contains(column.Name)) continue;
            using var type = column.LogicalType;
            var isText = column.PhysicalType == PhysicalType.ByteArray && type is StringLogicalType or NoneLogicalType;
            var scale = column.PhysicalType == PhysicalType.Int64 && times.Contains(column.Name) && type is TimestampLogicalType { IsAdjustedToUtc: true } stamp
                ? stamp.TimeUnit
                : (TimeUnit?)null;
            if (!isText && scale is null) wrong.Add($"{column.Name} is {column.PhysicalType} ({type.Type})");
            else opened.columns.Add(new Column(column.Name, i, column.MaxDefinitionLevel > 0, scale));
        }

        var missing = needed.Where(column => !found.Contains(column)).ToList();
        refusal = missing.Count > 0
            ? new ImportRefusal("missing-columns", $"{name} lacks {string.Join(", ", missing)}. Found: {string.Join(", ", found)}. Wanted: {string.Join(", ", needed)}; optional {string.Join(", ", optional)}.")
            : wrong.Count > 0
                ? new ImportRefusal("wrong-types", $"{name} has columns of other types: {string.Join("; ", wrong)}. Wanted: text (string); for {string.Join(" and ", times)} text or an instant in UTC.")
                : null;
        if (refusal is not null)
        {
            opened.Dispose();
            return false;
        }

        rows = opened;
        return true;
    }

    /// <summary>Number of a column for <see cref="Text"/>; −1 when the file does not have it.</summary>
    public int Find(string name) => columns.FindIndex(column => column.Name == name);

    public bool MoveBatch()
    {
        while (leftInGroup == 0)
        {
            foreach (var column in columns) column.Close();
            group?.Dispose();
            group = null;
            if (nextGroup == file.FileMetaData.NumRowGroups) return false;
            group = file.RowGroup(nextGroup++);
            leftInGroup = group.MetaData.NumRows;
            foreach (var column in columns) column.Open(group);
        }

        BatchRows = (int)Math.Min(BatchSize, leftInGroup);
        leftInGroup -= BatchRows;
        foreach (var column in columns) column.Read(BatchRows);
        return true;
    }

    /// <summary>Whether all texts of a row are UTF-8 without NUL; a column without a declared type may hold anything.</summary>
    public bool IsText(int row)
    {
        foreach (var column in columns)
        {
            var text = column.Text(row);
            if (!System.Text.Unicode.Utf8.IsValid(text) || text.Contains((byte)0)) return false;
        }

        return true;
    }

    public ReadOnlySpan<byte> Text(int column, int row) => column < 0 ? default : columns[column].Text(row);

    public long? Instant(int column, int row) => column < 0 ? null : columns[column].Instant(row);

    public void Dispose()
    {
        foreach (var column in columns) column.Close();
        group?.Dispose();
        file.Dispose();
    }

    private sealed class Column(string name, int index, bool nullable, TimeUnit? scale)
    {
        private readonly ByteArray[] texts = new ByteArray[scale is null ? BatchSize : 0];
        private readonly long[] numbers = new long[scale is null ? 0 : BatchSize];
        private readonly short[] levels = new short[BatchSize];
        private readonly int[] places = new int[BatchSize];
        private byte[] copied = new byte[1 << 16];
        private readonly (int Start, int Length)[] copies = new (int, int)[BatchSize];
        private ColumnReader? reader;

        public string Name => name;

        public void Open(RowGroupReader group) => reader = group.Column(index);

        public void Close()
        {
            reader?.Dispose();
            reader = null;
        }

        // A read may stop at a page; what it points to is copied before the next one.
        public void Read(int rows)
        {
            var used = 0;
            for (var done = 0; done < rows;)
            {
                var levelsHere = nullable ? levels.AsSpan(0, rows - done) : default;
                long read = reader switch
                {
                    ColumnReader<ByteArray> text => text.ReadBatch(rows - done, levelsHere, default, texts.AsSpan(0, rows - done), out _),
                    ColumnReader<long> number => number.ReadBatch(rows - done, levelsHere, default, numbers.AsSpan(done, rows - done), out _),
                    _ => throw new InvalidOperationException($"Column {name} is neither text nor time."),
                };
                if (read == 0) throw new InvalidDataException($"Column {name} ends before its row group does.");
                for (int i = 0, value = 0; i < read; i++)
                {
                    var isPresent = !nullable || levels[i] > 0;
                    places[done + i] = isPresent ? done + value : -1;
                    if (isPresent && scale is null)
                    {
                        var text = new ReadOnlySpan<byte>((void*)texts[value].Pointer, texts[value].Length);
                        if (used + text.Length > copied.Length) Array.Resize(ref copied, Math.Max(used + text.Length, copied.Length * 2));
                        text.CopyTo(copied.AsSpan(used));
                        copies[done + i] = (used, text.Length);
                        used += text.Length;
                    }

                    if (isPresent) value++;
                }

                done += (int)read;
            }
        }

        public ReadOnlySpan<byte> Text(int row) =>
            scale is null && places[row] >= 0 ? copied.AsSpan(copies[row].Start, copies[row].Length) : default;

        public long? Instant(int row) => scale is null || places[row] < 0 ? null : scale switch
        {
            TimeUnit.Millis => Math.Clamp(numbers[places[row]], long.MinValue / 1000, long.MaxValue / 1000) * 1000,
            TimeUnit.Nanos => (long)Math.Floor(numbers[places[row]] / 1000m),
            _ => numbers[places[row]],
        };
    }
}
