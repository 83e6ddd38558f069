using System.Collections.Concurrent;

namespace Charthouse.Lake.Csv;

/// <summary>
/// Cuts a stream of RFC 4180 records into blocks that end at a record boundary and know the number of their first line,
/// so that several workers can parse blocks side by side. A quote opens only at the start of a field.
/// </summary>
/// <remarks>
/// What a record is depends only on the bytes from its start on, never on where a block or a read happened to end.
/// Memory is bounded by the blocks that the callers hold; each has room for a block and a longest record.
/// </remarks>
internal sealed class CsvReader : IDisposable
{
    public const int DefaultBlockBytes = 1 << 20;
    public const int DefaultMaxRecordBytes = 1 << 20;

    // The parser loads 64 bytes at a time and may look past the end of a block.
    private const int Slack = 64;

    private readonly Stream stream;
    private readonly int blockBytes;
    private readonly int maxRecordBytes;
    private readonly ConcurrentQueue<CsvBlock> free = new();
    private readonly Lock reading = new();

    private CsvBlock current;
    private int filled;
    private bool atEnd;
    private bool skipping;
    private long nextLine = 1;
    private long nextNumber;

    /// <param name="stream">Read to its end, disposed with the reader.</param>
    /// <param name="blockBytes">How much is read for a block.</param>
    /// <param name="maxRecordBytes">The longest record, without its line feed; a longer one is refused.</param>
    public CsvReader(Stream stream, int blockBytes = DefaultBlockBytes, int maxRecordBytes = DefaultMaxRecordBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRecordBytes, 1);
        this.stream = stream;
        this.blockBytes = blockBytes;
        this.maxRecordBytes = maxRecordBytes;
        current = NewBlock();
        Fill(3);
        if (Peek.StartsWith("\uFEFF"u8))
        {
            filled -= 3;
            current.Bytes.AsSpan(3, filled).CopyTo(current.Bytes);
        }
    }

    public bool IsCompressed => stream is GzipSource;

    /// <summary>Why the stream ended before its time, as the end of a sentence about the file, or null. Known once all blocks were read.</summary>
    public string? Damage => (stream as GzipSource)?.Damage;

    /// <summary>What was read but not yet cut: before the first block, the beginning of the content.</summary>
    public ReadOnlySpan<byte> Peek => current.Bytes.AsSpan(0, filled);

    /// <summary>The next block, or null at the end. Safe to call from several workers; <see cref="CsvBlock.Number"/> tells the order.</summary>
    public CsvBlock? ReadBlock()
    {
        lock (reading)
        {
            while (!(atEnd && filled == 0))
            {
                Fill(blockBytes);
                if (skipping)
                {
                    Skip();
                    continue;
                }
                var length = Cut(current.SetAside);
                if (length > 0) return Emit(length);
            }
            return null;
        }
    }

    /// <summary>Gives a block back once its rows are done with.</summary>
    public void Return(CsvBlock block)
    {
        block.SetAside.Clear();
        free.Enqueue(block);
    }

    public void Dispose() => stream.Dispose();

    private CsvBlock NewBlock() => free.TryDequeue(out var block)
        ? block
        : new CsvBlock(GC.AllocateUninitializedArray<byte>(maxRecordBytes + 2 + Math.Max(blockBytes, 3) + Slack));

    private void Fill(int wanted)
    {
        var target = Math.Min(filled + wanted, current.Bytes.Length - Slack);
        while (!atEnd && filled < target)
        {
            var read = stream.Read(current.Bytes, filled, target - filled);
            if (read == 0) atEnd = true;
            filled += read;
        }
    }

    private void Skip()
    {
        var lineFeed = Peek.IndexOf((byte)'\n');
        var skipped = lineFeed < 0 ? filled : lineFeed + 1;
        Peek[skipped..].CopyTo(current.Bytes);
        filled -= skipped;
        if (lineFeed < 0) return;
        skipping = false;
        nextLine++;
    }

    private CsvBlock Emit(int length)
    {
        var block = current;
        block.Begin(nextNumber++, nextLine, length);
        nextLine += block.Bytes.AsSpan(0, length).Count((byte)'\n');
        current = NewBlock();
        block.Bytes.AsSpan(length, filled - length).CopyTo(current.Bytes);
        filled -= length;
        return block;
    }

    // How many bytes at the front of the buffer are whole records.
    private int Cut(List<SetAsideLine> setAside)
    {
        var bytes = Peek;
        var start = 0;
        var nextQuote = QuoteFrom(bytes, 0);
        while (start < bytes.Length)
        {
            // Lines without a quote: the furthest line feed within the longest record proves that none before it is too long.
            var window = bytes[start..(int)Math.Min(start + (long)maxRecordBytes + 1, nextQuote)];
            var lineFeed = window.LastIndexOf((byte)'\n');
            if (lineFeed >= 0)
            {
                start += lineFeed + 1;
                continue;
            }

            var length = RecordLength(bytes[start..], out var refusal);
            if (length == 0) break;
            if (refusal != RowRefusal.None) setAside.Add(new SetAsideLine(start, length, refusal));
            start += length;
            if (refusal == RowRefusal.LineTooLong)
            {
                skipping = true;
                break;
            }
            if (nextQuote < start) nextQuote = QuoteFrom(bytes, start);
        }
        return start;
    }

    private static int QuoteFrom(ReadOnlySpan<byte> bytes, int start)
    {
        var quote = bytes[start..].IndexOf((byte)'"');
        return quote < 0 ? bytes.Length : start + quote;
    }

    // The length of the record at the front with its line end, or 0 if more must be read to tell.
    private int RecordLength(ReadOnlySpan<byte> bytes, out RowRefusal refusal)
    {
        refusal = RowRefusal.None;
        var window = bytes[..(int)Math.Min(bytes.Length, maxRecordBytes + 1L)];
        var at = 0;
        while (true)
        {
            if (at >= window.Length || window[at] != '"')
            {
                var end = window[at..].IndexOfAny((byte)',', (byte)'\n');
                if (end < 0) return Unfinished(bytes, window.Length, inQuotes: false, out refusal);
                at += end + 1;
                if (window[at - 1] == '\n') return at;
                continue;
            }

            at = AfterClosingQuote(window, at + 1, out _);
            if (at < 0) return Unfinished(bytes, window.Length, inQuotes: true, out refusal);
            if (at == window.Length) return Unfinished(bytes, window.Length, inQuotes: false, out refusal);
            if (window[at] == '\r')
            {
                if (at + 1 == window.Length) return Unfinished(bytes, window.Length, inQuotes: false, out refusal);
                if (window[at + 1] == '\n') return at + 2;
            }
            else if (window[at] == '\n')
            {
                return at + 1;
            }
            else if (window[at] == ',')
            {
                at++;
                continue;
            }

            // Text after a closing quote. If that quote stands on a later line, the opening one was most likely a stray:
            // only its line is set aside, so that the lines between are not lost.
            var firstLineFeed = window[..at].IndexOf((byte)'\n');
            if (firstLineFeed >= 0)
            {
                refusal = RowRefusal.BadQuoting;
                return firstLineFeed + 1;
            }
            var lineFeed = window[at..].IndexOf((byte)'\n');
            return lineFeed < 0 ? Unfinished(bytes, window.Length, inQuotes: false, out refusal) : at + lineFeed + 1;
        }
    }

    // The position after the closing quote, or -1; an even run of quotes is text.
    internal static int AfterClosingQuote(ReadOnlySpan<byte> bytes, int at, out bool escaped)
    {
        escaped = false;
        while (true)
        {
            var quote = bytes[at..].IndexOf((byte)'"');
            if (quote < 0) return -1;
            at += quote + 1;
            if (at == bytes.Length || bytes[at] != '"') return at;
            escaped = true;
            at++;
        }
    }

    private int Unfinished(ReadOnlySpan<byte> bytes, int windowLength, bool inQuotes, out RowRefusal refusal)
    {
        refusal = RowRefusal.None;
        var tooLong = windowLength > maxRecordBytes;
        if (!tooLong && !atEnd) return 0;
        if (!tooLong && Damage is not null)
        {
            refusal = RowRefusal.CutOff;
            return windowLength;
        }

        var lineFeed = inQuotes ? bytes[..windowLength].IndexOf((byte)'\n') : -1;
        if (inQuotes && (lineFeed >= 0 || !tooLong))
        {
            refusal = RowRefusal.UnclosedQuote;
            return lineFeed < 0 ? windowLength : lineFeed + 1;
        }
        if (tooLong)
        {
            refusal = RowRefusal.LineTooLong;
            return maxRecordBytes;
        }
        return windowLength;
    }
}

