namespace Charthouse.Spc.Tests.Fixtures;

/// <summary>Against qicharts2 0.8.1.</summary>
public sealed class QichartsTests
{
    [Fact]
    public void RunChart_FrozenOnTwelve() => Check("run-england-within4h-freeze12", ChartKind.Run, ChartSettings.Default with { FreezeAfter = 12 });

    [Fact]
    public void ProportionChart() => Check("p-england-within4h", ChartKind.Proportion, ChartSettings.Default);

    [Fact]
    public void ProportionPrime_InTwoParts_Screened() => Check("pp-england-within4h-part24-screened", ChartKind.ProportionPrime, ChartSettings.Default with { SplitAfter = [24] });

    [Fact]
    public void ProportionPrime_InTwoParts_Unscreened() => Check("pp-england-within4h-part24-unscreened", ChartKind.ProportionPrime, ChartSettings.Default with { SplitAfter = [24], ScreenMovingRanges = false });

    private static void Check(string id, ChartKind kind, ChartSettings settings)
    {
        var fixture = Fixture.Read(id);
        var input = fixture.Input;
        var chart = ControlChart.Compute(kind, [.. Enumerable.Range(0, input.Count).Select(i => Observation.Ratio(input.Number(i, "within4h")!.Value, input.Number(i, "attendances")!.Value))], settings);
        var points = fixture.Points;
        Assert.Equal(points.Count, chart.Points.Length);
        for (var i = 0; i < points.Count; i++)
        {
            var point = chart.Points[i];
            Assert.Equal(points.Number(i, "part"), point.Part);
            Near.Equal(points.Number(i, "y"), point.Value, what: "y");
            Near.Equal(points.Number(i, "cl"), point.Centre, what: "cl");
            Near.Equal(points.Number(i, "lcl"), point.Lines?.Lower3, what: "lcl");
            Near.Equal(points.Number(i, "ucl"), point.Lines?.Upper3, what: "ucl");
            Near.Equal(points.Number(i, "lcl95"), point.Lines?.Lower2, what: "lcl2");
            Near.Equal(points.Number(i, "ucl95"), point.Lines?.Upper2, what: "ucl2");
            Assert.Equal(points.Flag(i, "baseline"), point.IsBaseline);
            Assert.Equal(points.Flag(i, "include"), !point.IsExcluded);
            Assert.Equal(points.Flag(i, "sigmaSignal"), point.Reason is "outside-high" or "outside-low");
            Assert.Equal(points.Flag(i, "runsSignal"), chart.Parts[point.Part - 1].Runs!.Value.IsSignal);
        }

        var parts = fixture.Other("parts");
        Assert.Equal(parts.Count, chart.Parts.Length);
        for (var i = 0; i < parts.Count; i++)
        {
            var (part, runs) = (chart.Parts[i], chart.Parts[i].Runs!.Value);
            Assert.Equal(
                ((int?)parts.Number(i, "nObs"), (int?)parts.Number(i, "nUseful"), (int?)parts.Number(i, "longestRun"), (int?)parts.Number(i, "longestRunMax"), (int?)parts.Number(i, "crossings"), (int?)parts.Number(i, "crossingsMin"), (int?)parts.Number(i, "sigmaSignals")),
                (part.PointCount, part.UsefulCount, runs.LongestRun, runs.MaxLongestRun, runs.Crossings, runs.MinCrossings, part.OutsideCount));
            Assert.Equal(parts.Flag(i, "runsSignal"), runs.IsSignal);
        }
    }
}
