using System.IO.Compression;
using System.Text;
using Charthouse.Platform.Files;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Files;

/// <summary>Attachments, with their contents in a folder on SQLite and in the database on PostgreSQL.</summary>
public sealed class AttachmentsTests
{
    private static readonly byte[] pdf = "%PDF-1.7 some pages"u8.ToArray();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task Content_ComesBackAsItWas_AndIsKeptOnce(StoreKind kind)
    {
        await using var bench = await RecordBench.StartAsync(kind);
        using var acting = bench.Act();
        var paper = bench.Papers.Add("A");
        // Several pieces, and a last one that is not whole.
        var content = new byte[(1 << 20) + 12_345];
        new Random(1).NextBytes(content);
        pdf.CopyTo(content, 0);
        var facts = new AttachmentFacts("Minutes", new DateOnly(2026, 11, 1), "Ada", new DateOnly(2027, 11, 1));
        var id = (await AddAsync(bench, paper, @"C:\Users\ada\..\minutes.PDF", content, facts)).Value;
        Assert.True((await AddAsync(bench, bench.Papers.Add("B"), "same.pdf", content)).Succeeded);
        var (attachment, stream) = (await bench.Get<ReadAttachments>().OpenAsync(id, Token))!.Value;
        await using var opened = stream;
        using var read = new MemoryStream();
        await opened.CopyToAsync(read, Token);
        Assert.Equal(content, read.ToArray());
        Assert.Equal(("minutes.PDF", "application/pdf", (long)content.Length, false, "Minutes", facts.ValidUntil), (attachment.FileName, attachment.ContentType, attachment.SizeBytes, attachment.IsScanned, attachment.Note, attachment.ValidUntil));
        Assert.Single(await bench.Get<FileContents>().ListAsync(DateTimeOffset.MaxValue.AddYears(-1), Token));
        Assert.Empty(Directory.GetFiles(Path.Combine(bench.Folder, "incoming")));
        bench.Papers.Hidden[paper.Id] = true;
        Assert.Null(await bench.Get<ReadAttachments>().OpenAsync(id, Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Sweep_RemovesWhatBelongsToNobody(StoreKind kind)
    {
        var clock = new Clock();
        await using var bench = await RecordBench.StartAsync(kind, services => services.AddSingleton<TimeProvider>(clock));
        using var acting = bench.Act();
        var (files, sweep, paper) = (bench.Get<FileContents>(), bench.Get<SweepFiles>(), bench.Papers.Add("A"));
        var kept = await AddAsync(bench, paper, "kept.pdf", pdf);
        var orphan = new string('a', 64);
        await files.KeepAsync(orphan, new MemoryStream([1, 2, 3]), Token);
        Assert.Equal(0, await sweep.RunAsync(Token));
        clock.Now += TimeSpan.FromDays(2);
        // Kept anew: an upload of the same content is under way.
        await files.KeepAsync(orphan, new MemoryStream([1, 2, 3]), Token);
        Assert.Equal(0, await sweep.RunAsync(Token));
        clock.Now += TimeSpan.FromDays(2);
        Assert.Equal(1, await sweep.RunAsync(Token));
        Assert.Null(await files.OpenAsync(orphan, Token));
        // An archived attachment keeps its content: history points to it.
        Assert.True((await bench.Get<ArchiveAttachment>().RunAsync(paper, kept.Value, "Replaced.", Token)).Succeeded);
        Assert.Equal(0, await sweep.RunAsync(Token));
        Assert.Null(await bench.Get<ReadAttachments>().OpenAsync(kept.Value, Token));
        Assert.Single(await files.ListAsync(clock.Now, Token));
    }

    public static TheoryData<string, byte[], string?> Contents => new()
    {
        { "a.pdf", pdf, null },
        { "a.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1], null },
        { "a.jpeg", [0xFF, 0xD8, 0xFF, 0xE0], null },
        { "a.csv", "a,b\n1,Müller\n"u8.ToArray(), null },
        { "a.txt", Encoding.Latin1.GetBytes("Müller"), null },
        { "a.docx", Zip("word/document.xml"), null },
        { "a.xlsx", Zip("xl/workbook.xml"), null },
        { "a.pdf", "MZ\u0090\0"u8.ToArray(), "files.lies: a Windows program" },
        { "a.png", pdf, "files.lies: a PDF document" },
        { "a.txt", "<html><script>"u8.ToArray(), "files.lies: a web page" },
        { "a.md", "#!/bin/sh\n"u8.ToArray(), "files.lies: a script" },
        { "a.docx", Zip("xl/workbook.xml"), "files.lies: an Excel workbook" },
        { "a.docx", Zip("anything"), "files.lies: a ZIP archive" },
        { "a.docx", "PK\u0003\u0004 no archive"u8.ToArray(), "files.lies: a broken ZIP archive" },
        { "a.xlsx", Zip("xl/workbook.xml", "xl/vbaProject.bin"), "files.macros: macros" },
        { "a.jpg", [1, 2, 3, 0], "files.lies: something else" },
        { "a.exe", pdf, "files.unknown-type: exe" },
        { "a.svg", "<svg/>"u8.ToArray(), "files.unknown-type: svg" },
        { "pdf", pdf, "files.unknown-type: pdf" },
        { "a.pdf", [], "files.empty: empty" },
        { "", pdf, "files.no-file: file" },
    };

    [Theory, MemberData(nameof(Contents))]
    public async Task Upload_HasToBeWhatItsNameSays(string name, byte[] content, string? refusal)
    {
        await using var bench = await RecordBench.StartAsync(StoreKind.Sqlite);
        using var acting = bench.Act();
        var added = await AddAsync(bench, bench.Papers.Add("A"), name, content);
        Assert.Equal(refusal is null, added.Succeeded);
        if (refusal is null) return;
        Assert.Equal(refusal.Split(": ")[0], added.Problems[0].Code);
        Assert.Contains(refusal.Split(": ")[1], added.Problems[0].Message, StringComparison.Ordinal);
        Assert.Empty(await bench.Get<FileContents>().ListAsync(DateTimeOffset.MaxValue.AddYears(-1), Token));
        AssertNothingIncoming(bench);
    }

    [Fact]
    public async Task Upload_BeyondTheLimitOrCutOffOrWithoutRoom_LeavesNothing()
    {
        await using var bench = await RecordBench.StartAsync(StoreKind.Sqlite, services => services.AddSingleton(new FileSettings { MostBytes = 1000, IncomingFolder = Path.Combine(Path.GetTempPath(), "charthouse-" + Guid.CreateVersion7().ToString("N")) }));
        using var acting = bench.Act();
        var (paper, folder) = (bench.Papers.Add("A"), bench.Get<FileSettings>().IncomingFolder!);
        Assert.Equal("files.too-large", (await AddAsync(bench, paper, "a.pdf", [.. pdf, .. new byte[1000]])).Problems[0].Code);
        Assert.Equal("files.broke-off", (await bench.Get<AddAttachment>().RunAsync(paper, "a.pdf", new BreakingStream(), new(), Token)).Problems[0].Code);
        Assert.Empty(Directory.GetFiles(folder));
        Directory.Delete(folder);
        // Something stands where the folder has to be: the same as a disk that takes nothing.
        await File.WriteAllTextAsync(folder, "", Token);
        Assert.Equal("files.no-room", (await AddAsync(bench, paper, "a.pdf", pdf)).Problems[0].Code);
        File.Delete(folder);
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        Assert.False(await db.Set<Attachment>().AnyAsync(Token));
    }

    [Theory]
    [InlineData("test -s {file}", null, true)]
    [InlineData("sh -c \"exit 0\"", null, true)]
    [InlineData("sh -c \"exit 1\"", "files.infected", false)]
    [InlineData("sh -c \"exit 2\"", "files.no-scan", false)]
    [InlineData("no-such-scanner", "files.no-scan", false)]
    public async Task Scan_DecidesByItsExitCode(string command, string? code, bool isScanned)
    {
        await using var bench = await RecordBench.StartAsync(StoreKind.Sqlite, services => services.AddSingleton(new FileSettings { ScanCommand = command, ScanSeconds = 20, IncomingFolder = Path.Combine(Path.GetTempPath(), "charthouse-" + Guid.CreateVersion7().ToString("N")) }));
        using var acting = bench.Act();
        var paper = bench.Papers.Add("A");
        var added = await AddAsync(bench, paper, "a.pdf", pdf);
        Assert.Equal(code, added.Succeeded ? null : added.Problems[0].Code);
        if (added.Succeeded) Assert.Equal(isScanned, Assert.Single(await bench.Get<ReadAttachments>().RunAsync(paper, Token)).IsScanned);
        Directory.Delete(bench.Get<FileSettings>().IncomingFolder!);
    }

    private static Task<Charthouse.Platform.Outcome<Guid>> AddAsync(RecordBench bench, Charthouse.Platform.Records.RecordRef record, string name, byte[] content, AttachmentFacts? facts = null) =>
        bench.Get<AddAttachment>().RunAsync(record, name, new MemoryStream(content), facts ?? new(), Token);

    private static void AssertNothingIncoming(RecordBench bench)
    {
        var folder = Path.Combine(bench.Folder, "incoming");
        if (Directory.Exists(folder)) Assert.Empty(Directory.GetFiles(folder));
    }

    private static byte[] Zip(params string[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in entries) archive.CreateEntry(entry);
        }

        return stream.ToArray();
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>An upload whose sender goes away.</summary>
    private sealed class BreakingStream : MemoryStream
    {
        private bool hasGiven;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (hasGiven) throw new IOException("The sender went away.");
            hasGiven = true;
            pdf.CopyTo(buffer);
            return ValueTask.FromResult(pdf.Length);
        }
    }
}
