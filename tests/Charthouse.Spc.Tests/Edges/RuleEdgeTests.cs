namespace Charthouse.Spc.Tests.Edges;

/// <summary>What sets the variants of the rules apart. Lines are given: centre 0, one unit is one sigma.</summary>
public sealed class RuleEdgeTests
{
    [Fact]
    public void TwoOfThree_HasItsVariants()
    {
        // High, low side, high: the third point is on the other side of the centre.
        Assert.Empty(Marked(RuleSet.Nhs, "two-of-three-high", 2.5, -0.5, 2.5));
        Assert.Equal([1, 3], Marked(RuleSet.Adjustable(), "two-of-three-high", 2.5, -0.5, 2.5));
        Assert.Equal([3], Marked(RuleSet.WesternElectric, "we2", 2.5, -0.5, 2.5));
        Assert.Equal([1, 2, 3], Marked(RuleSet.Ihi, "ihi4", 2.5, -0.5, 2.5));

        // One of the two is outside the limits.
        Assert.Empty(Marked(RuleSet.Nhs, "two-of-three-high", 3.5, 0.5, 2.5));
        Assert.Equal([1, 3], Marked(RuleSet.NhsNovember2023, "two-of-three-high", 3.5, 0.5, 2.5));

        // The third is beyond the opposite line.
        Assert.Empty(Marked(RuleSet.Adjustable(), "two-of-three-high", 2.5, -2.5, 2.5));
        Assert.Equal([3], Marked(RuleSet.WesternElectric, "we2", 2.5, -2.5, 2.5));

        // At the start two will do for one variant only.
        Assert.Equal([1, 2], Marked(RuleSet.Adjustable(), "two-of-three-high", 2.5, 2.5));
        Assert.Empty(Marked(RuleSet.WesternElectric, "we2", 2.5, 2.5));

        // The point itself has to be beyond the line.
        Assert.Equal([3], Marked(RuleSet.WesternElectric, "we2", 0.5, 2.5, 2.5, 0.5));
        Assert.Empty(Marked(RuleSet.WesternElectric, "we2", 0.5, 2.5, 0.5, 0.5));
        Assert.Empty(Marked(RuleSet.WesternElectric, "we2", 2.5, 2.5, 0.5));
    }

    [Fact]
    public void LongPatterns_AreMarkedWhole_OrFromTheirCompletion()
    {
        var nine = Enumerable.Repeat(0.5, 9).ToArray();
        Assert.Equal(Enumerable.Range(1, 9), Marked(RuleSet.Nhs, "shift-high", nine));
        Assert.Equal([8, 9], Marked(RuleSet.WesternElectric, "we4", nine));
        Assert.Equal([9], Marked(RuleSet.Nelson, "nelson2", nine));
    }

    [Fact]
    public void PointOnTheCentre_EndsARun_OrIsPassedOver()
    {
        double[] series = [0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0.5];
        Assert.Empty(Marked(RuleSet.Nhs, "shift-high", series));
        Assert.Equal([1, 2, 3, 5, 6, 7, 8], Marked(RuleSet.RunChart, "shift-high", series));
        Assert.Empty(Marked(RuleSet.Ihi, "ihi2", series));
        Assert.Equal([1, 2, 3, 5, 6, 7, 8, 9], Marked(RuleSet.Ihi, "ihi2", [.. series, 0.5]));
    }

    [Fact]
    public void EqualNeighbour_EndsATrend_OrIsPassedOver()
    {
        double[] series = [-0.3, -0.2, -0.1, -0.1, 0.1, 0.2];
        Assert.Empty(Marked(RuleSet.Nelson, "nelson3", [.. series, 0.3, 0.35]));
        Assert.Equal([1, 2, 3, 5, 6], Marked(RuleSet.RunChart, "trend-up", series));
    }

    [Fact]
    public void TurningPoint_CarriesTheLaterTrend()
    {
        double[] series = [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.25, 0.15, 0.05, -0.05, -0.15, -0.25];
        Assert.Equal([1, 2, 3, 4, 5, 6], Marked(RuleSet.Nhs, "trend-up", series));
        Assert.Equal([7, 8, 9, 10, 11, 12, 13], Marked(RuleSet.Nhs, "trend-down", series));
    }

    [Fact]
    public void Alternating_NeedsThirteenSteps()
    {
        var thirteen = Enumerable.Range(0, 13).Select(i => i % 2 == 0 ? 0.5 : -0.5).ToArray();
        Assert.Empty(Marked(RuleSet.Nelson, "nelson4", thirteen));
        Assert.Equal([14], Marked(RuleSet.Nelson, "nelson4", [.. thirteen, -0.5]));
        Assert.Empty(Marked(RuleSet.Nelson, "nelson4", [.. thirteen, 0.5, -0.5]));
    }

