using System.Diagnostics.CodeAnalysis;
using Charthouse.Lake.Csv;
using ParquetSharp;

namespace Charthouse.Lake.Import;

/// <summary>A file turned out damaged while it was read. The message is for people and names the file.</summary>
internal sealed class DamagedFileException(string message, Exception? cause) : Exception(message, cause);

/// <summary>A Parquet file with the columns of a canonical file, read in batches. Texts must be texts; times may be texts or instants.</summary>
internal sealed unsafe class ParquetRows : IDisposable
{
    private const int BatchSize = 4096;
    private readonly ParquetFileReader file;
    private readonly List<Column> columns = [];
    private readonly string name;
    private readonly long bytes;
    private RowGroupReader? group;
    private int nextGroup;
    private long leftInGroup;

    private ParquetRows(ParquetFileReader file, string name, long bytes) => (this.file, this.name, this.bytes) = (file, name, bytes);

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
            using var properties = ReaderProperties.GetDefaultReaderProperties();
            // Without it a whole row group of a column is held in memory; and a page that says how its bytes add up is believed only then.
            properties.EnableBufferedStream();
            properties.EnablePageChecksumVerification();
            file = new ParquetFileReader(path, properties);
        }
        catch (ParquetException)
        {
            refusal = new ImportRefusal("file-unreadable", $"{name} begins like a Parquet file but is cut off or damaged. Export or copy it again.");
            return false;
        }

        var schema = file.FileMetaData.Schema;
        var found = new List<string>();
        var wrong = new List<string>();
        var opened = new ParquetRows(file, name, new FileInfo(path).Length);
        for (var i = 0; i < schema.NumColumns; i++)
        {
            var column = schema.Column(i);
            using var columnPath = column.Path;
            var parts = columnPath.ToDotVector();
            // The leaves of a list or a group are called otherwise than the column; a leaf "user" inside of something is no column "user".
            if (found.Contains(parts[0])) continue;
            found.Add(parts[0]);
            if (!needed.Contains(parts[0]) && !optional.Contains(parts[0])) continue;
            if (parts.Length > 1 || column.MaxRepetitionLevel > 0)
            {
                wrong.Add($"{parts[0]} is {(column.MaxRepetitionLevel > 0 ? "a list" : "a group of columns")}");
                continue;
            }

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

    /// <summary>Goes on to the next rows; what was read of those before is gone.</summary>
    /// <exception cref="DamagedFileException">The file cannot be read to its end.</exception>
    public bool MoveBatch()
    {
        try
        {
            foreach (var column in columns) column.Skip(BatchRows);
            BatchRows = 0;
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

            // A read stops at the end of a page, and what it points to lives until the next read of that column. So a batch is what all columns hold
            // already: nothing is copied, and however long the texts are, no more than a page of each column is in memory.
            var rows = (int)Math.Min(BatchSize, leftInGroup);
            foreach (var column in columns) rows = Math.Min(rows, column.Fill(rows));
            if (rows == 0) throw Damaged(null);
            BatchRows = rows;
            leftInGroup -= rows;
            return true;
        }
        catch (ParquetException problem)
        {
            throw Damaged(problem);
        }
    }

    /// <summary>Why a row cannot be taken: longer than a line may be, or a text that is not UTF-8 without NUL, since a column without a declared type may hold anything.</summary>
    public RowRefusal Judge(int row)
    {
        long length = 0;
        foreach (var column in columns) length += column.Text(row).Length;
        if (length > CsvReader.DefaultMaxRecordBytes) return RowRefusal.LineTooLong;
        foreach (var column in columns)
        {
            var text = column.Text(row);
            if (!System.Text.Unicode.Utf8.IsValid(text) || text.Contains((byte)0)) return RowRefusal.BrokenUtf8;
        }

        return RowRefusal.None;
    }

    public ReadOnlySpan<byte> Text(int column, int row) => column < 0 ? default : columns[column].Text(row);

    public long? Instant(int column, int row) => column < 0 ? null : columns[column].Instant(row);

    public void Dispose()
    {
        foreach (var column in columns) column.Close();
        group?.Dispose();
        file.Dispose();
    }

    private DamagedFileException Damaged(Exception? cause) =>
        new($"{name} is damaged: it cannot be read beyond its row group {nextGroup} of {file.FileMetaData.NumRowGroups}. Export or copy it again.", cause);

    private sealed class Column(string name, int index, bool nullable, TimeUnit? scale)
    {
        private readonly ByteArray[] texts = new ByteArray[scale is null ? BatchSize : 0];
        private readonly long[] numbers = new long[scale is null ? 0 : BatchSize];
        private readonly short[] levels = new short[BatchSize];
        private readonly int[] places = new int[BatchSize];
        private ColumnReader? reader;
        private int held;
        private int next;

        public string Name => name;

        public void Open(RowGroupReader group)
        {
            reader = group.Column(index);
            held = next = 0;
        }

        public void Close()
        {
            reader?.Dispose();
            reader = null;
        }

        /// <summary>Reads on when nothing is left; answers with how many rows there are, 0 at the end.</summary>
        public int Fill(int rows)
        {
            if (next < held) return held - next;
            var levelsHere = nullable ? levels.AsSpan(0, rows) : default;
            held = (int)(reader switch
            {
                ColumnReader<ByteArray> text => text.ReadBatch(rows, levelsHere, default, texts.AsSpan(0, rows), out _),
                ColumnReader<long> number => number.ReadBatch(rows, levelsHere, default, numbers.AsSpan(0, rows), out _),
                _ => throw new InvalidOperationException($"Column {name} is neither text nor time."),
            });
            next = 0;
            for (int i = 0, value = 0; i < held; i++) places[i] = !nullable || levels[i] > 0 ? value++ : -1;
            return held;
        }

        public void Skip(int rows) => next += rows;

        public ReadOnlySpan<byte> Text(int row) => scale is null && places[next + row] is >= 0 and var place
            ? new ReadOnlySpan<byte>((void*)texts[place].Pointer, texts[place].Length)
            : default;

        public long? Instant(int row) => scale is null || places[next + row] is not (>= 0 and var place) ? null : scale switch
        {
            TimeUnit.Millis => Math.Clamp(numbers[place], long.MinValue / 1000, long.MaxValue / 1000) * 1000,
            TimeUnit.Nanos => (long)Math.Floor(numbers[place] / 1000m),
            _ => numbers[place],
        };
    }
}
