using Charthouse.Platform.History;
using Charthouse.Platform.Records;
using Charthouse.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Records;

/// <summary>Links between records, on both stores.</summary>
public sealed class LinksTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task Link_IsReadFromBothEndsAndStandsInTheHistoryOfBoth(StoreKind kind)
    {
        await using var bench = await RecordBench.StartAsync(kind);
        using var acting = bench.Act();
        var (a, b) = (bench.Papers.Add("A"), bench.Papers.Add("B"));
        var added = await bench.Get<AddLink>().RunAsync(a, LinkRelation.DependsOn, isInverse: false, b, " as agreed ", Token);
        Assert.True(added.Succeeded);
        var (fromA, fromB) = (Assert.Single(await LinksAsync(bench, a)), Assert.Single(await LinksAsync(bench, b)));
        Assert.Equal(("depends on", "B", "as agreed", "Ada Reed"), (fromA.Words, fromA.Summary.Title, fromA.Note, fromA.AddedByName));
        Assert.Equal(("is needed by", "A"), (fromB.Words, fromB.Summary.Title));
        foreach (var end in new[] { a, b })
        {
            var line = Assert.Single((await bench.Get<ReadHistory>().OfRecordAsync(end, 1, TimeZoneInfo.Utc, Token))!.Lines);
            Assert.Equal(("Link added", added.Value), (line.What, line.Entry.PartId!.Value));
            // The other end by its title, the relation as it reads from here, the record itself unsaid.
            Assert.Equal([end == a ? "depends on" : "is needed by", end == a ? "B" : "A", "as agreed"], line.After.Select(value => value.Text).OrderBy(text => text is "as agreed" ? 2 : text.Length > 1 ? 0 : 1));
        }

        Assert.Equal("records.no-reason", (await bench.Get<ArchiveLink>().RunAsync(b, added.Value, " ", Token)).Problems[0].Code);
        Assert.True((await bench.Get<ArchiveLink>().RunAsync(b, added.Value, "No longer so.", Token)).Succeeded);
        Assert.Empty(await LinksAsync(bench, a));
        var archived = (await bench.Get<ReadHistory>().OfRecordAsync(a, 1, TimeZoneInfo.Utc, Token))!.Lines[0];
        Assert.Equal(("Link archived", "No longer so."), (archived.What, archived.Entry.Reason));
        // What was archived may be linked again.
        Assert.True((await bench.Get<AddLink>().RunAsync(a, LinkRelation.DependsOn, false, b, null, Token)).Succeeded);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Link_ThatMakesNoSense_IsRefused(StoreKind kind)
    {
        await using var bench = await RecordBench.StartAsync(kind);
        using var acting = bench.Act();
        var (a, b, c, locked) = (bench.Papers.Add("A"), bench.Papers.Add("B"), bench.Papers.Add("C"), bench.Papers.Add("Locked", mayChange: false));
        async Task<string?> Code(RecordRef from, LinkRelation? relation, RecordRef? to, bool isInverse = false) =>
            await bench.Get<AddLink>().RunAsync(from, relation, isInverse, to, null, Token) is { Succeeded: false } refused ? refused.Problems[0].Code : null;

        Assert.Equal("records.link-to-itself", await Code(a, LinkRelation.Supports, a));
        Assert.Equal("records.link-no-relation", await Code(a, null, b));
        Assert.Equal("records.link-no-target", await Code(a, LinkRelation.Supports, null));
        Assert.Equal("records.not-found", await Code(a, LinkRelation.Supports, new("paper", Guid.CreateVersion7())));
        Assert.Equal("records.not-found", await Code(a, LinkRelation.Supports, new("nothing", b.Id)));
        Assert.Equal("records.not-allowed", await Code(locked, LinkRelation.Supports, a));
        Assert.Null(await Code(a, LinkRelation.Supports, locked));
        Assert.Null(await Code(a, LinkRelation.Duplicates, b));
        // Said the other way round it is the same.
        Assert.Equal("records.link-known", await Code(b, LinkRelation.Duplicates, a));
        Assert.Null(await Code(a, LinkRelation.DerivedFrom, b));
        Assert.Null(await Code(c, LinkRelation.DerivedFrom, b, isInverse: true));
        var circle = await bench.Get<AddLink>().RunAsync(c, LinkRelation.DerivedFrom, false, a, null, Token);
        Assert.Equal("That would make a circle: “C” would come out of “A”, that out of “B”, that out of “C”.", circle.Problems[0].Message);
        // A circle of "supports" is nobody's mistake.
        Assert.Null(await Code(b, LinkRelation.Supports, a));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task LinksToRecordsThatMayNotBeSeen_AreNeitherShownNorCounted(StoreKind kind)
    {
        await using var bench = await RecordBench.StartAsync(kind);
        using var acting = bench.Act();
        var (a, open, secret) = (bench.Papers.Add("A"), bench.Papers.Add("Open"), bench.Papers.Add("Secret"));
        await bench.Get<AddLink>().RunAsync(a, LinkRelation.Supports, false, open, null, Token);
        var hidden = await bench.Get<AddLink>().RunAsync(a, LinkRelation.Mitigates, false, secret, "secret words", Token);
        await bench.Get<ArchiveLink>().RunAsync(a, (await bench.Get<AddLink>().RunAsync(a, LinkRelation.Answers, false, secret, null, Token)).Value, "secret reason", Token);
        Assert.Equal(4, (await bench.Get<ReadHistory>().OfRecordAsync(a, 1, TimeZoneInfo.Utc, Token))!.Total);
        bench.Papers.Hidden[secret.Id] = true;
        Assert.Equal("Open", Assert.Single(await LinksAsync(bench, a)).Summary.Title);
        var history = (await bench.Get<ReadHistory>().OfRecordAsync(a, 1, TimeZoneInfo.Utc, Token))!;
        Assert.Equal((1L, 1), (history.Total, history.Lines.Count));
        Assert.Equal("records.part-gone", (await bench.Get<ArchiveLink>().RunAsync(a, hidden.Value, "guess", Token)).Problems[0].Code);
        Assert.Empty(await LinksAsync(bench, secret));
        Assert.Null(await bench.Get<ReadHistory>().OfRecordAsync(secret, 1, TimeZoneInfo.Utc, Token));
    }

    // Two at once, each of which alone makes no circle.
    [Theory, ClassData(typeof(Stores))]
    public async Task Circle_IsNotMadeByTwoAtOnce(StoreKind kind)
    {
        await using var bench = await RecordBench.StartAsync(kind);
        using var acting = bench.Act();
        for (var round = 0; round < 5; round++)
        {
            var (a, b) = (bench.Papers.Add("A"), bench.Papers.Add("B"));
            var both = await Task.WhenAll(
                Task.Run(() => bench.Get<AddLink>().RunAsync(a, LinkRelation.DerivedFrom, false, b, null, Token), Token),
                Task.Run(() => bench.Get<AddLink>().RunAsync(b, LinkRelation.DerivedFrom, false, a, null, Token), Token));
            Assert.Single(both, outcome => outcome.Succeeded);
            Assert.Equal("records.link-circle", Assert.Single(both, outcome => !outcome.Succeeded).Problems[0].Code);
        }
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Thread_IsTheChainOfRecordsByStep(StoreKind kind)
    {
        var (pains, projects) = (new Papers("pain", ThreadStage.PainPoint), new Papers("work", ThreadStage.Project));
        await using var bench = await RecordBench.StartAsync(kind, services => services.AddSingleton<IRecordKind>(pains).AddSingleton<IRecordKind>(projects));
        using var acting = bench.Act();
        var (pain, other, work, note, outside) = (pains.Add("Pain", isDone: true), pains.Add("Same pain"), projects.Add("Work", owner: "Ada", on: new(2026, 12, 1)), bench.Papers.Add("Note"), projects.Add("Elsewhere"));
        await bench.Get<AddLink>().RunAsync(note, LinkRelation.DerivedFrom, false, pain, null, Token);
        await bench.Get<AddLink>().RunAsync(work, LinkRelation.DerivedFrom, false, note, null, Token);
        await bench.Get<AddLink>().RunAsync(work, LinkRelation.DerivedFrom, false, other, null, Token);
        await bench.Get<AddLink>().RunAsync(work, LinkRelation.RelatesTo, false, outside, null, Token);
        var steps = (await bench.Get<ReadThread>().RunAsync(pain, Token))!;
        Assert.Equal(Enum.GetValues<ThreadStage>(), steps.Select(step => step.Stage));
        Assert.Equal(["Same pain", "Pain"], steps[0].Records.Select(one => one.Summary.Title));
        Assert.Equal(["Work"], steps[3].Records.Select(one => one.Summary.Title));
        // What is reached only through something unseen is not shown either.
        bench.Papers.Hidden[note.Id] = true;
        Assert.Empty((await bench.Get<ReadThread>().RunAsync(pain, Token))![3].Records);
        Assert.Null(await bench.Get<ReadThread>().RunAsync(bench.Papers.Add("Alone"), Token));
    }

    private static Task<IReadOnlyList<LinkedRecord>> LinksAsync(RecordBench bench, RecordRef record) => bench.Get<ReadLinks>().RunAsync(record, Token);
}
