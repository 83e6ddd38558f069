using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Ui.Tests;

internal static class Pages
{
    public static BunitContext Context()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-US");
        var page = new BunitContext();
        page.Services.AddCharthouseUi();
        page.Services.AddSingleton<ReadShellState>(_ => ValueTask.FromResult(new ShellState("Harbor Regional Health", new(2026, 11, 8), new(2026, 11, 17), "help")));
        page.Services.AddSingleton(new NavigationGroup("Measure", "query_stats", 20,
            [new("Activity", "activity"), new("Categories", "activity/categories"), new("Imports", "imports")]));
        page.Services.AddSingleton(new NavigationGroup("Today", "wb_twilight", 0, [new("Today", "")]));
        return page;
    }
}
