using System.Collections.Concurrent;
using System.Net;
using Charthouse.Access.People;
using Charthouse.Host;
using Charthouse.Platform.Storage;
using Charthouse.Stores.Conformance.Kills;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Outages;

/// <summary>PostgreSQL ends and starts in the middle of requests: readers wait, writers are told whether their change was made, and nothing is lost or written twice.</summary>
public sealed class RestartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PageDuringARestart_ComesAfterAShortWait()
    {
        Assert.SkipWhen(OwnServer.ReasonToSkip is not null, OwnServer.ReasonToSkip ?? "");
        await using var server = await OwnServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("charthouse-restart-");
        try
        {
            await using var workbench = await ServedWorkbench.StartAsync(store: TestStore.Of(new WorkbenchData(folder, server.Connection)));
            using var client = await workbench.SignInAsync("cmio");
            using (var before = await client.GetAsync(new Uri("/definitions", UriKind.Relative), Token)) Assert.Equal(HttpStatusCode.OK, before.StatusCode);
            await server.CrashAsync();
            var page = client.GetAsync(new Uri("/definitions", UriKind.Relative), Token);
            await Task.Delay(300, Token);
            Assert.False(page.IsCompleted, "The page did not need the database: the test tests nothing.");
            await server.ResumeAsync();
            using (var answer = await page) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

            // A server that stays away: words and a status, no stack trace.
            await server.CrashAsync();
            using var away = await client.GetAsync(new Uri("/definitions", UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
            Assert.Contains(WebUtility.HtmlEncode(StoreProblems.Unreachable.Message), await away.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
            await server.ResumeAsync();
            using var after = await client.GetAsync(new Uri("/definitions", UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task ServerKilledWhileOthersWrite_LosesNothing_AndWritesNothingTwice()
    {
        Assert.SkipWhen(OwnServer.ReasonToSkip is not null, OwnServer.ReasonToSkip ?? "");
        await using var server = await OwnServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("charthouse-restart-");
        try
        {
            var data = new WorkbenchData(folder, server.Connection);
            await using var services = Workbench.Services(data);
            await Workbench.MigrateAsync(services, Token);
            var dbs = services.GetRequiredService<IDbContextFactory<WorkbenchDb>>();
            var random = new Random(20260304);
            ConcurrentQueue<string> saved = [], refused = [];
            var unknown = 0;
            for (var i = 0; i < KilledWriterTests.Kills; i++)
            {
                using var stop = new CancellationTokenSource();
                var count = saved.Count;
                var writers = Enumerable.Range(0, 3).Select(_ => Task.Run(
                    async () =>
                    {
                        while (!stop.IsCancellationRequested)
                        {
                            var name = Guid.CreateVersion7().ToString("N");
                            switch (await WriteRecords.WritePairAsync(dbs, name, Token))
                            {
                                case null: saved.Enqueue(name); break;
                                case { } problem when problem == StoreProblems.OutcomeUnknown: Interlocked.Increment(ref unknown); break;
                                case { } problem:
                                    Assert.Equal(StoreProblems.Unreachable, problem);
                                    refused.Enqueue(name);
                                    break;
                            }
                        }
                    }, Token)).ToArray();
                // Whoever reads meanwhile waits, and never sees an error.
                var reader = Task.Run(
                    async () =>
                    {
                        while (!stop.IsCancellationRequested)
                        {
                            await using var db = await dbs.CreateDbContextAsync(Token);
                            Assert.InRange(await db.Set<Person>().CountAsync(Token), 0, int.MaxValue);
                        }
                    }, Token);
                while (saved.Count < count + 3) await Task.Delay(5, Token);
#pragma warning disable CA5394 // Randomness for tests.
                await Task.Delay(random.Next(100), Token);
#pragma warning restore CA5394 // As above.
                await server.CrashAsync();
                await server.ResumeAsync();
                count = saved.Count;
                while (saved.Count < count + 3) await Task.Delay(5, Token);
                await stop.CancelAsync();
                await Task.WhenAll([.. writers, reader]);
            }

            await using (var workbench = Workbench.Services(data)) await WriteRecords.AssertWholeAsync(workbench, saved, refused);
            TestContext.Current.SendDiagnosticMessage($"{saved.Count} saved, {refused.Count} refused, {unknown} unknown.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
