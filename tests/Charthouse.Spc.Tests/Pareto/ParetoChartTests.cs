using CsCheck;

namespace Charthouse.Spc.Tests.Pareto;

public sealed class ParetoChartTests
{
    private static readonly ParetoClass[] reasons = [new("dose", 5), new("patient", 40), new(null, 20), new("time", 5), new("route", 30), new("drug", 20)];

    [Fact]
    public void Bars_FallAndEqualOnesKeepTheirOrder()
    {
        var chart = ParetoChart.Of(reasons);
        Assert.Equal(["patient", "route", "drug", "dose", "time"], chart.Bars.Select(bar => bar.Label));
        Assert.Equal([0.4, 0.7, 0.9, 0.95, 1], chart.Bars.Select(bar => bar.CumulativeShare));
        Assert.Equal((100, 20), (chart.Total, chart.Missing));
    }

    [Fact]
    public void Missing_IsRankedWhenKept()
    {
        var chart = ParetoChart.Of(reasons, new() { KeepMissing = true });
        Assert.Equal(["patient", "route", null, "drug", "dose", "time"], chart.Bars.Select(bar => bar.Label));
        Assert.Equal(ParetoBarKind.Missing, chart.Bars[2].Kind);
        Assert.Equal(120, chart.Total);
    }

    [Fact]
    public void Other_IsLastWhateverItsSize()
    {
        var byNumber = ParetoChart.Of(reasons, new() { MostClasses = 1 });
        Assert.Equal([ParetoBarKind.Class, ParetoBarKind.Other], byNumber.Bars.Select(bar => bar.Kind));
        Assert.Equal(60, byNumber.Bars[1].Count);
        Assert.Equal(["route", "drug", "dose", "time"], byNumber.Bars[1].Grouped);
        Assert.Equal(["dose", "time"], ParetoChart.Of(reasons, new() { SmallestShare = 0.2 }).Bars[^1].Grouped);
    }

    [Fact]
    public void OneSmallClass_KeepsItsName() => Assert.DoesNotContain(ParetoChart.Of(reasons, new() { MostClasses = 4 }).Bars, bar => bar.Kind == ParetoBarKind.Other);

    [Fact]
    public void Nothing_HasNoShares()
    {
        Assert.Empty(ParetoChart.Of([]).Bars);
        var bar = Assert.Single(ParetoChart.Of([new("a", 0)]).Bars);
        Assert.Null(bar.Share);
        Assert.Null(bar.CumulativeShare);
    }

    [Fact]
    public void Of_RefusesMistakes()
    {
        Assert.Throws<ArgumentException>(() => ParetoChart.Of([new("a", -1)]));
        Assert.Throws<ArgumentException>(() => ParetoChart.Of([new("a", double.NaN)]));
        Assert.Contains("too large", Assert.Throws<ArgumentException>(() => ParetoChart.Of([new("a", double.MaxValue), new("a", double.MaxValue)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ParetoChart.Of([new(null, double.MaxValue), new(null, double.MaxValue)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParetoOptions { MostClasses = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParetoOptions { SmallestShare = 1.1 });
    }

    private static readonly Gen<(ParetoClass[] Classes, ParetoOptions Options)> any =
        from labels in Gen.OneOf<string?>("a", "b", "c", "d", "e", "", null).Array[0, 20]
        from counts in Gen.Int[0, 5].Array[20]
        from keep in Gen.Bool
        from share in Gen.OneOf(0.0, 0.1, 0.3)
        from most in Gen.Int[0, 4]
        select (labels.Select((label, i) => new ParetoClass(label, counts[i])).ToArray(), new ParetoOptions { KeepMissing = keep, SmallestShare = share, MostClasses = most == 0 ? null : most });

    [Fact]
    public void NothingIsLost() => any.Sample((classes, options) =>
    {
        var chart = ParetoChart.Of(classes, options);
        Assert.Equal(classes.Sum(one => one.Count), chart.Bars.Sum(bar => bar.Count) + (options.KeepMissing ? 0 : chart.Missing));
        Assert.Equal(
            classes.Select(one => one.Label).Where(label => !string.IsNullOrEmpty(label)).Distinct().Order(),
            chart.Bars.SelectMany(bar => bar.Kind == ParetoBarKind.Other ? bar.Grouped : bar.Label is { } label ? [label] : []).Order());
        var ranked = chart.Bars.Where(bar => bar.Kind != ParetoBarKind.Other).Select(bar => bar.Count).ToList();
        Assert.Equal(ranked.OrderDescending(), ranked);
        if (chart.Total > 0) Assert.Equal(1, chart.Bars[^1].CumulativeShare);
    });

    [Fact]
    public void AddingUpRowsFirst_ChangesNothing() => any.Sample((classes, options) =>
    {
        ParetoClass[] summed = [.. classes.GroupBy(one => one.Label ?? "").Select(group => new ParetoClass(group.Key, group.Sum(one => one.Count)))];
        var (a, b) = (ParetoChart.Of(classes, options), ParetoChart.Of(summed, options));
        Assert.Equal(a.Bars.Select(bar => (bar.Label, bar.Count, bar.CumulativeShare)), b.Bars.Select(bar => (bar.Label, bar.Count, bar.CumulativeShare)));
    });
}
