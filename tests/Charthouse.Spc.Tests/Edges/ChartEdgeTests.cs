namespace Charthouse.Spc.Tests.Edges;

/// <summary>The cases of the definitions (control charts, section 11) in which the published tools lose points or invent signals.</summary>
public sealed class ChartEdgeTests
{
    private static readonly ChartSettings nhs = ChartSettings.Default with { Rules = [RuleSet.Nhs], Improvement = ImprovementDirection.Increase };

    [Fact]
    public void TenthTimesThree_TwelveTimes_IsNoShift()
    {
        var chart = ControlChart.Compute(ChartKind.Individuals, [.. Enumerable.Repeat(Observation.Measured(0.1 * 3), 12)], nhs with { Target = 0.3 });
        Assert.All(chart.Points, point => Assert.Empty(point.Signals));
        Assert.Equal((VariationIcon.Common, AssuranceIcon.HitOrMiss, 0d), (chart.Variation, chart.Assurance, chart.Parts[0].Sigma));
        Assert.Equal(chart.Points[0].Centre!.Value, chart.Points[0].Lines!.Value.Upper3, 12);
    }

    [Fact]
    public void NoPoint_IsAnEmptyChart()
    {
        var chart = ControlChart.Compute(ChartKind.Individuals, [], nhs);
        Assert.Empty(chart.Points);
        Assert.Empty(chart.Parts);
        Assert.Null(chart.Variation);
    }

    [Fact]
    public void OnePoint_HasACentreAndNoLimits()
    {
        var chart = ControlChart.Compute(ChartKind.Individuals, [Observation.Measured(5)], nhs);
        Assert.Equal((5d, null), (chart.Points[0].Centre, chart.Points[0].Lines));
        Assert.Equal((LimitsMissing.NoMovingRange, true), (chart.Parts[0].LimitsMissing, chart.Parts[0].IsTrial));
    }

    [Fact]
    public void TwoPoints_HaveTrialLimits()
    {
        var chart = ControlChart.Compute(ChartKind.Individuals, [Observation.Measured(5), Observation.Measured(6)], nhs);
        Assert.Equal(5.5 + 3 / 1.128, chart.Points[0].Lines!.Value.Upper3, 12);
        Assert.True(chart.Parts[0].IsTrial);
    }

    [Fact]
    public void OnlyGaps_HaveNoCentre()
    {
        var chart = ControlChart.Compute(ChartKind.Individuals, [Observation.Gap(GapReason.Missing), Observation.Gap(GapReason.NotANumber)], nhs);
        Assert.All(chart.Points, point => Assert.Null(point.Centre));
        Assert.Equal((null, null, LimitsMissing.NoBaseline), (chart.Parts[0].Baseline, chart.Variation, chart.Parts[0].LimitsMissing));
        Assert.Equal(new RunsAnalysis(0, null, null, null, null), chart.Parts[0].Runs);
    }

    // The baseline holds gaps only, so there is no centre that the later points could lie above or below.
    [Fact]
    public void WithoutACentre_NoPointIsBelow()
    {
        Observation[] late = [Observation.Gap(GapReason.Missing), Observation.Gap(GapReason.Missing), .. Enumerable.Repeat(Observation.Measured(5), 12)];
        var chart = ControlChart.Compute(ChartKind.Run, late, nhs with { FreezeAfter = 2 });
        Assert.All(chart.Points, point => Assert.Empty(point.Signals));
        Assert.Equal((0, new RunsAnalysis(0, null, null, null, null)), (chart.Parts[0].UsefulCount, chart.Parts[0].Runs));
    }

    [Fact]
    public void LimitsMissing_SaysWhy()
    {
        Observation[] one = [Observation.Measured(5)], gap = [Observation.Gap(GapReason.Missing)];
        Observation[] single = [Observation.Subgroup([5])];
        foreach (var kind in Enum.GetValues<ChartKind>())
            Assert.Equal(kind == ChartKind.Run ? LimitsMissing.NotOnThisChart : LimitsMissing.NoBaseline, ControlChart.Compute(kind, gap, nhs).Parts[0].LimitsMissing);
        Assert.Equal(LimitsMissing.NoMovingRange, ControlChart.Compute(ChartKind.MovingRange, one, nhs).Parts[0].LimitsMissing);
        Assert.Equal(LimitsMissing.NoMovingRange, ControlChart.Compute(ChartKind.Individuals, gap, nhs with { GivenCentre = 3 }).Parts[0].LimitsMissing);
        Assert.Equal(LimitsMissing.NoSubgroupSpread, ControlChart.Compute(ChartKind.SubgroupMean, single, nhs).Parts[0].LimitsMissing);
    }

