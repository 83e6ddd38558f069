namespace Charthouse.Spc.Tests.Published;

/// <summary>Swed and Eisenhart 1943, table of 2.5 % points, as in Siegel's table F: significant are runs up to the first and from the second number on.</summary>
public sealed class RunCountTests
{
    [Theory]
    [InlineData(8, 8, 4, 14)]
    [InlineData(10, 10, 6, 16)]
    [InlineData(15, 15, 10, 22)]
    [InlineData(20, 20, 14, 28)]
    public void Limits_AreThoseOfTheTable(int above, int below, int tooFew, int tooMany) => Assert.Equal((tooFew + 1, tooMany - 1), RunCount.Limits(above, below));

    // The same sides, taken from a chart: its excluded points, its gaps and those on the median are passed over.
    [Fact]
    public void Of_AChart_CountsAsTheRunsAnalysisDoes()
    {
        var chart = ControlChart.Compute(ChartKind.Run, [.. new double[] { 1, 9, 8, 5, 2, 1, 9, 5, 99, 1, 9 }.Select(Observation.Measured), Observation.Gap(GapReason.Missing), Observation.Measured(2)], ChartSettings.Default with { Exclude = [9] });
        Assert.Equal(5, chart.Points[0].Centre);
        var (count, analysis) = (RunCount.Of(chart, chart.Parts[0]), chart.Parts[0].Runs!.Value);
        Assert.Equal((7, 7, 9, 2), (count.Runs, analysis.Crossings + 1, analysis.UsefulCount, analysis.LongestRun));
    }

    [Fact]
    public void Of_CountsRuns()
    {
        Assert.Equal(3, RunCount.Of([1, 1, 0, 1, -1, -1, 1]).Runs);
        Assert.True(RunCount.Of([.. Enumerable.Repeat(1, 8), .. Enumerable.Repeat(-1, 8)]).IsTooFew);
        Assert.True(RunCount.Of([.. Enumerable.Range(0, 16).Select(i => i % 2 == 0 ? 1 : -1)]).IsTooMany);
        Assert.Equal((1, null, null), (RunCount.Of([1, 1]).Runs, RunCount.Of([1, 1]).Fewest, RunCount.Of([1, 1]).Most));
    }
}
