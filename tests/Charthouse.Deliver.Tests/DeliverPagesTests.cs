using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;

namespace Charthouse.Deliver.Tests;

/// <summary>Projects, go-lives and effects over HTTP, without script.</summary>
public sealed class DeliverPagesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task FromAProjectToAConfirmedEffect(StoreKind store)
    {
        await using var workbench = await ServedWorkbench.StartAsync(store);
        using var visitor = await workbench.SignInAsync(BuiltInRoles.ProjectLead, followRedirects: true);

        // A project out of another record, which is shown before it is saved.
        var aim = await SentAsync(visitor, "/aims/new", "aim", ("Form.Title", "Fewer windows per order"), ("Form.Measured", "Windows"), ("Form.TargetValue", "1"), ("Form.DueOn", "2024-12-30"), ("Form.Owner", "Sam"));
        var from = $"/projects/new?from=aim/{aim.Split('/')[^1]}";
        var start = await ServedWorkbench.PageAsync(visitor, from);
        Assert.Contains("Comes out of: Fewer windows per order", start.QuerySelector(".ch-alert")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Fewer windows per order", start.QuerySelector("input[name='Form.Title']")!.GetAttribute("value"));
        var project = await SentAsync(visitor, from, "project", ("Form.Title", "One question"), ("Form.Change", "One window instead of three"), ("Form.Owner", "Sam"), ("Form.StartsOn", "2024-01-08"), ("Form.State", "Running"), ("Form.Departments", "Harbor\nNorth"));
        var page = await ServedWorkbench.PageAsync(visitor, project);
        Assert.Equal("P-001", page.QuerySelector(".ch-crumbs [aria-current]")!.TextContent);
        Assert.Contains("Fewer windows per order", page.QuerySelector(".ch-links")!.TextContent, StringComparison.Ordinal);

        // The checklist is ticked where it stands.
        await PostedAsync(visitor, project, "add-item", ("Added.Text", "Way back tested"), ("Added.DueOn", "2024-02-01"));
        page = await ServedWorkbench.PageAsync(visitor, project);
        Assert.Contains("Sam, by Thu 1 Feb 2024, late", Words(page.QuerySelector(".ch-tasks li")!), StringComparison.Ordinal);
        var item = page.QuerySelector(".ch-tasks li")!.Id!["item-".Length..];
        await PostedAsync(visitor, project, $"tick-{item}");
        page = await ServedWorkbench.PageAsync(visitor, project);
        Assert.Equal("done", page.QuerySelector(".ch-tasks li")!.ClassName);
        Assert.Contains("1 of 1 done", Words(page.QuerySelector("#checklist")!), StringComparison.Ordinal);
        await SentAsync(visitor, $"{project}/checklist/{item}", "item", ("Form.Text", "Way back tested twice"));

        // A go-live, first wrong, then right.
        var plan = $"/go-lives/new?from=project/{project.Split('/')[^1]}";
        using (var wrong = await ServedWorkbench.PostFormAsync(visitor, plan, "go-live", ("Form.Name", "Three sites"), ("Form.PlannedOn", "2024-01-07"), ("Form.State", "Live"), ("Form.LiveOn", "2199-01-01"), ("Form.GoNote", "Kept as typed")))
        {
            var again = ServedWorkbench.Parse(await wrong.Content.ReadAsStringAsync(Token));
            Assert.Contains("The project starts on 2024-01-08; nothing of it goes live before.", Words(again.QuerySelector("main")!), StringComparison.Ordinal);
            Assert.Contains("This day has not come yet.", Words(again.QuerySelector("main")!), StringComparison.Ordinal);
            Assert.Equal("Kept as typed", again.QuerySelector("textarea[name='Form.GoNote']")!.TextContent);
            Assert.Equal("Harbor\nNorth", again.QuerySelector("textarea[name='Form.Departments']")!.TextContent.ReplaceLineEndings("\n"));
        }

        var live = await SentAsync(visitor, plan, "go-live", ("Form.Name", "Three sites"), ("Form.PlannedOn", "2024-03-04"));
        using (var done = await ServedWorkbench.PostFormAsync(visitor, project + "/edit", "project", ("Form.State", "Done"))) Assert.Contains("The go-live “Three sites” is still planned.", Words(ServedWorkbench.Parse(await done.Content.ReadAsStringAsync(Token)).QuerySelector("main")!), StringComparison.Ordinal);
        var shortcut = (await ServedWorkbench.PageAsync(visitor, live)).QuerySelector(".ch-actions a.primary")!;
        Assert.Equal("Say that it is live", shortcut.TextContent.Trim());
        await SentAsync(visitor, "/" + shortcut.GetAttribute("href"), "go-live");
        Assert.Contains("Live since Mon 4 Mar 2024, for Harbor and North.", Words((await ServedWorkbench.PageAsync(visitor, live)).QuerySelector("main")!), StringComparison.Ordinal);

        // The effect needs a measure or a reason; it is confirmed with one button.
        var write = $"/effects/new?from=go-live/{live.Split('/')[^1]}";
        using (var bare = await ServedWorkbench.PostFormAsync(visitor, write, "effect", ("Form.Finding", "Two windows less."), ("Form.Found", "Improved"), ("Form.LookedUntil", "2024-04-01")))
        {
            var again = ServedWorkbench.Parse(await bare.Content.ReadAsStringAsync(Token));
            Assert.Contains("No measure is linked. Choose the measures that show it, or say why none does.", Words(again.QuerySelector("main")!), StringComparison.Ordinal);
            Assert.True(again.QuerySelector("input[value=Improved]")!.HasAttribute("checked"));
        }

        var effect = await SentAsync(visitor, write, "effect", ("Form.Finding", "Two windows less."), ("Form.Found", "Improved"), ("Form.LookedUntil", "2024-04-01"), ("Form.NoMeasureReason", "Counted by hand"));
        await PostedAsync(visitor, effect, "confirm");
        page = await ServedWorkbench.PageAsync(visitor, effect);
        Assert.Contains("by Test project-lead", Words(page.QuerySelector(".ch-said")!), StringComparison.Ordinal);
        Assert.Equal(["todo", "todo", "todo", "now", "done", "done", "todo"], page.QuerySelectorAll(".ch-ribbon > li").Select(step => step.ClassName == "late" ? "now" : step.ClassName));
        await SentAsync(visitor, project + "/edit", "project", ("Form.State", "Done"));

        foreach (var (address, expected) in new[]
        {
            ("/projects/export.csv?state=done", "P-001,One question,One window instead of three,Sam,done,,2024-01-08,,Harbor; North,1,1,,2024-03-04"),
            ("/go-lives/export.csv?state=live", "Three sites,P-001,One question,Sam,Harbor; North,,2024-03-04,2024-03-04,,live,,,0,improved,Two windows less.,"),
            ("/effects/export.csv?state=confirmed&found=Improved", "Two windows less.,improved,Counted by hand,Three sites,2024-03-04,P-001,One question,Sam,2024-04-01,2024-03-25,"),
        })
        {
            using var csv = await visitor.GetAsync(new Uri(address, UriKind.Relative), Token);
            Assert.Contains(expected, (await csv.Content.ReadAsStringAsync(Token)).ReplaceLineEndings("\n").Split('\n')[1], StringComparison.Ordinal);
        }

        foreach (var (address, count) in new[] { ("/projects", 1), ("/projects?state=running", 0), ("/projects?q=north", 1), ("/go-lives?q=p-001", 1), ("/go-lives?state=unmeasured", 0), ("/effects?found=Worse", 0), ("/effects", 1) })
            Assert.Equal((address, count), (address, (await ServedWorkbench.PageAsync(visitor, address)).QuerySelectorAll("main tbody tr").Length));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task GoLive_OpensBeforeAndAfterWithOneClick_AndBack(StoreKind store)
    {
        await using var workbench = await ServedWorkbench.StartAsync(store);
        using var visitor = await workbench.SignInAsync(BuiltInRoles.Informatics, followRedirects: true);
        var measure = await SentAsync(visitor, "/measures/new", "measure", ("Form.Name", "Windows per order"), ("Form.Direction", "Decrease"), ("Form.Figures", "Number"), ("Form.Frequency", "Weekly"));
        var rows = string.Join('\n', Enumerable.Range(0, 30).Select(i => string.Create(CultureInfo.InvariantCulture, $"{new DateOnly(2024, 1, 1).AddDays(7 * i):yyyy-MM-dd}\t{(i < 18 ? 40 : 30) + i * 7 % 5}")));
        using (var entered = await ServedWorkbench.PostFormAsync(visitor, measure + "/points", "paste", ("Form.Rows", rows))) Assert.True(entered.IsSuccessStatusCode);
        var project = await SentAsync(visitor, "/projects/new", "project", ("Form.Title", "One question"), ("Form.Change", "Fewer windows"), ("Form.Owner", "Sam"));
        var live = await SentAsync(visitor, $"/go-lives/new?from=project/{project.Split('/')[^1]}", "go-live", ("Form.Departments", "Harbor"), ("Form.PlannedOn", "2024-05-06"), ("Form.State", "Live"), ("Form.LiveOn", "2024-05-06"));
        using (var linked = await ServedWorkbench.PostFormAsync(visitor, $"{project}?link-kind=measure&link-find=Windows", "add-link", ("AddedLink.Relation", "-Measures"), ("AddedLink.Target", $"measure/{measure.Split('/')[^1]}"))) Assert.True(linked.IsSuccessStatusCode);

        // The go-live stands on the chart, and the chart's analysis stands on the page of the go-live.
        Assert.NotNull((await ServedWorkbench.PageAsync(visitor, measure)).QuerySelector($"a[href='{live[1..]}']"));
        var page = await ServedWorkbench.PageAsync(visitor, live);
        Assert.Contains("lower than the earlier trend would have led to", Words(page.QuerySelector(".ch-rows")!), StringComparison.Ordinal);
        var analysis = page.QuerySelector("a[href*='/before-after/go-live/']")!.GetAttribute("href")!;
        var effect = await ServedWorkbench.PageAsync(visitor, "/" + analysis);
        Assert.Contains("What “Go-live: One question” of Mon 6 May 2024 changed", Words(effect.QuerySelector(".ch-pagehead")!), StringComparison.Ordinal);
        Assert.NotNull(effect.QuerySelector($".ch-actions a[href='{live[1..]}']"));
        Assert.DoesNotContain("Other recorded changes", Words(effect.QuerySelector("main")!), StringComparison.Ordinal);

        // An intervention that says the same stands on the chart once, and is no other change.
        var intervention = await SentAsync(visitor, "/interventions/new", "intervention", ("Form.Name", "Go-live by hand"), ("Form.On", "2024-05-06"), ("Form.Measures", measure.Split('/')[^1]));
        Assert.Contains("Other recorded changes", Words((await ServedWorkbench.PageAsync(visitor, "/" + analysis)).QuerySelector("main")!), StringComparison.Ordinal);
        using (var twin = await ServedWorkbench.PostFormAsync(visitor, $"{live}?link-kind=intervention&link-find=hand", "add-link", ("AddedLink.Relation", "Duplicates"), ("AddedLink.Target", $"intervention/{intervention.Split('/')[^1]}"))) Assert.True(twin.IsSuccessStatusCode);
        Assert.DoesNotContain("Other recorded changes", Words((await ServedWorkbench.PageAsync(visitor, "/" + analysis)).QuerySelector("main")!), StringComparison.Ordinal);
        Assert.Null((await ServedWorkbench.PageAsync(visitor, measure)).QuerySelector($".ch-wideplot a[href='{live[1..]}']"));

        // The measures of the go-live are offered for its effect.
        var write = $"/effects/new?from=go-live/{live.Split('/')[^1]}";
        Assert.True((await ServedWorkbench.PageAsync(visitor, write)).QuerySelector("input[name='Form.Measures']")!.HasAttribute("checked"));
        var found = await SentAsync(visitor, write, "effect", ("Form.Finding", "Ten windows less."), ("Form.Found", "Improved"), ("Form.LookedUntil", "2024-06-01"));
        Assert.Equal("/" + analysis, "/" + (await ServedWorkbench.PageAsync(visitor, found)).QuerySelector(".ch-rows a.ch-btn")!.GetAttribute("href"));

        // Nothing happened around this measure under another name, and nobody reads it who may not see measures.
        foreach (var unknown in new[] { analysis.Replace("go-live", "cycle", StringComparison.Ordinal), analysis.Replace("2024-05-06", "2024-05-07", StringComparison.Ordinal) })
        {
            using var answer = await visitor.GetAsync(new Uri("/" + unknown, UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task SecondEditor_ChoosesFieldByField()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var visitor = await workbench.SignInAsync(BuiltInRoles.Cmio, followRedirects: true);
        var project = await SentAsync(visitor, "/projects/new", "project", ("Form.Title", "One question"), ("Form.Change", "Fewer windows"), ("Form.Owner", "Sam"));
        await SentAsync(visitor, project + "/edit", "project", ("Form.Title", "Theirs"), ("Form.State", "Running"), ("Form.StartsOn", "2024-01-08"));
        using var late = await ServedWorkbench.PostFormAsync(visitor, project + "/edit", "project", ("Form.Version", "1"), ("Form.Base[Title]", "One question"), ("Form.Base[State]", "Planned"), ("Form.Title", "Mine"), ("Form.State", "Planned"));
        var merge = ServedWorkbench.Parse(await late.Content.ReadAsStringAsync(Token)).QuerySelector("form.ch-merge")!;
        Assert.Equal(["Mine", "Theirs", "Planned", "Running"], merge.QuerySelectorAll("input[type=radio]").Select(radio => radio.GetAttribute("value")));
        Assert.Contains("running", merge.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongInput_IsAnsweredInWords()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var visitor = await workbench.SignInAsync(BuiltInRoles.Cmio, followRedirects: true);
        using (var empty = await ServedWorkbench.PostFormAsync(visitor, "/projects/new", "project"))
        {
            var page = ServedWorkbench.Parse(await empty.Content.ReadAsStringAsync(Token));
            Assert.Equal(["Give a title.", "Give what it changes, in words that a clinician understands.", "Give an owner: a person or a committee."], page.QuerySelectorAll(".ch-field .err").Select(error => error.TextContent.Trim()));
        }

        using (var wild = await ServedWorkbench.PostFormAsync(visitor, "/projects/new", "project", ("Form.Title", new string('x', 100_000)), ("Form.Change", "<script>alert(1)</script> 😀 שלום"), ("Form.Owner", "Sam"), ("Form.StartsOn", "yesterday"), ("Form.State", "Nonsense")))
        {
            var page = ServedWorkbench.Parse(await wild.Content.ReadAsStringAsync(Token));
            Assert.Equal(2, page.QuerySelectorAll(".ch-field .err").Length);
            Assert.Equal("<script>alert(1)</script> 😀 שלום", page.QuerySelector("textarea[name='Form.Change']")!.TextContent);
        }

        var project = await SentAsync(visitor, "/projects/new", "project", ("Form.Title", "<b>bold</b>"), ("Form.Change", "<script>alert(1)</script> 😀 שלום"), ("Form.Owner", "Sam"));
        var shown = await ServedWorkbench.PageAsync(visitor, project);
        Assert.Equal("<b>bold</b>", shown.QuerySelector("h1")!.TextContent);
        Assert.Empty(shown.QuerySelectorAll("main script"));
        using (var nameless = await ServedWorkbench.PostFormAsync(visitor, project, "add-item", ("Added.Text", " ")))
        {
            var page = ServedWorkbench.Parse(await nameless.Content.ReadAsStringAsync(Token));
            Assert.Contains("Give what must be ready.", Words(page.QuerySelector("#checklist")!), StringComparison.Ordinal);
            Assert.True(page.QuerySelector("#checklist details")!.HasAttribute("open"));
        }

        using (var nowhere = await ServedWorkbench.PostFormAsync(visitor, "/go-lives/new", "go-live", ("Form.Name", "Three sites"), ("Form.Departments", "Harbor"), ("Form.PlannedOn", "2030-01-01"))) Assert.Contains("Choose the project that goes live.", await nowhere.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using (var ofNothing = await ServedWorkbench.PostFormAsync(visitor, "/effects/new", "effect", ("Form.Finding", "Better."), ("Form.Found", "Improved"))) Assert.Contains("Choose the go-live whose effect it is.", await ofNothing.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Contains("cannot be shown", Words((await ServedWorkbench.PageAsync(visitor, $"/projects/new?from=decision/{Guid.CreateVersion7()}")).QuerySelector("main")!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_AreOpenToThoseWhoMay()
    {
        const string nothing = "01900000-0000-7000-8000-000000000000";
        await using var workbench = await ServedWorkbench.StartAsync();
        using var editor = await workbench.SignInAsync(BuiltInRoles.Cmio, followRedirects: true);
        var project = await SentAsync(editor, "/projects/new", "project", ("Form.Title", "One question"), ("Form.Change", "Fewer windows"), ("Form.Owner", "Sam"));
        foreach (var (role, addresses) in new (string, (string Address, HttpStatusCode Expected)[])[]
        {
            (BuiltInRoles.Clinician, [("/projects", HttpStatusCode.OK), (project, HttpStatusCode.OK), ("/go-lives", HttpStatusCode.OK), ("/effects/export.xlsx", HttpStatusCode.OK), ("/projects/new", HttpStatusCode.Forbidden), (project + "/edit", HttpStatusCode.Forbidden), ("/go-lives/new", HttpStatusCode.Forbidden), ("/effects/new", HttpStatusCode.Forbidden)]),
            (BuiltInRoles.Administrator, [("/projects", HttpStatusCode.Forbidden), ("/go-lives/export.csv", HttpStatusCode.Forbidden), ($"/effects/{nothing}", HttpStatusCode.Forbidden)]),
            (BuiltInRoles.Cmio, [($"/projects/{nothing}", HttpStatusCode.NotFound), ($"/projects/{nothing}/edit", HttpStatusCode.NotFound), ($"{project}/checklist/{nothing}", HttpStatusCode.NotFound), ($"/go-lives/{nothing}", HttpStatusCode.NotFound), ($"/effects/{nothing}/edit", HttpStatusCode.NotFound), ("/go-lives/new?from=nonsense", HttpStatusCode.OK), ("/effects/new?from=project/x", HttpStatusCode.OK)]),
        })
        {
            using var visitor = await workbench.SignInAsync(role);
            foreach (var (address, expected) in addresses)
            {
                using var answer = await visitor.GetAsync(new Uri(address, UriKind.Relative), Token);
                Assert.True(expected == answer.StatusCode, $"{role} {address}: {answer.StatusCode}");
            }
        }

        using var reader = await workbench.SignInAsync(BuiltInRoles.Clinician);
        var seen = await ServedWorkbench.PageAsync(reader, project);
        Assert.Empty(seen.QuerySelectorAll("#checklist form"));
        // Who sees the page may send its forms by hand; that changes nothing.
        var token = seen.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var content = new FormUrlEncodedContent([new("_handler", "add-item"), new("__RequestVerificationToken", token), new("Added.Text", "Sneaked in")]);
        using var sneaked = await reader.PostAsync(new Uri(project, UriKind.Relative), content, Token);
        Assert.DoesNotContain("Sneaked in", await (await editor.GetAsync(new Uri(project, UriKind.Relative), Token)).Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private static string Words(INode node) => string.Join(' ', node.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Sends a form that is taken, and answers with the address that it leads to, without its fragment.</summary>
    private static async Task<string> SentAsync(HttpClient visitor, string page, string form, params (string Name, string Value)[] fields)
    {
        using var answer = await ServedWorkbench.PostFormAsync(visitor, page, form, fields);
        var shown = ServedWorkbench.Parse(await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("", string.Join(' ', shown.QuerySelectorAll("[role=alert], .err").Select(alert => alert.TextContent.Trim())));
        var address = answer.RequestMessage!.RequestUri!;
        Assert.NotEqual(page.Split('?')[0], address.AbsolutePath);
        return address.AbsolutePath;
    }

    /// <summary>Sends a form of a page that leads back to it.</summary>
    private static async Task PostedAsync(HttpClient visitor, string page, string form, params (string Name, string Value)[] fields)
    {
        using var answer = await ServedWorkbench.PostFormAsync(visitor, page, form, fields);
        var shown = ServedWorkbench.Parse(await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("", string.Join(' ', shown.QuerySelectorAll("[role=alert], .err").Select(alert => alert.TextContent.Trim())));
    }
}
