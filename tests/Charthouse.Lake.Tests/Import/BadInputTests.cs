using System.IO.Compression;
using Charthouse.Analytics.Conformance;
using Charthouse.AuditActivity;
using ParquetSharp;
using Encoding = System.Text.Encoding;

namespace Charthouse.Lake.Tests.Import;

/// <summary>Everything that can be wrong with a file or a row (activity-cli.md, "Import").</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Header = "event,user,at,action,patient\n";
    private const string Good = "G1,U1,2026-03-04T12:00:00Z,open,SECRET-77\n";
    private readonly TemporaryFolder folder = new();
    private readonly MemoryManifest manifest = new();
    private readonly SetClock clock = new(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly LakeDirectory directory;
    private int imports;

    public BadInputTests() => directory = new LakeDirectory(folder.File("data"));

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("E1,,2026-03-04T12:00:00Z,open,SECRET-77", "no-user", ",2026-03-04T12:00:00Z,open")]
    [InlineData("E1,U1,yesterday,open,SECRET-77", "unreadable-time", "U1,yesterday,open")]
    [InlineData("E1,U1,,open,SECRET-77", "unreadable-time", "U1,,open")]
    [InlineData("E1,U1,2026-02-30T12:00:00Z,open,SECRET-77", "unreadable-time", "U1,2026-02-30T12:00:00Z,open")]
    [InlineData("E1,U1,2026-03-04T12:00:00,open,SECRET-77", "time-without-zone", "U1,2026-03-04T12:00:00,open")]
    [InlineData("E1,U1,1989-12-31T23:59:59Z,open,SECRET-77", "implausible-time", "U1,1989-12-31T23:59:59Z,open")]
    [InlineData("E1,U1,2026-06-02T00:00:00.001Z,open,SECRET-77", "implausible-time", "U1,2026-06-02T00:00:00.001Z,open")]
    [InlineData("E1,U1,2026-03-04T12:00:00Z,open", "wrong-number-of-fields", "U1,2026-03-04T12:00:00Z,")]
    [InlineData("E1,U1,2026-03-04T12:00:00Z,open,SECRET-77,SECRET-77", "wrong-number-of-fields", "U1,2026-03-04T12:00:00Z,")]
    [InlineData("E1,SECRET-77,U1,2026-03-04T12:00:00Z,open,SECRET-77", "wrong-number-of-fields", ",,")]
    [InlineData("E1,U1,2026-03-04T12:00:00Z,\"open\"x,SECRET-77", "bad-quoting", ",,")]
    [InlineData("E1,U1,2026-03-04T12:00:00Z,\"open,SECRET-77", "unclosed-quote", ",,")]
    [InlineData("E1,U1,2026-03-04T12:00:00Z,op\0en,SECRET-77", "broken-utf8", ",,")]
    public async Task BadRow_IsSetAside_TheRestGoesIn(string row, string reason, string shown)
    {
        var summary = await TakeAsync(new ImportRequest { ImportId = "", EventFiles = [folder.Write("events.csv", Header + Good + row + "\n")] });
        Assert.Equal((2, 1, 1), (summary.RowsRead, summary.RowsNew, summary.RowsRejected));
        Assert.Equal(1, summary.RejectedByReason[reason]);
        Assert.Equal(["file,line,reason,user,time,action", $"events.csv,3,{reason},{shown}"], await File.ReadAllLinesAsync(directory.RejectedFile("import1"), TestContext.Current.CancellationToken));
        AssertNoPatientOnDisk();
    }

    [Fact]
    public async Task EventUpToADayAhead_IsTaken()
    {
        var summary = await TakeAsync(new ImportRequest { ImportId = "", EventFiles = [folder.Write("events.csv", Header + "E1,U1,2026-06-02T00:00:00Z,open,\nE2,U1,1990-01-01T00:00:00Z,open,\n")] });
        Assert.Equal(2, summary.RowsNew);
    }

    [Fact]
    public async Task BrokenUtf8_IsSetAside()
    {
        var path = folder.File("events.csv");
        await File.WriteAllBytesAsync(path, [.. Encoding.UTF8.GetBytes(Header + Good + "E1,U"), 0xE9, .. ",2026-03-04T12:00:00Z,open,SECRET-77\n"u8], TestContext.Current.CancellationToken);
        var summary = await TakeAsync(new ImportRequest { ImportId = "", EventFiles = [path] });
        Assert.Equal(1, summary.RejectedByReason["broken-utf8"]);
        Assert.Equal(1, summary.RowsNew);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    public async Task LongLine_IsSetAside(int mebibytes)
    {
        var path = folder.Write("events.csv", Header + Good + "E1,U1,2026-03-04T12:00:00Z,open," + new string('x', mebibytes << 20) + "\n" + Good.Replace("G1", "G2", StringComparison.Ordinal));
        var summary = await TakeAsync(new ImportRequest { ImportId = "", EventFiles = [path] });
        Assert.Equal((3, 2), (summary.RowsRead, summary.RowsNew));
        Assert.Equal(1, summary.RejectedByReason["line-too-long"]);
    }

    [Fact]
    public async Task NamesBeyond400Bytes_AreSetAside()
    {
        var (fits, tooLong) = (new string('é', 200), new string('é', 200) + "x");
        var summary = await TakeAsync(new ImportRequest
        {
            ImportId = "",
            EventFiles = [folder.Write("events.csv", Header + $"1,{fits},2026-03-04T12:00:00Z,{fits},\n2,{tooLong},2026-03-04T12:00:00Z,open,\n3,U1,2026-03-04T12:00:00Z,{tooLong},\n")],
            PeopleFile = folder.Write("people.csv", $"user,role,specialty,department,site,timezone\n{fits},{fits},,,,\n{tooLong},,,,,\nU2,{tooLong},,,,\nU3,,,,{tooLong},\n"),
            ActionsFile = folder.Write("actions.csv", $"action,category\n{fits},inbox\n{tooLong},inbox\n"),
            AppointmentsFile = folder.Write("appointments.csv", $"user,start,end,status,patient\n{tooLong},2026-03-04T12:00:00Z,2026-03-04T13:00:00Z,,\n"),
        });
        Assert.Equal(1, summary.RowsNew);
        Assert.Equal(
            [KeyValuePair.Create("action-too-long", 2L), KeyValuePair.Create("role-too-long", 1L), KeyValuePair.Create("site-too-long", 1L), KeyValuePair.Create("user-too-long", 3L)],
            summary.RejectedByReason);
    }

    [Fact]
    public async Task BadRowsOfTheOtherFiles_AreSetAside()
    {
        var summary = await TakeAsync(new ImportRequest
        {
            ImportId = "",
            PeopleFile = folder.Write("people.csv", "user,role,specialty,department,site,timezone\nU1,,,,,Mars/Base\n,x,,,,\nU2,,,,,Europe/Berlin\nU3,,\n"),
            ActionsFile = folder.Write("actions.csv", "action,category\nopen,chart-review\nclose,nonsense\n,inbox\n"),
            AppointmentsFile = folder.Write("appointments.csv", """
                user,start,end,status,patient
                U1,2026-03-04T12:00:00Z,2026-03-04T12:00:00Z,,SECRET-77
                U1,2026-03-04T12:00:00Z,2026-03-04T11:00:00Z,,SECRET-77
                ,2026-03-04T12:00:00Z,2026-03-04T13:00:00Z,,SECRET-77
                U1,soon,2026-03-04T13:00:00Z,,SECRET-77
                U1,2026-03-04T12:00:00,2026-03-04T13:00:00Z,,SECRET-77
                U1,1980-03-04T12:00:00Z,2026-03-04T13:00:00Z,,SECRET-77
                U1,2026-03-04T12:00:00Z,9999-12-31T23:59:59Z,,SECRET-77
                U1,2026-03-04T12:00:00Z,2026-03-04T13:00:00Z,,SECRET-77

                """),
        });
        Assert.Equal(
            [
                KeyValuePair.Create("ends-before-it-starts", 2L), KeyValuePair.Create("implausible-time", 2L), KeyValuePair.Create("no-action", 1L), KeyValuePair.Create("no-user", 2L),
                KeyValuePair.Create("time-without-zone", 1L), KeyValuePair.Create("unknown-category", 1L), KeyValuePair.Create("unknown-time-zone", 1L),
                KeyValuePair.Create("unreadable-time", 1L), KeyValuePair.Create("wrong-number-of-fields", 1L),
            ],
            summary.RejectedByReason);
        AssertNoPatientOnDisk();
    }

    [Fact]
    public async Task Zone_ReadsTimesWithoutOffset_AndSetsAsideThoseThatTheClockSkips()
    {
        var summary = await TakeAsync(new ImportRequest
        {
            ImportId = "",
            Zone = "America/New_York",
            EventFiles = [folder.Write("events.csv", "user,at,action\nU1,2026-03-08T01:59:59,open\nU1,2026-03-08T02:30:00,open\nU1,2026-03-08 03:00:00,open\n")],
        });
        Assert.Equal(1, summary.RejectedByReason["time-does-not-exist-in-zone"]);
        Assert.Equal(new DateTimeOffset(2026, 3, 8, 6, 59, 59, TimeSpan.Zero), summary.From);
        Assert.Equal(new DateTimeOffset(2026, 3, 8, 7, 0, 0, TimeSpan.Zero), summary.To);
    }

    [Theory]
    [InlineData("who,when,what\n1,2,3\n", "missing-columns", "user, at, action", "who, when, what")]
    [InlineData("user;at;action\nU1;2026-03-04T12:00:00Z;open\n", "missing-columns", "semicolons", "user;at;action")]
    [InlineData("", "file-empty", "is empty", "events.csv")]
    [InlineData("user,user,at,action\n", "duplicate-column", "twice", "user")]
    public async Task FileThatIsNoTableOfEvents_IsRefusedWhole(string content, string code, string says, string names)
    {
        var good = folder.Write("good.csv", Header + Good);
        var refusal = Assert.Single((await ImportAsync(new ImportRequest { ImportId = "", EventFiles = [good, folder.Write("events.csv", content)] })).Refusals);
        Assert.Equal(code, refusal.Code);
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(names, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        await AssertNothingDoneAsync();
    }

    [Fact]
    public async Task MissingFile_IsRefused()
    {
        Assert.Equal("file-not-found", Assert.Single((await ImportAsync(new ImportRequest { ImportId = "", EventFiles = [folder.File("no.csv")] })).Refusals).Code);
        var good = folder.Write("good.csv", Header + Good);
        foreach (var request in new[]
        {
            new ImportRequest { ImportId = "", EventFiles = [good], PeopleFile = folder.File("no.csv") },
            new ImportRequest { ImportId = "", EventFiles = [good], ActionsFile = folder.File("no.csv") },
            new ImportRequest { ImportId = "", EventFiles = [good], AppointmentsFile = folder.File("no.csv") },
        })
        {
            Assert.Equal("file-not-found", Assert.Single((await ImportAsync(request)).Refusals).Code);
        }

        Assert.Equal("unknown-zone", Assert.Single((await ImportAsync(new ImportRequest { ImportId = "", EventFiles = [good], Zone = "Mars/Base" })).Refusals).Code);
        Assert.Equal("unknown-zone", Assert.Single((await ImportAsync(new ImportRequest { ImportId = "", EventFiles = [good], Zone = "" })).Refusals).Code);
        Assert.Equal("source-too-long", Assert.Single((await ImportAsync(new ImportRequest { ImportId = "", EventFiles = [good], Source = new string('s', 201) })).Refusals).Code);
        Assert.Equal("nothing-to-import", Assert.Single((await ImportAsync(new ImportRequest { ImportId = "" })).Refusals).Code);
        await AssertNothingDoneAsync();
    }

    [Fact]
    public async Task GzipCutOff_CountsWhatWasReadWhole_AndWarns()
    {
        var rows = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"E{i},U{i % 7},2026-03-04T12:00:00.{i:D6}Z,open,P{i * 7919 % 1000}\n"));
        var path = folder.File("events.csv.gz");
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest)) await gzip.WriteAsync(Encoding.UTF8.GetBytes(Header + rows), TestContext.Current.CancellationToken);
        var whole = await TakeAsync(new ImportRequest { ImportId = "", EventFiles = [path] });
        Assert.Equal((20_000, 0), (whole.RowsNew, whole.Warnings.Count));

        await using (var file = File.Open(path, FileMode.Open)) file.SetLength(file.Length / 2);
        var cut = await TakeAsync(new ImportRequest { ImportId = "", EventFiles = [path] });
        Assert.InRange(cut.RowsKnown, 1, 19_999);
        Assert.Equal(0, cut.RowsNew);
        Assert.Contains("events.csv.gz", Assert.Single(cut.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TimeUnit.Millis)]
    [InlineData(TimeUnit.Micros)]
    [InlineData(TimeUnit.Nanos)]
    public async Task Parquet_GivesTheRowsOfTheCsv(TimeUnit unit)
    {
        var at = new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
        var scale = unit == TimeUnit.Millis ? 1_000_000L : unit == TimeUnit.Micros ? 1000 : 1;
        var path = folder.File("events.parquet");
        WriteParquet(path, ["U1", "U1", "U2"], [.. Enumerable.Range(0, 3).Select(i => (Microseconds.FromInstant(at) + (i * 1_000_000)) * 1000 / scale)], ["open", "close", "open"], ["SECRET-77", null, "SECRET-78"], unit);
        Assert.Equal(3, (await TakeAsync(new ImportRequest { ImportId = "", EventFiles = [path] })).RowsNew);

        var csv = folder.Write("same.csv", "user,at,action,patient\nU1,2026-03-04T12:00:00Z,open,SECRET-77\nU1,2026-03-04T12:00:01Z,close,\nU2,2026-03-04T12:00:02Z,open,SECRET-78\n");
        Assert.Equal(3, (await TakeAsync(new ImportRequest { ImportId = "", EventFiles = [csv] })).RowsKnown);
        AssertNoPatientOnDisk();
    }

    [Theory]
    [InlineData(TimeUnit.Millis)]
    [InlineData(TimeUnit.Micros)]
    public async Task ParquetWithImpossibleTimes_SetsThemAside(TimeUnit unit)
    {
        var path = folder.File("events.parquet");
        WriteParquet(path, ["U1", "U1"], [long.MaxValue, long.MinValue], ["open", "open"], [null, null], unit);
        Assert.Equal(2, (await TakeAsync(new ImportRequest { ImportId = "", EventFiles = [path] })).RejectedByReason["implausible-time"]);
    }

    [Fact]
    public async Task ParquetWithOtherTypes_IsRefusedNamingThem()
    {
        var path = folder.File("events.parquet");
        using (var file = new ParquetFileWriter(path, [new Column<int>("user"), new Column<double>("at"), new Column<string>("action")]))
        {
            using var group = file.AppendRowGroup();
            using (var user = group.NextColumn().LogicalWriter<int>()) user.WriteBatch([1]);
            using (var at = group.NextColumn().LogicalWriter<double>()) at.WriteBatch([1.5]);
            using (var action = group.NextColumn().LogicalWriter<string>()) action.WriteBatch(["open"]);
            file.Close();
        }

        var refusal = Assert.Single((await ImportAsync(new ImportRequest { ImportId = "", EventFiles = [path] })).Refusals);
        Assert.Equal("wrong-types", refusal.Code);
        Assert.Contains("user is Int32", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("at is Double", refusal.Message, StringComparison.Ordinal);
        await AssertNothingDoneAsync();
    }

    [Fact]
    public async Task ParquetWithBrokenText_SetsItAside()
    {
        var path = folder.File("events.parquet");
        using (var file = new ParquetFileWriter(path, [new Column<byte[]>("user"), new Column<string>("at"), new Column<string>("action")]))
        {
            using var group = file.AppendRowGroup();
            using (var user = group.NextColumn().LogicalWriter<byte[]>()) user.WriteBatch([[0xFF], [0xFE], "U1"u8.ToArray(), [(byte)'U', 0]]);
            using (var at = group.NextColumn().LogicalWriter<string>()) at.WriteBatch([.. Enumerable.Repeat("2026-03-04T12:00:00Z", 4)]);
            using (var action = group.NextColumn().LogicalWriter<string>()) action.WriteBatch([.. Enumerable.Repeat("open", 4)]);
            file.Close();
        }

        var summary = await TakeAsync(new ImportRequest { ImportId = "", EventFiles = [path] });
        Assert.Equal((1, 3), (summary.RowsNew, summary.RejectedByReason["broken-utf8"]));
    }

    [Fact]
    public async Task KeyOfPatients_IsReadableByItsOwnerOnly()
    {
        await TakeAsync(new ImportRequest { ImportId = "", EventFiles = [folder.Write("events.csv", Header + Good)] });
        var key = Path.Combine(directory.Root, "key");
        Assert.Equal(32, new FileInfo(key).Length);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        AssertNoPatientOnDisk();
    }

    [Fact]
    public async Task SecondImport_WaitsForTheFirst()
    {
        var file = folder.Write("events.csv", Header + Good);
        var told = new TaskCompletionSource();
        Task<ImportOutcome> second;
        using (new FileStream(Path.Combine(directory.Root, "import.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            second = new AuditLogImport(directory, manifest, clock).RunAsync(new ImportRequest { ImportId = "second", EventFiles = [file] }, null, told.SetResult, CancellationToken.None);
            await told.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            Assert.False(second.IsCompleted);
        }

        Assert.Equal(1, (await second).Summary!.RowsNew);
    }

    [Fact]
    public async Task TwoImportsAtOnce_BothCount()
    {
        var (a, b) = (folder.Write("a.csv", Header + Good), folder.Write("b.csv", Header + Good + Good.Replace("G1", "G2", StringComparison.Ordinal)));
        var outcomes = await Task.WhenAll(
            Task.Run(() => ImportAsync(new ImportRequest { ImportId = "", EventFiles = [a] })), Task.Run(() => ImportAsync(new ImportRequest { ImportId = "", EventFiles = [b] })));
        Assert.Equal(2, outcomes.Sum(outcome => outcome.Summary!.RowsNew));
        Assert.Equal(1, outcomes.Sum(outcome => outcome.Summary!.RowsKnown));
    }

    [Fact]
    public async Task StoppedImport_LeavesTheStoreAsBefore()
    {
        await TakeAsync(new ImportRequest { ImportId = "", EventFiles = [folder.Write("first.csv", Header + Good)] });
        var before = await manifest.ReadAsync(CancellationToken.None);
        var rows = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"E{i},U{i % 7},2026-03-04T12:00:00.{i:D6}Z,open,P{i}\nbroken\n"));
        var path = folder.Write("events.csv", Header + rows);
        using var stop = new CancellationTokenSource();
        var progress = new StopAt(stop, "merging");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new AuditLogImport(directory, manifest, clock).RunAsync(
            new ImportRequest { ImportId = "stopped", EventFiles = [path], MemoryLimitBytes = 0 }, progress, null, stop.Token));
        Assert.Same(before, await manifest.ReadAsync(CancellationToken.None));
        Assert.Equal(before.Segments.Select(directory.FileOf).Order(StringComparer.Ordinal), Directory.GetFiles(directory.SegmentsFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFiles(Path.Combine(directory.Root, "temporary")));
        Assert.False(File.Exists(directory.RejectedFile("stopped")));
    }

    // What the arrays of a large import took does not stay with a program that lives on.
    [Fact]
    public void GiveBackMemory_LeavesLittleMoreThanBefore()
    {
        AuditLogImport.GiveBackMemory();
        var before = GC.GetGCMemoryInfo(GCKind.FullBlocking).TotalCommittedBytes;
        Take();
        AuditLogImport.GiveBackMemory();
        Assert.InRange(GC.GetGCMemoryInfo(GCKind.FullBlocking).TotalCommittedBytes - before, long.MinValue, 300L << 20);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Take()
        {
            List<long[]> arrays = [.. Enumerable.Range(0, 75).Select(_ => new long[1 << 20])];
            GC.Collect();
            Assert.Equal(75, arrays.Count);
        }
    }

    private sealed class StopAt(CancellationTokenSource stop, string step) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            if (value.Step == step) stop.Cancel();
        }
    }

    private static void WriteParquet(string path, string[] users, long[] at, string[] actions, string?[] patients, TimeUnit unit)
    {
        using var file = new ParquetFileWriter(path, [
            new Column<string>("user"), new Column<long>("at", LogicalType.Timestamp(isAdjustedToUtc: true, unit)), new Column<string>("action"), new Column<string?>("patient")]);
        using var group = file.AppendRowGroup();
        using (var column = group.NextColumn().LogicalWriter<string>()) column.WriteBatch(users);
        using (var column = (ColumnWriter<long>)group.NextColumn()) column.WriteBatch(at);
        using (var column = group.NextColumn().LogicalWriter<string>()) column.WriteBatch(actions);
        using (var column = group.NextColumn().LogicalWriter<string?>()) column.WriteBatch(patients);
        file.Close();
    }

    private Task<ImportOutcome> ImportAsync(ImportRequest request) =>
        new AuditLogImport(directory, manifest, clock).RunAsync(request with { ImportId = "import" + Interlocked.Increment(ref imports) }, null, null, CancellationToken.None);

    private async Task<ImportSummary> TakeAsync(ImportRequest request)
    {
        var outcome = await ImportAsync(request);
        Assert.Empty(outcome.Refusals);
        return outcome.Summary!;
    }

    private async Task AssertNothingDoneAsync()
    {
        Assert.Equal(0, await manifest.ReadVersionAsync(CancellationToken.None));
        Assert.False(Directory.Exists(directory.RejectedFolder));
    }

    private void AssertNoPatientOnDisk()
    {
        foreach (var file in Directory.EnumerateFiles(directory.Root, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "import.lock"))
            Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf("SECRET-7"u8) >= 0, file + " holds a patient");
    }
}
