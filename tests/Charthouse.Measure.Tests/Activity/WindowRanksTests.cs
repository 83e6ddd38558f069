using AngleSharp.Html.Parser;
using Charthouse.Measure.Activity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Charthouse.Measure.Tests.Activity;

public sealed class WindowRanksTests
{
    [Fact]
    public async Task EveryGroup_StandsWithItsRanks_WhatMovesIsMarked()
    {
        var table = await DrawAsync([("Cardiology", [1, 3]), ("Pediatrics", [2, 2]), ("Surgery", [3, 1])]);
        Assert.StartsWith("2 of 3 groups change rank", table.QuerySelector("summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["Cardiology: 1, ↓2 2 down, 3", "Pediatrics: 2, 2", "Surgery: 3, ↑2 2 up, 1"],
            table.QuerySelectorAll("tbody tr").Select(row => row.QuerySelector("th")!.TextContent + ": " + string.Join(", ", row.QuerySelectorAll("td").Select(cell =>
                string.Join(' ', cell.QuerySelectorAll("[aria-hidden], .ch-sr, strong").Select(part => part.TextContent.Trim()).DefaultIfEmpty(cell.TextContent.Trim()))))));
    }

    [Fact]
    public async Task SameOrder_IsSaid() =>
        Assert.StartsWith("All 3 groups keep their rank", (await DrawAsync([("A", [1, 1]), ("B", [2, 2]), ("C", [3, 3])])).QuerySelector("summary")!.TextContent, StringComparison.Ordinal);

    [Fact]
    public async Task WithoutGroups_ThereIsNothing() => Assert.Null((await DrawAsync([])).QuerySelector("details"));

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> DrawAsync(IReadOnlyList<(string, IReadOnlyList<int>)> groups)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<WindowRanks>(ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Windows"] = new[] { 0, 4 },
            ["Groups"] = groups,
        }))).ToHtmlString());
        return new HtmlParser().ParseDocument(html);
    }
}