    // Lines that the settings give need no baseline.
    [Theory]
    [InlineData(ChartKind.Count)]
    [InlineData(ChartKind.MovingRange)]
    [InlineData(ChartKind.SubgroupDeviation)]
    [InlineData(ChartKind.SubgroupRange)]
    public void GivenCentre_IsEnoughForLimits(ChartKind kind)
    {
        var point = kind is ChartKind.SubgroupDeviation or ChartKind.SubgroupRange ? Observation.Subgroup([1, 2, 3]) : Observation.Measured(5);
        var chart = ControlChart.Compute(kind, [Observation.Gap(GapReason.Missing), Observation.Gap(GapReason.Missing), point], nhs with { GivenCentre = 2, FreezeAfter = 2 });
        Assert.NotNull(chart.Points[2].Lines);
        Assert.Equal(LimitsMissing.No, chart.Parts[0].LimitsMissing);
    }

    [Fact]
    public void LowerSums_AreNeverMinusZero()
    {
        var chart = ControlChart.Compute(ChartKind.Cusum, [Observation.Measured(1), Observation.Measured(2)], nhs);
        Assert.Equal((0d, false), (chart.Points[1].CusumDown!.Value, double.IsNegative(chart.Points[1].CusumDown!.Value)));
        Assert.False(double.IsNegative(BernoulliCusum.Compute([true], 0.1).Points[0].Down));
    }

    [Fact]
    public void SignalsOfSums_StandInOrderOfTheirFirstPoint_UpBeforeDown()
    {
        var settings = nhs with { GivenCentre = 0, GivenSigma = 1 };
        Observation[] fallsThenRises = [Observation.Measured(-9), Observation.Measured(30)];
        Assert.Equal(["cusum-down", "cusum-up"], Names(ChartKind.Cusum, settings));
        Assert.Equal(["ewma-low", "ewma-high"], Names(ChartKind.Ewma, settings));
        Assert.Equal(["cusum-up", "cusum-down"], Names(ChartKind.Cusum, settings with { HeadStart = 20 }));

        IEnumerable<string> Names(ChartKind kind, ChartSettings with) => ControlChart.Compute(kind, fallsThenRises, with).Parts[0].Signals.Select(signal => signal.Name);
    }

    [Fact]
    public void LimitsThatCannotBe_AreRefused()
    {
        Observation[] values = [Observation.Measured(20), Observation.Measured(22)];
        Assert.Contains("centre", Refusal(nhs with { GivenLimits = (1, 10) }), StringComparison.Ordinal);
        Assert.Contains("smallest", Refusal(nhs with { LowestPossible = 30, HighestPossible = 10 }), StringComparison.Ordinal);
        Assert.Contains("finite", Refusal(nhs with { GivenLimits = (double.NegativeInfinity, 10) }), StringComparison.Ordinal);
        Assert.Contains("finite", Refusal(nhs with { HighestPossible = double.NaN }), StringComparison.Ordinal);
        Assert.Equal(new Lines(1, 30, 7, 26, 14, 22, 1, 30) with { Lower2 = 1 + 20 / 3.0, Upper2 = 30 - 3, Lower1 = 21 - 20 / 3.0, Upper1 = 21 + 3 }, ControlChart.Compute(ChartKind.Individuals, values, nhs with { GivenLimits = (1, 30) }).Points[0].Lines);

        string Refusal(ChartSettings settings) => Assert.Throws<ArgumentException>(() => ControlChart.Compute(ChartKind.Individuals, values, settings)).Message;
    }

