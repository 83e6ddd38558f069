using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Charthouse.Journeys;

/// <summary>What people come to do, from the navigation to its end.</summary>
public sealed partial class JourneysTests(Stage stage)
{
    private static readonly string samples = SamplesFolder();

    [Fact]
    public async Task Activity_IsReadByKeyboardAlone()
    {
        await using var visitor = await stage.EnterAsync();
        var page = visitor.Page;
        await page.GotoAsync("/definitions");
        await visitor.TabToAsync(Navigation(page, "Activity"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Activity");
        await Expect(page.Locator("h1")).ToBeFocusedAsync();

        var figure = page.Locator(".ch-tile .value").First;
        var before = await figure.InnerTextAsync();
        await visitor.TabToAsync(Specialty(page));
        await page.Keyboard.TypeAsync("U");
        await Expect(page).ToHaveURLAsync(stage.Workbench.Address + "/activity?specialty=Urology");
        await Expect(figure).Not.ToHaveTextAsync(before);
        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("6 clinicians");
        await Expect(Specialty(page)).ToBeFocusedAsync();

        var badge = page.Locator(".ch-tile button.ch-def").First;
        var definition = page.GetByRole(AriaRole.Dialog);
        await visitor.TabToAsync(badge);
        await page.Keyboard.PressAsync("Enter");
        await Expect(definition).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(definition).ToBeHiddenAsync();
        await Expect(badge).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Enter");
        await visitor.TabToAsync(definition.GetByRole(AriaRole.Link, new() { Name = "Full definition" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(stage.Workbench.Address + "/definitions/ehr-time");
        await Expect(page.Locator("h1")).ToHaveTextAsync("EHR time");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task SmallSpecialty_ShowsNoFigure()
    {
        await using var visitor = await stage.EnterAsync();
        await visitor.Page.GotoAsync("/activity");
        await Specialty(visitor.Page).SelectOptionAsync(WrittenLog.SmallSpecialty);
        await Expect(visitor.Page.GetByText("Hidden to protect the people in small groups", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".ch-tile")).ToHaveCountAsync(0);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Samples_AreImportedThroughTheForm()
    {
        await using var workbench = await Workbench.StartEmptyAsync();
        await using var visitor = await stage.EnterAsync(workbench);
        var page = visitor.Page;
        await page.GotoAsync("/");
        await Navigation(page, "Imports").ClickAsync();
        await Expect(page.GetByText("Nothing imported yet")).ToBeVisibleAsync();
        await ChooseSamplesAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();

        // The page follows the import and reads itself again at its end.
        var row = FinishedSamples(page);
        await Expect(row).ToContainTextAsync("Done in part");
        await Expect(row.Locator("[data-label='Read']")).ToContainTextAsync("59");
        await Expect(row.Locator("[data-label='New']")).ToHaveTextAsync("58");
        await Expect(row.Locator("[data-label='Set aside']")).ToContainTextAsync("1");

        var download = await page.RunAndWaitForDownloadAsync(() => row.GetByRole(AriaRole.Link, new() { Name = "Download the rows set aside" }).ClickAsync());
        var rejected = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal(2, rejected.Length);
        Assert.Contains("events.csv", rejected[1], StringComparison.Ordinal);

        await row.GetByRole(AriaRole.Link, new() { Name = "events.csv and 3 more", Exact = true }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("events.csv and 3 more");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Search_IsReachedByItsKey_AndReadByKeyboard()
    {
        await using var visitor = await stage.EnterAsync();
        var page = visitor.Page;
        await page.GotoAsync("/imports");
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("after/hours");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Search");
        await page.GotoAsync("/search?q=ehr+tim");
        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" })).ToBeFocusedAsync();
        await visitor.TabToAsync(page.GetByRole(AriaRole.Link, new() { Name = "EHR time", Exact = true }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(stage.Workbench.Address + "/definitions/ehr-time");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task AppBar_IsReachedInTheOrderItIsRead()
    {
        await using var visitor = await stage.EnterAsync();
        var page = visitor.Page;
        await page.GotoAsync("/definitions");
        List<string> reached = [];
        for (var presses = 0; presses < 6; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>("() => document.activeElement.getAttribute('name') ?? document.activeElement.getAttribute('href') ?? document.activeElement.localName"));
        }

        Assert.Equal(["definitions#main", "", "q", "notifications", "button", "button"], reached);
    }

    [Fact]
    public async Task UnmappedAction_IsGivenACategory()
    {
        await using var workbench = await Workbench.StartWithLogAsync();
        await using var visitor = await stage.EnterAsync(workbench);
        var page = visitor.Page;
        await page.GotoAsync("/imports");
        await page.GetByRole(AriaRole.Link, new() { Name = "Unmapped actions" }).ClickAsync();
        var purpose = page.Locator(".ch-pagehead .purpose");
        await Expect(purpose).ToContainTextAsync("% of time");
        var before = Share(await purpose.InnerTextAsync());

        await using (await workbench.HoldImportsAsync())
        {
            await page.GetByLabel("Category of " + WrittenLog.UnmappedAction).SelectOptionAsync("navigation");
            await page.GetByRole(AriaRole.Button, new() { Name = "Save all" }).First.ClickAsync();
            await Expect(page.GetByText("Recomputing with the new mapping of one action")).ToBeVisibleAsync();
            await Expect(page.GetByText("not counted yet")).ToBeVisibleAsync();
            Assert.Equal(before, Share(await purpose.InnerTextAsync()));
        }

        await Expect(purpose).ToHaveTextAsync("Every action has a category, so all time is counted in one.");
        await Expect(page.GetByText("Recomputing")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Show all actions" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = WrittenLog.UnmappedAction }).ClickAsync();
        await Expect(page.Locator("[data-label='By']").First).ToHaveTextAsync("a person");
        Assert.True(before > 10, $"{before} % of time had no category.");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task WithoutScript_FiltersApplyByButton()
    {
        await using var visitor = await stage.EnterAsync(hasScript: false);
        var page = visitor.Page;
        await page.GotoAsync("/activity");
        var figure = page.Locator(".ch-tile .value").First;
        var before = await figure.InnerTextAsync();
        await Specialty(page).SelectOptionAsync("Urology");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("[?&]specialty=Urology\\b", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(Specialty(page)).ToHaveValueAsync("Urology");
        Assert.NotEqual(before, await figure.InnerTextAsync());
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task WithoutScript_FilesAreImported()
    {
        await using var workbench = await Workbench.StartEmptyAsync();
        await using var visitor = await stage.EnterAsync(workbench, hasScript: false);
        var page = visitor.Page;
        await page.GotoAsync("/imports");
        await ChooseSamplesAsync(page);
        await using (await workbench.HoldImportsAsync())
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();
            await Expect(page).ToHaveURLAsync(workbench.Address + "/imports");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Under way" })).ToBeVisibleAsync();
        }

        var deadline = TimeProvider.System.GetTimestamp();
        while (await FinishedSamples(page).CountAsync() == 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromMinutes(1), "The import did not end within a minute.");
            await page.GetByRole(AriaRole.Link, new() { Name = "Refresh" }).ClickAsync();
        }

        await Expect(FinishedSamples(page)).ToContainTextAsync("Done in part");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Theme_StaysFromPageToPage()
    {
        await using var visitor = await stage.EnterAsync();
        var page = visitor.Page;
        await page.GotoAsync("/activity");
        var light = await BackgroundAsync(page);
        var change = page.GetByRole(AriaRole.Button, new() { Name = "theme, change" });
        await change.ClickAsync();
        await change.ClickAsync();
        await Expect(change).ToHaveAccessibleNameAsync("Dark theme, change");
        var dark = await BackgroundAsync(page);
        Assert.NotEqual(light, dark);

        await Navigation(page, "Definitions").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Definitions");
        Assert.Equal(dark, await BackgroundAsync(page));
        await page.GotoAsync("/imports");
        Assert.Equal(dark, await BackgroundAsync(page));
        await change.ClickAsync();
        await Expect(change).ToHaveAccessibleNameAsync("Auto theme, change");
        await page.ReloadAsync();
        Assert.Equal(light, await BackgroundAsync(page));
        Assert.Empty(visitor.Complaints);
    }

    private static ILocator Navigation(IPage page, string name) => page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = name });

    private static ILocator Specialty(IPage page) => page.GetByRole(AriaRole.Combobox, new() { Name = "Specialty" });

    private static ILocator FinishedSamples(IPage page) =>
        page.GetByRole(AriaRole.Table, new() { Name = "Finished imports" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "events.csv and 3 more" });

    private static async Task ChooseSamplesAsync(IPage page)
    {
        foreach (var kind in (string[])["Events", "People", "Appointments", "Actions"])
        {
            await page.GetByLabel(kind).SetInputFilesAsync(Path.Combine(samples, kind.ToLowerInvariant() + ".csv"));
        }
    }

    private static Task<string> BackgroundAsync(IPage page) => page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");

    private static double Share(string sentence) => double.Parse(Percentage().Match(sentence).Groups["share"].Value, CultureInfo.InvariantCulture);

    private static string SamplesFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Charthouse.slnx"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run inside the repository.");
        return Path.Combine(folder.FullName, "samples", "activity");
    }

    [GeneratedRegex(@"(?<share>[\d.]+)\s?%\s?of time", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Percentage();
}
