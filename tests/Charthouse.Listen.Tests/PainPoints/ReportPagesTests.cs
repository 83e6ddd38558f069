using System.Net;
using Charthouse.Listen.PainPoints;
using Charthouse.Platform.History;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.Tests.PainPoints;

/// <summary>From the report of somebody without a name to the answer, over HTTP and without script.</summary>
public sealed class ReportPagesTests
{
    private const string Text = "Every potassium order asks me the same thing three times: low kidney function, duplicate, and the same duplicate again.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task FromAnAnonymousReportToARatedAnswer(StoreKind store)
    {
        await using var workbench = await ServedWorkbench.StartAsync(store);
        using var phone = workbench.Visitor();

        // Reported in three fields, without a name.
        var thanks = await RedirectAsync(phone, "/report", ("Text", Text), ("Place", "4 West"), ("HowOften", "SeveralTimesAShift"));
        Assert.Matches("^/follow/[A-Z0-9-]{14}\\?thanks=1$", thanks);
        var follow = thanks.Split('?')[0];
        var page = await ServedWorkbench.PageAsync(phone, thanks);
        Assert.Equal("Thank you for speaking up", page.QuerySelector("h1")!.TextContent.Trim());
        Assert.Contains(follow[8..], page.Body!.TextContent, StringComparison.Ordinal);

        // A person of the team takes it over and asks.
        using var analyst = await workbench.SignInAsync(BuiltInRoles.Informatics, followRedirects: true);
        var queue = await ServedWorkbench.PageAsync(analyst, "/pain-points/triage");
        Assert.Contains("One report waits", queue.Body!.TextContent, StringComparison.Ordinal);
        using (var sorted = await ServedWorkbench.PostFormAsync(analyst, "/pain-points/triage", "sort", ("Form.Title", "Potassium orders ask three times"), ("Form.Kind", "Alert"), ("Form.Impact", "High"), ("Form.Urgency", "Medium"), ("Form.Owner", "Test informatics"), ("Form.NextOn", "2031-01-31"), ("Form.SecondsEachTime", "24"), ("Form.TimesADay", "8400")))
            Assert.Contains("All read", await sorted.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        var id = (await OnlyAsync(workbench)).Id;
        var record = $"/pain-points/{id}";
        using (await ServedWorkbench.PostFormAsync(analyst, record, "message", ("Written.Text", "One question: which order set?"), ("Written.IsQuestion", "true"))) { }
        using (await ServedWorkbench.PostFormAsync(analyst, record, "message", ("Written.Text", "The renal rule must stay."), ("Written.IsTeamOnly", "true"))) { }
        Assert.Equal(PainPointState.Waiting, (await OnlyAsync(workbench)).State);

        // The reporter reads the question, not the note, and answers; a patient's name is caught first.
        page = await ServedWorkbench.PageAsync(phone, follow);
        Assert.Contains("which order set?", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("renal rule", page.Body.TextContent, StringComparison.Ordinal);
        using (var caught = await ServedWorkbench.PostFormAsync(phone, follow, null, ("Text", "All of them, for Mrs Jane Miller too")))
        {
            Assert.Equal(HttpStatusCode.OK, caught.StatusCode);
            Assert.Contains("Is this a patient?", await caught.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        Assert.Equal(PainPointState.Waiting, (await OnlyAsync(workbench)).State);
        await RedirectAsync(phone, follow, ("Text", "All of them, for Mrs Jane Miller too"), ("Identity", "redact"));
        Assert.Equal(PainPointState.Open, (await OnlyAsync(workbench)).State);

        // A colleague says the same: the voice is added instead of a second report.
        using var colleague = workbench.Visitor();
        using (var offered = await ServedWorkbench.PostFormAsync(colleague, "/report", null, ("Text", "Potassium orders ask the same thing three times"), ("Place", "ICU"), ("HowOften", "OnceAShift")))
        {
            var offer = ServedWorkbench.Parse(await offered.Content.ReadAsStringAsync(Token));
            Assert.Contains("One colleague reports", offer.Body!.TextContent, StringComparison.Ordinal);
            Assert.Equal($"report/voice/{id}", offer.QuerySelector(".alike button")!.GetAttribute("formaction"));
        }

        await RedirectAsync(colleague, "/report", $"/report/voice/{id}", ("Text", "Potassium orders ask the same thing three times"), ("Place", "ICU"), ("HowOften", "OnceAShift"));

        // An answer needs words and what was done; then both have it.
        using (var refused = await ServedWorkbench.PostFormAsync(analyst, record, "answer", ("Answered.Text", ""), ("Answered.IsSent", "true")))
            Assert.Contains("Give the answer", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using (await ServedWorkbench.PostFormAsync(analyst, record, "answer", ("Answered.Text", "Since Monday there is one question, shown once."), ("Answered.Resolution", "Modification"), ("Answered.IsSent", "true"))) { }
        page = await ServedWorkbench.PageAsync(phone, follow);
        Assert.Contains("one question, shown once", page.QuerySelector(".answer")!.TextContent, StringComparison.Ordinal);
        await RedirectAsync(phone, follow, ("Rating", "Helps"));
        var seen = await ServedWorkbench.PageAsync(analyst, record);
        Assert.Contains("1 of 1 who rated it say that it helps", seen.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("to 2 people", seen.Body.TextContent, StringComparison.Ordinal);
        Assert.Contains("1,702", seen.Body.TextContent, StringComparison.Ordinal);

        // It came back: writing opens it again.
        await RedirectAsync(phone, follow, ("Text", "It asks again since today."));
        var again = await OnlyAsync(workbench);
        Assert.Equal((PainPointState.Open, 1), (again.State, again.ReopenedCount));

        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal(["All of them, for Mrs [name] too", "It asks again since today."], await db.Set<Message>().Where(m => !m.IsFromTeam).OrderBy(m => m.WrittenAt).Select(m => m.Text).ToListAsync(Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task ConfidentialReports_LeaveNoNameInTheHistory(StoreKind store)
    {
        await using var workbench = await ServedWorkbench.StartAsync(store);
        using var clinician = await workbench.SignInAsync(BuiltInRoles.Clinician);
        await RedirectAsync(clinician, "/report", ("Text", Text), ("Place", "4 West"), ("HowOften", "OnceAShift"), ("Anonymity", "Confidential"));
        using var visitor = workbench.Visitor();
        await RedirectAsync(visitor, "/report", ("Text", "The printer of room 3 prints labels on the wrong tray"), ("Place", "Pediatrics"), ("HowOften", "OnceAWeek"), ("AnswerTo", "nurse@example.org"));
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var entries = await db.Set<HistoryEntry>().Where(h => h.Kind == PainPoint.RecordKind).ToListAsync(Token);
        Assert.NotEmpty(entries);
        Assert.All(entries, entry => Assert.Equal((null, "a visitor"), (entry.ActorId, entry.ActorName)));
        Assert.DoesNotContain(entries, entry => entry.After?.Contains("nurse@example.org", StringComparison.Ordinal) == true);
        Assert.Equal([Anonymity.Confidential, Anonymity.Confidential], await db.Set<Voice>().Select(v => v.Anonymity).ToListAsync(Token));
        Assert.Equal("nurse@example.org", (await db.Set<OutgoingMail>().SingleAsync(m => m.To == "nurse@example.org", Token)).To);

        // Whoever reported it sees it; another clinician does not.
        var id = await db.Set<PainPoint>().Where(p => p.Number == 1).Select(p => p.Id).SingleAsync(Token);
        using (var own = await clinician.GetAsync(new Uri($"/pain-points/{id}", UriKind.Relative), Token)) Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        using var other = await workbench.SignInAsync(BuiltInRoles.Clinician);
        using (var hidden = await other.GetAsync(new Uri($"/pain-points/{id}", UriKind.Relative), Token)) Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        // The executive sees it without the address.
        using var executive = await workbench.SignInAsync(BuiltInRoles.Executive);
        Assert.DoesNotContain("nurse@example.org", (await ServedWorkbench.PageAsync(executive, $"/pain-points/{await db.Set<PainPoint>().Where(p => p.Number == 2).Select(p => p.Id).SingleAsync(Token)}")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SentTwice_ItIsOneReport()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var phone = workbench.Visitor();
        var page = await ServedWorkbench.PageAsync(phone, "/report");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["Text"] = Text, ["Place"] = "4 West", ["HowOften"] = "OnceAShift" };
        foreach (var input in page.QuerySelectorAll("form input[type=hidden]")) fields[input.GetAttribute("name")!] = input.GetAttribute("value") ?? "";
        var sent = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            using var content = new FormUrlEncodedContent(fields);
            using var answer = await phone.PostAsync(new Uri("/report", UriKind.Relative), content, Token);
            return answer.Headers.Location?.ToString();
        }));
        Assert.Single(sent.Distinct(StringComparer.Ordinal));
        Assert.NotNull(sent[0]);
        Assert.Equal(1, (await OnlyAsync(workbench)).Number);
    }

    [Theory]
    [InlineData("", "4 West", "OnceAShift", "Tell us in a sentence")]
    [InlineData("   \n ", "4 West", "OnceAShift", "Tell us in a sentence")]
    [InlineData("It hurts", "", "OnceAShift", "Say where it happens")]
    [InlineData("It hurts", "4 West", "", "Say about how often")]
    [InlineData("It hurts", "4 West", "Sometimes", "Say about how often")]
    public async Task WhatIsMissing_IsSaidAndNothingTypedIsLost(string text, string place, string often, string said)
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var phone = workbench.Visitor();
        using var answer = await ServedWorkbench.PostFormAsync(phone, "/report", null, ("Text", text), ("Place", place), ("HowOften", often), ("AnswerTo", "me@example.org"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = ServedWorkbench.Parse(await answer.Content.ReadAsStringAsync(Token));
        Assert.Contains(said, page.QuerySelector(".err")!.TextContent, StringComparison.Ordinal);
        Assert.Equal((text.Trim(), place, "me@example.org"), (page.QuerySelector("textarea")!.TextContent.Trim(), page.QuerySelector("#place")!.GetAttribute("value") ?? "", page.QuerySelector("#answer")!.GetAttribute("value")));
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Empty(await db.Set<PainPoint>().ToListAsync(Token));
    }

    [Fact]
    public async Task LongTextsEmojiAndScript()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var phone = workbench.Visitor();
        using (var answer = await ServedWorkbench.PostFormAsync(phone, "/report", null, ("Text", new string('x', 100_000)), ("Place", "4 West"), ("HowOften", "OnceAShift")))
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal(100_000, ServedWorkbench.Parse(await answer.Content.ReadAsStringAsync(Token)).QuerySelector("textarea")!.TextContent.Trim().Length);
        }

        const string Odd = "<script>alert(1)</script> 😀 הזמנה של אשלגן 'quotes' & \"more\"";
        var follow = (await RedirectAsync(phone, "/report", ("Text", Odd), ("Place", "<b>4</b> West"), ("HowOften", "OnceAShift"))).Split('?')[0];
        var page = await ServedWorkbench.PageAsync(phone, follow);
        Assert.Contains(Odd, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page.QuerySelectorAll("script"), script => script.TextContent.Length > 0);
        using var analyst = await workbench.SignInAsync(BuiltInRoles.Informatics);
        foreach (var address in new[] { "/pain-points", "/pain-points/triage", $"/pain-points/{(await OnlyAsync(workbench)).Id}", "/today", "/threads" })
        {
            var shown = await ServedWorkbench.PageAsync(analyst, address);
            Assert.Contains("אשלגן", shown.Body!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain(shown.QuerySelectorAll("script"), script => script.TextContent.Contains("alert(1)", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task UnknownCodes_AreAnsweredKindly()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var phone = workbench.Visitor();
        foreach (var address in new[] { "/follow/AAAA-BBBB-CCCC", "/follow/x", "/follow/by/nonsense", "/follow?code=AAAA-BBBB-CCCC" })
        {
            using var answer = await phone.GetAsync(new Uri(address, UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("We do not know this code", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        using var asked = await phone.GetAsync(new Uri("/follow", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
    }

    [Fact]
    public async Task AFlood_IsAskedToWait_AndKeepsItsWords()
    {
        var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        await File.WriteAllTextAsync(Path.Combine(store.Folder, "charthouse.json"), """{ "Listen": { "PostsPerMinute": 5, "SafetyContact": "ext. 7233" } }""", Token);
        await using var kept = store;
        await using var workbench = await ServedWorkbench.StartAsync(store: store);
        using var phone = workbench.Visitor();
        Assert.Contains("Call patient safety, ext. 7233.", (await ServedWorkbench.PageAsync(phone, "/report")).Body!.TextContent, StringComparison.Ordinal);
        List<HttpStatusCode> codes = [];
        for (var i = 0; i < 7; i++)
        {
            using var answer = await ServedWorkbench.PostFormAsync(phone, "/report", null, ("Text", $"Trouble with thing number {i} of the ward"), ("Place", "4 West"), ("HowOften", "OnceAShift"), ("IsSeen", "true"));
            codes.Add(answer.StatusCode);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests) continue;
            var page = ServedWorkbench.Parse(await answer.Content.ReadAsStringAsync(Token));
            Assert.Contains("wait a minute", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
            Assert.Contains($"number {i}", page.QuerySelector("textarea")!.TextContent, StringComparison.Ordinal);
        }

        Assert.Equal(5, codes.Count(code => code == HttpStatusCode.Redirect));
        Assert.Equal(2, codes.Count(code => code == HttpStatusCode.TooManyRequests));
    }

    private static async Task<PainPoint> OnlyAsync(ServedWorkbench workbench)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        return await db.Set<PainPoint>().AsNoTracking().SingleAsync(Token);
    }

    private static Task<string> RedirectAsync(HttpClient client, string page, params (string Name, string Value)[] fields) => RedirectAsync(client, page, null, fields);

    private static async Task<string> RedirectAsync(HttpClient client, string page, string? to, params (string Name, string Value)[] fields)
    {
        using var answer = to is null ? await SendAsync(client, page, fields) : await SendToAsync(client, page, to, fields);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{page}: {(int)answer.StatusCode} {ServedWorkbench.Parse(await answer.Content.ReadAsStringAsync(Token)).QuerySelector(".err, [role=alert]")?.TextContent}");
        return answer.Headers.Location!.ToString();
    }

    // The page of a report has a form for the rating and one for a message: the one with the field is meant.
    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string page, (string Name, string Value)[] fields)
    {
        var document = await ServedWorkbench.PageAsync(client, page);
        var form = document.QuerySelectorAll("main form[method=post]").First(found => found.QuerySelector($"[name={fields[0].Name}]") is not null);
        return await PostAsync(client, form, "/" + form.GetAttribute("action"), fields);
    }

    private static async Task<HttpResponseMessage> SendToAsync(HttpClient client, string page, string to, (string Name, string Value)[] fields)
    {
        var document = await ServedWorkbench.PageAsync(client, page);
        return await PostAsync(client, document.QuerySelector("main form[method=post]")!, to, fields);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, AngleSharp.Dom.IElement form, string to, (string Name, string Value)[] fields)
    {
        var values = form.QuerySelectorAll("input[type=hidden]").Select(input => new KeyValuePair<string, string>(input.GetAttribute("name")!, input.GetAttribute("value") ?? "")).Where(pair => fields.All(field => field.Name != pair.Key)).ToList();
        values.AddRange(fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)));
        using var content = new FormUrlEncodedContent(values);
        return await client.PostAsync(new Uri(to, UriKind.Relative), content, Token);
    }
}
