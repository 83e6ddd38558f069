using Charthouse.Measure.Imports;

namespace Charthouse.Measure.Tests.Importing;

public sealed class QueueTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restart_ResumesWhatWaitedAndWhatRan()
    {
        var before = await RunningWorkbench.StartAsync();
        using (await before.HoldImportsAsync())
        {
            await before.SendFormAsync([("events", "october.csv", Logs.Events)]);
            await before.SendFormAsync([("events", "bad rows.csv", Logs.WithBadRows)]);
            await RunningWorkbench.UntilAsync(before.ImportsAsync, imports => imports.Count == 2 && imports[0].State == ImportState.Running);
            await before.StopAsync();
        }

        await using var after = await RunningWorkbench.StartAsync(before.Data);
        var finished = await after.FinishedAsync(2);
        Assert.Equal([ImportState.Accepted, ImportState.AcceptedWithIssues], finished.Select(import => import.State));
        Assert.Equal([4L, 2L], finished.Select(import => import.RowsNew));
    }

    [Fact]
    public async Task Restart_AfterTheCommit_DoesNotRunAgain()
    {
        var before = await RunningWorkbench.StartAsync();
        await before.SendFormAsync([("events", "october.csv", Logs.Events)]);
        var committed = Assert.Single(await before.FinishedAsync(1));
        await before.StopAsync();
        // As if the program had been killed before it removed the upload.
        var folder = Directory.CreateDirectory(Path.Combine(before.Data, "uploads", committed.Id, "00001-events"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "october.csv"), Logs.Events, Token);

        await using var after = await RunningWorkbench.StartAsync(before.Data);
        await RunningWorkbench.UntilAsync(() => Task.FromResult(Directory.Exists(folder.FullName)), exists => !exists);
        var import = Assert.Single(await after.ImportsAsync());
        Assert.Equal((ImportState.Accepted, 4, 0), (import.State, import.RowsNew, import.RowsKnown));
    }

    [Fact]
    public async Task Cancel_StopsWhatRunsAndWhatWaits()
    {
        await using var workbench = await RunningWorkbench.StartAsync();
        using (await workbench.HoldImportsAsync())
        {
            await workbench.SendFormAsync([("events", "october.csv", Logs.Events)]);
            await workbench.SendFormAsync([("events", "bad rows.csv", Logs.WithBadRows)]);
            var open = await RunningWorkbench.UntilAsync(workbench.ImportsAsync, imports => imports.Count == 2 && imports[0].State == ImportState.Running);
            Assert.Equal(ImportState.Queued, open[1].State);
            var page = (await workbench.PageAsync("/imports")).QuerySelector("main")!;
            Assert.Equal(2, page.QuerySelectorAll("ch-progress").Length);
            Assert.Contains("2 imports, one after another", page.TextContent, StringComparison.Ordinal);

            foreach (var import in open.AsEnumerable().Reverse()) (await workbench.PostAsync($"/imports/{import.Id}/cancel")).EnsureSuccessStatusCode();
            var stopped = await workbench.FinishedAsync(2);
            Assert.All(stopped, import => Assert.Equal(ImportState.Cancelled, import.State));
        }

        Assert.Contains("No data yet", (await workbench.PageAsync("/imports")).QuerySelector(".ch-appbar")!.TextContent, StringComparison.Ordinal);
        await RunningWorkbench.UntilAsync(() => Task.FromResult(Directory.GetDirectories(Path.Combine(workbench.Data, "uploads")).Length), count => count == 0);
        var again = await workbench.PostAsync($"/imports/{(await workbench.ImportsAsync())[0].Id}/cancel");
        again.EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Cancel_OfWhatEnded_SaysSo()
    {
        await using var workbench = await RunningWorkbench.StartAsync();
        await workbench.SendFormAsync([("events", "october.csv", Logs.Events)]);
        var import = Assert.Single(await workbench.FinishedAsync(1));
        var page = await (await workbench.PostAsync($"/imports/{import.Id}/cancel")).Content.ReadAsStringAsync(Token);
        Assert.Contains("This import has ended already", page, StringComparison.Ordinal);
        Assert.Equal(ImportState.Accepted, Assert.Single(await workbench.ImportsAsync()).State);
    }

    [Fact]
    public async Task TwoAtOnce_RunOneAfterTheOther()
    {
        await using var workbench = await RunningWorkbench.StartAsync();
        await workbench.AntiforgeryAsync();
        await Task.WhenAll(
            workbench.SendFormAsync([("events", "october.csv", Logs.Events)]),
            workbench.SendFormAsync([("events", "bad rows.csv", Logs.WithBadRows)]));
        var imports = await workbench.FinishedAsync(2);
        Assert.Equal(6, imports.Sum(import => import.RowsNew));
    }

    [Fact]
    public async Task Events_EndWithDone()
    {
        await using var workbench = await RunningWorkbench.StartAsync();
        Import import;
        Task<string> events;
        using (await workbench.HoldImportsAsync())
        {
            await workbench.SendFormAsync([("events", "october.csv", Logs.Events)]);
            import = (await RunningWorkbench.UntilAsync(workbench.ImportsAsync, imports => imports is [{ State: ImportState.Running }]))[0];
            events = workbench.Client.GetStringAsync($"/imports/{import.Id}/events", Token);
            await Task.Delay(700, Token);
        }

        var text = await events;
        Assert.Contains("\"done\":false", text, StringComparison.Ordinal);
        Assert.Contains("Waiting for another import", text, StringComparison.Ordinal);
        Assert.EndsWith("\"done\":true}", text.TrimEnd(), StringComparison.Ordinal);
    }
}
