using System.Net;
using Charthouse.Access.Organisation;
using Charthouse.Access.People;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Search;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Tests.Search;

/// <summary>The page Search, over HTTP and without script.</summary>
public sealed class SearchPageTests : IAsyncLifetime
{
    private ServedWorkbench workbench = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        workbench = await ServedWorkbench.StartAsync();
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        db.AddRange(Enumerable.Range(1, 27).Select(i => new Person { Id = Guid.CreateVersion7(), Name = $"Rowan Test {i}", Email = $"rowan{i}@example.org" }));
        db.Add(new Person { Id = Guid.CreateVersion7(), Name = "<b>Bold</b> & Söhne", Email = "inbox@example.org" });
        await db.SaveChangesAsync(Token);
    }

    public ValueTask DisposeAsync() => workbench.DisposeAsync();

    [Fact]
    public async Task Everything_IsGroupedByKind_AFewOfEach()
    {
        using var cmio = await workbench.SignInAsync(BuiltInRoles.Cmio);
        var page = await ServedWorkbench.PageAsync(cmio, "/search?q=rowan");
        Assert.Equal(5, page.QuerySelectorAll(".ch-hits li").Length);
        Assert.Contains("27 things answer to “rowan”", page.QuerySelector(".purpose")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("search?q=rowan&kind=person", page.QuerySelectorAll(".ch-card header .r a").Single().GetAttribute("href"));
    }

    [Fact]
    public async Task PartsOfTheOrganisation_AndTokens_AreFoundByThoseWhoSeeThem()
    {
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            db.Add(new Unit { Id = Guid.CreateVersion7(), Kind = UnitKind.Department, Name = "Dermatology", Code = "HM-DER" });
            await db.SaveChangesAsync(Token);
        }

        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        using var made = await ServedWorkbench.PostFormAsync(administrator, "/tokens/new", ("Form.Name", "Dermatology feed"), ("permission", "people.view"));
        using var cmio = await workbench.SignInAsync(BuiltInRoles.Cmio);
        Assert.Equal(["Dermatology"], await TitlesAsync(cmio, "HM-DER"));
        Assert.Equal(["Dermatology"], await TitlesAsync(cmio, "dermatology"));
        Assert.Equal(["Dermatology", "Dermatology feed"], await TitlesAsync(administrator, "dermatology"));

        static async Task<IReadOnlyList<string>> TitlesAsync(HttpClient client, string text) =>
            [.. (await ServedWorkbench.PageAsync(client, "/search?q=" + text)).QuerySelectorAll(".ch-hits a").Select(a => a.TextContent.Trim()).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task OneKind_HasPages()
    {
        using var cmio = await workbench.SignInAsync(BuiltInRoles.Cmio);
        var first = await ServedWorkbench.PageAsync(cmio, "/search?q=rowan&kind=person");
        var second = await ServedWorkbench.PageAsync(cmio, "/" + first.QuerySelector("a[rel=next]")!.GetAttribute("href"));
        var names = first.QuerySelectorAll(".ch-hits a").Concat(second.QuerySelectorAll(".ch-hits a")).Select(a => a.TextContent).ToList();
        Assert.Equal(27, names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(7, second.QuerySelectorAll(".ch-hits li").Length);
    }

    [Fact]
    public async Task WhatOneMayNotSee_IsNeitherShownNorCounted()
    {
        using var clinician = await workbench.SignInAsync(BuiltInRoles.Clinician);
        var page = await ServedWorkbench.PageAsync(clinician, "/search?q=rowan");
        Assert.Empty(page.QuerySelectorAll(".ch-hits li"));
        Assert.Contains("Nothing that you may see", page.QuerySelector(".purpose")!.TextContent, StringComparison.Ordinal);
        using var cmio = await workbench.SignInAsync(BuiltInRoles.Cmio);
        Assert.DoesNotContain("Account", (await ServedWorkbench.PageAsync(cmio, "/search?q=test")).QuerySelectorAll("h2").Select(h => h.TextContent));
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        Assert.Contains("Account", (await ServedWorkbench.PageAsync(administrator, "/search?q=test")).QuerySelectorAll("h2").Select(h => h.TextContent));
    }

    [Fact]
    public async Task PagesAndDefinitions_AreFoundByName()
    {
        using var informatics = await workbench.SignInAsync(BuiltInRoles.Informatics);
        var pages = await ServedWorkbench.PageAsync(informatics, "/search?q=imp");
        Assert.Contains(pages.QuerySelectorAll(".ch-hits a"), a => a.GetAttribute("href") == "imports");
        var definitions = await ServedWorkbench.PageAsync(informatics, "/search?q=ehr%20time");
        Assert.Contains(definitions.QuerySelectorAll(".ch-hits a"), a => a.GetAttribute("href") == "definitions/ehr-time");
        using var clinician = await workbench.SignInAsync(BuiltInRoles.Clinician);
        Assert.DoesNotContain((await ServedWorkbench.PageAsync(clinician, "/search?q=imp")).QuerySelectorAll(".ch-hits a"), a => a.GetAttribute("href") == "imports");
    }

    [Fact]
    public async Task Marks_AreTextAndNeverMarkup()
    {
        using var cmio = await workbench.SignInAsync(BuiltInRoles.Cmio);
        var hit = (await ServedWorkbench.PageAsync(cmio, "/search?q=bold%20sohne")).QuerySelector(".ch-hits a")!;
        Assert.Equal("<b>Bold</b> & Söhne", hit.TextContent);
        Assert.Equal(["Bold", "Söhne"], hit.QuerySelectorAll("mark").Select(mark => mark.TextContent));
        Assert.Empty(hit.QuerySelectorAll("b"));
        Assert.Equal("inbox", (await ServedWorkbench.PageAsync(cmio, "/search?q=inbox%20bold")).QuerySelector(".ch-hits .ch-cap mark")!.TextContent);
    }

    [Theory]
    [InlineData("/search")]
    [InlineData("/search?q=")]
    [InlineData("/search?q=%22%00*&kind=nonsense&page=-4")]
    [InlineData("/search?q=rowan&kind=person&page=99")]
    public async Task AnyAddress_IsAnswered(string address)
    {
        using var cmio = await workbench.SignInAsync(BuiltInRoles.Cmio);
        using var answer = await cmio.GetAsync(new Uri(address, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("A few letters find all words", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public void Snippet_ShowsThePlace()
    {
        var text = string.Join(' ', Enumerable.Range(0, 100).Select(i => "word" + i)) + " needle " + string.Join(' ', Enumerable.Range(100, 100).Select(i => "word" + i));
        var snippet = MarkedText.Snippet(text, SearchQuery.Read("need"));
        Assert.Equal(["needle"], snippet.Where(piece => piece.IsFound).Select(piece => piece.Text));
        Assert.Equal("… ", snippet[0].Text);
        Assert.Equal(" …", snippet[^1].Text);
        Assert.InRange(snippet.Sum(piece => piece.Text.Length), 100, 200);
        Assert.All(string.Concat(snippet.Skip(1).SkipLast(1).Select(piece => piece.Text)).Split(' ', StringSplitOptions.RemoveEmptyEntries), word => Assert.Matches("^(word[0-9]+|needle)$", word));
    }
}