    [Fact]
    public void WithinOneSigma_TheLineIsWithin()
    {
        var series = Enumerable.Range(0, 15).Select(i => i % 2 == 0 ? 1.0 : -1.0).ToArray();
        Assert.Equal([15], Marked(RuleSet.Nelson, "nelson7", series));
        Assert.Equal(Enumerable.Range(1, 15), Marked(RuleSet.Ihi, "ihi5", series));
    }

    [Fact]
    public void BeyondOneSigma_NeedsBothSides()
    {
        Assert.Equal([8], Marked(RuleSet.Nelson, "nelson8", 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, -1.5));
        Assert.Empty(Marked(RuleSet.Nelson, "nelson8", 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5));
    }

    [Fact]
    public void OnTheLimit_IsNotOutside() => Assert.Empty(Marked(RuleSet.Anhoej, "outside-high", 3));

    [Fact]
    public void ExcludedPoint_IsTestedAgainstTheLimitsOnly()
    {
        var chart = Chart(RuleSet.Nhs, [0.5, 0.5, 0.5, 9, 0.5, 0.5, 0.5], exclude: 4);
        Assert.Equal("outside-high", chart.Points[3].Signals.Single());
        Assert.DoesNotContain(chart.Parts[0].Signals, signal => signal.Name == "shift-high");
        Assert.Equal(1, chart.Parts[0].OutsideCount);
    }

    [Fact]
    public void AllReasonsAreKept_TheFirstDecides()
    {
        var chart = Chart(RuleSet.Nhs, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 3.5]);
        Assert.Equal(["outside-high", "trend-up", "shift-high"], chart.Points[6].Signals);
        Assert.Equal(("outside-high", PointType.Improvement, VariationIcon.ImprovementHigh), (chart.Points[6].Reason, chart.Points[6].Type, chart.Variation));
        Assert.Equal("outside-high, point 7: above the limit; judged against points 1 to 7, part 1.", chart.Parts[0].Signals[0].Explain());
        Assert.Equal("trend-up, points 1 to 7: 7 or more points in a row, each higher than the one before; judged against points 1 to 7, part 1.", chart.Parts[0].Signals[1].Explain());
    }

    // Falling for seven points while still above the centre: down by precedence, up by the friendlier reading.
    [Fact]
    public void ReasonsBothWays_FollowTheSetting()
    {
        double[] series = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3];
        Assert.Equal(VariationIcon.ConcernLow, Chart(RuleSet.Nhs, series).Variation);
        Assert.Equal(VariationIcon.ImprovementHigh, Chart(RuleSet.Nhs, series, conflicts: ConflictingReasons.ImprovementFirst).Variation);
    }

    [Theory]
    [InlineData(ImprovementDirection.Increase, 11, AssuranceIcon.Fail)]
    [InlineData(ImprovementDirection.Increase, -11, AssuranceIcon.Pass)]
    [InlineData(ImprovementDirection.Increase, 3, AssuranceIcon.HitOrMiss)]
    [InlineData(ImprovementDirection.Decrease, 11, AssuranceIcon.Pass)]
    [InlineData(ImprovementDirection.Decrease, -11, AssuranceIcon.Fail)]
    [InlineData(ImprovementDirection.Neutral, -11, null)]
    public void Assurance_HoldsTheTargetAgainstTheLimits(ImprovementDirection improvement, double target, AssuranceIcon? icon)
    {
        Assert.Equal(icon, Icons.AssuranceOf(target, -3, 3, improvement));
        Assert.Equal(improvement == ImprovementDirection.Neutral ? null : AssuranceIcon.Fail, Icons.AssuranceOf(improvement == ImprovementDirection.Increase ? 3 : -3, -3, 3, improvement, onLimitFails: true));
        Assert.Equal(improvement == ImprovementDirection.Neutral ? null : AssuranceIcon.HitOrMiss, Icons.AssuranceOf(100, 100, 100, improvement, onLimitFails: true));
    }

    [Fact]
    public void RuleSets_AreData()
    {
        var own = RuleSet.Nhs with { Name = "ours", Rules = [.. RuleSet.Nhs.Rules.Select(rule => rule.Pattern == RulePattern.SameSide ? rule with { Count = 5 } : rule)] };
        Assert.Equal([1, 2, 3, 4, 5], Marked(own, "shift-high", 0.5, 0.5, 0.5, 0.5, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => RuleSet.Adjustable(shiftPoints: 1));
    }

    private static IEnumerable<int> Marked(RuleSet rules, string name, params double[] values)
    {
        var chart = Chart(rules, values);
        return chart.Points.Where(point => point.Signals.Contains(name)).Select(point => point.Index);
    }

    private static ControlChart Chart(RuleSet rules, double[] values, int exclude = 0, ConflictingReasons conflicts = ConflictingReasons.Precedence) => ControlChart.Compute(
        ChartKind.Individuals,
        [.. values.Select(Observation.Measured)],
        ChartSettings.Default with { Rules = [rules], GivenCentre = 0, GivenLimits = (-3, 3), Improvement = ImprovementDirection.Increase, Exclude = [exclude], ConflictingReasons = conflicts });
}
