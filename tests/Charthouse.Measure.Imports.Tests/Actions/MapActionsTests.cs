using Charthouse.Analytics;
using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Lake;
using Charthouse.Measure.Actions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Measure.Tests.Actions;

public sealed class MapActionsTests : IAsyncLifetime
{
    private RunningWorkbench workbench = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        workbench = await RunningWorkbench.StartAsync();
        await workbench.SendFormAsync([("events", "october.csv", Logs.Events), ("actions", "actions.csv", Logs.Actions)]);
        await workbench.FinishedAsync(1);
    }

    public ValueTask DisposeAsync() => workbench.DisposeAsync();

    [Fact]
    public async Task Mapping_MovesTheHoursOfTheReport()
    {
        Assert.Contains("66.7 % of time and 50.0 % of rows have no category", (await MainAsync("/actions/unmapped")).Replace('\u202F', ' '), StringComparison.Ordinal);
        Assert.Equal(2 * Microseconds.PerMinute, await CategoryMicrosecondsAsync(ActivityCategory.Unmapped));

        (await workbench.PostAsync("/actions/mappings", ("action", "Odd thing"), ("category", "orders"))).EnsureSuccessStatusCode();
        await SettledAsync();

        Assert.Equal(0, await CategoryMicrosecondsAsync(ActivityCategory.Unmapped));
        Assert.Equal(2 * Microseconds.PerMinute, await CategoryMicrosecondsAsync(ActivityCategory.Orders));
        Assert.Contains("Every action has a category", await MainAsync("/actions/unmapped"), StringComparison.Ordinal);
        Assert.Equal(0, (await TotalsAsync()).Where(total => total.Category == ActivityCategory.Unmapped).Sum(total => total.Events));
    }

    [Fact]
    public async Task History_SaysFromWhatToWhatAndByWhom()
    {
        await workbench.PostAsync("/actions/mappings", ("action", "Open chart"), ("category", "results"));
        await SettledAsync();
        var page = await workbench.PageAsync("/actions/action?name=Open%20chart");
        var rows = page.QuerySelectorAll("tbody tr").Select(row => string.Join('|', row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()))).ToList();
        Assert.Equal(["Chart review|Results|a person|2", "No category|Chart review|an import|1"], rows);
    }

    [Fact]
    public async Task SeveralAtOnce_AreOneRecomputation()
    {
        var before = await VersionAsync();
        using (await workbench.HoldImportsAsync())
        {
            await workbench.PostAsync("/actions/mappings", ("action", "Open chart"), ("category", "results"), ("action", "Odd thing"), ("category", "inbox"));
            var page = await MainAsync("/actions/unmapped");
            Assert.Contains("Recomputing with the new mapping of 2 actions", page, StringComparison.Ordinal);
            Assert.Contains("not counted yet", page, StringComparison.Ordinal);
            Assert.Equal(before, await VersionAsync());
        }

        await SettledAsync();
        Assert.Equal(before + 1, await VersionAsync());
        Assert.Equal([ActivityCategory.Inbox, ActivityCategory.Results], (await TotalsAsync()).Select(total => total.Category).Order());
    }

    [Fact]
    public async Task Restart_RecomputesWhatWaited()
    {
        using (await workbench.HoldImportsAsync())
        {
            await workbench.PostAsync("/actions/mappings", ("action", "Odd thing"), ("category", "orders"));
            await workbench.StopAsync();
        }

        workbench = await RunningWorkbench.StartAsync(workbench.Data);
        await SettledAsync();
        Assert.Equal(2 * Microseconds.PerMinute, await CategoryMicrosecondsAsync(ActivityCategory.Orders));
    }

    [Theory]
    [InlineData("Odd thing", "no-such-category", "One of the categories does not exist")]
    [InlineData("No such action", "orders", "One of the actions does not occur in the log")]
    [InlineData("Odd thing", "", "No category was changed")]
    public async Task WrongChoice_SavesNothing(string action, string category, string words)
    {
        var answer = await workbench.PostAsync("/actions/mappings", ("action", "Open chart"), ("category", category.Length == 0 ? "" : "results"), ("action", action), ("category", category));
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(0, await PendingAsync());
    }

    [Fact]
    public async Task Back_LeadsNowhereElse()
    {
        var answer = await workbench.PostAsync("/actions/mappings", ("back", "https://example.org/actions/"), ("action", "Odd thing"), ("category", "orders"));
        Assert.Equal("/actions/unmapped", answer.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("localhost", answer.RequestMessage.RequestUri.Host);
        await SettledAsync();
    }

    [Fact]
    public async Task ActionName_IsText()
    {
        const string Name = "<img src=x onerror=alert(1)>";
        await workbench.SendFormAsync([("events", "odd.csv", $"event,user,at,action,patient\ng1,U1,2026-10-03T08:00:00Z,{Name},\n")]);
        await workbench.FinishedAsync(2);
        foreach (var address in new[] { "/actions/unmapped", "/actions/action?name=" + Uri.EscapeDataString(Name) })
        {
            var page = await workbench.PageAsync(address);
            Assert.Empty(page.QuerySelectorAll("main img"));
            Assert.Contains(Name, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Filter_FindsByPartOfTheName()
    {
        var rows = (await workbench.PageAsync("/actions/unmapped?show=all&q=CHART")).QuerySelectorAll("tbody tr");
        Assert.Equal("Open chart", Assert.Single(rows).QuerySelector("th")!.TextContent.Trim());
        Assert.Contains("No action has such a name", await MainAsync("/actions/unmapped?q=zzz"), StringComparison.Ordinal);
    }

    private async Task<string> MainAsync(string address) => (await workbench.PageAsync(address)).QuerySelector("main")!.TextContent;

    private async Task<long> CategoryMicrosecondsAsync(ActivityCategory category)
    {
        var period = new LocalPeriod(new DateOnly(2026, 9, 1), new DateOnly(2026, 11, 1));
        var rows = await Engine.AskAsync(new ActivityByClinician(period, CreditRule.Default, GroupBy.All, ActivityFilter.Everybody), Token);
        return rows.Sum(row => row.Totals.CategoryMicroseconds[(int)category]);
    }

    private Task<IReadOnlyList<ActionTotal>> TotalsAsync() => Engine.AskAsync(new ActionTotals(), Token);

    private IAnalyticsEngine Engine => workbench.Services.GetRequiredService<IAnalyticsEngine>();

    private Task<long> VersionAsync() => workbench.Services.GetRequiredService<ILakeManifest>().ReadVersionAsync(Token);

    private Task<int> SettledAsync() => RunningWorkbench.UntilAsync(PendingAsync, count => count == 0);

    private async Task<int> PendingAsync()
    {
        await using var db = await workbench.Services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(Token);
        return await db.Set<PendingMapping>().CountAsync(Token);
    }
}
