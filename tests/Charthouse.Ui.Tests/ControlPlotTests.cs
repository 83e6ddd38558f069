using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Bunit;

namespace Charthouse.Ui.Tests;

/// <summary>What a control chart draws, read from its shapes.</summary>
public sealed partial class ControlPlotTests
{
    [Fact]
    public void Limits_StepWithThePoints_AndStopWithTheirPart()
    {
        var plot = Draw([At("1", 5, upper: 9), At("2", 6, upper: 9), At("3", 5, upper: 8), At("4", 2, upper: 4, part: 2), At("5", 3, upper: 4, part: 2)], parts: [new(1, "Part 1", "3 points"), new(2, "Part 2", "2 points")]);

        // Of each part a line of its own, level but where its limit changes.
        var upper = plot.QuerySelectorAll("path.c-limit").Select(path => path.GetAttribute("d")!).Where((_, i) => i % 2 == 0).ToList();
        Assert.Equal(2, upper.Count);
        Assert.Equal([2, 1], upper.Select(path => Places(path).Where((_, i) => i % 2 == 1).Distinct().Count()));
        Assert.True(Places(upper[0]).Where((_, i) => i % 2 == 0).Max() <= Places(upper[1]).Where((_, i) => i % 2 == 0).Min());
        Assert.Equal(2, plot.QuerySelectorAll("path.c-band").Length);
        Assert.Single(plot.QuerySelectorAll("path.c-phase"));
        Assert.Equal(["Part 1", "Part 2"], plot.QuerySelectorAll("tspan.c-strong").Select(name => name.TextContent));
        // The line of the values crosses the parts.
        Assert.Single(plot.QuerySelectorAll("polyline.c-line"));
    }

    [Fact]
    public void LimitsCarriedForward_AreDotted_AndFormNoBand()
    {
        var plot = Draw([At("1", 5, upper: 9), At("2", 6, upper: 9), At("3", 5, upper: 9) with { IsCarried = true }]);
        Assert.Equal(2, plot.QuerySelectorAll("path.c-limit.c-fwd").Length);
        Assert.Single(plot.QuerySelectorAll("path.c-band"));
        Assert.Contains("carried forward", Words(plot)[2], StringComparison.Ordinal);
    }

    [Fact]
    public void ExcludedPoints_AreHollow_WhateverTheyMean()
    {
        var plot = Draw([At("1", 5), At("2", 50, SignalMark.Concern) with { IsExcluded = true }, At("3", 6)]);
        Assert.Empty(plot.QuerySelectorAll(".c-con"));
        Assert.Equal("2: 50.0\nLeft out of the limits", plot.QuerySelector("circle.c-left title")!.TextContent);
    }

