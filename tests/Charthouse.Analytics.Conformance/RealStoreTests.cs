using Charthouse.Analytics.Activity;
using Charthouse.Analytics.Reference;
using Charthouse.AuditActivity;
using Charthouse.Lake;
using Charthouse.Measure;
using Charthouse.Platform.Storage;
using Charthouse.Store.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Analytics.Conformance;

/// <summary>The same with the manifest in the workbench database, as the program has it.</summary>
public sealed class RealStoreTests
{
    [Theory]
    [InlineData(1, 60)]
    [InlineData(2, 60)]
    [InlineData(3, 20)]
    public async Task WorkbenchManifest_GivesTheRowsOfTheReference(int seed, int size)
    {
        await using var stores = new Stores();
        using var lake = new TestLake(stores.Open);
        var scenario = Scenarios.Make(seed, size);
        await scenario.ImportAsync(lake);
        var reference = new ReferenceEngine(scenario.Reference());
        foreach (var question in Scenarios.ActivityQuestions(seed, scenario, 6))
            Assert.Equal(await Answers.TextAsync(reference, question), await Answers.TextAsync(lake.Engine, question));
        Assert.Equal(await Answers.TextAsync(reference, new ActionTotals()), await Answers.TextAsync(lake.Engine, new ActionTotals()));

        // The same again changes nothing.
        await scenario.ImportAsync(lake);
        Assert.Equal(await Answers.TextAsync(reference, new ActionTotals()), await Answers.TextAsync(lake.Engine, new ActionTotals()));
    }

    // An import removes the files that it replaced at once; whoever asks meanwhile must not notice.
    [Fact]
    public async Task QuestionsDuringImports_AreAnswered()
    {
        using var lake = new TestLake();
        lake.Clock.Now = Scenario.ImportedAt;
        var start = Microseconds.FromInstant(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));
        var asked = 0;
        var imports = Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                // On a busy machine the imports would be over before anybody asks: every third waits for a question.
                while (Volatile.Read(ref asked) < i / 3) await Task.Delay(1, TestContext.Current.CancellationToken);
                var events = Enumerable.Range(0, 2 * (i + 1)).Select(n => new TestEvent("U" + (n % 5), start + (n * Microseconds.PerSecond), "open"));
                await lake.TakeAsync(new ImportRequest { ImportId = "", EventFiles = [lake.Write($"events{i}.csv", Scenario.EventsCsv(events))] });
            }
        }, TestContext.Current.CancellationToken);
        long seen = 0;
        while (!imports.IsCompleted)
        {
            var rows = await lake.Engine.AskAsync(new ActionTotals(), CancellationToken.None);
            var events = rows.Count == 0 ? 0 : Assert.Single(rows).Events;
            Assert.True(events >= seen && events % 2 == 0, $"{events} events after {seen}");
            seen = events;
            Interlocked.Increment(ref asked);
        }

        await imports;
        Assert.True(asked >= 8);
        Assert.Equal(50, Assert.Single(await lake.Engine.AskAsync(new ActionTotals(), CancellationToken.None)).Events);
    }

    private sealed class Stores : IAsyncDisposable
    {
        private readonly List<ServiceProvider> opened = [];

        public ILakeManifest Open(string dataDirectory)
        {
            var services = new ServiceCollection().AddLogging().AddSqliteStore(dataDirectory).AddMeasure(dataDirectory).BuildServiceProvider();
            opened.Add(services);
            using var db = services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContext();
            db.Database.Migrate();
            return services.GetRequiredService<ILakeManifest>();
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var services in opened) await services.DisposeAsync();
        }
    }
}
