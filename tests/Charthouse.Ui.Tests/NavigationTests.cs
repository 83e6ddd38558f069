using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Ui.Tests;

public sealed class NavigationTests
{
    [Theory]
    [InlineData("activity", "Activity")]
    [InlineData("activity?site=main", "Activity")]
    [InlineData("imports/42/rejected", "Imports")]
    [InlineData("", "Today")]
    [InlineData("activity/categories", "Categories")]
    [InlineData("activityx", null)]
    public void MainLayout_MarksTheOneCurrentPage(string address, string? expected)
    {
        using var page = Pages.Context();
        page.Services.GetRequiredService<NavigationManager>().NavigateTo(address);

        var layout = page.Render<MainLayout>();

        Assert.Equal(expected is null ? [] : [expected], layout.FindAll("nav.ch-drawer [aria-current=page]").Select(a => a.TextContent));
    }

    [Fact]
    public void MainLayout_JoinsAndOrdersGroupsThatModulesContribute()
    {
        using var page = Pages.Context();
        page.Services.AddSingleton(new NavigationGroup("Measure", "query_stats", 21, [new("Alerts", "alerts", null), new("Roles", "roles", "roles.manage")]));

        var layout = page.Render<MainLayout>();

        Assert.Equal(["Today", "Measure"], layout.FindAll(".ch-navgroup summary span").Select(s => s.TextContent));
        Assert.Contains("Alerts", layout.FindAll(".ch-navgroup")[1].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Roles", layout.FindAll(".ch-navgroup")[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void MainLayout_PutsAdministrationLast()
    {
        using var page = Pages.Context();
        page.Services.AddSingleton(new NavigationGroup("Administration", "admin_panel_settings", 90, [new("Roles", "roles", null)]));
        page.Services.AddSingleton(new NavigationGroup("Steer", "explore", 60, [new("Strategy", "strategy", null)]));

        Assert.Equal(["Today", "Measure", "Steer", "Administration"], page.Render<MainLayout>().FindAll(".ch-navgroup summary span").Select(s => s.TextContent));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(3, "3")]
    [InlineData(1234, "99+")]
    public void MainLayout_CountsWhatIsNew(int count, string? shown)
    {
        using var page = Pages.Context();
        page.Services.AddSingleton<ReadUnreadCount>(_ => ValueTask.FromResult(count));

        var bell = page.Render<MainLayout>().Find("a.ch-bell");

        Assert.Equal(shown, bell.QuerySelector(".n")?.TextContent);
        Assert.Equal(count > 0, bell.TextContent.Contains(" new", StringComparison.Ordinal));
    }

    [Fact]
    public void MainLayout_SaysTheAgeOfStaleData()
    {
        using var page = Pages.Context();
        page.Services.AddSingleton<ReadShellState>(_ => ValueTask.FromResult(new ShellState("Harbor", new(2026, 10, 1), new(2026, 11, 17))));

        var fresh = page.Render<MainLayout>().Find(".ch-fresh");

        Assert.Contains("stale", fresh.ClassList);
        Assert.Equal("Data to 1 Oct, 47 days old", fresh.TextContent);
    }

    [Theory]
    [InlineData("?sort=name", "?sort=-name", "ascending")]
    [InlineData("?sort=-name&page=3", "?sort=name", "descending")]
    [InlineData("", "?sort=name", null)]
    public void SortHeader_TurnsTheOrderAndStartsAtTheFirstPage(string query, string expected, string? order)
    {
        using var page = Pages.Context();
        page.Services.GetRequiredService<NavigationManager>().NavigateTo("imports" + query);
        var sort = query.Contains("-name", StringComparison.Ordinal) ? "-name" : query.Length > 0 ? "name" : "rows";

        var header = page.Render<SortHeader>(p => p.Add(h => h.Name, "name").Add(h => h.Sort, sort)).Find("th");

        Assert.Equal("imports" + expected, header.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(order, header.GetAttribute("aria-sort"));
    }
}
