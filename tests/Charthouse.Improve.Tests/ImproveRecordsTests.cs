using Charthouse.Improve.Aims;
using Charthouse.Improve.Cycles;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Improve.Tests;

/// <summary>Aims and cycles as records that other modules meet: the demo's, on both stores.</summary>
public sealed class ImproveRecordsTests
{
    private static readonly DateOnly goLive = new(2026, 8, 3);
    private static readonly Actor editor = new(Guid.CreateVersion7(), null, "Ada Reed", new HashSet<string> { ImprovePermissions.View, ImprovePermissions.Edit });
    private static readonly Actor stranger = new(Guid.CreateVersion7(), null, "Ben Stone", new HashSet<string>());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task Demo_HasOneAimWithThreeLinkedCycles(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        var cycles = await db.Set<Cycle>().Include(c => c.Observations).OrderBy(c => c.Number).ToListAsync(Token);
        Assert.Equal([1, 2, 3], cycles.Select(cycle => cycle.Number));
        Assert.Equal([CycleScale.OneClinician, CycleScale.OneTeam, CycleScale.SeveralUnits], cycles.Select(cycle => cycle.Scale!.Value));
        Assert.Equal([CycleDecision.Adapt, CycleDecision.Adopt, null], cycles.Select(cycle => cycle.Decision));
        Assert.Equal([true, false, false], cycles.Select(cycle => cycle.IsOfFew));
        Assert.All(cycles, cycle => Assert.True(cycle.PredictionIsFixed));
        Assert.Equal(goLive, cycles[2].StartedOn);
        Assert.All(FourFeatures.Of(cycles), check => Assert.True(check.IsMet, check.Sentence));
        Assert.DoesNotContain(cycles.SelectMany(cycle => cycle.Observations), point => point.On.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        Assert.Equal(cycles.Sum(cycle => cycle.Observations.Count), cycles.SelectMany(cycle => cycle.Observations).Select(point => point.On).Distinct().Count());

        using var acting = bench.Act(editor);
        var diagram = (await new DriverDiagram(bench.Dbs, bench.Get<RecordKinds>(), bench.Get<WithholdResults>()).RunAsync((await db.Set<Aim>().SingleAsync(Token)).Id, Token))!;
        Assert.Equal((4, 3, 3), (diagram.DriverCount, diagram.IdeaCount, diagram.Cycles.Count));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Cycles_StandAroundWhatIsLinkedToThemOrAboveThem(StoreKind store)
    {
        var measures = new Papers("measure");
        await using var bench = await StartAsync(store, measures);
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        using var acting = bench.Act(editor);
        var aim = new RecordRef(Aim.RecordKind, (await db.Set<Aim>().SingleAsync(Token)).Id);
        var primary = new RecordRef(Driver.RecordKind, (await db.Set<Driver>().SingleAsync(d => d.Title == "Less typing in the visit", Token)).Id);
        var other = new RecordRef(Driver.RecordKind, (await db.Set<Driver>().SingleAsync(d => d.Title == "Less text that nobody needs", Token)).Id);
        var second = new RecordRef(Cycle.RecordKind, (await db.Set<Cycle>().SingleAsync(c => c.Number == 2, Token)).Id);

        Assert.Equal(5, (await AroundAsync(aim)).Count);
        Assert.Equal(5, (await AroundAsync(primary)).Count);
        Assert.Equal([new DateOnly(2026, 6, 29), new DateOnly(2026, 7, 10), new DateOnly(2026, 7, 13), new DateOnly(2026, 7, 24), goLive], (await AroundAsync(primary)).Select(found => found.On));
        Assert.Empty(await AroundAsync(other));
        Assert.Empty(await AroundAsync(measures.Add("Free")));
        var ofTheCycle = await AroundAsync(measures.Add("Of the cycle"));
        Assert.Equal(["Cycle 2 begins: Ambient drafting with one team, own vocabulary", "Cycle 2 ends: Ambient drafting with one team, own vocabulary"], ofTheCycle.Select(found => found.Title));
        using (bench.Act(stranger)) Assert.Empty(await bench.Get<IEnumerable<IDatedEvents>>().OfType<CycleEvents>().Single().AroundAsync(aim, Token));

        // A measure is linked to the part that it measures, and read back through the same link.
        async Task<IReadOnlyList<DatedEvent>> AroundAsync(RecordRef part)
        {
            if (part.Kind == "measure")
            {
                var target = (await measures.SummariseAsync([part.Id], Token))[part.Id].Title == "Of the cycle" ? second : (RecordRef?)null;
                if (target is { } cycle) Assert.True((await bench.Get<AddLink>().RunAsync(cycle, LinkRelation.Measures, true, part, null, Token)).Succeeded);
                return await bench.Get<IEnumerable<IDatedEvents>>().OfType<CycleEvents>().Single().AroundAsync(part, Token);
            }

            var measure = measures.Add("Of " + part.Kind);
            Assert.True((await bench.Get<AddLink>().RunAsync(part, LinkRelation.Measures, true, measure, null, Token)).Succeeded);
            return await bench.Get<IEnumerable<IDatedEvents>>().OfType<CycleEvents>().Single().AroundAsync(measure, Token);
        }
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task LinkedMeasures_StandInTheDiagram_ForThoseWhoMaySeeThem(StoreKind store)
    {
        var measures = new Papers("measure");
        await using var bench = await StartAsync(store, measures);
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        using var acting = bench.Act(editor);
        var (aim, idea) = ((await db.Set<Aim>().SingleAsync(Token)).Id, (await db.Set<ChangeIdea>().SingleAsync(i => i.Title.StartsWith("Ambient"), Token)).Id);
        var (note, secret) = (measures.Add("Note time"), measures.Add("Secret"));
        foreach (var measure in new[] { note, secret }) Assert.True((await bench.Get<AddLink>().RunAsync(new(ChangeIdea.RecordKind, idea), LinkRelation.Measures, true, measure, null, Token)).Succeeded);
        measures.Hidden[secret.Id] = true;
        var node = (await new DriverDiagram(bench.Dbs, bench.Get<RecordKinds>(), bench.Get<WithholdResults>()).RunAsync(aim, Token))!.Drivers[0].Below[0].Below[0];
        Assert.Equal("Ambient drafting of the visit note", node.Title);
        Assert.Equal(["Note time"], node.Measures.Select(measure => measure.Title));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Records_AreFoundByThoseWhoMay(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        var id = (await db.Set<Cycle>().SingleAsync(c => c.Number == 1, Token)).Id;
        using (bench.Act(editor))
        {
            Assert.Contains((await bench.Get<RecordKinds>().FindAsync("TWO PHYS", null, 5, Token)), found => found.Record == new RecordRef(Cycle.RecordKind, id));
            var summary = (await bench.Get<RecordKinds>().SummariseAsync(new RecordRef(Cycle.RecordKind, id), Token))!;
            Assert.Equal(("Cycle 1: Ambient drafting with two physicians", "adapted", true, true), (summary.Title, summary.State, summary.IsDone, summary.MayChange));
        }

        using (bench.Act(stranger))
        {
            Assert.Empty(await bench.Get<RecordKinds>().FindAsync("two phys", null, 5, Token));
            Assert.Null(await bench.Get<RecordKinds>().SummariseAsync(new RecordRef(Cycle.RecordKind, id), Token));
        }
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task CyclesFromBeforeTheNumberOfPeople_AreOfFew_AndKeepTheirPrediction(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        using (bench.Act()) Assert.True((await bench.Get<SaveCycle>().RunAsync(null, A.CycleForm(), Token)).Succeeded);
        await using (var db = await bench.Dbs.CreateDbContextAsync(Token))
        {
            await db.GetService<IMigrator>().MigrateAsync("Improvement", Token);
            await db.GetService<IMigrator>().MigrateAsync("CyclePeople", Token);
        }

        await using var after = await bench.Dbs.CreateDbContextAsync(Token);
        var cycles = await after.Set<Cycle>().AsNoTracking().OrderBy(c => c.CreatedAt).ToListAsync(Token);
        Assert.Equal([true, true, true, false], cycles.OrderByDescending(cycle => cycle.PredictionIsFixed).Select(cycle => cycle.PredictionIsFixed));
        Assert.Equal("Drafted notes", cycles.Single(cycle => !cycle.PredictionIsFixed).Title);
        Assert.All(cycles, cycle => Assert.True(cycle.IsOfFew));
        // What search knew of them is gone, until it is made anew without what was found.
        Assert.False(await after.Set<SearchDocument>().AnyAsync(Token));
    }

    private static async Task<RecordBench> StartAsync(StoreKind store, Papers? measures = null)
    {
        var bench = await RecordBench.StartAsync(store, services =>
        {
            if (measures is null) return;
            // Measures of the test stand in for whatever module brings the real ones.
            services.RemoveAll<IRecordKind>();
            services.AddSingleton<IRecordKind>(measures).AddSingleton<IRecordKind, AimKind>().AddSingleton<IRecordKind, DriverKind>().AddSingleton<IRecordKind, ChangeIdeaKind>().AddSingleton<IRecordKind, CycleKind>();
        });
        using (bench.Act()) await bench.Get<MakeDemoImprovement>().RunAsync(goLive, Token);
        return bench;
    }
}
