using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Charthouse.Lake.Csv;

/// <summary>A CSV file, plain or gzip, whose header has been read.</summary>
internal sealed class CsvFile : IDisposable
{
    /// <summary>The code of the problem when the file is Parquet, which is read elsewhere.</summary>
    public const string IsParquet = "is-parquet";

    private const int MostColumns = 4096;

    private readonly CsvReader reader;
    private CsvBlock? first;

    private CsvFile(CsvReader reader, CsvHeader header, CsvBlock first)
    {
        this.reader = reader;
        this.first = first;
        Header = header;
    }

    public CsvHeader Header { get; }

    /// <summary>Whether the file is gzip, so that its size says little about its content.</summary>
    public bool IsCompressed => reader.IsCompressed;

    /// <summary>How many fields a record must have.</summary>
    public int FieldCount => Header.Columns.Count;

    /// <summary>Why the file ended before its time, as the end of a sentence about it, or null. Known once all blocks were read.</summary>
    public string? Damage => reader.Damage;

    /// <summary>Opens the file and reads its header. A file that is no CSV with the needed columns is refused.</summary>
    public static bool TryOpen(
        string path,
        IReadOnlyList<string> needed,
        IReadOnlyList<string> optional,
        [NotNullWhen(true)] out CsvFile? file,
        [NotNullWhen(false)] out CsvProblem? problem)
    {
        file = null;
        if (!File.Exists(path))
        {
            problem = Directory.Exists(path)
                ? new CsvProblem("is-directory", $"{path} is a directory, not a file.")
                : new CsvProblem("file-not-found", $"{path} does not exist.");
            return false;
        }
        FileStream stream;
        try
        {
            // The reader asks for large pieces; a buffer between would only copy.
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = new CsvProblem("file-unreadable", $"{path} cannot be read: {e.Message}");
            return false;
        }
        return TryOpen(stream, path, needed, optional, out file, out problem);
    }

    /// <summary>The same for a stream, which belongs to the file from then on, also when it is refused. Messages call it by the name.</summary>
    public static bool TryOpen(
        Stream stream,
        string name,
        IReadOnlyList<string> needed,
        IReadOnlyList<string> optional,
        [NotNullWhen(true)] out CsvFile? file,
        [NotNullWhen(false)] out CsvProblem? problem,
        int blockBytes = CsvReader.DefaultBlockBytes)
    {
        file = null;
        var content = new CsvReader(Unpacked(stream), blockBytes);
        var block = content.ReadBlock();
        problem = ContentProblem(name, block, content);
        if (problem is null && TryReadHeader(name, block!, needed, optional, out var header, out problem))
        {
            file = new CsvFile(content, header, block!);
            return true;
        }
        problem ??= new CsvProblem("file-unreadable", $"{name} cannot be read.");
        content.Dispose();
        return false;
    }

    /// <summary>The next block, or null at the end; parse it with <c>block.Rows(file.FieldCount)</c>. Safe to call from several workers.</summary>
    public CsvBlock? ReadBlock() => Interlocked.Exchange(ref first, null) ?? reader.ReadBlock();

    /// <summary>Gives a block back once its rows are done with.</summary>
    public void Return(CsvBlock block) => reader.Return(block);

    public void Dispose() => reader.Dispose();

    // By its first bytes, whatever its name says.
    private static Stream Unpacked(Stream stream)
    {
        var magic = new byte[2];
        var read = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        var whole = new PrefixedStream(magic.AsMemory(0, read), stream);
        return read == 2 && magic[0] == 0x1F && magic[1] == 0x8B ? new GzipSource(whole) : whole;
    }

    private static CsvProblem? ContentProblem(string name, CsvBlock? block, CsvReader reader)
    {
        if (block is null)
        {
            return reader.Damage is { } damage
                ? new CsvProblem("file-damaged", $"{name} {damage}, before its first line.")
                : new CsvProblem("file-empty", $"{name} is empty.");
        }
        var start = block.Bytes.AsSpan(0, Math.Min(block.Length, 4096));
        if (start.StartsWith("PAR1"u8)) return new CsvProblem(IsParquet, $"{name} is Parquet, not a CSV.");
        if (start.StartsWith("PK\u0003\u0004"u8)) return new CsvProblem("is-zip", $"{name} is a spreadsheet or zip, not a CSV.");
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || start.Count((byte)0) * 5 > start.Length)
            return new CsvProblem("is-utf16", $"{name} is UTF-16; save as UTF-8.");
        return null;
    }

    private static bool TryReadHeader(
        string name,
        CsvBlock block,
        IReadOnlyList<string> needed,
        IReadOnlyList<string> optional,
        [NotNullWhen(true)] out CsvHeader? header,
        [NotNullWhen(false)] out CsvProblem? problem)
    {
        header = null;
        var rows = block.Rows(MostColumns);
        if (!rows.MoveNext())
        {
            problem = new CsvProblem("file-empty", $"{name} is empty.");
            return false;
        }
        if (rows.Refusal == RowRefusal.BrokenUtf8)
        {
            problem = new CsvProblem("header-unreadable", $"{name} is not UTF-8; save as UTF-8.");
            return false;
        }
        if (rows.Refusal is not (RowRefusal.None or RowRefusal.WrongNumberOfFields))
        {
            problem = new CsvProblem("header-unreadable", $"The header of {name}, line {rows.Line}, cannot be read: {rows.Refusal.Code()}.");
            return false;
        }
        if (rows.FieldCount > MostColumns)
        {
            problem = new CsvProblem("header-unreadable", $"{name} has more than {MostColumns} columns.");
            return false;
        }
        var columns = new string[rows.FieldCount];
        for (var i = 0; i < columns.Length; i++) columns[i] = Encoding.UTF8.GetString(rows[i]);
        block.Take(rows.Position, rows.NextLine - block.FirstLine);
        return CsvHeader.TryMap(name, columns, needed, optional, out header, out problem);
    }

    // Puts the bytes that were looked at back in front of a stream that cannot seek.
    private sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : Stream
    {
        private ReadOnlyMemory<byte> prefix = prefix;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (prefix.IsEmpty) return rest.Read(buffer);
            var count = Math.Min(prefix.Length, buffer.Length);
            prefix.Span[..count].CopyTo(buffer);
            prefix = prefix[count..];
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) rest.Dispose();
            base.Dispose(disposing);
        }
    }
}
