using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace Charthouse.Lake.Csv;

/// <summary>
/// Walks the records of a block: <c>while (rows.MoveNext())</c>, then <see cref="Refusal"/> and the fields by index.
/// Fields are valid until the next move. Blank lines are passed over.
/// </summary>
internal ref struct CsvRows
{
    private readonly Span<byte> bytes;
    private readonly Span<int> starts;
    private readonly Span<int> ends;
    private readonly ReadOnlySpan<SetAsideLine> setAside;
    private readonly bool allUtf8;

    private int setAsideIndex;
    private int nextQuote;
    private ulong separators;
    private int separatorsBase;
    private long nextLine;
    private int stored;

    internal CsvRows(CsvBlock block)
    {
        bytes = block.Bytes.AsSpan(0, block.Length);
        starts = block.FieldStarts;
        ends = block.FieldEnds;
        setAside = CollectionsMarshal.AsSpan(block.SetAside);
        allUtf8 = IsText(bytes);
        nextLine = block.FirstLine + block.TakenLines;
        nextQuote = -1;
        while (setAsideIndex < setAside.Length && setAside[setAsideIndex].Start < block.Taken) setAsideIndex++;
        Seek(block.Taken);
    }

    /// <summary>Physical line on which the record starts.</summary>
    public long Line { get; private set; }

    /// <summary>How many physical lines the record takes.</summary>
    public int LineCount { get; private set; }

    /// <summary>Why the record must be set aside, or <see cref="RowRefusal.None"/>.</summary>
    public RowRefusal Refusal { get; private set; }

    /// <summary>How many fields were found; more than can be read by index when the record has too many.</summary>
    public int FieldCount { get; private set; }

    /// <summary>End of the record with its line end, in bytes from the start of the block.</summary>
    internal int Position { get; private set; }

    internal readonly long NextLine => nextLine;

    /// <summary>
    /// A field without its quotes; empty when it is absent. Of a refused record, what could be read, which may not be valid UTF-8.
    /// </summary>
    public readonly ReadOnlySpan<byte> this[int index] =>
        (uint)index < (uint)stored ? bytes[starts[index]..ends[index]] : default;

    public bool MoveNext()
    {
        while (Position < bytes.Length)
        {
            var start = Position;
            Line = nextLine;
            if (setAsideIndex < setAside.Length && setAside[setAsideIndex].Start == start)
            {
                TakeSetAside(start);
                return true;
            }

            if (nextQuote < start) nextQuote = QuoteFrom(start);
            var end = nextQuote == start ? int.MaxValue : SplitPlain(start);
            if (nextQuote < end)
            {
                SplitQuoted(start, bytes.Length);
                return true;
            }

            Position = Math.Min(end + 1, bytes.Length);
            nextLine++;
            var contentEnd = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
            if (contentEnd == start) continue;
            if (stored > 0 && stored == FieldCount) ends[stored - 1] = contentEnd;
            LineCount = 1;
            Refusal = Judge(start, end);
            return true;
        }
        return false;
    }

    private readonly int QuoteFrom(int start)
    {
        var quote = bytes[start..].IndexOf((byte)'"');
        return quote < 0 ? int.MaxValue : start + quote;
    }

    private readonly RowRefusal Judge(int start, int end)
    {
        if (!allUtf8 && !IsText(bytes[start..end])) return RowRefusal.BrokenUtf8;
        return FieldCount == starts.Length ? RowRefusal.None : RowRefusal.WrongNumberOfFields;
    }

    private static bool IsText(ReadOnlySpan<byte> text) => Utf8.IsValid(text) && !text.Contains((byte)0);

    // Splits the line at its commas as if it had no quotes; answers the place of its line feed or the end of the block.
    private int SplitPlain(int start)
    {
        var fieldStart = start;
        var count = 0;
        while (true)
        {
            while (separators != 0)
            {
                var at = separatorsBase + BitOperations.TrailingZeroCount(separators);
                separators &= separators - 1;
                if ((uint)at >= (uint)bytes.Length) break;
                if (count < starts.Length)
                {
                    starts[count] = fieldStart;
                    ends[count] = at;
                }
                count++;
                if (bytes[at] == '\n')
                {
                    FieldCount = count;
                    stored = Math.Min(count, starts.Length);
                    return at;
                }
                fieldStart = at + 1;
            }

            separatorsBase += 64;
            if (separatorsBase >= bytes.Length) break;
            separators = SeparatorsAt(separatorsBase);
        }

        if (count < starts.Length)
        {
            starts[count] = fieldStart;
            ends[count] = bytes.Length;
        }
        count++;
        FieldCount = count;
        stored = Math.Min(count, starts.Length);
        return bytes.Length;
    }

    // The buffer of a block is 64 bytes longer than the longest block, so that whole vectors can be loaded at its end.
    private readonly ulong SeparatorsAt(int at)
    {
        ref var first = ref MemoryMarshal.GetReference(bytes);
        var comma = Vector256.Create((byte)',');
        var lineFeed = Vector256.Create((byte)'\n');
        var low = Vector256.LoadUnsafe(ref first, (nuint)at);
        var high = Vector256.LoadUnsafe(ref first, (nuint)at + 32);
        return (Vector256.Equals(low, comma) | Vector256.Equals(low, lineFeed)).ExtractMostSignificantBits()
            | ((ulong)(Vector256.Equals(high, comma) | Vector256.Equals(high, lineFeed)).ExtractMostSignificantBits() << 32);
    }

    private void Seek(int position)
    {
        Position = position;
        separatorsBase = position;
        separators = position < bytes.Length ? SeparatorsAt(position) : 0;
    }

    private void TakeSetAside(int start)
    {
        var line = setAside[setAsideIndex++];
        var end = start + line.Length;
        var endsWithLine = bytes[end - 1] == '\n' && line.Refusal != RowRefusal.LineTooLong;
        var lineCount = bytes[start..end].Count((byte)'\n') + (endsWithLine ? 0 : 1);
        SplitQuoted(start, endsWithLine ? end - 1 : end);
        Refusal = line.Refusal;
        LineCount = lineCount;
        nextLine = Line + LineCount;
        Seek(end);
    }

    private void SplitQuoted(int start, int blockEnd)
    {
        var badQuoting = false;
        var anyEscaped = false;
        var limit = blockEnd;
        var at = start;
        FieldCount = 0;
        stored = 0;
        int end;
        while (true)
        {
            int fieldStart, fieldEnd;
            var escaped = false;
            if (at < limit && bytes[at] == '"')
            {
                fieldStart = at + 1;
                at = CsvReader.AfterClosingQuote(bytes[..limit], fieldStart, out escaped);
                fieldEnd = at < 0 ? limit : at - 1;
                if (at < 0) at = limit;
                var lineEnds = at == limit || bytes[at] is (byte)',' or (byte)'\n'
                    || (bytes[at] == '\r' && (at + 1 == limit || bytes[at + 1] == '\n'));
                if (!lineEnds)
                {
                    // The record ends with this line; its other fields are split for the report.
                    badQuoting = true;
                    var lineFeed = bytes[at..limit].IndexOf((byte)'\n');
                    if (lineFeed >= 0) limit = at + lineFeed;
                    var comma = bytes[at..limit].IndexOf((byte)',');
                    at = comma < 0 ? limit : at + comma;
                }
                else if (at < limit && bytes[at] == '\r')
                {
                    at++;
                }
                end = at;
            }
            else
            {
                fieldStart = at;
                var separator = bytes[at..limit].IndexOfAny((byte)',', (byte)'\n');
                at = separator < 0 ? limit : at + separator;
                end = at;
                fieldEnd = at;
                if (fieldEnd > fieldStart && (at == limit || bytes[at] == '\n') && bytes[fieldEnd - 1] == '\r') fieldEnd--;
            }

            if (FieldCount < starts.Length)
            {
                starts[FieldCount] = fieldStart;
                ends[FieldCount] = fieldEnd;
                stored++;
                anyEscaped |= escaped;
            }
            FieldCount++;
            if (at >= limit || bytes[at] == '\n') break;
            at++;
        }

        var lineFeeds = bytes[start..end].Count((byte)'\n');
        var next = Math.Min(end + 1, blockEnd);
        LineCount = lineFeeds + 1;
        nextLine = Line + LineCount;
        Refusal = badQuoting ? RowRefusal.BadQuoting : Judge(start, end);
        for (var i = 0; anyEscaped && i < stored; i++)
        {
            if (starts[i] > 0 && bytes[starts[i] - 1] == '"') ends[i] = starts[i] + Unescape(bytes[starts[i]..ends[i]]);
        }
        Seek(next);
    }

    private static int Unescape(Span<byte> field)
    {
        var written = field.IndexOf("\"\""u8);
        if (written < 0) return field.Length;
        for (var read = written; read < field.Length; read++)
        {
            var value = field[read];
            field[written++] = value;
            if (value == '"' && read + 1 < field.Length && field[read + 1] == '"') read++;
        }
        return written;
    }
}
