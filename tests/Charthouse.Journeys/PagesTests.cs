using Charthouse.Platform.Permissions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Charthouse.Journeys;

/// <summary>What holds of every page: readable by everybody, on every screen, without a complaint of the browser.</summary>
public sealed class PagesTests(Stage stage)
{
    private static readonly AxeRunOptions contrast = new() { RunOnly = new() { Type = "rule", Values = ["color-contrast"] } };
    private static readonly AxeRunOptions wcag22aa = new() { RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"] } };

    public static TheoryData<string> Addresses =>
    [
        "/", "/activity", "/activity?windows=all", "/activity?specialty=Urology", $"/activity?specialty={WrittenLog.SmallSpecialty}",
        "/definitions", "/definitions/ehr-time",
        "/measures", "/measures?q=no+such+measure", "/measures/new", "/measures/board", "/interventions", "/interventions/new",
        "/imports", "/imports/written-log", "/imports?problem=measure.import-no-file",
        "/actions/unmapped", "/actions/unmapped?show=all", "/actions/action?name=" + WrittenLog.UnmappedAction,
        "/search", "/search?q=ehr", "/search?q=ehr&kind=definition", "/search?q=nothing+has+these+words",
        "/notifications", "/notifications?show=unread", "/account/notifications", "/imports?state=Rejected&view-problem=access.view-name",
        "/account", "/account/password", "/account/authenticator", "/account/data", "/account/close",
        "/people", "/people?q=nobody", "/people/new", "/people/import", "/people/log-users", "/people/log-users?show=people", "/organisation", "/organisation/new", "/orphaned",
        "/aims", "/aims?state=archived", "/aims/new", "/cycles", "/cycles?state=open", "/cycles/new",
        "/today", "/pain-points", "/pain-points/posters", "/requests/new", "/surveys/rounds/new", "/projects/new", "/effects/new",
        "/not-found",
    ];

    [Theory, MemberData(nameof(Addresses))]
    public async Task Page_IsReadableByEverybody(string address) => await CheckAsync(stage.Workbench, address);

    // What stands after a blank is the link to follow from there.
    public static TheoryData<string> AdministrationAddresses =>
    [
        "/accounts", "/accounts?state=Closed", "/accounts tbody th a", "/accounts/invite", "/roles", "/roles thead th a", "/tokens", "/tokens/new", "/outbox", "/account/email",
    ];

    [Theory, MemberData(nameof(AdministrationAddresses))]
    public async Task PageOfAdministration_IsReadableByEverybody(string address)
    {
        var parts = address.Split(' ', 2);
        await CheckAsync(stage.Workbench, parts[0], BuiltInRoles.Administrator, parts.ElementAtOrDefault(1));
    }

    [Theory]
    [InlineData("/activity/mine")]
    [InlineData("/activity/shared")]
    public async Task PageForClinicians_IsReadableByEverybody(string address) => await CheckAsync(stage.Workbench, address, BuiltInRoles.Clinician);

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-in?notice=signed-out")]
    [InlineData("/definitions")]
    [InlineData("/forgot-password")]
    [InlineData("/forgot-password?done=1")]
    [InlineData("/reset-password?done=1")]
    [InlineData("/reset-password?account=1&token=2")]
    [InlineData("/invitation")]
    [InlineData("/confirm-email?email=a@example.org")]
    [InlineData("/problems")]
    [InlineData("/report")]
    [InlineData("/problems/platform.changed-meanwhile")]
    public async Task PageForVisitors_IsReadableByEverybody(string address) => await CheckAsync(stage.Workbench, address, role: null);

    [Fact]
    public async Task SetUp_IsReadableByEverybody()
    {
        await using var empty = await Workbench.StartEmptyAsync(isSetUp: false);
        await CheckAsync(empty, "/", role: null);
    }

    [Fact]
    public async Task PagesWithoutData_AreReadableByEverybody()
    {
        await using var empty = await Workbench.StartEmptyAsync();
        foreach (var address in (string[])["/activity", "/imports", "/actions/unmapped"]) await CheckAsync(empty, address);
    }

    [Fact]
    public async Task MeasuresAndCycles_AreReadableByEverybody()
    {
        await using var workbench = await Workbench.StartWithLogAsync();
        await workbench.FollowAsync();
        await using var visitor = await stage.LookInAsync(workbench, BuiltInRoles.Cmio);
        foreach (var (list, pages) in new (string, string[])[]
        {
            ("/measures tbody tr:last-child th a", ["", "/compare", "/points", "/chart", "/edit"]), ("/measures tbody th a", [""]), ("/interventions tbody th a", [""]), ("/aims tbody th a", [""]), ("/cycles tbody th a", [""]),
        })
        {
            var parts = list.Split(' ', 2);
            await visitor.Page.GotoAsync(parts[0]);
            var address = "/" + await visitor.Page.Locator(parts[1]).First.GetAttributeAsync("href");
            foreach (var page in pages) await CheckAsync(workbench, address + page, BuiltInRoles.Cmio);
        }

        await CheckAsync(workbench, "/measures/board", BuiltInRoles.Cmio);
    }

    [Fact]
    public async Task DrawnChart_IsDownloadedAsAPicture()
    {
        await using var workbench = await Workbench.StartEmptyAsync();
        await workbench.FollowAsync(withLog: false);
        await using var visitor = await stage.LookInAsync(workbench, BuiltInRoles.Cmio);
        await visitor.Page.GotoAsync("/measures");
        await visitor.Page.Locator("tbody tr:last-child th a").ClickAsync();
        // What is recorded from the chart is drawn on it.
        var chart = visitor.Page.Url;
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Record intervention" }).ClickAsync();
        await visitor.Page.GetByLabel("What was changed").FillAsync("New notes");
        await visitor.Page.GetByLabel("First day with it").FillAsync("2026-06-01");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Record", Exact = true }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "New notes", Level = 1 }).WaitForAsync();
        await visitor.Page.GotoAsync(chart);
        foreach (var (kind, beginning) in new[] { ("SVG", "<svg "u8.ToArray()), ("PNG", [0x89, (byte)'P', (byte)'N', (byte)'G']) })
        {
            var file = await visitor.Page.RunAndWaitForDownloadAsync(() => visitor.Page.GetByRole(AriaRole.Button, new() { Name = kind }).ClickAsync());
            var bytes = await File.ReadAllBytesAsync((await file.PathAsync())!, TestContext.Current.CancellationToken);
            Assert.Equal(beginning, bytes[..beginning.Length]);
            Assert.EndsWith("." + kind.ToLowerInvariant(), file.SuggestedFilename, StringComparison.Ordinal);
            if (kind != "SVG") continue;
            // The picture stands alone: no class, which would need the page's stylesheet.
            var picture = System.Text.Encoding.UTF8.GetString(bytes);
            Assert.DoesNotContain("class=", picture, StringComparison.Ordinal);
            Assert.Contains("Notes signed within 24 hours", picture, StringComparison.Ordinal);
            // Its pins are in words too.
            Assert.Contains("New notes", picture, StringComparison.Ordinal);
        }

        // One tab stop; from there the arrow keys read point after point, and the last one has its say at once.
        var plot = visitor.Page.Locator("ch-plot.ch-wideplot");
        await visitor.Page.Locator("h1").FocusAsync();
        await visitor.TabToAsync(plot);
        await Assertions.Expect(plot.Locator(".tip")).ToContainTextAsync("Limits");
        var last = await plot.Locator(".tip").TextContentAsync();
        await visitor.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(plot.Locator(".tip")).Not.ToHaveTextAsync(last!);
        await Assertions.Expect(plot.GetByRole(AriaRole.Status)).ToContainTextAsync("centre");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(plot.Locator(".tip")).ToBeHiddenAsync();
        await visitor.Page.Mouse.MoveAsync(700, 500);
        await plot.HoverAsync();
        await Assertions.Expect(plot.Locator(".tip")).ToBeVisibleAsync();

        AssertNone([.. visitor.Complaints]);
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
    public async Task OpenViews_AreReadableByEverybody()
    {
        await using var visitor = await stage.EnterAsync();
        await visitor.Page.GotoAsync("/imports?state=Accepted");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Save this view" }).First.ClickAsync();
        await visitor.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("What was taken in");
        await visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Save this view" }).ClickAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "What was taken in" })).ToHaveAttributeAsync("aria-current", "true");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Views", Exact = true }).ClickAsync();
        await visitor.Page.Locator(".ch-viewedit summary").ClickAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Rename" })).ToBeVisibleAsync();
        var faults = await LookAtAsync(visitor);
        await visitor.Page.SetViewportSizeAsync(390, 844);
        faults.AddRange(await ViolationsAsync(visitor.Page, "390 px"));
        if (await OverflowAsync(visitor.Page) is { Length: > 0 } overflow) faults.Add(overflow);
        AssertNone(faults);
    }

