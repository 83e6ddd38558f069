using System.Text;
using Charthouse.Lake.Csv;
using CsCheck;

namespace Charthouse.Lake.Tests.Csv;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\nc,d\n")]
    [InlineData("a,b\r\nc,d\r\n")]
    [InlineData("a,b\nc,d")]
    [InlineData("a,b\r\nc,d\r")]
    [InlineData("\uFEFFa,b\nc,d\n")]
    [InlineData("\"a\",\"b\"\r\n\"c\",\"d\"\r\n")]
    [InlineData("\"a\",b\nc,\"d\"")]
    [InlineData("\"a\",b\nc,\"d\"\r")]
    public void Read_TakesEveryLineEnd(string text) =>
        Assert.Equal([new ReadRow(1, 1, "", 2, "a|b"), new ReadRow(2, 1, "", 2, "c|d")], CsvText.Read(text, 2));

    [Fact]
    public void Read_PassesOverBlankLinesAndKeepsCount() =>
        Assert.Equal([new ReadRow(2, 1, "", 2, "a|b"), new ReadRow(5, 1, "", 2, "|")], CsvText.Read("\na,b\n\r\n\n,\n\n", 2));

    [Fact]
    public void Read_UnescapesQuotedFields() =>
        Assert.Equal(
            [new ReadRow(1, 3, "", 3, "a,b|say \"hi\"|x\r\ny\nz"), new ReadRow(4, 1, "", 3, "|\"|")],
            CsvText.Read("\"a,b\",\"say \"\"hi\"\"\",\"x\r\ny\nz\"\n\"\",\"\"\"\",\n", 3));

    [Fact]
    public void Read_TakesAQuoteInsideAFieldAsText() =>
        Assert.Equal([new ReadRow(1, 1, "", 2, "5\" pipe|b"), new ReadRow(2, 1, "", 2, "c| \"d\"")], CsvText.Read("5\" pipe,b\nc, \"d\"\n", 2));

    [Fact]
    public void Read_RefusesAWrongNumberOfFieldsAndShowsThem() =>
        Assert.Equal(
            [
                new ReadRow(1, 1, "wrong-number-of-fields", 1, "a"),
                new ReadRow(2, 1, "wrong-number-of-fields", 3, "a|b|"),
                new ReadRow(3, 1, "wrong-number-of-fields", 3, "q|b|"),
                new ReadRow(4, 1, "", 2, "c|d"),
            ],
            CsvText.Read("a\na,b,c\n\"q\",b,c\nc,d\n", 2));

    [Fact]
    public void Read_RefusesBrokenUtf8AndNulOnly() =>
        Assert.Equal(
            [
                new ReadRow(1, 1, "", 2, "é|b".Replace("é", "Ã©", StringComparison.Ordinal)),
                new ReadRow(2, 1, "broken-utf8", 2, "\u00e9|b"),
                new ReadRow(3, 1, "broken-utf8", 2, "a|\0"),
                new ReadRow(4, 1, "broken-utf8", 2, "\u00ff|b"),
                new ReadRow(5, 1, "", 2, "c|d"),
            ],
            CsvText.Read(Encoding.Latin1.GetBytes("Ã©,b\n\u00e9,b\na,\0\n\"\u00ff\",b\nc,d\n"), 2));

    [Fact]
    public void Read_RefusesTextAfterAClosingQuote() =>
        Assert.Equal(
            [new ReadRow(1, 1, "bad-quoting", 3, "x|a|c"), new ReadRow(2, 1, "wrong-number-of-fields", 2, "c|d"), new ReadRow(3, 1, "bad-quoting", 2, "e|g")],
            CsvText.Read("x,\"a\"b,c\nc,d\n\"e\"\rf,g", 3));

    [Fact]
    public void Read_LosesNoLineToAStrayQuoteThatALaterOneCloses() =>
        Assert.Equal(
            [
                new ReadRow(1, 1, "bad-quoting", 2, "x|stray"),
                new ReadRow(2, 1, "", 2, "a|b"),
                new ReadRow(3, 1, "", 2, "c|quoted"),
                new ReadRow(4, 1, "", 2, "e|f"),
            ],
            CsvText.Read("x,\"stray\na,b\nc,\"quoted\"\ne,f\n", 2));

    [Theory]
    [InlineData(1_048_576)]
    [InlineData(12)]
    public void Read_SetsAsideOnlyTheLineOfAQuoteThatNeverCloses(int maxRecordBytes) =>
        Assert.Equal(
            [new ReadRow(1, 1, "unclosed-quote", 2, "x|open"), new ReadRow(2, 1, "", 2, "a|b"), new ReadRow(3, 1, "", 2, "c|d"), new ReadRow(4, 1, "", 2, "e|f")],
            CsvText.Read("x,\"open\na,b\nc,d\ne,f\n", 2, maxRecordBytes: maxRecordBytes));

    [Fact]
    public void Read_SetsAsideAnUnclosedQuoteInTheLastLine() =>
        Assert.Equal([new ReadRow(1, 1, "", 2, "a|b"), new ReadRow(2, 1, "unclosed-quote", 2, "c|d")], CsvText.Read("a,b\nc,\"d", 2));

    [Theory]
    [InlineData(1, 7)]
    [InlineData(1000, 7)]
    [InlineData(1, 1_048_576)]
    [InlineData(1_000_000, 1_048_576)]
    public void Read_RefusesARecordAboveTheLimitAndTakesOneAtIt(int blockBytes, int maxRecordBytes)
    {
        if (blockBytes == 1 && maxRecordBytes > 1000) blockBytes = 300_000;
        var atLimit = "a," + new string('x', maxRecordBytes - 2);
        var read = CsvText.Read($"{atLimit}\n{atLimit}y\nc,d\n\"{atLimit}\ne,f\n{atLimit}", 2, blockBytes, maxRecordBytes);

        Assert.Equal(
            [(1, ""), (2, "line-too-long"), (3, ""), (4, "line-too-long"), (5, ""), (6, "")],
            read.Select(r => ((int)r.Line, r.Refusal)));
        Assert.StartsWith("a|xx", read[1].Fields, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CountsTheLinesOfALongRecord() =>
        Assert.Equal(
            [new ReadRow(1, 2, "line-too-long", 2, "a\nb|ccccc"), new ReadRow(3, 1, "", 2, "d|e")],
            CsvText.Read("\"a\nb\",cccccccc\nd,e\n", 2, maxRecordBytes: 11));

    [Fact]
    public void Read_SkipsAHugeLineInBoundedMemory()
    {
        const long Huge = 2L << 30;
        using var reader = new CsvReader(new HugeLineStream(Huge));
        var read = new List<ReadRow>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.ReadBlock() is { } block)
        {
            var rows = block.Rows(2);
            while (rows.MoveNext()) read.Add(new ReadRow(rows.Line, rows.LineCount, rows.Refusal == RowRefusal.None ? "" : rows.Refusal.Code(), rows.FieldCount, ""));
            reader.Return(block);
        }

        Assert.Equal([new ReadRow(1, 1, "line-too-long", 1, ""), new ReadRow(2, 1, "", 2, "")], read);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000);
    }

    [Fact]
    public void ReadBlock_WorksForSeveralWorkersAtOnce()
    {
        var text = string.Concat(Enumerable.Range(1, 20_000).Select(i => i % 7 == 0 ? $"{i},\"multi\n{i}\"\n" : $"{i},x\n"));
        using var reader = new CsvReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), blockBytes: 1000);
        var numbers = new List<(long Line, int Value)>();
        void Work()
        {
            var mine = new List<(long, int)>();
            while (reader.ReadBlock() is { } block)
            {
                var rows = block.Rows(2);
                while (rows.MoveNext()) mine.Add((rows.Line, int.Parse(rows[0], null)));
                reader.Return(block);
            }
            lock (numbers) numbers.AddRange(mine);
        }
        var workers = Enumerable.Range(0, 4).Select(_ => new Thread(Work)).ToList();
        workers.ForEach(w => w.Start());
        workers.ForEach(w => w.Join());

        Assert.Equal(Enumerable.Range(1, 20_000).Select(i => ((long)i + (i - 1) / 7, i)), numbers.Order());
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    // Biased to what matters to a CSV reader.
    private static readonly Gen<byte[]> Bytes = Gen.OneOf(
        OneOf<byte>((byte)'"', (byte)',', (byte)'\n', (byte)'\r', (byte)'a'),
        OneOf((byte)'a', (byte)'b', (byte)',', (byte)'\n'),
        Gen.Byte).Array[0, 200];

    private static readonly Gen<int> MaxRecord = Gen.OneOf(Gen.Int[1, 20], Gen.Const(2000));

    [Fact]
    public void Read_DoesNotDependOnBlocksOrReads() =>
        Gen.Select(Bytes, Gen.Int[1, 60], Gen.Int[1, 9].Array[1, 5], MaxRecord)
            .Sample(
                (bytes, blockBytes, sizes, maxRecordBytes) =>
                    CsvText.Read(new PiecewiseStream(bytes, sizes), 3, blockBytes, maxRecordBytes, out _)
                        .SequenceEqual(CsvText.Read(bytes, 3, 4096, maxRecordBytes)),
                iter: 30_000);

    [Fact]
    public void Read_AgreesWithThePlainReading() =>
        Gen.Select(Bytes, Gen.Int[1, 60], MaxRecord)
            .Sample(
                (bytes, blockBytes, maxRecordBytes) =>
                {
                    var read = CsvText.Read(bytes, 3, blockBytes, maxRecordBytes);
                    var plain = PlainReading.Read(bytes, 3, maxRecordBytes);
                    return read.Select(r => (r.Line, r.Refusal)).SequenceEqual(plain.Select(r => (r.Line, r.Refusal)))
                        && read.Where(r => r.Refusal.Length == 0).Select(r => r.Fields).SequenceEqual(plain.Where(r => r.Refusal.Length == 0).Select(r => r.Fields), StringComparer.Ordinal);
                },
                iter: 30_000);

    [Fact]
    public void Read_PutsEveryLineInOneRecord() =>
        Gen.Select(Bytes, Gen.Int[1, 60], MaxRecord)
            .Sample(
                (bytes, blockBytes, maxRecordBytes) =>
                {
                    var lines = Encoding.Latin1.GetString(bytes).Split('\n');
                    var covered = new int[lines.Length + 1];
                    foreach (var row in CsvText.Read(bytes, 3, blockBytes, maxRecordBytes))
                    {
                        for (var line = row.Line; line < row.Line + row.LineCount; line++) covered[line]++;
                    }
                    return lines.Select((text, i) => (Blank: text is "" or "\r", Count: covered[i + 1])).All(l => l.Count == 1 || (l.Blank && l.Count == 0));
                },
                iter: 30_000, print: t => string.Join(' ', t.Item1) + $" block {t.Item2} max {t.Item3}");

    [Fact]
    public void Read_ReturnsWhatWasWritten() =>
        Gen.Select(Gen.OneOf(Gen.String, OneOf("\"", ",", "\n", "\r", "a", "é", "").Array[0, 6].Select(string.Concat)).Array[3].Array[0, 20], Gen.Int[1, 60])
            .Sample(
                (rows, blockBytes) =>
                {
                    // A lone surrogate cannot be written as UTF-8, and a NUL is refused.
                    rows = [.. rows.Select(r => r.Select(f => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(f)).Replace('\0', '0')).ToArray())];
                    using var text = new StringWriter();
                    var writer = new CsvWriter(text);
                    foreach (var row in rows) writer.WriteRow(row);
                    var expected = rows.Select(r => string.Join('|', r.Select(f => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(f)))));
                    return CsvText.Read(text.ToString(), 3, blockBytes).Select(r => r.Fields).SequenceEqual(expected, StringComparer.Ordinal);
                },
                iter: 10_000);

    private sealed class HugeLineStream(long length) : MemoryStream("\nc,d\n"u8.ToArray())
    {
        private long left = length;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (left == 0) return base.Read(buffer, offset, count);
            var given = (int)Math.Min(left, count);
            buffer.AsSpan(offset, given).Fill((byte)'x');
            left -= given;
            return given;
        }
    }
}
