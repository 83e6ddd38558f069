namespace Charthouse.Measure.Tests.Importing;

/// <summary>Whoever sent an import is told how it ended, and finds it.</summary>
public sealed class NoticeTests : IAsyncLifetime
{
    private RunningWorkbench workbench = default!;

    public async ValueTask InitializeAsync() => workbench = await RunningWorkbench.StartAsync();

    public ValueTask DisposeAsync() => workbench.DisposeAsync();

    [Fact]
    public async Task Sender_IsToldHowItEnded()
    {
        await workbench.SendFormAsync([("events", "october.csv", Logs.Events)]);
        await workbench.FinishedAsync(1);
        await workbench.SendFormAsync([("events", "broken.csv", "no,such,columns\n1,2,3\n")]);
        var imports = await workbench.FinishedAsync(2);
        var page = await workbench.PageAsync("/notifications");
        Assert.Equal(
            ["New: Your import of broken.csv was refused. Nothing was taken in.", "New: Your import of october.csv is done."],
            page.QuerySelectorAll(".ch-notices .what a").Select(a => a.TextContent.Trim()));
        using var opened = await workbench.Client.GetAsync(new Uri(page.QuerySelectorAll(".ch-notices .what a")[1].GetAttribute("href")!, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("/imports/" + imports[0].Id, opened.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task Import_IsFoundByItsFilesAndSource()
    {
        await workbench.SendFormAsync([("events", "october-élan.csv", Logs.Events), ("actions", "actions.csv", Logs.Actions)], "clinic");
        var import = Assert.Single(await workbench.FinishedAsync(1));
        foreach (var words in (string[])["octob", "elan csv", "clin", "\"actions csv\""])
        {
            var page = await workbench.PageAsync("/search?kind=import&q=" + Uri.EscapeDataString(words));
            Assert.Equal(["imports/" + import.Id], page.QuerySelectorAll(".ch-hits a").Select(a => a.GetAttribute("href")));
        }
    }
}
