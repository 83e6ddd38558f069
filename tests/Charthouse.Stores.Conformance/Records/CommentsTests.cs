using Charthouse.Platform.History;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Records;

/// <summary>Comments and mentions, on both stores.</summary>
public sealed class CommentsTests
{
    private static readonly DirectoryEntry bo = new(Guid.CreateVersion7(), "Bo Lind"), lena = new(Guid.CreateVersion7(), "Bo Lind-Berg"), first = new(Guid.CreateVersion7(), "Kim Ray", "CMIO"), second = new(Guid.CreateVersion7(), "Kim Ray", "Clinician");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private static Task<RecordBench> StartAsync(StoreKind kind, Clock clock) => RecordBench.StartAsync(kind, services => services
        .AddSingleton<TimeProvider>(clock).AddSingleton<IDirectory>(new People(bo, lena, first, second)));

    [Theory, ClassData(typeof(Stores))]
    public async Task Comment_IsEditedByItsAuthorForAQuarterOfAnHour_AndHistoryKeepsBoth(StoreKind kind)
    {
        var clock = new Clock();
        await using var bench = await StartAsync(kind, clock);
        var (write, paper) = (bench.Get<WriteComment>(), bench.Papers.Add("A"));
        using var acting = bench.Act();
        var id = (await write.RunAsync(paper, null, "  First **words**.\r\nMore. ", [], Token)).Value;
        clock.Now += TimeSpan.FromMinutes(15);
        Assert.True((await write.RunAsync(paper, id, "Better words.", [], Token)).Succeeded);
        var shown = Assert.Single((await bench.Get<ReadComments>().RunAsync(paper, null, Token))!.Comments);
        Assert.Equal(("Better words.", "Ada Reed", true, true), (shown.Comment.Text, shown.Comment.AuthorName, shown.MayEdit, shown.Comment.EditedAt is not null));
        var change = (await bench.Get<ReadHistory>().OfRecordAsync(paper, 1, TimeZoneInfo.Utc, Token))!.Lines[0];
        Assert.Equal(("Comment: text", "First **words**.\nMore.", "Better words."), (change.What, change.Before[0].Text, change.After[0].Text));

        clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal("records.comment-too-late", (await write.RunAsync(paper, id, "Too late.", [], Token)).Problems[0].Code);
        using (bench.Act(RecordBench.Ada with { AccountId = bo.AccountId, Name = "Bo Lind" }))
        {
            Assert.Equal("records.comment-not-yours", (await write.RunAsync(paper, id, "Not mine.", [], Token)).Problems[0].Code);
        }

        Assert.True((await bench.Get<ArchiveComment>().RunAsync(paper, id, "Names a patient.", Token)).Succeeded);
        Assert.Empty((await bench.Get<ReadComments>().RunAsync(paper, null, Token))!.Comments);
        Assert.Equal("records.part-gone", (await write.RunAsync(paper, id, "Again.", [], Token)).Problems[0].Code);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Comment_OfAnother_IsArchivedOnlyByWhoMayChangeTheRecord(StoreKind kind)
    {
        await using var bench = await StartAsync(kind, new Clock());
        var (open, locked) = (bench.Papers.Add("Open"), bench.Papers.Add("Locked", mayChange: false));
        Guid onOpen, onLocked;
        using (bench.Act(RecordBench.Ada with { AccountId = bo.AccountId, Name = "Bo Lind" }))
        {
            onOpen = (await bench.Get<WriteComment>().RunAsync(open, null, "Bo was here.", [], Token)).Value;
            onLocked = (await bench.Get<WriteComment>().RunAsync(locked, null, "Bo was here.", [], Token)).Value;
        }

        using var acting = bench.Act();
        Assert.Equal("records.not-allowed", (await bench.Get<ArchiveComment>().RunAsync(locked, onLocked, "Off topic.", Token)).Problems[0].Code);
        Assert.True((await bench.Get<ArchiveComment>().RunAsync(open, onOpen, "Off topic.", Token)).Succeeded);
        using var nobody = bench.Act(Actor.Nobody);
        Assert.Equal("records.comment-nobody", (await bench.Get<WriteComment>().RunAsync(open, null, "Hello.", [], Token)).Problems[0].Code);
    }

    [Theory]
    [InlineData("Ask @Bo Lind, please.", new[] { "Bo Lind" }, null)]
    [InlineData("Ask @bo lind-berg.", new[] { "bo lind-berg" }, null)]
    [InlineData("(@Bo Lind) and @Bo Lind-Berg", new[] { "Bo Lind", "Bo Lind-Berg" }, null)]
    [InlineData("Mail bo@lind.example, dose @ 5 mg, 3@4", new string[0], null)]
    [InlineData("@Bo Linder", null, "records.comment-unknown-mention")]
    [InlineData("@Nobody", null, "records.comment-unknown-mention")]
    [InlineData("@Kim Ray", null, "records.comment-ambiguous-mention")]
    public async Task Mention_IsAWholeNameOfTheDirectory(string text, string[]? names, string? code)
    {
        await using var bench = await StartAsync(StoreKind.Sqlite, new Clock());
        using var acting = bench.Act();
        var paper = bench.Papers.Add("A");
        var written = await bench.Get<WriteComment>().RunAsync(paper, null, text, [], Token);
        Assert.Equal(code, written.Succeeded ? null : written.Problems[0].Code);
        if (names is not null) Assert.Equal(names, Assert.Single((await bench.Get<ReadComments>().RunAsync(paper, null, Token))!.Comments).Mentioned.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AmbiguousMention_IsChosen()
    {
        await using var bench = await StartAsync(StoreKind.Sqlite, new Clock());
        using var acting = bench.Act();
        var write = bench.Get<WriteComment>();
        Assert.Equal([first, second], await write.ChoicesAsync("Dear @Kim Ray, @Bo Lind", Token));
        Assert.True((await write.RunAsync(bench.Papers.Add("A"), null, "Dear @Kim Ray, @Bo Lind", [second.AccountId], Token)).Succeeded);
    }
}
