namespace Charthouse.Spc.Tests.Fixtures;

/// <summary>Against qcc 3.0, which does not screen moving ranges.</summary>
public sealed class QccTests
{
    private static readonly ChartSettings frozen = ChartSettings.Default with { FreezeAfter = 24, ScreenMovingRanges = false };

    [Fact]
    public void WesternElectricAndNelson_MarkTheSamePoints()
    {
        var (fixture, chart) = Read("rules-rcu-performance", ChartKind.Individuals, frozen with { Rules = [RuleSet.WesternElectric, RuleSet.Nelson] });
        Near.Equal(fixture.Expected.GetProperty("estimates").GetProperty("stdDev").GetDouble(), chart.Parts[0].Sigma);
        string[] names = ["we1", "we2", "we3", "we4", "nelson1", "nelson2", "nelson3", "nelson4", "nelson5", "nelson6", "nelson7", "nelson8"];
        for (var i = 0; i < chart.Points.Length; i++)
        {
            var point = chart.Points[i];
            Near.Equal(fixture.Points.Number(i, "cl"), point.Centre);
            Near.Equal(fixture.Points.Number(i, "lcl"), point.Lines!.Value.Lower3);
            Near.Equal(fixture.Points.Number(i, "ucl"), point.Lines!.Value.Upper3);
            Assert.Equal(names.Where(name => fixture.Points.Flag(i, name)), point.Signals);
        }
    }

    // The fixture does not name the setting; qcc never screens, and its standard deviation shows it.
    [Fact]
    public void Ewma_HasTheSameAveragesAndLimits()
    {
        var (fixture, chart) = Read("ewma-rgp-performance", ChartKind.Ewma, frozen with { Lambda = 0.2, NSigmas = 3 });
        Near.Equal(fixture.Expected.GetProperty("estimates").GetProperty("stdDev").GetDouble(), chart.Parts[0].Sigma);
        for (var i = 0; i < chart.Points.Length; i++)
        {
            Near.Equal(fixture.Points.Number(i, "ewma"), chart.Points[i].Ewma, what: "ewma");
            Near.Equal(fixture.Points.Number(i, "lcl"), chart.Points[i].Lines!.Value.Lower3, what: "lcl");
            Near.Equal(fixture.Points.Number(i, "ucl"), chart.Points[i].Lines!.Value.Upper3, what: "ucl");
            Assert.Equal(fixture.Points.Flag(i, "signal"), chart.Points[i].Reason is "ewma-high" or "ewma-low");
        }
    }

    [Fact]
    public void Cusum_HasTheSameSums()
    {
        var (fixture, chart) = Read("cusum-rgp-performance", ChartKind.Cusum, frozen);
        for (var i = 0; i < chart.Points.Length; i++)
        {
            Near.Equal(fixture.Points.Number(i, "cusumUp"), chart.Points[i].CusumUp, what: "up");
            Near.Equal(fixture.Points.Number(i, "cusumDown"), chart.Points[i].CusumDown, what: "down");
            Assert.Equal(fixture.Points.Flag(i, "signalUp"), chart.Points[i].Signals.Contains("cusum-up"));
            Assert.Equal(fixture.Points.Flag(i, "signalDown"), chart.Points[i].Signals.Contains("cusum-down"));
        }
    }

    private static (Fixture, ControlChart) Read(string id, ChartKind kind, ChartSettings settings)
    {
        var fixture = Fixture.Read(id);
        return (fixture, ControlChart.Compute(kind, [.. Enumerable.Range(0, fixture.Input.Count).Select(i => Observation.Measured(fixture.Input.Number(i, "perf")!.Value))], settings));
    }
}