    // 200,000 points take a fraction of a second; quadratic work takes a minute.
    [Fact]
    public void LongSeries_TakeLinearTime()
    {
        const int length = 200_000;
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        ControlChart.Compute(ChartKind.Run, [.. Enumerable.Repeat(Observation.Measured(1), length)], nhs with { Rules = [RuleSet.RunChart] });
        ControlChart.Compute(ChartKind.Individuals, [.. Enumerable.Range(0, length).Select(i => Observation.Measured(i % 7))], nhs with { SplitAfter = [.. Enumerable.Range(1, length / 2).Select(i => i * 2)] });
        var ewma = ControlChart.Compute(ChartKind.Ewma, [.. Enumerable.Range(0, length).Select(i => Observation.Measured(i < 12 ? i % 2 : 9))], nhs with { FreezeAfter = 12 });
        Assert.Equal(length - 12, ewma.Parts[0].Signals.Single().Points.Length);
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 5);
    }

    [Fact]
    public void Gap_BreaksRangesAndTrends_NotRunsOnOneSide()
    {
        // Ranges are 1, 1, 1 and 1, 1, 1: none across the gap.
        double?[] values = [1, 2, 3, 4, null, 5, 6, 7, 8];
        var chart = ControlChart.Compute(ChartKind.Individuals, [.. values.Select(value => value is { } v ? Observation.Measured(v) : Observation.Gap(GapReason.Missing))], nhs);
        Assert.Equal(1 / 1.128, chart.Parts[0].Sigma!.Value, 12);
        Assert.All(chart.Points, point => Assert.DoesNotContain("trend-up", point.Signals));
        Assert.Equal(4, chart.Parts[0].Runs!.Value.LongestRun);

        double?[] high = [0, 10, 10, 10, null, 10, 10, 10, 11, 0, 0];
        var shifted = ControlChart.Compute(ChartKind.Run, [.. high.Select(value => value is { } v ? Observation.Measured(v) : Observation.Gap(GapReason.Missing))], nhs with { GivenCentre = 5 });
        Assert.Equal([2, 3, 4, 6, 7, 8, 9], shifted.Parts[0].Signals.Single(signal => signal.Name == "shift-high").Points);
    }

    [Theory]
    [InlineData(0, 0, GapReason.NoDenominator)]
    [InlineData(3, 0, GapReason.NumeratorWithoutDenominator)]
    [InlineData(12, 10, GapReason.NumeratorAboveDenominator)]
    [InlineData(-1, 10, GapReason.OutOfRange)]
    [InlineData(1, -10, GapReason.OutOfRange)]
    public void ImpossibleShare_IsAGapWithItsReason_AndInNoSum(double numerator, double denominator, GapReason reason)
    {
        Observation[] good = [Observation.Ratio(5, 10), Observation.Ratio(6, 10), Observation.Ratio(4, 10)];
        var chart = ControlChart.Compute(ChartKind.Proportion, [.. good, Observation.Ratio(numerator, denominator)], nhs);
        Assert.Equal((reason, null, denominator, 0.5), (chart.Points[3].Gap, chart.Points[3].Value, chart.Points[3].Denominator, chart.Points[3].Centre));
        Assert.Null(chart.Points[3].Lines);
    }

    [Fact]
    public void RateAboveOne_IsARate() => Assert.Equal(1.2, ControlChart.Compute(ChartKind.Rate, [Observation.Ratio(12, 10)], nhs).Points[0].Value);

    [Fact]
    public void ZeroTimeBetween_IsOutOfRange() => Assert.Equal(GapReason.OutOfRange, ControlChart.Compute(ChartKind.TimeBetween, [Observation.Measured(0), Observation.Measured(2)], nhs).Points[0].Gap);

    [Fact]
    public void TwoEventsOnOneDay_AreTwoPoints()
    {
        var chart = ControlChart.Compute(ChartKind.CasesBetween, [Observation.Measured(4), Observation.Measured(0), Observation.Measured(11)], nhs);
        Assert.Equal([4d, 0, 11], chart.Points.Select(point => point.Value!.Value));
        Assert.Equal((4d, 5 + 3 * Math.Sqrt(30), 0d), (chart.Points[0].Centre, chart.Points[0].Lines!.Value.Upper3, chart.Points[0].Lines!.Value.Lower3));
    }

    [Theory]
    [InlineData(ChartKind.ProportionPrime)]
    [InlineData(ChartKind.RatePrime)]
    [InlineData(ChartKind.Proportion)]
    public void OnlyZeros_HaveLimitsAtZero(ChartKind kind)
    {
        var chart = ControlChart.Compute(kind, [.. Enumerable.Repeat(Observation.Ratio(0, 10), 20)], nhs);
        Assert.All(chart.Points, point => Assert.Equal((0d, 0d, 0d), (point.Centre, point.Lines!.Value.Lower3, point.Lines.Value.Upper3)));
        Assert.All(chart.Points, point => Assert.Empty(point.Signals));
    }

    [Fact]
    public void Range_ClipsTheLines_AndKeepsTheRawLimit()
    {
        double[] values = [99, 92, 100, 91, 100, 95];
        var chart = ControlChart.Compute(ChartKind.Individuals, [.. values.Select(Observation.Measured)], nhs with { LowestPossible = 0, HighestPossible = 100 });
        Assert.Equal(100, chart.Points[0].Lines!.Value.Upper3);
        Assert.True(chart.Points[0].Lines!.Value.RawUpper3 > 110);
    }

    [Fact]
    public void FrozenIPrime_UsesTheBaselineOnly()
    {
        Observation[] first = [Observation.Ratio(10, 100), Observation.Ratio(14, 120), Observation.Ratio(9, 100)];
        var alone = ControlChart.Compute(ChartKind.IndividualsPrime, first, nhs);
        var frozen = ControlChart.Compute(ChartKind.IndividualsPrime, [.. first, Observation.Ratio(90, 100), Observation.Ratio(5, 100)], nhs with { FreezeAfter = 3 });
        Assert.Equal(alone.Points[0].Lines, frozen.Points[0].Lines);
    }

    [Fact]
    public void GivenCentreAndLimits_AreUsedAsTheyAre()
    {
        var chart = ControlChart.Compute(ChartKind.Individuals, [Observation.Measured(1), Observation.Measured(9), Observation.Measured(10.5)], nhs with { GivenCentre = 4, GivenLimits = (1, 10) });
        Assert.All(chart.Points, point => Assert.Equal(new Lines(1, 10, 2, 8, 3, 6, 1, 10), point.Lines));
        Assert.Equal(["", "", "outside-high"], chart.Points.Select(point => point.Reason ?? ""));
        Assert.All(chart.Points, point => Assert.Equal(4d, point.Centre));
        Assert.Equal(0.693 * 10, ControlChart.Compute(ChartKind.CasesBetween, [Observation.Measured(1)], nhs with { GivenCentre = 10 }).Points[0].Centre!.Value, 12);
        Assert.Throws<ArgumentException>(() => ControlChart.Compute(ChartKind.Individuals, [], nhs with { GivenLimits = (3, 1) }));
        Assert.Throws<ArgumentException>(() => ControlChart.Compute(ChartKind.Count, [], nhs with { GivenSigma = 1 }));
        Assert.Throws<ArgumentException>(() => ControlChart.Compute(ChartKind.Proportion, [], nhs with { GivenCentre = 2 }));
    }

    [Fact]
    public void WrongKindOfObservation_IsABug() => Assert.Throws<ArgumentException>(() => ControlChart.Compute(ChartKind.Proportion, [Observation.Measured(1)], nhs));

    [Fact]
    public void SubgroupOfOne_HasNoLines()
    {
        var chart = ControlChart.Compute(ChartKind.SubgroupMean, [Observation.Subgroup([1, 2, 3]), Observation.Subgroup([4]), Observation.Subgroup([]), Observation.Subgroup([2, 3, 4])], nhs);
        Assert.Equal((4d, null, 1d), (chart.Points[1].Value, chart.Points[1].Lines, chart.Points[1].Denominator));
        Assert.Equal((GapReason.Missing, 0d), (chart.Points[2].Gap, chart.Points[2].Denominator));
        Assert.NotNull(chart.Points[0].Lines);
    }

    [Fact]
    public void Subgroups_OfOneSize_UseTheTables()
    {
        Observation[] groups = [Observation.Subgroup([1, 2, 3, 4, 5]), Observation.Subgroup([2, 2, 3, 4, 9]), Observation.Subgroup([0, 1, 5, 5, 4])];
        var constants = ControlChartConstants.For(5);
        double[] deviations = [Math.Sqrt(2.5), Math.Sqrt(8.5), Math.Sqrt(5.5)];
        var (means, spreads, ranges) = (ControlChart.Compute(ChartKind.SubgroupMean, groups, nhs), ControlChart.Compute(ChartKind.SubgroupDeviation, groups, nhs), ControlChart.Compute(ChartKind.SubgroupRange, groups, nhs));
        Assert.Equal(10 / 3.0 + constants.A3 * deviations.Average(), means.Points[0].Lines!.Value.Upper3, 12);
        Assert.Equal(constants.B4 * deviations.Average(), spreads.Points[0].Lines!.Value.Upper3, 12);
        Assert.Equal((16 / 3.0, 0), (ranges.Points[0].Centre!.Value, ranges.Points[0].Lines!.Value.Lower3));
        Assert.Equal(constants.D4 * 16 / 3, ranges.Points[0].Lines!.Value.Upper3, 9);
    }

    [Fact]
    public void MeanRange_AndMedianRange_Differ()
    {
        double[] values = [1, 2, 3, 5, 4, 9];
        Assert.Equal(2 / 1.128, ControlChart.Compute(ChartKind.IndividualsMedian, [.. values.Select(Observation.Measured)], nhs).Parts[0].Sigma!.Value, 12);
        Assert.Equal(1 / 1.128, ControlChart.Compute(ChartKind.IndividualsMedianRange, [.. values.Select(Observation.Measured)], nhs).Parts[0].Sigma!.Value, 12);
    }

    [Fact]
    public void Screening_IsCounted()
    {
        double[] values = [20, 22, 19, 21, 20, 23, 18, 21, 20, 22, 34];
        Assert.Equal(1, ControlChart.Compute(ChartKind.Individuals, [.. values.Select(Observation.Measured)], nhs).Parts[0].ScreenedRangeCount);
        Assert.Equal(0, ControlChart.Compute(ChartKind.Individuals, [.. values.Select(Observation.Measured)], nhs with { ScreenMovingRanges = false }).Parts[0].ScreenedRangeCount);
    }

    [Fact]
    public void CusumWithoutVariation_SaysSo()
    {
        var chart = ControlChart.Compute(ChartKind.Cusum, [.. Enumerable.Repeat(Observation.Measured(3), 5)], nhs);
        Assert.Equal((LimitsMissing.NoVariation, null), (chart.Parts[0].LimitsMissing, chart.Points[4].CusumUp));
    }

    [Fact]
    public void ShortBaseline_IsSaid()
    {
        Assert.Equal("The baseline is 11 points long; 12 or more are wanted for firm limits.", (nhs with { FreezeAfter = 11 }).BaselineCaution);
        Assert.Equal((null, null), ((nhs with { FreezeAfter = 12 }).BaselineCaution, nhs.BaselineCaution));
    }

    [Fact]
    public void Observation_TellsItsValueOrWhyThereIsNone()
    {
        Observation[] all = [Observation.Measured(3), Observation.Ratio(1, 4), Observation.Subgroup([1, 3]), Observation.Ratio(1, 0), Observation.Ratio(0, 0), Observation.Ratio(1, -1), Observation.Gap(GapReason.NotANumber)];
        Assert.Equal([3, 0.25, 2, null, null, null, null], all.Select(observation => observation.Value));
        Assert.Equal([null, null, null, GapReason.NumeratorWithoutDenominator, GapReason.NoDenominator, GapReason.OutOfRange, GapReason.NotANumber], all.Select(observation => observation.NoValueReason));
    }

    [Fact]
    public void Settings_RefuseNonsense()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ChartSettings.Default with { Multiply = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => ChartSettings.Default with { FreezeAfter = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => ChartSettings.Default with { Lambda = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => ChartSettings.Default with { HeadStart = -1 });
        Assert.Throws<ArgumentException>(() => ControlChart.Compute(ChartKind.Run, [], default));
        Assert.Throws<ArgumentOutOfRangeException>(() => Observation.Measured(double.NaN));
    }
}