    [Fact]
    public async Task Notifications_AreReadableByEverybody()
    {
        await using var workbench = await Workbench.StartEmptyAsync();
        await using var visitor = await stage.EnterAsync(workbench);
        await workbench.TellAsync("Your import of events-2026-10.csv and 3 more is done; there is something to look at.", "Your import of a-very-long-name-without-any-spaces-that-has-to-break-somewhere-on-a-phone-2026-10.csv was refused. Nothing was taken in.");
        await visitor.Page.GotoAsync("/notifications");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Notifications 2 new" })).ToBeVisibleAsync();
        var faults = await LookAtAsync(visitor);
        foreach (var width in (int[])[390, 320])
        {
            await visitor.Page.SetViewportSizeAsync(width, 844);
            faults.AddRange(await ViolationsAsync(visitor.Page, $"{width} px"));
            if (await OverflowAsync(visitor.Page) is { Length: > 0 } overflow) faults.Add($"{width} px: {overflow}");
        }

        AssertNone(faults);
        await visitor.Page.SetViewportSizeAsync(1440, 900);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Mark all as read" }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator(".ch-bell .n")).ToHaveCountAsync(0);
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

    private async Task CheckAsync(Workbench workbench, string address, string? role = BuiltInRoles.Informatics, string? follow = null)
    {
        await using var visitor = await stage.LookInAsync(workbench, role);
        var answer = await visitor.Page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
        Assert.NotNull(answer);
        if (follow is not null) await visitor.Page.GotoAsync("/" + await visitor.Page.Locator(follow).First.GetAttributeAsync("href"), new() { WaitUntil = WaitUntilState.NetworkIdle });
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
        // Nothing but colours is another than in the light.
        faults.AddRange(await ViolationsAsync(visitor.Page, "dark", contrast));
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        return faults;
    }

    private static async Task<List<string>> ViolationsAsync(IPage page, string look, AxeRunOptions? rules = null)
    {
        var result = await page.RunAxe(rules ?? wcag22aa);
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
