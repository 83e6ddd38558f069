using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Charthouse.Journeys;

/// <summary>What holds of every page: readable by everybody, on every screen, without a complaint of the browser.</summary>
public sealed class PagesTests(Stage stage)
{
    private static readonly AxeRunOptions wcag22aa = new() { RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"] } };

    public static TheoryData<string> Addresses =>
    [
        "/", "/activity", "/activity?windows=all", "/activity?specialty=Urology", $"/activity?specialty={WrittenLog.SmallSpecialty}",
        "/definitions", "/definitions/ehr-time",
        "/imports", "/imports/written-log", "/imports?problem=measure.import-no-file",
        "/actions/unmapped", "/actions/unmapped?show=all", "/actions/action?name=" + WrittenLog.UnmappedAction,
        "/people", "/people?q=nobody", "/people/new", "/people/import", "/people/log-users", "/people/log-users?show=people", "/organisation", "/organisation/new", "/orphaned",
        "/not-found",
    ];

    [Theory, MemberData(nameof(Addresses))]
    public async Task Page_IsReadableByEverybody(string address) => await CheckAsync(stage.Workbench, address);

    [Fact]
    public async Task PagesWithoutData_AreReadableByEverybody()
    {
        await using var empty = await Workbench.StartEmptyAsync();
        foreach (var address in (string[])["/activity", "/imports", "/actions/unmapped"]) await CheckAsync(empty, address);
    }

    [Fact]
    public async Task OpenDefinition_IsReadableByEverybody()
    {
        await using var visitor = await stage.EnterAsync();
        await visitor.Page.GotoAsync("/activity");
        await visitor.Page.Locator("button.ch-def").First.ClickAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        AssertNone(await LookAtAsync(visitor));
    }

    [Fact]
    public async Task OpenNavigation_OnAPhone_IsReadableByEverybody()
    {
        await using var visitor = await stage.EnterAsync();
        await visitor.Page.SetViewportSizeAsync(390, 844);
        await visitor.Page.GotoAsync("/activity");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Open navigation" }).ClickAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Imports" })).ToBeVisibleAsync();
        AssertNone(await ViolationsAsync(visitor.Page, "390 px"));
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Imports" }).ClickAsync();
        await Assertions.Expect(visitor.Page).ToHaveURLAsync(stage.Workbench.Address + "/imports");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" })).ToBeHiddenAsync();
    }

    private async Task CheckAsync(Workbench workbench, string address)
    {
        await using var visitor = await stage.EnterAsync(workbench);
        var answer = await visitor.Page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
        Assert.NotNull(answer);
        await Assertions.Expect(visitor.Page.Locator("h1")).ToHaveCountAsync(1);
        List<string> faults = [.. await LookAtAsync(visitor)];
        foreach (var width in (int[])[390, 320])
        {
            await visitor.Page.SetViewportSizeAsync(width, 844);
            if (width == 390) faults.AddRange(await ViolationsAsync(visitor.Page, "390 px"));
            if (await OverflowAsync(visitor.Page) is { Length: > 0 } overflow) faults.Add($"{width} px: {overflow}");
        }

        faults.AddRange(visitor.Complaints);
        AssertNone(faults);
    }

    // Assert.Empty cuts what it shows.
    private static void AssertNone(List<string> faults) => Assert.True(faults.Count == 0, string.Join('\n', faults));

    private static async Task<List<string>> LookAtAsync(Visitor visitor)
    {
        List<string> faults = [.. await ViolationsAsync(visitor.Page, "light")];
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        faults.AddRange(await ViolationsAsync(visitor.Page, "dark"));
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        return faults;
    }

    private static async Task<List<string>> ViolationsAsync(IPage page, string look)
    {
        var result = await page.RunAxe(wcag22aa);
        Assert.NotEmpty(result.Passes);
        return [.. result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{look}: {violation.Id}: {node.Html}"))];
    }

    /// <summary>What makes the page wider than the window; empty when it fits.</summary>
    private static Task<string> OverflowAsync(IPage page) => page.EvaluateAsync<string>("""
        () => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return '';
          const wide = [...document.querySelectorAll('main *, header *')].filter(element => element.getBoundingClientRect().right > width + 1);
          return `${document.documentElement.scrollWidth} px wide, by ${wide.slice(0, 5).map(element => element.outerHTML.slice(0, 120)).join(' | ')}`;
        }
        """);
}
