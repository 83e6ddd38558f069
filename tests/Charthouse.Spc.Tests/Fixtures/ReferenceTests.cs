namespace Charthouse.Spc.Tests.Fixtures;

/// <summary>Against base R and FunnelPlotR 0.6.0.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void Constants_AreThoseOfTheTables()
    {
        var table = Fixture.Read("reference-constants-2-10").Points;
        for (var i = 0; i < table.Count; i++)
        {
            var constants = ControlChartConstants.For((int)table.Number(i, "n")!.Value);
            (string Name, double Value)[] all =
            [
                ("c4", constants.C4), ("d2", constants.SmallD2), ("d3", constants.SmallD3), ("A", constants.A), ("A2", constants.A2), ("A3", constants.A3), ("B3", constants.B3), ("B4", constants.B4),
                ("B5", constants.B5), ("B6", constants.B6), ("D1", constants.D1), ("D2", constants.D2), ("D3", constants.D3), ("D4", constants.D4), ("E2", constants.E2),
            ];
            // The file holds ten digits; D3 and B3 are differences of nearly equal numbers.
            foreach (var (name, value) in all) Assert.True(Math.Abs(table.Number(i, name)!.Value - value) < 2e-9, $"{name} of {constants.SubgroupSize}: {table.Number(i, name)} expected, {value} found");
        }
    }

    [Fact]
    public void AnhoejLimits_AreThoseOfR()
    {
        var table = Fixture.Read("reference-anhoej-limits-10-60").Points;
        for (var i = 0; i < table.Count; i++)
        {
            var n = (int)table.Number(i, "n")!.Value;
            Assert.Equal(((int)table.Number(i, "longestRunMax")!.Value, (int)table.Number(i, "crossingsMin")!.Value), (RunsAnalysis.LongestRunLimit(n), RunsAnalysis.CrossingsLimit(n)));
        }
    }

    [Fact]
    public void Funnel_OfProportions_IsThatOfFunnelPlotR()
    {
        var fixture = Fixture.Read("funnel-pr-ae-1718-sample");
        var input = fixture.Input;
        var plot = FunnelPlot.Compute(
            FunnelKind.Proportion,
            [.. Enumerable.Range(0, input.Count).Select(i => Observation.Ratio(input.Number(i, "breaches")!.Value, input.Number(i, "attendances")!.Value))],
            FunnelSettings.Default with { Overdispersion = true });
        Near.Equal(fixture.Expected.GetProperty("target").GetDouble(), plot.Target);
        Near.Equal(fixture.Expected.GetProperty("phi").GetDouble(), plot.Phi);
        Near.Equal(fixture.Expected.GetProperty("tau2").GetDouble(), plot.Tau2);
        var points = fixture.Points;
        for (var i = 0; i < points.Count; i++)
        {
            // The file is in the order of the peer, which sorts by denominator.
            var point = plot.Points.Single(point => input.Text(point.Index - 1, "org_code") == points.Text(i, "group"));
            Near.Equal(points.Number(i, "value"), point.Value);
            Near.Equal(points.Number(i, "z"), point.Z, 1e-8, "z");
            Near.Equal(points.Number(i, "zTrimmed"), point.ZTrimmed, 1e-8, "zTrimmed");
            Near.Equal(points.Number(i, "odll95"), point.Adjusted!.Value.Lower95, 1e-6, "odll95");
            Near.Equal(points.Number(i, "odul95"), point.Adjusted.Value.Upper95, 1e-6, "odul95");
            Near.Equal(points.Number(i, "odll998"), point.Adjusted.Value.Lower998, 1e-6, "odll998");
            Near.Equal(points.Number(i, "odul998"), point.Adjusted.Value.Upper998, 1e-6, "odul998");
            Near.Equal(points.Number(i, "ll95"), point.Lines!.Value.Lower95, 1e-6, "ll95");
            Near.Equal(points.Number(i, "ul998"), point.Lines.Value.Upper998, 1e-6, "ul998");
            Assert.Equal(SignalDirection.None, point.Outlier);
        }
    }
}
