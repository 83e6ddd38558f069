namespace Charthouse.Spc.Tests.Published;

/// <summary>Montgomery, Introduction to Statistical Quality Control, examples 9.1 and 9.2: 30 values, mean 10 and sigma 1 given; the mean moves to 11 after the 20th.</summary>
public sealed class MontgomeryTests
{
    private static readonly double[] values =
    [
        9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51, 9.40, 10.08,
        9.37, 10.62, 10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38, 11.62, 11.31, 10.52,
    ];

    private static readonly ChartSettings given = ChartSettings.Default with { GivenCentre = 10, GivenSigma = 1 };

    [Fact]
    public void Cusum_SignalsAtPeriod29()
    {
        var chart = ControlChart.Compute(ChartKind.Cusum, [.. values.Select(Observation.Measured)], given);
        Assert.Equal((0, -0.05), (chart.Points[0].CusumUp!.Value, Math.Round(chart.Points[0].CusumDown!.Value, 2)));
        Assert.Equal((0, -1.56), (chart.Points[1].CusumUp!.Value, Math.Round(chart.Points[1].CusumDown!.Value, 2)));
        Assert.Equal(5.28, chart.Points[28].CusumUp!.Value, 2);
        Assert.Equal([29, 30], chart.Parts[0].Signals.Single().Points);
        Assert.Equal("cusum-up, points 29 to 30: the cumulative sum is above the decision interval; judged against points 1 to 30, part 1.", chart.Parts[0].Signals[0].Explain());
    }

    [Fact]
    public void Ewma_SignalsAtPeriod29()
    {
        var chart = ControlChart.Compute(ChartKind.Ewma, [.. values.Select(Observation.Measured)], given with { Lambda = 0.1, NSigmas = 2.7 });
        Assert.Equal(9.945, chart.Points[0].Ewma!.Value, 3);
        Assert.Equal(9.7495, chart.Points[1].Ewma!.Value, 4);
        Assert.Equal((9.73, 10.27), (Math.Round(chart.Points[0].Lines!.Value.Lower3, 2), Math.Round(chart.Points[0].Lines!.Value.Upper3, 2)));
        Assert.Equal((9.38, 10.62), (Math.Round(chart.Points[29].Lines!.Value.Lower3, 2), Math.Round(chart.Points[29].Lines!.Value.Upper3, 2)));
        Assert.Equal((10.6468, 10.6341), (Math.Round(chart.Points[28].Ewma!.Value, 4), Math.Round(chart.Points[29].Ewma!.Value, 4)));
        Assert.Equal(29, chart.Parts[0].Signals[0].First);
    }
}
