using System.Net;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;

namespace Charthouse.Access.Tests.Views;

/// <summary>Saved views of a list page, over HTTP and without script.</summary>
public sealed class SavedViewTests : IAsyncLifetime
{
    private ServedWorkbench workbench = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => workbench = await ServedWorkbench.StartAsync();

    public ValueTask DisposeAsync() => workbench.DisposeAsync();

    [Fact]
    public async Task View_IsSaved_Renamed_Default_Archived()
    {
        using var client = await workbench.SignInAsync(BuiltInRoles.Informatics);
        using var saved = await PostAsync(client, "/imports?state=Rejected&page=2", "form[action=views]", ("name", " Refused "));
        Assert.Equal("/imports?state=Rejected", saved.Headers.Location!.OriginalString);
        var page = await ServedWorkbench.PageAsync(client, "/imports");
        var link = page.QuerySelectorAll(".ch-views nav a")[1];
        Assert.Equal(("Refused", "imports?state=Rejected"), (link.TextContent, link.GetAttribute("href")));

        using var renamed = await PostAsync(client, "/imports", "form[action$='/name']", ("name", "What was refused"));
        Assert.Equal("/imports?view=all", renamed.Headers.Location!.OriginalString);
        page = await ServedWorkbench.PageAsync(client, "/imports");
        var view = page.QuerySelectorAll("select[name=view] option")[1].GetAttribute("value")!;
        using var chosen = await PostAsync(client, "/imports", "form[action='views/default']", ("view", view));
        using var opened = await client.GetAsync(new Uri("/imports", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
        Assert.EndsWith("/imports?state=Rejected", opened.Headers.Location!.OriginalString, StringComparison.Ordinal);
        // Whoever takes all filters off on the page itself means it.
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/imports", UriKind.Relative));
        request.Headers.Referrer = new Uri(workbench.Address, "/imports?state=Rejected");
        using var reset = await client.SendAsync(request, Token);
        Assert.True(reset.StatusCode == HttpStatusCode.OK, $"{reset.StatusCode} to {reset.Headers.Location}");

        using var archived = await PostAsync(client, "/imports?view=all", "form[action$='/archive']");
        using var plain = await client.GetAsync(new Uri("/imports", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
        Assert.DoesNotContain("What was refused", await plain.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("people?state=archived")]
    [InlineData("accounts?state=Closed")]
    [InlineData("history?kind=account")]
    [InlineData("jobs?state=Failed")]
    [InlineData("outbox?state=Sent")]
    [InlineData("interventions?state=archived", BuiltInRoles.Cmio)]
    public async Task EveryList_KeepsViews(string view, string role = BuiltInRoles.Administrator)
    {
        using var client = await workbench.SignInAsync(role);
        using var saved = await PostAsync(client, "/" + view, "form[action=views]", ("name", "Mine"));
        Assert.Equal("/" + view, saved.Headers.Location!.OriginalString);
        Assert.Equal(view, (await ServedWorkbench.PageAsync(client, "/" + view)).QuerySelector(".ch-views nav a[aria-current=true]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task SharedView_IsSeenByTheRole_AndChangedByItsOwner()
    {
        using var owner = await workbench.SignInAsync(BuiltInRoles.Informatics);
        var role = (await ServedWorkbench.PageAsync(owner, "/imports")).QuerySelectorAll("select[name=role] option")[1].GetAttribute("value")!;
        using var saved = await PostAsync(owner, "/imports?state=Failed", "form[action=views]", ("name", "Failed ones"), ("role", role));
        using var kept = await PostAsync(owner, "/imports?state=Accepted", "form[action=views]", ("name", "Only mine"));
        var archive = (await ServedWorkbench.PageAsync(owner, "/imports")).QuerySelectorAll("details").Single(d => d.QuerySelector("summary")!.TextContent == "Failed ones").QuerySelector("form[action$='/archive']")!.GetAttribute("action")!;

        using var colleague = await workbench.SignInAsync(BuiltInRoles.Informatics);
        var page = await ServedWorkbench.PageAsync(colleague, "/imports");
        Assert.Equal(["imports", "imports?state=Failed"], page.QuerySelectorAll(".ch-views nav a").Select(a => a.GetAttribute("href")));
        Assert.Empty(page.QuerySelectorAll(".ch-viewedit"));
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", page.QuerySelector("form[action=views] input[name=__RequestVerificationToken]")!.GetAttribute("value")!), new("page", "imports")]);
        using var refused = await colleague.PostAsync(new Uri("/" + archive, UriKind.Relative), form, Token);
        Assert.Contains("view-problem=access.view-not-found", refused.Headers.Location!.OriginalString, StringComparison.Ordinal);
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        Assert.Empty((await ServedWorkbench.PageAsync(administrator, "/imports")).QuerySelectorAll(".ch-views nav"));
    }

    [Theory]
    [InlineData("name", "   ", "access.view-name")]
    [InlineData("role", "00000000-0000-0000-0000-000000000001", "access.view-role")]
    [InlineData("query", "state=", "access.view-too-long")]
    public async Task BadInput_IsRefusedInWords(string field, string value, string problem)
    {
        if (field == "query") value += new string('x', 2100);
        using var client = await workbench.SignInAsync(BuiltInRoles.Informatics);
        using var answer = await PostAsync(client, "/imports?state=Failed", "form[action=views]", [("name", "A name"), (field, value)]);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("view-problem=" + problem, answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        if (field != "query") Assert.NotNull((await ServedWorkbench.PageAsync(client, answer.Headers.Location.OriginalString)).QuerySelector("[role=alert]"));
    }

    [Fact]
    public async Task Form_LeadsOnlyToOurPages()
    {
        using var client = await workbench.SignInAsync(BuiltInRoles.Informatics);
        using var answer = await PostAsync(client, "/imports", "form[action=views]", ("name", "x"), ("page", "/evil.example"));
        Assert.StartsWith("/?", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string page, string form, params (string Name, string Value)[] fields)
    {
        var element = (await ServedWorkbench.PageAsync(client, page)).QuerySelector(form)!;
        var values = element.QuerySelectorAll("input[type=hidden]").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value") ?? "", StringComparer.Ordinal);
        foreach (var (name, value) in fields) values[name] = value;
        using var content = new FormUrlEncodedContent(values);
        return await client.PostAsync(new Uri("/" + element.GetAttribute("action"), UriKind.Relative), content, Token);
    }
}
