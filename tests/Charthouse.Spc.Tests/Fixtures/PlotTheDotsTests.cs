namespace Charthouse.Spc.Tests.Fixtures;

/// <summary>Against NHSRplotthedots 0.2.2, whose limits are 2.66 mean moving ranges wide.</summary>
public sealed class PlotTheDotsTests
{
    private static readonly ChartSettings nhs = ChartSettings.Default with { Rules = [RuleSet.Nhs], MovingRangeFactor = 2.66 };

    [Fact]
    public void TwoTrusts_HaveTheSameSignalsTypesAndIcons()
    {
        var fixture = Fixture.Read("ptd-ae-performance-two-trusts");
        var series = Enumerable.Range(0, fixture.Input.Count).GroupBy(i => fixture.Input.Text(i, "series")!).ToDictionary(group => group.Key, group => group.ToList());
        var row = 0;
        foreach (var (name, rows) in series)
        {
            var chart = Chart(fixture, rows, "perf", nhs with { Improvement = ImprovementDirection.Increase, Target = 95 });
            var points = fixture.Points;
            Check(fixture, chart, [.. Enumerable.Range(0, points.Count).Where(i => points.Text(i, "series") == name)]);
            CheckIcons(fixture.Other("summary"), row++, chart);
        }
    }

    [Fact]
    public void Rebased_HasTheSameSignalsTypesAndIcons()
    {
        var fixture = Fixture.Read("ptd-rgp-breaches-rebase");
        var labels = Enumerable.Range(0, fixture.Input.Count).Select(i => (DateOnly?)DateOnly.Parse(fixture.Input.Text(i, "period")!, null)).ToArray();
        var starts = PartStarts.From(labels, [new DateOnly(2017, 11, 1)]);
        Assert.Empty(starts.Ignored);
        var chart = Chart(fixture, [.. Enumerable.Range(0, fixture.Input.Count)], "breaches", nhs with { Improvement = ImprovementDirection.Decrease, Target = 900, SplitAfter = starts.SplitAfter });
        Check(fixture, chart, [.. Enumerable.Range(0, fixture.Points.Count)]);
        CheckIcons(fixture.Other("summary"), 0, chart);
    }

    private static ControlChart Chart(Fixture fixture, List<int> rows, string column, ChartSettings settings) =>
        ControlChart.Compute(ChartKind.Individuals, [.. rows.Select(i => Observation.Measured(fixture.Input.Number(i, column)!.Value))], settings);

    private static void Check(Fixture fixture, ControlChart chart, List<int> rows)
    {
        var points = fixture.Points;
        Assert.Equal(rows.Count, chart.Points.Length);
        for (var i = 0; i < rows.Count; i++)
        {
            var (row, point) = (rows[i], chart.Points[i]);
            Assert.Equal(points.Number(row, "part") + 1, point.Part);
            Near.Equal(points.Number(row, "y"), point.Value, what: "y");
            Near.Equal(points.Number(row, "mean"), point.Centre, what: "mean");
            Near.Equal(points.Number(row, "lpl"), point.Lines!.Value.Lower3, what: "lpl");
            Near.Equal(points.Number(row, "upl"), point.Lines!.Value.Upper3, what: "upl");
            Assert.Equal(Reason(points.Text(row, "specialCause")!), point.Reason);
            Assert.Equal(Type(points.Text(row, "pointType")!), point.Type);
            Assert.Equal(points.Flag(row, "shortGroup"), chart.Parts[point.Part - 1].IsTrial);
        }
    }

    private static void CheckIcons(Table summary, int row, ControlChart chart)
    {
        Assert.Equal(summary.Text(row, "variationIcon"), chart.Variation switch
        {
            VariationIcon.Common => "common_cause",
            VariationIcon.ConcernHigh => "concern_high",
            VariationIcon.ConcernLow => "concern_low",
            VariationIcon.ImprovementHigh => "improvement_high",
            VariationIcon.ImprovementLow => "improvement_low",
            _ => "neutral",
        });
        Assert.Equal(summary.Text(row, "assuranceIcon"), chart.Assurance switch { AssuranceIcon.Pass => "pass", AssuranceIcon.Fail => "fail", _ => "inconsistent" });
        Assert.Equal(summary.Number(row, "nImprovement"), chart.Points.Count(point => point.Type == PointType.Improvement));
        Assert.Equal(summary.Number(row, "nConcern"), chart.Points.Count(point => point.Type == PointType.Concern));
        Assert.Equal(summary.Number(row, "nCommon"), chart.Points.Count(point => point.Type == PointType.Common));
    }

    private static string? Reason(string cause) => cause switch
    {
        "Above UCL" => "outside-high",
        "Below LCL" => "outside-low",
        "7 Point Trend (Increasing)" => "trend-up",
        "7 Point Trend (Decreasing)" => "trend-down",
        "2 in 3 Above CL" => "two-of-three-high",
        "2 in 3 Below CL" => "two-of-three-low",
        "7 Points Above CL" => "shift-high",
        "7 Points Below CL" => "shift-low",
        _ => null,
    };

    private static PointType Type(string type) => type switch
    {
        "special_cause_improvement" => PointType.Improvement,
        "special_cause_concern" => PointType.Concern,
        "special_cause_neutral_high" => PointType.NeutralHigh,
        "special_cause_neutral_low" => PointType.NeutralLow,
        _ => PointType.Common,
    };
}