    [Fact]
    public void MissingPeriods_BreakTheLine_AndKeepTheirPlace()
    {
        var plot = Draw([At("1", 5), At("2", 6), new("3", null, SignalMark.Common, 1) { Note = "hidden to protect people" }, At("4", 5), At("5", 6)]);
        Assert.Equal(2, plot.QuerySelectorAll("polyline.c-line").Length);
        Assert.Equal("3: no value\nHidden to protect people", Assert.Single(plot.QuerySelectorAll("path.c-gap title")).TextContent);
        // Its place lies half way between its neighbours.
        var places = plot.QuerySelectorAll("circle.c-pt").Select(point => double.Parse(point.GetAttribute("cx")!, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(2, (places[2] - places[1]) / (places[1] - places[0]), 2);
    }

    [Fact]
    public void AValueThatIsSuppressed_IsNowhereInTheDrawing()
    {
        var plot = Draw([At("1", 5), new("2", null, SignalMark.Common, 1) { Note = Suppressed.Reason }, At("3", 6)]);
        Assert.Equal(2, plot.QuerySelectorAll("circle").Length);
        Assert.Contains(Suppressed.Reason, Words(plot)[1], StringComparison.Ordinal);
    }

    [Fact]
    public void EachMeaning_HasItsShape_AndTheLastPointIsLarger()
    {
        var plot = Draw([At("1", 5), At("2", 9, SignalMark.Improvement), At("3", 1, SignalMark.Concern), At("4", 9, SignalMark.Neutral), At("5", 5), At("6", 5)]);
        Assert.Equal(("circle", "path", "rect"), (plot.QuerySelector(".c-imp")!.LocalName, plot.QuerySelector(".c-con")!.LocalName, plot.QuerySelector(".c-neu")!.LocalName));
        Assert.Equal(["3", "3", "4.8"], plot.QuerySelectorAll("circle.c-pt").Select(point => point.GetAttribute("r")));
    }

    [Theory]
    [InlineData(Assured.Pass, "P")]
    [InlineData(Assured.Fail, "F")]
    [InlineData(Assured.HitOrMiss, "?")]
    public void AssuranceIcons_HaveTheirLetter_AndTheirWords(Assured of, string letter)
    {
        using var page = Pages.Context();
        var icon = page.Render<AssuranceMark>(p => p.Add(mark => mark.Of, of)).Find("svg");
        Assert.Equal(letter, icon.QuerySelector("text")!.TextContent);
        Assert.Equal(AssuranceMark.Words(of), icon.GetAttribute("aria-label"));
    }

    [Theory]
    [InlineData(SignalMark.Improvement, true, "H")]
    [InlineData(SignalMark.Concern, false, "L")]
    [InlineData(SignalMark.Neutral, true, "H")]
    [InlineData(SignalMark.Common, false, null)]
    public void VariationIcons_HaveTheirLetter(SignalMark mark, bool isHigh, string? letter)
    {
        using var page = Pages.Context();
        Assert.Equal(letter, page.Render<VariationMark>(p => p.Add(icon => icon.Mark, mark).Add(icon => icon.IsHigh, isHigh)).Find("svg").QuerySelector("text")?.TextContent);
    }

    [Fact]
    public void Pins_AreNumberedFromLeftToRight_AndKeepTheirNumberOnAPhone()
    {
        using var page = Pages.Context();
        var model = Model([.. Enumerable.Range(1, 40).Select(i => At(i.ToString(CultureInfo.InvariantCulture), i % 3))]) with { Events = [new(35, "5 Aug", "Second"), new(4, "4 Jan", "First", "interventions/1"), new(36, "6 Aug", "Third")] };
        var view = page.Render<ControlPlotView>(p => p.Add(plot => plot.Model, model));
        Assert.Equal(["1", "2", "3"], view.FindAll(".ch-wideplot .c-pintext").Select(pin => pin.TextContent));
        Assert.Equal(["2", "3"], view.FindAll(".ch-narrowplot .c-pintext").Select(pin => pin.TextContent));
        Assert.Equal(["1 4 Jan First", "2 5 Aug Second", "3 6 Aug Third"], view.FindAll(".ch-marks li").Select(pin => $"{pin.Children[0].TextContent} {pin.Children[1].TextContent}"));
        Assert.EndsWith("\n2: 5 Aug Second", Words(view.Find(".ch-wideplot svg"))[35], StringComparison.Ordinal);
        Assert.EndsWith("\n2: 5 Aug Second", Words(view.Find(".ch-narrowplot svg"))[25], StringComparison.Ordinal);
    }

    [Fact]
    public void Points_SayWhatTheyAreHeldAgainst_AndWhatWasSeen()
    {
        var plot = Draw([At("5 Jan", 5, SignalMark.Concern, upper: 9) with { Aim = 4, Note = "above the upper limit" }]);
        Assert.Equal("5 Jan: 5.0\nLimits 1.0 – 9.0, centre 5.0\nAim 4.0\nAbove the upper limit", Assert.Single(Words(plot)));
    }

    [Fact]
    public void OnePoint_IsDrawnAtTheRight_AndNoPoint_NotAtAll()
    {
        var plot = Draw([At("1", 5)]);
        Assert.Single(plot.QuerySelectorAll("circle.c-pt"));
        AssertFinite(plot);
        var empty = Draw([]);
        Assert.Empty(Words(empty));
        AssertFinite(empty);
    }

    [Theory]
    [InlineData(7, 7, 7)]
    [InlineData(0, 0, 0)]
    [InlineData(-3, -3, -3)]
    [InlineData(1e15, 2e15, 1.5e15)]
    [InlineData(1e-9, 3e-9, 2e-9)]
    [InlineData(1e300, -1e300, 0)]
    [InlineData(1e6, 1e6 + 1e-7, 1e6)]
    public void AnyNumbers_StayInsideTheDrawing(double first, double second, double third)
    {
        var plot = Draw([At("1", first), At("2", second), At("3", third)]);
        AssertFinite(plot);
        Assert.All(plot.QuerySelectorAll("circle.c-pt"), point => Assert.InRange(double.Parse(point.GetAttribute("cy")!, CultureInfo.InvariantCulture), 0, 360));
        Assert.InRange(plot.QuerySelectorAll("path.c-grid").Length, 2, 12);
        // Numbers along the axis tell its lines apart.
        Assert.Equal(plot.QuerySelectorAll("path.c-grid").Length, plot.QuerySelectorAll("text[text-anchor=end]").Select(text => text.TextContent).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void LongNumbers_FindRoomBesideTheAxis()
    {
        var plot = Draw([At("1", 1_200_000), At("2", 3_400_000)]);
        Assert.All(plot.QuerySelectorAll("text[text-anchor=end]"), text => Assert.True(double.Parse(text.GetAttribute("x")!, CultureInfo.InvariantCulture) >= 6 * text.TextContent.Length, text.OuterHtml));
    }

    // Words of the axis that come in no order, or too near to each other, are left out and never overlap.
    [Fact]
    public void WordsOfTheAxis_DoNotOverlap_WhateverTheirOrder()
    {
        var plot = Draw([.. Enumerable.Range(0, 12).Select(i => At(i.ToString(CultureInfo.InvariantCulture), i))], ticks: [(6, "Jul"), (0, "Jan"), (7, "Aug"), (11, "Dec")]);
        Assert.Equal(["Jul", "Aug", "Dec"], plot.QuerySelectorAll("text").Select(text => text.TextContent).Where(text => text is "Jan" or "Jul" or "Aug" or "Dec"));
    }

    [Fact]
    public void Panel_HasTheWholeGroupAsADottedLine()
    {
        using var page = Pages.Context();
        var panel = page.Render<ControlPanel>(p => p.Add(one => one.Model, Model([At("1", 5) with { Whole = 7 }, At("2", 6) with { Whole = 6.5 }])).Add(one => one.Mark, null));
        Assert.Single(panel.FindAll("ch-plot svg polyline.c-whole"));
        Assert.Equal("2: 6.0\nWhole group 6.5", Words(panel.Find("svg"))[1]);
    }

    private static PlotPoint At(string label, double value, SignalMark mark = SignalMark.Common, double? upper = null, int part = 1) =>
        new(label, value, mark, part) { Upper = upper, Centre = upper is null ? null : (upper + 1) / 2, Lower = upper is null ? null : 1 };

    private static ControlPlot Model(IReadOnlyList<PlotPoint> points) => new("Minutes", "They vary.", null, 1, points);

    private static IElement Draw(IReadOnlyList<PlotPoint> points, IReadOnlyList<PlotPart>? parts = null, IReadOnlyList<(int, string)>? ticks = null)
    {
        using var page = Pages.Context();
        return page.Render<ControlPlotView>(p => p.Add(view => view.Model, Model(points) with { Parts = parts ?? [], Ticks = ticks ?? [] })).Find("ch-plot.ch-wideplot svg");
    }

    private static List<string> Words(IElement plot) => [.. plot.QuerySelectorAll("svg > * > title").Select(title => title.TextContent)];

    private static void AssertFinite(IElement plot)
    {
        Assert.DoesNotContain("NaN", plot.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("\u221E", plot.OuterHtml, StringComparison.Ordinal);
    }

    private static List<double> Places(string path) => [.. Number().Matches(path).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex("[0-9.]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
