using System.Net;
using System.Text;
using AngleSharp.Dom;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Listen.Tests.Surveys;

/// <summary>Surveys over HTTP, without script.</summary>
public sealed class SurveyPagesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task FromAPlanToResults(StoreKind store)
    {
        await using var workbench = await ServedWorkbench.StartAsync(store);
        using var cmio = await workbench.SignInAsync(BuiltInRoles.Cmio, followRedirects: true);
        Assert.Contains("Nobody has been asked yet", (await ServedWorkbench.PageAsync(cmio, "/surveys")).Body!.TextContent, StringComparison.Ordinal);
        var round = await PlannedAsync(workbench, cmio, "experience", "Nurses", 8, "Physicians", 7, "Pharmacists", 6);
        using (var invited = await ServedWorkbench.PostFormAsync(cmio, round, "invite")) Assert.Contains("Invitations are on their way", await invited.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        var links = await LinksAsync(workbench);
        Assert.Equal(21, links.Count);

        // Nurses and physicians answer, and three pharmacists.
        var answering = links.Where(link => !link.To.StartsWith("Pharmacists", StringComparison.Ordinal) || link.To is "Pharmacists-1@example.org" or "Pharmacists-2@example.org" or "Pharmacists-3@example.org").ToList();
        var number = 0;
        foreach (var (_, path) in answering)
        {
            using var visitor = workbench.Visitor(followRedirects: true);
            var value = (1 + number++ % 5).ToString(System.Globalization.CultureInfo.InvariantCulture);
            using var sent = await ServedWorkbench.PostFormAsync(visitor, path, "answer", [.. await RadiosAsync(visitor, path, value), (await TextFieldAsync(visitor, path), "Too many alerts")]);
            Assert.Equal("Thank you", ServedWorkbench.Parse(await sent.Content.ReadAsStringAsync(Token)).QuerySelector("h1")!.TextContent);
        }

        // While it is open there are counts, with the group of three hidden and one more, and no results.
        var page = await ServedWorkbench.PageAsync(cmio, round);
        Assert.Contains("18 of 21 people answered so far", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Nurses 8 8 100", "Pharmacists 6 hidden hidden", "Physicians 7 hidden hidden"], Rows(page));
        Assert.Contains("Results come when the round has closed", (await ServedWorkbench.PageAsync(cmio, round + "/results")).Body!.TextContent, StringComparison.Ordinal);
        using (var early = await cmio.GetAsync(new Uri(round + "/export.csv", UriKind.Relative), Token)) Assert.Equal(HttpStatusCode.NotFound, early.StatusCode);

        using (var reminded = await ServedWorkbench.PostFormAsync(cmio, round, "remind")) Assert.Contains("Reminders are on their way", await reminded.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(24, (await LinksAsync(workbench)).Count);
        using (var closed = await ServedWorkbench.PostFormAsync(cmio, round, "close")) Assert.Contains("The round is closed", await closed.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        page = await ServedWorkbench.PageAsync(cmio, round + "/results");
        Assert.Contains("18 of 21 people answered, 86\u202F%. 2 groups are hidden.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(4, page.QuerySelectorAll(".ch-bygroup tbody tr").Length);
        // Burnout needs ten: no group has them.
        Assert.All(page.QuerySelectorAll(".ch-bygroup tbody tr").Take(3), row => Assert.NotNull(row.QuerySelector("td:last-child .ch-supp")));
        Assert.Equal(18, page.QuerySelectorAll(".ch-words > li").Length);
        var report = page.QuerySelector(".ch-words a")!.GetAttribute("href")!;
        Assert.Equal("report?text=Too%20many%20alerts", report);
        Assert.NotEmpty(page.QuerySelectorAll(".ch-drivers2 > li"));
        Assert.Contains("This is association", page.Body!.TextContent, StringComparison.Ordinal);
        var without = await ServedWorkbench.PageAsync(cmio, round + "/results?neutral=excluded");
        Assert.Contains("Neutral answers are left out of the denominator", without.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotEqual(page.QuerySelector(".ch-tile .ch-figure")!.TextContent, without.QuerySelector(".ch-tile .ch-figure")!.TextContent);

        var csv = await TextAsync(cmio, round + "/export.csv");
        Assert.Contains("Scale,Experience index,Pharmacists,6,,,,,points,Hidden to protect the people in small groups.,", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("Too many alerts", csv, StringComparison.Ordinal);
        Assert.Contains("Pharmacists,6,,Hidden to protect the people in small groups.", await TextAsync(cmio, round + "/answered.csv"), StringComparison.Ordinal);
        Assert.Contains("closed,21,18", await TextAsync(cmio, "/surveys/export.csv?state=closed"), StringComparison.Ordinal);

        // Nobody else sees it, and its links say kindly that it is over.
        using var late = workbench.Visitor();
        Assert.Equal("This round is over", (await ServedWorkbench.PageAsync(late, links.First(link => link.To == "Pharmacists-6@example.org").Path)).QuerySelector("h1")!.TextContent);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task AnswerPage_KeepsWhatWasTyped_AndSavesOnce(StoreKind store)
    {
        await using var workbench = await ServedWorkbench.StartAsync(store);
        using var cmio = await workbench.SignInAsync(BuiltInRoles.Cmio, followRedirects: true);
        var round = await PlannedAsync(workbench, cmio, "pulse", "Nurses", 12);
        using (await ServedWorkbench.PostFormAsync(cmio, round, "invite"))
        {
        }

        var links = await LinksAsync(workbench);
        using var visitor = workbench.Visitor(followRedirects: true);
        var page = await ServedWorkbench.PageAsync(visitor, links[0].Path);
        Assert.Null(page.QuerySelector(".ch-drawer"));
        Assert.Equal(2, page.QuerySelectorAll("fieldset.ch-q").Length);
        Assert.All(page.QuerySelectorAll("fieldset.ch-q input"), input => Assert.True(input.HasAttribute("required")));
        Assert.DoesNotContain("@example.org", page.DocumentElement.OuterHtml, StringComparison.Ordinal);

        const string Typed = "💙 <script>alert(1)</script> שלום & \"quoted\"";
        using (var missing = await ServedWorkbench.PostFormAsync(visitor, links[0].Path, "answer", ("Form.Answers[q0]", "2"), ("Form.Answers[q2]", Typed)))
        {
            var again = ServedWorkbench.Parse(await missing.Content.ReadAsStringAsync(Token));
            Assert.Contains("One question needs you", again.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("Choose one of these.", again.QuerySelector("#q1 .err")!.TextContent.Trim());
            Assert.Equal("2", again.QuerySelector("#q0 input[checked]")!.GetAttribute("value"));
            Assert.Equal(Typed, again.QuerySelector("textarea")!.TextContent);
        }

        using (var tooLong = await ServedWorkbench.PostFormAsync(visitor, links[0].Path, "answer", ("Form.Answers[q0]", "2"), ("Form.Answers[q1]", "3"), ("Form.Answers[q2]", new string('a', 100_000))))
        {
            var again = ServedWorkbench.Parse(await tooLong.Content.ReadAsStringAsync(Token));
            Assert.Contains("This has 100,000 characters; 2,000 fit.", again.QuerySelector("#q2 .err")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(100_000, again.QuerySelector("textarea")!.TextContent.Length);
            Assert.Equal(["2", "3"], again.QuerySelectorAll("input[checked]").Select(input => input.GetAttribute("value")));
        }

        foreach (var link in links.Take(11))
        {
            using var sent = await ServedWorkbench.PostFormAsync(visitor, link.Path, "answer", ("Form.Answers[q0]", "2"), ("Form.Answers[q1]", "3"), ("Form.Answers[q2]", Typed));
            Assert.Equal("Thank you", ServedWorkbench.Parse(await sent.Content.ReadAsStringAsync(Token)).QuerySelector("h1")!.TextContent);
        }

        // Used again: thanks, and no form to send.
        var used = await ServedWorkbench.PageAsync(visitor, links[0].Path);
        Assert.Contains("cannot be used again", used.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(used.QuerySelector("main form"));
        Assert.Equal("This link is not known", (await ServedWorkbench.PageAsync(visitor, "/s/" + new string('x', 27))).QuerySelector("h1")!.TextContent);

        using (await ServedWorkbench.PostFormAsync(cmio, round, "close"))
        {
        }

        var results = await ServedWorkbench.PageAsync(cmio, round + "/results");
        Assert.Equal(Typed, results.QuerySelector(".ch-words p")!.TextContent);
        Assert.Empty(results.QuerySelectorAll(".ch-words script"));
    }

    [Fact]
    public async Task RoundsWithoutPeople_AndRoundsAhead_SayWhatToDo()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var cmio = await workbench.SignInAsync(BuiltInRoles.Cmio, followRedirects: true);
        var today = await TodayAsync(workbench);
        // The directory has nobody with an address.
        var round = await SentAsync(cmio, "/surveys/rounds/new", "round", ("Form.Title", "For nobody"), ("Form.Instrument", "pulse"), ("Form.Owner", "Sam"), ("Form.OpensOn", Iso(today)), ("Form.ClosesOn", Iso(today.AddDays(7))), ("Form.Source", "People"));
        using (var refused = await ServedWorkbench.PostFormAsync(cmio, round, "invite")) Assert.Contains("Nobody would be invited.", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using (var bad = await ServedWorkbench.PostFormAsync(cmio, "/surveys/rounds/new", "round", ("Form.Title", "Kept"), ("Form.Instrument", "nonsense"), ("Form.Owner", "Sam"), ("Form.OpensOn", Iso(today)), ("Form.ClosesOn", Iso(today))))
        {
            var page = ServedWorkbench.Parse(await bad.Content.ReadAsStringAsync(Token));
            Assert.Contains("There is no such instrument any more.", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Equal("Kept", page.QuerySelector("input[name='Form.Title']")!.GetAttribute("value"));
        }

        var ahead = await PlannedAsync(workbench, cmio, "pulse", today.AddDays(3), "Nurses", 5);
        using (await ServedWorkbench.PostFormAsync(cmio, ahead, "invite"))
        {
        }

        using var visitor = workbench.Visitor();
        var link = (await LinksAsync(workbench))[0];
        Assert.Equal("A little early", (await ServedWorkbench.PageAsync(visitor, link.Path)).QuerySelector("h1")!.TextContent);
        // An open round is closed before it is put away.
        using (var kept = await ServedWorkbench.PostFormAsync(cmio, ahead + "/edit", "archive", ("Archiving.Reason", "No longer"))) Assert.Contains("Close the round first", await kept.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await SentAsync(cmio, round + "/edit", "archive", ("Archiving.Reason", "A mistake"));
        Assert.DoesNotContain("For nobody", (await ServedWorkbench.PageAsync(cmio, "/surveys")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instruments_ComeAndGoAsFhir()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var cmio = await workbench.SignInAsync(BuiltInRoles.Cmio, followRedirects: true);
        Assert.Equal(5, (await ServedWorkbench.PageAsync(cmio, "/surveys/instruments")).QuerySelectorAll("tbody tr").Length);
        var json = await TextAsync(cmio, "/surveys/instruments/sus/questionnaire.json");
        Assert.Contains("\"resourceType\": \"Questionnaire\"", json, StringComparison.Ordinal);

        using (var empty = await ServedWorkbench.PostFormAsync(cmio, "/surveys/instruments/import", "questionnaire", ("Form.Json", "{\"resourceType\":\"Questionnaire\",\"title\":\"Nothing\"}")))
        {
            var page = ServedWorkbench.Parse(await empty.Content.ReadAsStringAsync(Token));
            Assert.Contains("There is no question in it.", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
            Assert.Contains("Nothing", page.QuerySelector("textarea")!.TextContent, StringComparison.Ordinal);
        }

        using (var twice = await ServedWorkbench.PostFormAsync(cmio, "/surveys/instruments/import", "questionnaire", ("Form.Json", json))) Assert.Contains("There is an instrument with this name already.", await twice.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        var own = await SentAsync(cmio, "/surveys/instruments/import", "questionnaire", ("Form.Json", json.Replace("\"title\": \"System Usability Scale\"", "\"title\": \"Usability of <b>orders</b>\"", StringComparison.Ordinal).Replace("urn:charthouse:questionnaire:sus", "urn:elsewhere", StringComparison.Ordinal)));
        Assert.Equal("/surveys/instruments/usability-of-b-orders-b", own);
        var shown = await ServedWorkbench.PageAsync(cmio, own);
        Assert.Equal("Usability of <b>orders</b>", shown.QuerySelector("h1")!.TextContent);
        Assert.Equal(10, shown.QuerySelectorAll("fieldset.ch-q").Length);

        // A file does the same as what is pasted.
        var form = (await ServedWorkbench.PageAsync(cmio, "/surveys/instruments/import")).QuerySelector("form[enctype]")!;
        using var content = new MultipartFormDataContent();
        foreach (var input in form.QuerySelectorAll("input[type=hidden]")) content.Add(new StringContent(input.GetAttribute("value") ?? ""), input.GetAttribute("name")!);
        content.Add(new ByteArrayContent(Encoding.UTF8.GetBytes("""{"resourceType":"Questionnaire","title":"From a file","item":[{"linkId":"1","text":"Well?","type":"text"}]}""")), "File", "q.json");
        using (var sent = await cmio.PostAsync(new Uri("/surveys/instruments/import", UriKind.Relative), content, Token)) Assert.Equal("/surveys/instruments/from-a-file", sent.RequestMessage!.RequestUri!.AbsolutePath);

        var pulse = await SentAsync(cmio, "/surveys/instruments/pulse", "pulse", ("Form.Title", "Discharge form"), ("Form.Question1", "The new form saves me time."), ("Form.Kind1", "agree"), ("Form.Question2", "Would you recommend working here?"), ("Form.Kind2", "recommend"));
        Assert.Equal(["Agreement index", "Employee net promoter score"], (await ServedWorkbench.PageAsync(cmio, pulse)).QuerySelectorAll(".ch-said dt").Select(name => name.TextContent).Skip(3));
        using (var none = await ServedWorkbench.PostFormAsync(cmio, "/surveys/instruments/pulse", "pulse", ("Form.Title", "Nothing"))) Assert.Contains("Give at least one question.", await none.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await SentAsync(cmio, pulse, "archive", ("Archiving.Reason", "Replaced"));
        Assert.DoesNotContain("Discharge form", (await ServedWorkbench.PageAsync(cmio, "/surveys/rounds/new")).QuerySelector("select[name='Form.Instrument']")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_AreOpenToThoseWhoMay()
    {
        const string nothing = "01900000-0000-7000-8000-000000000000";
        await using var workbench = await ServedWorkbench.StartAsync();
        using var cmio = await workbench.SignInAsync(BuiltInRoles.Cmio, followRedirects: true);
        var round = await PlannedAsync(workbench, cmio, "pulse", "Nurses", 5);
        foreach (var (role, addresses) in new (string, (string Address, HttpStatusCode Expected)[])[]
        {
            (BuiltInRoles.Executive, [("/surveys", HttpStatusCode.OK), (round, HttpStatusCode.OK), ("/surveys/instruments", HttpStatusCode.OK), ("/surveys/rounds/new", HttpStatusCode.Forbidden), ("/surveys/instruments/import", HttpStatusCode.Forbidden), ("/surveys/instruments/pulse", HttpStatusCode.Forbidden), (round + "/edit", HttpStatusCode.Forbidden)]),
            (BuiltInRoles.Clinician, [("/surveys", HttpStatusCode.Forbidden), (round + "/results", HttpStatusCode.Forbidden), (round + "/export.csv", HttpStatusCode.Forbidden), ("/surveys/export.csv", HttpStatusCode.Forbidden)]),
            (BuiltInRoles.Administrator, [("/surveys", HttpStatusCode.Forbidden)]),
            (BuiltInRoles.Cmio, [($"/surveys/rounds/{nothing}", HttpStatusCode.NotFound), ($"/surveys/rounds/{nothing}/results", HttpStatusCode.NotFound), ("/surveys/instruments/nothing", HttpStatusCode.NotFound), ("/surveys/instruments/nothing/questionnaire.json", HttpStatusCode.NotFound), ($"/surveys/rounds/{nothing}/answered.csv", HttpStatusCode.NotFound), ("/surveys/export.xlsx", HttpStatusCode.OK), ("/surveys/instruments/export.csv", HttpStatusCode.OK)]),
        })
        {
            using var visitor = await workbench.SignInAsync(role);
            foreach (var (address, expected) in addresses)
            {
                using var answer = await visitor.GetAsync(new Uri(address, UriKind.Relative), Token);
                Assert.True(expected == answer.StatusCode, $"{role} {address}: {answer.StatusCode}");
            }
        }

        // Who may only look has no buttons, and a posted form is nobody's.
        using var executive = await workbench.SignInAsync(BuiltInRoles.Executive);
        Assert.Null((await ServedWorkbench.PageAsync(executive, round)).QuerySelector("input[value=invite]"));
        var comment = (await ServedWorkbench.PageAsync(executive, round)).QuerySelector("main form[method=post] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var forged = new FormUrlEncodedContent([new("_handler", "invite"), new("__RequestVerificationToken", comment)]);
        using (var posted = await executive.PostAsync(new Uri(round, UriKind.Relative), forged, Token)) Assert.False(posted.StatusCode == HttpStatusCode.Redirect);
        Assert.Empty(await LinksAsync(workbench));
    }

    private static Task<string> PlannedAsync(ServedWorkbench workbench, HttpClient cmio, string instrument, params object[] groups) => PlannedAsync(workbench, cmio, instrument, null, groups);

    private static async Task<string> PlannedAsync(ServedWorkbench workbench, HttpClient cmio, string instrument, DateOnly? opensOn, params object[] groups)
    {
        var today = await TodayAsync(workbench);
        var addresses = string.Join('\n', from at in Enumerable.Range(0, groups.Length / 2) from number in Enumerable.Range(1, (int)groups[2 * at + 1]) select $"{groups[2 * at]}-{number}@example.org, {groups[2 * at]}");
        return await SentAsync(cmio, "/surveys/rounds/new", "round", ("Form.Title", "September"), ("Form.Instrument", instrument), ("Form.Owner", "Sam"), ("Form.OpensOn", Iso(opensOn ?? today)), ("Form.ClosesOn", Iso(today.AddDays(14))), ("Form.Source", "List"), ("Form.Addresses", addresses));
    }

    private static async Task<List<(string To, string Path)>> LinksAsync(ServedWorkbench workbench)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        return (await db.Set<OutgoingMail>().AsNoTracking().Where(m => m.SecretLink != null).OrderBy(m => m.To).ThenBy(m => m.CreatedAt).ToListAsync(Token)).ConvertAll(mail => (mail.To, new Uri(mail.SecretLink!).AbsolutePath));
    }

    private static async Task<List<(string Name, string Value)>> RadiosAsync(HttpClient visitor, string path, string value) =>
        [.. (await ServedWorkbench.PageAsync(visitor, path)).QuerySelectorAll("fieldset.ch-q").Select(question => (question.QuerySelector("input")!.GetAttribute("name")!, value))];

    private static async Task<string> TextFieldAsync(HttpClient visitor, string path) => (await ServedWorkbench.PageAsync(visitor, path)).QuerySelector("textarea")!.GetAttribute("name")!;

    private static IEnumerable<string> Rows(IDocument page) => page.QuerySelector(".ch-table tbody")!.QuerySelectorAll("tr").Select(row => string.Join(' ', row.Children.Select(cell => cell.QuerySelector(".ch-supp") is null ? cell.TextContent.Trim() : "hidden")));

    private static async Task<DateOnly> TodayAsync(ServedWorkbench workbench) => (await workbench.Services.GetRequiredService<ReadShellState>()(Token)).Today;

    private static string Iso(DateOnly day) => FormReader.Iso(day)!;

    private static async Task<string> TextAsync(HttpClient visitor, string address)
    {
        using var answer = await visitor.GetAsync(new Uri(address, UriKind.Relative), Token);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync(Token);
    }

    /// <summary>Sends a form that is taken, and answers with the address that it leads to.</summary>
    private static async Task<string> SentAsync(HttpClient visitor, string page, string form, params (string Name, string Value)[] fields)
    {
        using var answer = await ServedWorkbench.PostFormAsync(visitor, page, form, fields);
        var shown = ServedWorkbench.Parse(await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("", string.Join(' ', shown.QuerySelectorAll("[role=alert], .ch-field .err").Select(alert => alert.TextContent.Trim())));
        return answer.RequestMessage!.RequestUri!.AbsolutePath;
    }
}
