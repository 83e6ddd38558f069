using System.Net;
using AngleSharp.Dom;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;

namespace Charthouse.Improve.Tests;

/// <summary>Aims and cycles over HTTP, without script.</summary>
public sealed class ImprovePagesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task FromAnAimToTheSecondCycle(StoreKind store)
    {
        await using var workbench = await ServedWorkbench.StartAsync(store);
        using var visitor = await workbench.SignInAsync(BuiltInRoles.ProjectLead, followRedirects: true);

        // An aim, a driver below a driver, an idea.
        var aim = await SentAsync(visitor, "/aims/new", "aim", ("Form.Title", "Note time down"), ("Form.Measured", "Note time per visit"), ("Form.StartValue", "11.4"), ("Form.TargetValue", "9"), ("Form.Unit", "min"), ("Form.DueOn", "2026-12-30"), ("Form.Owner", "Documentation committee"));
        var page = await ServedWorkbench.PageAsync(visitor, aim);
        Assert.Contains("No driver yet", page.Body!.TextContent, StringComparison.Ordinal);
        var primary = await SentAsync(visitor, aim + "/drivers/new", "part", ("Form.Title", "Less typing"));
        var above = primary[(primary.IndexOf("#part-", StringComparison.Ordinal) + 6)..];
        var secondary = (await SentAsync(visitor, $"{aim}/drivers/new?below={above}", "part", ("Form.Title", "Draft ready at once"))).Split("#part-")[1];
        var idea = (await SentAsync(visitor, $"{aim}/ideas/new?driver={secondary}", "part", ("Form.Title", "Ambient drafting"))).Split("#part-")[1];
        page = await ServedWorkbench.PageAsync(visitor, aim);
        Assert.Equal(["Less typing", "Draft ready at once", "Ambient drafting"], page.QuerySelectorAll(".ch-drivers li .what").Select(title => title.TextContent));
        Assert.NotNull(page.QuerySelector($".ch-drivers > ul > li > ul > li > ul > li[id='part-{idea}']"));

        // The first cycle, from the idea.
        var first = await SentAsync(visitor, $"/cycles/new?idea={idea}", "cycle", ("Form.Title", "Two physicians"), ("Form.Owner", "Sam"), ("Form.Prediction", "Two minutes less"), ("Form.PredictedValue", "9.5"), ("Form.Measured", "Note time per visit"), ("Form.Unit", "min"), ("Form.Scale", "OneClinician"), ("Form.People", "5"));
        Assert.Equal(["met", "met"], (await ChecksAsync(visitor, first)).Where(state => state == "met"));
        using (var early = await ServedWorkbench.PostFormAsync(visitor, first + "/decide", "decision", ("Form.Decision", "Adopt"), ("Form.DecidedOn", "2026-08-01"), ("Form.DecisionReason", "It works")))
        {
            Assert.Contains("Write down first when the cycle ended", await early.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        await SentAsync(visitor, first + "/edit", "cycle", ("Form.StartedOn", "2026-07-13"), ("Form.EndedOn", "2026-07-24"), ("Form.Data", "2026-07-13 11.8\n2026-07-17 9.9\n2026-07-24 9.1"), ("Form.Findings", "It fell after two days."), ("Form.PredictionHeld", "Yes"));
        page = await ServedWorkbench.PageAsync(visitor, first);
        Assert.Contains("The last of 3 days has 9.1\u202Fmin, 0.4\u202Fmin below; the mean of all is 10.27\u202Fmin.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, page.QuerySelectorAll(".ch-chartframe tbody tr").Length);

        // The second one grows out of the decision.
        using (var soon = await visitor.GetAsync(new Uri($"/cycles/new?after={first.Split('/')[^1]}", UriKind.Relative), Token)) Assert.Contains("Decide this cycle first", await soon.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await SentAsync(visitor, first + "/decide", "decision", ("Form.Decision", "Adopt"), ("Form.DecidedOn", "2026-07-27"), ("Form.DecisionReason", "It works"));
        page = await ServedWorkbench.PageAsync(visitor, first);
        var next = page.QuerySelector(".ch-actions a.primary")!;
        Assert.Equal("Plan the next cycle", next.TextContent.Trim());
        var second = await SentAsync(visitor, "/" + next.GetAttribute("href"), "cycle", ("Form.Prediction", "It holds for a team"));
        page = await ServedWorkbench.PageAsync(visitor, second);
        Assert.Equal(["1. Two physicians", "2. Two physicians"], page.QuerySelectorAll(".ch-ramp .nm").Select(name => name.TextContent.Trim()));
        Assert.Equal(["s2", "s3"], page.QuerySelectorAll(".ch-ramp li").Select(step => step.ClassName));
        Assert.Equal(["met", "met", "met", "met"], await ChecksAsync(visitor, second));
        Assert.Contains("2 linked cycles", (await ServedWorkbench.PageAsync(visitor, aim)).QuerySelector(".ch-drivers")!.TextContent, StringComparison.Ordinal);

        using var csv = await visitor.GetAsync(new Uri("/cycles/export.csv?state=adopted", UriKind.Relative), Token);
        Assert.Equal(
            "Cycle,Number,Aim,Change idea,Owner,State,Scale,People behind each figure,From,Until,Prediction,Prediction held,Days with data,Key features of its chain\r\nTwo physicians,1,Note time down,Ambient drafting,Sam,adopted,one clinician,5,2026-07-13,2026-07-24,Two minutes less,yes,3,4\r\n",
            (await csv.Content.ReadAsStringAsync(Token)).ReplaceLineEndings("\r\n"));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task SecondEditor_ChoosesFieldByField(StoreKind store)
    {
        await using var workbench = await ServedWorkbench.StartAsync(store);
        using var visitor = await workbench.SignInAsync(BuiltInRoles.Cmio, followRedirects: true);
        var cycle = await SentAsync(visitor, "/cycles/new", "cycle", ("Form.Title", "Drafts"), ("Form.Owner", "Sam"), ("Form.Measured", "Note time"), ("Form.Scale", "OneVisit"), ("Form.People", "5"));
        await SentAsync(visitor, cycle + "/edit", "cycle", ("Form.Scale", "OneTeam"), ("Form.Data", "2026-07-13 11"));
        using var late = await ServedWorkbench.PostFormAsync(visitor, cycle + "/edit", "cycle", ("Form.Version", "1"), ("Form.Base[Scale]", "OneVisit"), ("Form.Base[Data]", ""), ("Form.Scale", "OneClinician"), ("Form.Data", "2026-07-13 12"));
        var merge = ServedWorkbench.Parse(await late.Content.ReadAsStringAsync(Token)).QuerySelector("form.ch-merge")!;
        Assert.Equal(["OneClinician", "OneTeam", "2026-07-13 12", "2026-07-13 11"], merge.QuerySelectorAll("input[type=radio]").Select(radio => radio.GetAttribute("value")));
        Assert.Contains("one visit or patient", merge.TextContent, StringComparison.Ordinal);

        using var content = new FormUrlEncodedContent(merge.QuerySelectorAll("input[type=hidden]").Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value") ?? "")).Append(new("Form.Scale", "OneClinician")).Append(new("Form.Data", "2026-07-13 12")));
        using var again = await visitor.PostAsync(new Uri(cycle + "/edit", UriKind.Relative), content, Token);
        var page = ServedWorkbench.Parse(await again.Content.ReadAsStringAsync(Token));
        Assert.Equal("Drafts", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("s2", page.QuerySelector(".ch-ramp li")!.ClassName);
        Assert.Contains("The one value is 12.", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task WhatWasFoundWithFew_IsKeptFromReaders(StoreKind store)
    {
        // Told from words of the plan by their sound alone.
        string[] secrets = ["11.77", "Zephyr", "Quokka", "Marmalade", "Tangerine", "in part"];
        await using var workbench = await ServedWorkbench.StartAsync(store);
        using var editor = await workbench.SignInAsync(BuiltInRoles.Cmio, followRedirects: true);
        using var reader = await workbench.SignInAsync(BuiltInRoles.Executive, followRedirects: true);
        var aim = await SentAsync(editor, "/aims/new", "aim", ("Form.Title", "Note time down"), ("Form.Measured", "Note time"), ("Form.TargetValue", "9"), ("Form.DueOn", "2026-12-30"), ("Form.Owner", "Sam"));
        var driver = (await SentAsync(editor, aim + "/drivers/new", "part", ("Form.Title", "Less typing"))).Split("#part-")[1];
        var idea = (await SentAsync(editor, $"{aim}/ideas/new?driver={driver}", "part", ("Form.Title", "Drafts"))).Split("#part-")[1];
        var cycle = await SentAsync(editor, $"/cycles/new?idea={idea}", "cycle", ("Form.Title", "Two physicians"), ("Form.Owner", "Sam"), ("Form.Prediction", "Two minutes less"), ("Form.Measured", "Note time"), ("Form.People", "2"));
        await SentAsync(editor, cycle + "/edit", "cycle", ("Form.StartedOn", "2026-07-13"), ("Form.EndedOn", "2026-07-24"), ("Form.Data", "2026-07-13 11.77\n2026-07-17 11.77 Zephyr"), ("Form.WhatHappened", "Zephyr"), ("Form.Surprises", "Quokka"), ("Form.Findings", "Marmalade"), ("Form.PredictionHeld", "Partly"));
        await SentAsync(editor, cycle + "/decide", "decision", ("Form.Decision", "Adopt"), ("Form.DecidedOn", "2026-07-27"), ("Form.DecisionReason", "Tangerine"));
        string[] addresses = [cycle, cycle + "?history=2", aim, "/cycles", "/cycles/export.csv", cycle + "/data.csv", "/search?q=Two+physicians"];

        foreach (var address in addresses)
        {
            var text = await TextAsync(reader, address);
            Assert.All(secrets, secret => Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{address} shows {secret}"));
        }

        Assert.DoesNotContain("Two physicians", await TextAsync(reader, "/search?q=Marmalade"), StringComparison.Ordinal);

        var page = await ServedWorkbench.PageAsync(reader, cycle);
        Assert.Contains("Each figure rests on 2 people, and groups under 5 are not shown.", page.QuerySelector(".ch-alert")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(7, page.QuerySelectorAll(".ch-pdsa .ch-supp").Length);
        Assert.Contains("(hidden)", page.QuerySelector(".ch-history")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Two minutes less", page.QuerySelector(".ch-pdsa")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Hidden to protect the people in small groups.", await TextAsync(reader, cycle + "/data.csv"), StringComparison.Ordinal);
        Assert.Contains("Hidden to protect the people in small groups.", await TextAsync(reader, "/cycles/export.csv"), StringComparison.Ordinal);

        var own = await TextAsync(editor, cycle);
        Assert.All(secrets, secret => Assert.Contains(secret, own, StringComparison.Ordinal));
        Assert.Contains("held in part", await TextAsync(editor, "/cycles"), StringComparison.Ordinal);
        Assert.Contains("11.77", await TextAsync(editor, cycle + "/data.csv"), StringComparison.Ordinal);

        // With more people behind each figure everybody sees, and search finds, what was found.
        await SentAsync(editor, cycle + "/edit", "cycle", ("Form.People", "5"));
        var open = await TextAsync(reader, cycle);
        Assert.All(secrets, secret => Assert.Contains(secret, open, StringComparison.Ordinal));
        Assert.Contains("Two physicians", await TextAsync(reader, "/search?q=Marmalade"), StringComparison.Ordinal);

        static async Task<string> TextAsync(HttpClient visitor, string address)
        {
            using var answer = await visitor.GetAsync(new Uri(address, UriKind.Relative), Token);
            Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
            return await answer.Content.ReadAsStringAsync(Token);
        }
    }

    [Fact]
    public async Task Owner_SeesWhatWasFound_WithoutEditing()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var editor = await workbench.SignInAsync(BuiltInRoles.Cmio, followRedirects: true);
        using var owner = await workbench.SignInAsync(BuiltInRoles.Executive, followRedirects: true);
        var cycle = await SentAsync(editor, "/cycles/new", "cycle", ("Form.Title", "Mine"), ("Form.Owner", "Test executive"), ("Form.Measured", "Note time"), ("Form.People", "1"));
        await SentAsync(editor, cycle + "/edit", "cycle", ("Form.Findings", "Marmalade"));
        Assert.Contains("Marmalade", (await ServedWorkbench.PageAsync(owner, cycle)).Body!.TextContent, StringComparison.Ordinal);
        await SentAsync(editor, cycle + "/edit", "cycle", ("Form.Owner", "Somebody else"));
        Assert.DoesNotContain("Marmalade", (await ServedWorkbench.PageAsync(owner, cycle)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefusedPrediction_StandsAsItWas()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var editor = await workbench.SignInAsync(BuiltInRoles.Cmio, followRedirects: true);
        var cycle = await SentAsync(editor, "/cycles/new", "cycle", ("Form.Title", "Drafts"), ("Form.Owner", "Sam"), ("Form.Prediction", "Two minutes less"), ("Form.Measured", "Note time"), ("Form.People", "5"));
        using (var together = await ServedWorkbench.PostFormAsync(editor, cycle + "/edit", "cycle", ("Form.Prediction", "One minute less"), ("Form.Data", "2026-07-13 9"))) Assert.Contains("A prediction comes before the data. Save it first", await together.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await SentAsync(editor, cycle + "/edit", "cycle", ("Form.Data", "2026-07-13 9"));
        using var late = await ServedWorkbench.PostFormAsync(editor, cycle + "/edit", "cycle", ("Form.Prediction", "One minute less"));
        var page = ServedWorkbench.Parse(await late.Content.ReadAsStringAsync(Token));
        Assert.Contains("the prediction stays as it was", page.QuerySelector(".ch-field .err")!.TextContent, StringComparison.Ordinal);
        // The field cannot be typed into, so it holds what can be saved.
        Assert.Equal("Two minutes less", page.QuerySelector("textarea[name='Form.Prediction'][readonly]")!.TextContent.Trim());
        Assert.Contains("Prediction is fixed", (await ServedWorkbench.PageAsync(editor, cycle)).QuerySelector(".ch-history")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archiving_SaysWhy_AndADriverGoesAfterItsBranches()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var visitor = await workbench.SignInAsync(BuiltInRoles.Informatics, followRedirects: true);
        var aim = await SentAsync(visitor, "/aims/new", "aim", ("Form.Title", "Fewer clicks"), ("Form.Measured", "Clicks"), ("Form.TargetValue", "9"), ("Form.DueOn", "2026-12-30"), ("Form.Owner", "Sam"));
        var driver = (await SentAsync(visitor, aim + "/drivers/new", "part", ("Form.Title", "Fewer alerts"))).Split("#part-")[1];
        var idea = (await SentAsync(visitor, $"{aim}/ideas/new?driver={driver}", "part", ("Form.Title", "Retire one"))).Split("#part-")[1];
        using (var silent = await ServedWorkbench.PostFormAsync(visitor, $"{aim}/ideas/{idea}", "archive", ("Archiving.Reason", " "))) Assert.Contains("Say in a few words why", await silent.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using (var full = await ServedWorkbench.PostFormAsync(visitor, $"{aim}/drivers/{driver}", "archive", ("Archiving.Reason", "Not ours"))) Assert.Contains("Archive or move them first", await full.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await SentAsync(visitor, $"{aim}/ideas/{idea}", "archive", ("Archiving.Reason", "Done elsewhere"));
        await SentAsync(visitor, $"{aim}/drivers/{driver}", "archive", ("Archiving.Reason", "Not ours"));
        var page = await ServedWorkbench.PageAsync(visitor, aim);
        Assert.Empty(page.QuerySelectorAll(".ch-drivers li"));
        Assert.Contains("Archived parts (2)", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Done elsewhere", page.QuerySelector(".ch-history")!.TextContent, StringComparison.Ordinal);

        await SentAsync(visitor, aim + "/edit", "archive", ("Archiving.Reason", "Merged"));
        Assert.Empty((await ServedWorkbench.PageAsync(visitor, "/aims")).QuerySelectorAll("tbody tr"));
        Assert.Single((await ServedWorkbench.PageAsync(visitor, "/aims?state=archived")).QuerySelectorAll("tbody tr"));
        using var refused = await ServedWorkbench.PostFormAsync(visitor, aim + "/drivers/new", "part", ("Form.Title", "Late"));
        Assert.Contains("This aim is archived", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_AreOpenToThoseWhoMay()
    {
        const string nothing = "01900000-0000-7000-8000-000000000000";
        await using var workbench = await ServedWorkbench.StartAsync();
        foreach (var (role, addresses) in new (string, (string Address, HttpStatusCode Expected)[])[]
        {
            (BuiltInRoles.Clinician, [("/aims", HttpStatusCode.OK), ("/cycles", HttpStatusCode.OK), ("/aims/export.xlsx", HttpStatusCode.OK), ("/aims/new", HttpStatusCode.Forbidden), ("/cycles/new", HttpStatusCode.Forbidden)]),
            (BuiltInRoles.Administrator, [("/aims", HttpStatusCode.Forbidden), ("/cycles/export.csv", HttpStatusCode.Forbidden), ($"/cycles/{nothing}/data.csv", HttpStatusCode.Forbidden)]),
            (BuiltInRoles.Cmio, [($"/cycles/{nothing}", HttpStatusCode.NotFound), ($"/cycles/new?after={nothing}", HttpStatusCode.NotFound), ($"/aims/{nothing}/ideas/new", HttpStatusCode.NotFound), ($"/cycles/{nothing}/data.csv", HttpStatusCode.NotFound), ("/cycles/new?after=nonsense", HttpStatusCode.OK)]),
        })
        {
            using var visitor = await workbench.SignInAsync(role);
            foreach (var (address, expected) in addresses)
            {
                using var answer = await visitor.GetAsync(new Uri(address, UriKind.Relative), Token);
                Assert.True(expected == answer.StatusCode, $"{role} {address}: {answer.StatusCode}");
            }
        }
    }

    /// <summary>Sends a form that is taken, and answers with the address that it leads to, with its fragment.</summary>
    private static async Task<string> SentAsync(HttpClient visitor, string page, string form, params (string Name, string Value)[] fields)
    {
        using var answer = await ServedWorkbench.PostFormAsync(visitor, page, form, fields);
        var shown = ServedWorkbench.Parse(await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("", string.Join(' ', shown.QuerySelectorAll("[role=alert], .ch-field .err").Select(alert => alert.TextContent.Trim())));
        var address = answer.RequestMessage!.RequestUri!;
        Assert.NotEqual(page.Split('?')[0], address.AbsolutePath);
        return address.PathAndQuery + address.Fragment;
    }

    private static async Task<List<string>> ChecksAsync(HttpClient visitor, string cycle) =>
        [.. (await ServedWorkbench.PageAsync(visitor, cycle)).QuerySelectorAll(".ch-checked > li").Select(check => check.ClassName ?? "")];
}
