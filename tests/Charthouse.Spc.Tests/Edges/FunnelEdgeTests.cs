namespace Charthouse.Spc.Tests.Edges;

public sealed class FunnelEdgeTests
{
    [Fact]
    public void Standardised_HasPoissonLimits()
    {
        // Exact Poisson limits of 10 observed are 4.795 and 18.390 (Garwood 1936).
        var plot = FunnelPlot.Compute(FunnelKind.Standardised, [Observation.Ratio(10, 10), Observation.Ratio(0, 4)], FunnelSettings.Default);
        Assert.Equal(0.4795, plot.Points[0].Lines!.Value.Lower95, 4);
        Assert.Equal(1.8390, plot.Points[0].Lines!.Value.Upper95, 4);
        Assert.Equal((1d, 1), (plot.Target, plot.UsedCount));
        Assert.Equal((0d, null, null), (plot.Points[1].Value, plot.Points[1].Z, plot.Points[1].ZTrimmed));
    }

    [Fact]
    public void Standardised_LeavesOutTheEnds()
    {
        // Twenty units: classes ⌊10 r ÷ 21⌋; ranks 1, 2 are class 0, ranks 19, 20 class 9.
        var units = Enumerable.Range(1, 20).Select(i => Observation.Ratio(i, 10)).ToArray();
        var plot = FunnelPlot.Compute(FunnelKind.Standardised, units, FunnelSettings.Default with { Overdispersion = true });
        Assert.Equal([1, 2, 19, 20], plot.Points.Where(point => point.ZTrimmed is null).Select(point => point.Index));
        Assert.Equal(16, plot.UsedCount);
        Assert.True(plot.Tau2 > 0);
        Assert.True(plot.Points[9].Adjusted!.Value.Upper998 > plot.Points[9].Lines!.Value.Upper998);
    }

    [Fact]
    public void RatioOfCounts_UsesTheErrorOfTheTransformedRatio()
    {
        var plot = FunnelPlot.Compute(FunnelKind.RatioOfCounts, [Observation.Ratio(20, 100), Observation.Ratio(60, 300)], FunnelSettings.Default);
        var s = Math.Sqrt(20 / (20.5 * 20.5) + 100 / (100.5 * 100.5));
        Assert.Equal(0.2 * Math.Exp(1.959963984540054 * s), plot.Points[0].Lines!.Value.Upper95, 12);
        var narrow = FunnelPlot.Compute(FunnelKind.RatioOfCounts, [Observation.Ratio(20, 100), Observation.Ratio(60, 300)], FunnelSettings.Default with { NarrowRatioLines = true });
        Assert.Equal(0.2 * Math.Exp(1.959963984540054 / 20), narrow.Points[0].Lines!.Value.Upper95, 12);
        Assert.Equal(plot.Points[1].Lines, plot.LinesAt(300));
    }

    [Fact]
    public void Proportions_AreClippedWhereTheCurveTurnsBack()
    {
        var plot = FunnelPlot.Compute(FunnelKind.Proportion, [Observation.Ratio(0, 1), Observation.Ratio(1, 100), Observation.Ratio(50, 50)], FunnelSettings.Default);
        Assert.Equal((0d, 1d), (plot.Points[0].Lines!.Value.Lower998, plot.Points[0].Lines!.Value.Upper998));
        Assert.Equal(SignalDirection.Up, plot.Points[2].Outlier);
    }

    [Fact]
    public void NothingUsable_IsNullNotZero()
    {
        var plot = FunnelPlot.Compute(FunnelKind.Proportion, [Observation.Ratio(0, 0), Observation.Ratio(3, 2)], FunnelSettings.Default);
        Assert.Equal((null, null, 0), (plot.Target, plot.Phi, plot.UsedCount));
        Assert.Equal([GapReason.NoDenominator, GapReason.NumeratorAboveDenominator], plot.Points.Select(point => point.Gap!.Value));
        Assert.Null(plot.LinesAt(10));
        var none = FunnelPlot.Compute(FunnelKind.RatioOfCounts, [Observation.Ratio(0, 5)], FunnelSettings.Default);
        Assert.Equal((0d, null, null), (none.Target, none.Points[0].Lines, none.Points[0].Z));
    }
}
