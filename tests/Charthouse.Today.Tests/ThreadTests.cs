using Charthouse.Platform.Permissions;
using Charthouse.Testing;

namespace Charthouse.Today.Tests;

/// <summary>One thread through all modules, over HTTP: from words on a phone to the answer with its evidence.</summary>
public sealed class ThreadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task FromAnAnonymousReportToAnAnswerWithItsEffect(StoreKind store)
    {
        await using var workbench = await ServedWorkbench.StartAsync(store);
        using var phone = workbench.Visitor(followRedirects: true);
        using var cmio = await workbench.SignInAsync(BuiltInRoles.Cmio, followRedirects: true);

        // Said on a phone, without a name.
        var follow = await SentAsync(phone, "/report", null, ("Text", "Every potassium order asks me the same thing three times."), ("Place", "4 West"), ("HowOften", "SeveralTimesAShift"));
        Assert.StartsWith("/follow/", follow, StringComparison.Ordinal);
        Assert.Contains("Read and sort it", await TextAsync(cmio, "/today"), StringComparison.Ordinal);

        // Taken over; a request comes out of it, and a decision out of the request.
        await SentAsync(cmio, "/pain-points/triage", "sort", ("Form.Title", "Potassium orders ask three times"), ("Form.Kind", "Alert"), ("Form.Impact", "High"), ("Form.Urgency", "Medium"), ("Form.NextOn", "2031-01-31"));
        var record = "/" + (await ServedWorkbench.PageAsync(cmio, "/threads")).QuerySelector("tbody th a")!.GetAttribute("href");
        var made = (await ServedWorkbench.PageAsync(cmio, record)).QuerySelectorAll(".ch-actions a").First(link => link.TextContent.Contains("request", StringComparison.Ordinal)).GetAttribute("href");
        var request = await SentAsync(cmio, "/" + made, "request", ("Form.Title", "One question for potassium"), ("Form.Problem", "Three windows"), ("Form.DesiredState", "One window"), ("Form.Place", "4 West"), ("Form.HowOften", "640 times a day"), ("Form.Act", "send"));
        // Whoever asked for it does not decide it: a second pair of eyes.
        using var other = await workbench.SignInAsync(BuiltInRoles.Cmio, followRedirects: true);
        await SentAsync(cmio, request, "triage", ("Triaged.Owner", "Order set team"), ("Triaged.EffortHours", "14"), ("Triaged.CrossesDepartments", "yes"));
        await SentAsync(cmio, request, "move-Team-Screened");
        await SentAsync(cmio, request, "move-Team-Ready");
        var decision = await SentAsync(cmio, $"/decisions/new?from=request/{IdOf(request)}", "decision", ("Form.Outcome", "Approved"), ("Form.Text", "One window"), ("Form.Rationale", "Nobody reads three"));
        await SentAsync(other, decision, "decide");

        // A project out of the decision, its go-live, and what that changed.
        var project = await SentAsync(cmio, $"/projects/new?from=decision/{IdOf(decision)}", "project", ("Form.Title", "One question"), ("Form.Change", "One window instead of three"), ("Form.Owner", "Sam"), ("Form.StartsOn", "2024-01-08"), ("Form.State", "Running"));
        var live = await SentAsync(cmio, $"/go-lives/new?from=project/{IdOf(project)}", "go-live", ("Form.Name", "Three sites"), ("Form.Departments", "Harbor"), ("Form.PlannedOn", "2024-03-04"), ("Form.State", "Live"), ("Form.LiveOn", "2024-03-04"));
        var effect = await SentAsync(cmio, $"/effects/new?from=go-live/{IdOf(live)}", "effect", ("Form.Finding", "Two windows less at each order."), ("Form.Found", "Improved"), ("Form.LookedUntil", "2024-04-01"), ("Form.NoMeasureReason", "Counted by hand"));
        await SentAsync(cmio, effect, "confirm");
        await SentAsync(cmio, project + "/edit", "project", ("Form.State", "Done"));

        // The page of the pain point shows all seven steps; one is left, and the threads say so.
        var page = await ServedWorkbench.PageAsync(cmio, record);
        Assert.Equal(["done", "done", "done", "done", "done", "done", "now"], page.QuerySelectorAll(".ch-ribbon > li").Select(step => step.ClassName));
        Assert.Contains("Two windows less at each order.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Potassium orders ask three times,Answer,", await TextAsync(cmio, "/threads/export.csv?show=mine"), StringComparison.Ordinal);

        // Whoever reported it sees the steps without their titles, and then the answer.
        var before = await TextAsync(phone, follow);
        Assert.Contains("Gone live", before, StringComparison.Ordinal);
        Assert.DoesNotContain("One window instead of three", before, StringComparison.Ordinal);
        await SentAsync(cmio, record, "answer", ("Answered.Text", "There is one question now, shown once."), ("Answered.Resolution", "Modification"), ("Answered.IsSent", "true"));
        Assert.Contains("There is one question now, shown once.", await TextAsync(phone, follow), StringComparison.Ordinal);
        Assert.Contains("Nothing is open", await TextAsync(cmio, "/threads"), StringComparison.Ordinal);
        Assert.Contains("There is one question now", await TextAsync(cmio, "/you-said-we-did"), StringComparison.Ordinal);
    }

    private static string IdOf(string address) => address.Split('/')[^1];

    private static async Task<string> TextAsync(HttpClient visitor, string address)
    {
        using var answer = await visitor.GetAsync(new Uri(address, UriKind.Relative), Token);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {(int)answer.StatusCode}");
        return ServedWorkbench.Parse(await answer.Content.ReadAsStringAsync(Token)).DocumentElement.TextContent;
    }

    /// <summary>Sends a form, and answers with the address that it leads to.</summary>
    private static async Task<string> SentAsync(HttpClient visitor, string page, string? form, params (string Name, string Value)[] fields)
    {
        using var answer = await ServedWorkbench.PostFormAsync(visitor, page, form, fields);
        var shown = ServedWorkbench.Parse(await answer.Content.ReadAsStringAsync(Token));
        var refused = shown.QuerySelectorAll(".err, [role=alert]").Select(problem => problem.TextContent.Trim());
        Assert.True(answer.IsSuccessStatusCode && !refused.Any(), $"{page} {form}: {(int)answer.StatusCode} {string.Join(" | ", refused)}");
        return answer.RequestMessage!.RequestUri!.AbsolutePath;
    }
}