/// <summary>A line that the reader itself refused, by its place in the block.</summary>
internal readonly record struct SetAsideLine(int Start, int Length, RowRefusal Refusal);

/// <summary>Whole records of a file. Belongs to one worker until it is returned to the reader.</summary>
internal sealed class CsvBlock(byte[] bytes)
{
    /// <summary>Position of the block in the file, from 0.</summary>
    public long Number { get; private set; }

    /// <summary>Physical line on which the block starts; the header of a file is line 1.</summary>
    public long FirstLine { get; private set; }

    public int Length { get; private set; }

    internal byte[] Bytes { get; } = bytes;

    internal List<SetAsideLine> SetAside { get; } = [];

    internal int[] FieldStarts { get; private set; } = [];

    internal int[] FieldEnds { get; private set; } = [];

    // Rows that were taken off the front: the header.
    internal int Taken { get; private set; }

    internal long TakenLines { get; private set; }

    /// <summary>The records from the front. To be called once: quoted fields are unescaped in place.</summary>
    /// <param name="fieldCount">How many fields a record must have.</param>
    public CsvRows Rows(int fieldCount)
    {
        if (FieldStarts.Length != fieldCount)
        {
            FieldStarts = new int[fieldCount];
            FieldEnds = new int[fieldCount];
        }
        return new CsvRows(this);
    }

    internal void Begin(long number, long firstLine, int length)
    {
        (Number, FirstLine, Length, Taken, TakenLines) = (number, firstLine, length, 0, 0);
    }

    internal void Take(int byteCount, long lineCount) => (Taken, TakenLines) = (byteCount, lineCount);
}
