using System.Text.Json;
using System.Text.RegularExpressions;
using Bunit;

namespace Charthouse.Ui.Tests;

public sealed partial class ComponentTests
{
    [Fact]
    public void Everything_IsFreeOfInlineStylesAndScripts()
    {
        using var page = Pages.Context();

        foreach (var html in new[] { page.Render<Specimens>().Markup, page.Render<MainLayout>().Markup })
        {
            Assert.DoesNotMatch(InlineStyleOrHandler(), html);
            Assert.DoesNotContain("<style", html, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(Scripts().Count(html), DataScripts().Count(html));
        }
    }

    [Fact]
    public void Everything_HasUniqueIdsThatAreFound()
    {
        using var page = Pages.Context();
        var parts = page.Render<Specimens>();

        var ids = parts.FindAll("[id]").Select(e => e.Id!).ToList();

        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
        foreach (var attribute in new[] { "popovertarget", "aria-labelledby", "aria-describedby" })
            foreach (var element in parts.FindAll($"[{attribute}]"))
                Assert.All(element.GetAttribute(attribute)!.Split(' '), id => Assert.Contains(id, ids));
    }

    [Fact]
    public void Panel_ThatIsHidden_PrintsNothingItWasGiven()
    {
        using var page = Pages.Context();

        var panel = page.Render<Specimens>().FindAll(".ch-panel")[1];

        Assert.DoesNotContain("777", panel.OuterHtml, StringComparison.Ordinal);
        Assert.Empty(panel.QuerySelectorAll("polyline, .c-band, .c-pt"));
        Assert.NotNull(panel.QuerySelector(".ch-supp"));
    }

    [Fact]
    public void Chart_CarriesItsModelAsDataThatCannotEndItsElement()
    {
        using var page = Pages.Context();

        var data = page.Render<Specimens>().Find("ch-chart script");
        using var model = JsonDocument.Parse(data.TextContent);

        Assert.Equal("Trend </script><b>", model.RootElement.GetProperty("title").GetString());
        Assert.Equal(5.3, model.RootElement.GetProperty("series")[0].GetProperty("values")[0].GetDouble());
        Assert.Equal("hidden", model.RootElement.GetProperty("series")[0].GetProperty("values")[1].GetString());
        Assert.Equal("line", model.RootElement.GetProperty("series")[0].GetProperty("shape").GetString());
    }

    [Fact]
    public void NoValue_GivesItsReasonToEveryReader()
    {
        using var page = Pages.Context();

        var gap = page.Render<NoValue>(p => p.Add(n => n.Reason, "No baseline before gate G3")).Find("span");

        Assert.Equal("0", gap.GetAttribute("tabindex"));
        Assert.Equal("No baseline before gate G3", gap.GetAttribute("data-tip"));
        Assert.Contains("No value: No baseline before gate G3", gap.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Icons_AreAllInTheSprite()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "eng", "icons.txt"))) root = root.Parent;
        Assert.NotNull(root);
        var known = File.ReadAllLines(Path.Combine(root.FullName, "eng", "icons.txt")).ToHashSet(StringComparer.Ordinal);
        using var page = Pages.Context();

        var used = new[] { page.Render<Specimens>().Markup, page.Render<MainLayout>().Markup }
            .SelectMany(html => IconUses().Matches(html).Select(m => m.Groups["icon"].Value));

        Assert.All(used, icon => Assert.Contains(icon, known));
    }

    [GeneratedRegex("""<[^>]*\s(?:style|on[a-z]+)=""", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineStyleOrHandler();

    [GeneratedRegex("<script", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scripts();

    [GeneratedRegex("""<script type="application/json">""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DataScripts();

    [GeneratedRegex("""icons\.svg#(?<icon>\w+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IconUses();
}
