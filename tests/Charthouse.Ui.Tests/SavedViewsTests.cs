using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Ui.Tests;

public sealed class SavedViewsTests
{
    private static readonly SavedViewLink own = new(Guid.CreateVersion7(), "Urology, 8 weeks", "specialty=Urology&weeks=8", IsOwn: true, null, IsDefault: false);
    private static readonly SavedViewLink shared = new(Guid.CreateVersion7(), "Notes", "trend=note", IsOwn: false, "Informatics", IsDefault: false);

    [Fact]
    public void View_IsAnAddress_AndTheCurrentOneIsMarked()
    {
        using var page = Page("activity?specialty=Urology&weeks=8&page=2", own, shared);

        var views = page.Render<SavedViews>(p => p.Add(v => v.Page, "activity"));

        Assert.Equal(["activity", "activity?specialty=Urology&weeks=8", "activity?trend=note"], views.FindAll("nav a").Select(a => a.GetAttribute("href")));
        Assert.Equal(["Urology, 8 weeks"], views.FindAll("nav a[aria-current]").Select(a => a.TextContent));
        Assert.Contains("shared with Informatics", views.FindAll("nav a")[2].TextContent, StringComparison.Ordinal);
        Assert.Equal("specialty=Urology&weeks=8", views.Find("form[action=views] input[name=query]").GetAttribute("value"));
    }

    [Fact]
    public void OnlyOwnViews_CanBeRenamedAndArchived()
    {
        using var page = Page("activity", own, shared);

        var views = page.Render<SavedViews>(p => p.Add(v => v.Page, "activity"));

        Assert.Equal([own.Name], views.FindAll("details summary").Select(s => s.TextContent));
        Assert.NotNull(views.Find($"form[action='views/{own.Id}/archive']"));
    }

    [Theory]
    [InlineData("activity", "activity?specialty=Urology&weeks=8")]
    [InlineData("activity?view=all", "activity?view=all")]
    [InlineData("activity?weeks=13", "activity?weeks=13")]
    public void Page_OpensWithTheDefaultWhereNothingWasAskedFor(string asked, string expected)
    {
        using var page = Page(asked, own with { IsDefault = true });

        page.Render<SavedViews>(p => p.Add(v => v.Page, "activity"));

        Assert.Equal(expected, page.Services.GetRequiredService<NavigationManager>().ToBaseRelativePath(page.Services.GetRequiredService<NavigationManager>().Uri));
    }

    [Theory]
    [InlineData("?specialty=Urology&page=3", "specialty=Urology")]
    [InlineData("view=all", "")]
    [InlineData("?problem=a.b&view-problem=c.d&weeks=8", "weeks=8")]
    public void Query_KeepsFiltersAndNothingElse(string query, string kept) => Assert.Equal(kept, SavedViewList.QueryOf(query));

    private static BunitContext Page(string address, params SavedViewLink[] views)
    {
        var page = Pages.Context();
        page.Services.AddSingleton<ISavedViews>(new Kept(new(views, [new Choice("1", "Informatics")])));
        page.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return page;
    }

    private sealed class Kept(SavedViewList list) : ISavedViews
    {
        public Task<SavedViewList> ReadAsync(string page, CancellationToken cancellationToken) => Task.FromResult(list);

        public string? Message(string? code) => null;
    }
}
