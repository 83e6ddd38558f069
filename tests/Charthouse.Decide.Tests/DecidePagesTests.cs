using System.Net;
using AngleSharp.Dom;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;

namespace Charthouse.Decide.Tests;

/// <summary>Requests and decisions over HTTP, without script.</summary>
public sealed class DecidePagesTests
{
    private static readonly (string Name, string Value)[] text = [("Form.Title", "Potassium asks three times"), ("Form.Problem", "It asks me three times"), ("Form.Place", "Medicine"), ("Form.HowOften", "Each shift"), ("Form.DesiredState", "It asks once")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task FromTheFirstDraftToTheAnswer(StoreKind store)
    {
        await using var workbench = await ServedWorkbench.StartAsync(store);
        using var clinician = await workbench.SignInAsync(BuiltInRoles.Clinician, followRedirects: true);
        using var analyst = await workbench.SignInAsync(BuiltInRoles.Informatics, followRedirects: true);
        using var member = await workbench.SignInAsync(BuiltInRoles.CommitteeMember, followRedirects: true);
        using var cmio = await workbench.SignInAsync(BuiltInRoles.Cmio, followRedirects: true);

        // A draft with a title only; sending it asks kindly for the rest and loses nothing.
        var request = await SentAsync(clinician, "/requests/new", "request", ("Form.Title", "Potassium"), ("Form.Act", "draft"));
        Assert.DoesNotContain("Potassium", await TextAsync(analyst, "/requests?state=all"), StringComparison.Ordinal);
        using (var refused = await ServedWorkbench.PostFormAsync(clinician, request + "/edit", "request", ("Form.Problem", "It asks me three times"), ("Form.Act", "send")))
        {
            var page = ServedWorkbench.Parse(await refused.Content.ReadAsStringAsync(Token));
            Assert.Equal(["Form.DesiredState", "Form.Place", "Form.HowOften"], page.QuerySelectorAll("[aria-invalid=true]").Select(input => input.GetAttribute("name")));
            Assert.Equal("It asks me three times", page.QuerySelector("textarea[name='Form.Problem']")!.TextContent);
        }

        await SentAsync(clinician, request + "/edit", "request", [.. text, ("Form.Act", "send")]);

        // The team asks, the clinician answers, the team estimates and moves it on.
        await SentAsync(analyst, request, "ask", ("Asked.Question", "Which order set?"));
        Assert.Contains("Which order set?", await TextAsync(clinician, request), StringComparison.Ordinal);
        await SentAsync(clinician, request, "reply", ("Answered.Reply", "The <script>admission</script> one"));
        var shown = await ServedWorkbench.PageAsync(analyst, request);
        Assert.Contains("The <script>admission</script> one", shown.QuerySelector("#clarification")!.TextContent, StringComparison.Ordinal);
        await SentAsync(analyst, request, "triage", ("Triaged.Owner", "Order set team"), ("Triaged.EffortHours", "14"), ("Triaged.CrossesDepartments", "yes"));
        await SentAsync(analyst, request, "move-Team-Ready");

        // Two raters; one leaves money out, and the other does not.
        var levels = Charthouse.Decide.Scoring.Scale.Default.Criteria.Select(criterion => ($"Form.Levels[{criterion.Key}]", "3")).ToArray();
        await SentAsync(member, request + "/score", "score", levels[..^1]);
        Assert.Contains("No level yet for Money", await TextAsync(member, request), StringComparison.Ordinal);
        await SentAsync(cmio, request + "/score", "score", levels);
        shown = await ServedWorkbench.PageAsync(member, request);
        Assert.Contains("60 of 100, ÷ 1 for effort S = 60.0", shown.Body!.TextContent, StringComparison.Ordinal);
        await SentAsync(analyst, request, "move-Team-Scored");
        var row = (await ServedWorkbench.PageAsync(analyst, "/requests")).QuerySelector(".ch-requests tbody tr")!;
        Assert.Equal(["1", "60", "60.0"], new[] { "Rank", "Score", "Score ÷ effort" }.Select(label => row.QuerySelector($"td[data-label='{label}']")!.TextContent.Trim()));
        Assert.DoesNotContain("60 of 100", await TextAsync(clinician, request), StringComparison.Ordinal);

        // The CMIO decides what the analyst prepared.
        var decision = await SentAsync(analyst, $"/decisions/new?from=request/{request.Split('/')[^1]}", "decision", ("Form.Outcome", "Approved"), ("Form.Text", "One warning"), ("Form.Rationale", "Nobody reads three"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(clinician, decision));
        await SentAsync(cmio, decision, "decide");
        Assert.Contains("Nobody reads three", await TextAsync(clinician, request), StringComparison.Ordinal);
        Assert.Contains("One warning", await TextAsync(clinician, decision), StringComparison.Ordinal);
        Assert.Contains("it was approved by Test cmio", await TextAsync(clinician, "/notifications"), StringComparison.Ordinal);
        Assert.Equal(["Request", "Decision"], (await ServedWorkbench.PageAsync(clinician, request)).QuerySelectorAll(".ch-ribbon li.done .nm a").Select(name => name.TextContent));

        // Built, released, measured, closed.
        foreach (var next in new[] { "Build", "Test", "Release", "Measuring", "Closed" }) await SentAsync(analyst, request, "move-Team-" + next);
        Assert.Equal(11, (await ServedWorkbench.PageAsync(clinician, request)).QuerySelectorAll(".ch-states > li").Length - 1);
        var csv = await TextAsync(analyst, "/requests/export.csv?state=over");
        Assert.Contains("R-0001,Potassium asks three times,closed,", csv, StringComparison.Ordinal);
        Assert.Contains("Declined,decline-share,0,%,,1", await TextAsync(analyst, "/requests/measures/export.csv"), StringComparison.Ordinal);
        Assert.Contains("D-0001,Potassium asks three times,decided,approved,", await TextAsync(analyst, "/decisions/export.csv"), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task SentTwice_ItIsOneRequest_AndTheSecondEditorChooses(StoreKind store)
    {
        await using var workbench = await ServedWorkbench.StartAsync(store);
        using var analyst = await workbench.SignInAsync(BuiltInRoles.Informatics, followRedirects: true);
        var key = Guid.CreateVersion7().ToString();
        var first = await SentAsync(analyst, "/requests/new", "request", [.. text, ("Form.Key", key), ("Form.Act", "send")]);
        Assert.Equal(first, await SentAsync(analyst, "/requests/new", "request", [.. text, ("Form.Key", key), ("Form.Act", "send")]));
        await SentAsync(analyst, first + "/edit", "request", ("Form.Place", "Surgery"));
        using var late = await ServedWorkbench.PostFormAsync(analyst, first + "/edit", "request", ("Form.Version", "3"), ("Form.Base[Place]", "Medicine"), ("Form.Place", "Pediatrics"));
        var merge = ServedWorkbench.Parse(await late.Content.ReadAsStringAsync(Token)).QuerySelector("form.ch-merge")!;
        Assert.Equal(["Pediatrics", "Surgery"], merge.QuerySelectorAll("input[type=radio]").Select(radio => radio.GetAttribute("value")));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Committee_IsMade_VotesAndIsCounted(StoreKind store)
    {
        await using var workbench = await ServedWorkbench.StartAsync(store);
        using var cmio = await workbench.SignInAsync(BuiltInRoles.Cmio, followRedirects: true);
        using var member = await workbench.SignInAsync(BuiltInRoles.CommitteeMember, followRedirects: true);
        var form = await ServedWorkbench.PageAsync(cmio, "/committees/new");
        string AccountOf(string name) => form.QuerySelectorAll("select[name='Form.Members[0].Account'] option").First(option => option.TextContent.StartsWith(name, StringComparison.Ordinal)).GetAttribute("value")!;
        using (var wrong = await ServedWorkbench.PostFormAsync(cmio, "/committees/new", "committee", ("Form.Name", "Alerts"), ("Form.RequiredRoles", "pharmacy"), ("Form.Members[0].Account", AccountOf("Test cmio"))))
        {
            Assert.Contains("Nobody has the role pharmacy", await wrong.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        await SentAsync(cmio, "/committees/new", "committee", ("Form.Name", "Alerts"), ("Form.Members[0].Account", AccountOf("Test cmio")), ("Form.Members[0].Role", "chair"), ("Form.Members[1].Account", AccountOf("Test committee-member")));
        var decision = await SentAsync(cmio, "/decisions/new", "decision", ("Form.Title", "Quiet alert"), ("Form.Question", "Quiet?"), ("Form.Outcome", "Approved"), ("Form.Text", "Quiet"), ("Form.Rationale", "Loud"), ("Form.Risk", "Ai"));
        using (var alone = await ServedWorkbench.PostFormAsync(cmio, decision, "decide")) Assert.Contains("One person cannot decide this: its clinical risk is AI", await alone.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await SentAsync(cmio, decision, "open");
        var ballot = (await ServedWorkbench.PageAsync(member, decision)).QuerySelector("input[name='Voting.Ballot']")!.GetAttribute("value")!;
        await SentAsync(member, decision, "vote-" + ballot, ("Voting.Choice", "Yes"));
        await SentAsync(cmio, decision, "behalf-" + ballot, ("Voting.Choice", "No"), ("Voting.Note", "By phone"));
        await SentAsync(cmio, decision, "vote-" + ballot, ("Voting.Choice", "Yes"));
        var page = await ServedWorkbench.PageAsync(cmio, decision);
        Assert.Contains("Written down by Test cmio", page.QuerySelector(".ch-votes")!.TextContent, StringComparison.Ordinal);
        await SentAsync(cmio, decision, "count-" + ballot);
        page = await ServedWorkbench.PageAsync(member, decision);
        Assert.Contains("Not carried, 1 to 1.", page.QuerySelector("#ballot")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Alerts", await TextAsync(member, "/committees/export.csv"), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Pages_AreOpenToThoseWhoMay(StoreKind store)
    {
        const string nothing = "01900000-0000-7000-8000-000000000000";
        await using var workbench = await ServedWorkbench.StartAsync(store);
        foreach (var (role, addresses) in new (string, (string Address, HttpStatusCode Expected)[])[]
        {
            (BuiltInRoles.Clinician, [("/requests", HttpStatusCode.OK), ("/requests/new", HttpStatusCode.OK), ("/decisions", HttpStatusCode.OK), ("/committees", HttpStatusCode.Forbidden), ("/requests/measures", HttpStatusCode.Forbidden), ("/requests/scale", HttpStatusCode.Forbidden), ("/decisions/new", HttpStatusCode.Forbidden), ($"/requests/{nothing}/score", HttpStatusCode.Forbidden), ("/committees/export.csv", HttpStatusCode.Forbidden), ("/requests/export.xlsx", HttpStatusCode.OK)]),
            (BuiltInRoles.Administrator, [("/requests", HttpStatusCode.Forbidden), ("/decisions/export.csv", HttpStatusCode.Forbidden)]),
            (BuiltInRoles.Auditor, [("/requests", HttpStatusCode.OK), ("/requests/scale", HttpStatusCode.OK), ("/requests/new", HttpStatusCode.Forbidden)]),
            (BuiltInRoles.Cmio, [($"/requests/{nothing}", HttpStatusCode.NotFound), ($"/requests/{nothing}/edit", HttpStatusCode.NotFound), ($"/requests/{nothing}/score", HttpStatusCode.NotFound), ($"/decisions/{nothing}", HttpStatusCode.NotFound), ($"/decisions/{nothing}/edit", HttpStatusCode.NotFound), ($"/committees/{nothing}", HttpStatusCode.NotFound), ("/requests/new?from=nonsense", HttpStatusCode.OK), ($"/decisions/new?from=request/{nothing}", HttpStatusCode.OK), ("/requests/measures?from=nonsense&to=9999-12-31", HttpStatusCode.OK), ("/requests/measures/export.xlsx", HttpStatusCode.OK), ("/requests/scale?on=2000-01-01", HttpStatusCode.OK), ("/committees/new", HttpStatusCode.OK)]),
        })
        {
            using var visitor = await workbench.SignInAsync(role);
            foreach (var (address, expected) in addresses) Assert.True(expected == await StatusAsync(visitor, address), $"{role} {address}: {await StatusAsync(visitor, address)}");
        }
    }

    /// <summary>Sends a form that is taken, and answers with the path that it leads to.</summary>
    private static async Task<string> SentAsync(HttpClient visitor, string page, string form, params (string Name, string Value)[] fields)
    {
        using var answer = await ServedWorkbench.PostFormAsync(visitor, page, form, fields);
        var shown = ServedWorkbench.Parse(await answer.Content.ReadAsStringAsync(Token));
        Assert.True(answer.IsSuccessStatusCode, $"{page} {form}: {answer.StatusCode}");
        Assert.Equal("", string.Join(' ', shown.QuerySelectorAll("[role=alert], .ch-field .err").Select(alert => alert.TextContent.Trim())));
        return answer.RequestMessage!.RequestUri!.AbsolutePath;
    }

    private static async Task<string> TextAsync(HttpClient visitor, string address)
    {
        using var answer = await visitor.GetAsync(new Uri(address, UriKind.Relative), Token);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync(Token);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient visitor, string address)
    {
        using var answer = await visitor.GetAsync(new Uri(address, UriKind.Relative), Token);
        return answer.StatusCode;
    }
}
