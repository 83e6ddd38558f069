using Charthouse.Analytics.Conformance;
using Charthouse.Lake.Segments;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Charthouse.Lake.Tests.Import;

/// <summary>Parquet files that are damaged, too large or of other shapes (activity-cli.md, "Import").</summary>
public sealed class ParquetFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly MemoryManifest manifest = new();
    private readonly SetClock clock = new(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly LakeDirectory directory;

    public ParquetFileTests() => directory = new LakeDirectory(folder.File("data"));

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Compression.Uncompressed)]
    [InlineData(Compression.Snappy)]
    [InlineData(Compression.Zstd)]
    public async Task DamagedPage_RefusesTheFileByName_AndCountsNothing(Compression compression)
    {
        var path = folder.File("broken.parquet");
        Write(path, [.. Enumerable.Range(0, 20_000).Select(i => $"detail {i * 7919 % 20_011}")], builder => builder.Compression(compression).DisableDictionary());
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes.AsSpan(bytes.Length * 3 / 4, 200).Fill(0xFF);
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        await AssertRefusedAsync(path, "file-damaged", "broken.parquet is damaged");
    }

    // What is flipped inside of a text breaks no structure: only the sum tells.
    [Fact]
    public async Task PageThatDiffersFromItsChecksum_IsRefused()
    {
        var path = folder.File("flipped.parquet");
        Write(path, [.. Enumerable.Repeat("the same text again and again", 100)], builder => builder.Compression(Compression.Uncompressed).DisableDictionary().EnablePageChecksum());
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var at = bytes.AsSpan().IndexOf("again and"u8);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        await AssertRefusedAsync(path, "file-damaged", "flipped.parquet is damaged");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    public async Task CutOffFile_IsRefusedInPlainWords(int bytesLess)
    {
        var path = folder.File("cut.parquet");
        Write(path, ["a", "b"]);
        await using (var file = File.Open(path, FileMode.Open)) file.SetLength(file.Length - bytesLess);
        await AssertRefusedAsync(path, "file-unreadable", "cut.parquet begins like a Parquet file but is cut off or damaged.");
    }

    [Fact]
    public async Task RowAboveOneMebibyte_IsSetAsideAsInCsv()
    {
        var path = folder.File("long.parquet");
        Write(path, ["short", new string('x', 3 << 20), new string('y', 1 << 10)]);
        var summary = (await ImportAsync(path)).Summary!;
        Assert.Equal((3, 2, 1), (summary.RowsRead, summary.RowsNew, summary.RowsRejected));
        Assert.Equal(1, summary.RejectedByReason["line-too-long"]);
        Assert.Contains("long.parquet,2,line-too-long", await File.ReadAllTextAsync(directory.RejectedFile("import"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    // The same text again and again is stored once in the file; copied row by row it would need more than a gigabyte.
    [Fact]
    public async Task LongRows_AreNotHeldInMemory()
    {
        var path = folder.File("large.parquet");
        var detail = new string('x', 700 << 10);
        Write(path, [.. Enumerable.Repeat(detail, 2_000)]);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var summary = (await ImportAsync(path)).Summary!;
        Assert.Equal(2_000, summary.RowsNew);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 200L << 20);
    }

    // Columns whose pages end at different rows, with absent values, over several row groups.
    [Fact]
    public async Task PagesOfDifferentLength_KeepTheirRowsTogether()
    {
        var path = folder.File("pages.parquet");
        var details = Enumerable.Range(0, 9_000).Select(i => i % 3 == 0 ? null : new string((char)('a' + (i % 26)), i % 400) + i).ToArray();
        Write(path, details, builder => builder.DataPagesize(1 << 12).DisableDictionary(), rowGroupRows: 4_000);
        Assert.Equal(9_000, (await ImportAsync(path)).Summary!.RowsNew);

        var csv = folder.Write("same.csv", "user,at,action,detail\n" + string.Concat(details.Select((detail, i) => $"U{i % 5},{At(i)},open,{detail}\n")));
        var again = (await ImportAsync(csv)).Summary!;
        Assert.Equal((0, 9_000), (again.RowsNew, again.RowsKnown));
    }

    [Fact]
    public async Task ListAndGroupColumns_AreNamedWithWhatTheyAre()
    {
        var path = folder.File("lists.parquet");
        using (var list = new GroupNode("list", Repetition.Repeated, [Text("element")]))
        using (var user = new GroupNode("user", Repetition.Optional, [list], LogicalType.List()))
        using (var at = new GroupNode("at", Repetition.Required, [Text("day"), Text("user")]))
        using (var schema = new GroupNode("schema", Repetition.Required, [user, at, Text("action")]))
        using (var properties = WriterProperties.GetDefaultWriterProperties())
        using (var file = new ParquetFileWriter(path, schema, properties))
        {
            file.Close();
        }

        await AssertRefusedAsync(path, "wrong-types", "user is a list; at is a group of columns.");

        static PrimitiveNode Text(string name) => new(name, Repetition.Required, LogicalType.String(), PhysicalType.ByteArray);
    }

    [Fact]
    public void FullDisk_IsToldInPlainWords()
    {
        if (!OperatingSystem.IsLinux()) return;
        var problem = Assert.Throws<IOException>(() =>
        {
            var column = new TextColumn("text", dictionary: false);
            using var table = new ParquetTable("/dev/full", [column]);
            for (var i = 0; i < 100_000; i++)
            {
                column.AddCopy(BitConverter.GetBytes(i * 7919));
                table.EndRow();
            }

            table.Finish();
        });
        Assert.Equal("No space is left on it.", problem.Message);
    }

    private static string At(int i) => new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero).AddSeconds(i).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static void Write(string path, string?[] details, Action<WriterPropertiesBuilder>? set = null, int rowGroupRows = int.MaxValue)
    {
        using var builder = new WriterPropertiesBuilder();
        set?.Invoke(builder);
        using var properties = builder.Build();
        using var file = new ParquetFileWriter(path, [new Column<string>("user"), new Column<string>("at"), new Column<string>("action"), new Column<string?>("detail")], properties);
        for (var from = 0; from < details.Length; from += Math.Min(rowGroupRows, details.Length))
        {
            var rows = Enumerable.Range(from, Math.Min(rowGroupRows, details.Length - from)).ToList();
            using var group = file.AppendRowGroup();
            Column([.. rows.Select(i => $"U{i % 5}")]);
            Column([.. rows.Select(At)]);
            Column([.. rows.Select(_ => "open")]);
            Column([.. rows.Select(i => details[i])]);

            void Column(string?[] values)
            {
                using var column = group.NextColumn().LogicalWriter<string?>();
                column.WriteBatch(values);
            }
        }

        file.Close();
    }

    private Task<ImportOutcome> ImportAsync(string path) =>
        new AuditLogImport(directory, manifest, clock).RunAsync(new ImportRequest { ImportId = "import", EventFiles = [path] }, null, null, CancellationToken.None);

    private async Task AssertRefusedAsync(string path, string code, string says)
    {
        var refusal = Assert.Single((await ImportAsync(path)).Refusals);
        Assert.Equal(code, refusal.Code);
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, await manifest.ReadVersionAsync(CancellationToken.None));
        Assert.False(Directory.Exists(directory.RejectedFolder));
    }
}
