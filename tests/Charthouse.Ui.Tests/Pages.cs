using System.Globalization;
using Bunit;
using Charthouse.Platform.Permissions;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Ui.Tests;

internal static class Pages
{
    public static BunitContext Context()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-US");
        var page = new BunitContext();
        page.Services.AddCharthouseUi();
        page.Services.AddSingleton<TimeProvider>(new Clock());
        var actor = new CurrentActor();
        actor.Begin(new Actor(Guid.CreateVersion7(), null, "Ada Reed", new HashSet<string> { "imports.manage" }));
        page.Services.AddSingleton(actor);
        var shell = new ShellState("Harbor Regional Health", new(2026, 11, 8), new(2026, 11, 17), "help");
        page.Services.AddSingleton<ReadShellState>(_ => ValueTask.FromResult(shell));
        page.RenderTree.Add<CascadingValue<ShellState>>(value => value.Add(v => v.Value, shell));
        page.Services.AddSingleton<ReadUnreadCount>(_ => ValueTask.FromResult(3));
        page.Services.AddSingleton(new NavigationGroup("Measure", "query_stats", 20,
            [new("Activity", "activity", null), new("Categories", "activity/categories", null), new("Imports", "imports", "imports.manage")]));
        page.Services.AddSingleton(new NavigationGroup("Today", "wb_twilight", 0, [new("Today", "", null)]));
        return page;
    }

    /// <summary>Noon of 17 November 2026.</summary>
    private sealed class Clock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 11, 17, 12, 0, 0, TimeSpan.Zero);
    }
}
