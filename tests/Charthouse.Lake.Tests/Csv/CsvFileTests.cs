using System.IO.Compression;
using System.Text;
using Charthouse.Lake.Csv;

namespace Charthouse.Lake.Tests.Csv;

public sealed class CsvFileTests
{
    private static readonly string[] Needed = ["user", "at"];
    private static readonly string[] Optional = ["event"];

    private static CsvProblem Refused(byte[] content)
    {
        Assert.False(CsvFile.TryOpen(new MemoryStream(content), "log.csv", Needed, Optional, out _, out var problem));
        Assert.EndsWith(".", problem.Message, StringComparison.Ordinal);
        return problem;
    }

    private static CsvProblem Refused(string content) => Refused(Encoding.UTF8.GetBytes(content));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryOpen_MapsTheHeaderAndReadsTheRows(bool gzip)
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var stream = File.Create(path))
            using (Stream content = gzip ? new GZipStream(stream, CompressionLevel.Fastest) : stream)
                content.Write("\uFEFF\r\n\"user\", at ,more\r\nu1,t1,\r\n\r\nu2,\"t\n2\",x\r\n"u8);

            Assert.True(CsvFile.TryOpen(path, Needed, Optional, out var file, out var problem), problem?.Message);
            using (file)
            {
                Assert.Equal(["user", "at", "more"], file.Header.Columns);
                Assert.Equal((0, 1, null), (file.Header.Position("user"), file.Header.Position("at"), file.Header.Position("event")));
                var read = new List<ReadRow>();
                while (file.ReadBlock() is { } block)
                {
                    CsvText.AddRows(read, block.Rows(file.FieldCount));
                    file.Return(block);
                }
                Assert.Equal([new ReadRow(3, 1, "", 3, "u1|t1|"), new ReadRow(5, 2, "", 3, "u2|t\n2|x")], read);
                Assert.Null(file.Damage);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void TryOpen_TakesAHeaderOfSeveralLines()
    {
        Assert.True(CsvFile.TryOpen(new MemoryStream("user,at,\"two\nlines\"\nu,t,x"u8.ToArray()), "log.csv", Needed, Optional, out var file, out _, blockBytes: 4));
        using (file)
        {
            var read = new List<ReadRow>();
            while (file.ReadBlock() is { } block)
            {
                CsvText.AddRows(read, block.Rows(file.FieldCount));
                file.Return(block);
            }
            Assert.Equal([new ReadRow(3, 1, "", 3, "u|t|x")], read);
        }
    }

    [Fact]
    public void TryOpen_NamesTheColumnsFoundAndWanted() =>
        Assert.Equal(
            "log.csv lacks the columns user, at. Found: User, time. Wanted: user, at; optional event.",
            Refused("User,time\n").Message);

    [Theory]
    [InlineData("user;at\n", "semicolons")]
    [InlineData("user\tat\n", "tabs")]
    public void TryOpen_NamesAnotherDelimiter(string content, string delimiter) =>
        Assert.Contains(delimiter, Refused(content).Message, StringComparison.Ordinal);

    [Fact]
    public void TryOpen_RefusesAWantedColumnTwice()
    {
        Assert.Equal("duplicate-column", Refused("user,at,user\n").Code);
        Assert.True(CsvFile.TryOpen(new MemoryStream("user,at,x,x\n"u8.ToArray()), "log.csv", Needed, Optional, out var file, out _));
        file.Dispose();
    }

    [Fact]
    public void TryOpen_SaysWhatTheFileIs()
    {
        Assert.Equal("is-utf16", Refused(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("user,at\n")).ToArray()).Code);
        Assert.Equal("is-utf16", Refused(Encoding.BigEndianUnicode.GetBytes("user,at\n")).Code);
        Assert.Equal(CsvFile.IsParquet, Refused("PAR1\u0015\u0000").Code);
        Assert.Equal("is-zip", Refused("PK\u0003\u0004").Code);
        Assert.Equal("file-empty", Refused("").Code);
        Assert.Equal("file-empty", Refused("\uFEFF\n\r\n").Code);
        Assert.Equal("header-unreadable", Refused([(byte)'u', 0xE9, (byte)'\n']).Code);
        Assert.Equal("header-unreadable", Refused("user,\"at\n").Code);
        Assert.Equal("file-damaged", Refused([0x1F, 0x8B, 8]).Code);
    }

    [Fact]
    public void TryOpen_RefusesWhatIsNotThere()
    {
        Assert.False(CsvFile.TryOpen("/nowhere/log.csv", Needed, Optional, out _, out var missing));
        Assert.Equal("file-not-found", missing.Code);
        Assert.False(CsvFile.TryOpen(Path.GetTempPath(), Needed, Optional, out _, out var directory));
        Assert.Equal("is-directory", directory.Code);
    }

    [Fact]
    public void Codes_AreKebabCase() =>
        Assert.All(Enum.GetValues<RowRefusal>().Where(r => r != RowRefusal.None), r => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", r.Code()));
}
