using Charthouse.Improve.Cycles;

namespace Charthouse.Improve.Tests.Cycles;

/// <summary>The four key features of good cycles, each met and not met, with its sentence.</summary>
public sealed class FourFeaturesTests
{
    [Fact]
    public void GoodChain_HasAllFour()
    {
        var first = A.Cycle(values: [11.8, 11.1]);
        var second = A.Cycle(form => form.Scale = nameof(CycleScale.OneUnit), first, 9.9);
        Assert.Equal(
        [
            "True: 2 cycles are linked; each next one began with a decision about the one before.",
            "True: The first cycle tries it with one clinician, before a whole unit.",
            "True: “Note time per visit” was measured on 3 days.",
            "True: All 2 cycles say what was expected.",
        ], Said(first, second));
    }

    [Fact]
    public void OneCycle_IsNoChain() => Assert.StartsWith("False: There is one cycle so far.", Said(A.Cycle())[0], StringComparison.Ordinal);

    [Fact]
    public void ArchivedCycle_DoesNotCount()
    {
        var first = A.Cycle();
        var second = A.Cycle(after: first);
        second.ArchivedAt = A.Now;
        Assert.StartsWith("False:", Said(first, second)[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(CycleScale.OneVisit), true)]
    [InlineData(nameof(CycleScale.OneTeam), true)]
    [InlineData(nameof(CycleScale.OneUnit), false)]
    [InlineData(nameof(CycleScale.Everywhere), false)]
    [InlineData(null, false)]
    public void FirstCycle_IsSmallerThanAUnit(string? scale, bool isMet) => Assert.Equal(isMet, FourFeatures.Of([A.Cycle(form => form.Scale = scale)])[1].IsMet);

    [Fact]
    public void ScaleOfTheFirst_Counts_WhateverTheOrderGiven()
    {
        var first = A.Cycle();
        var second = A.Cycle(form => form.Scale = nameof(CycleScale.Everywhere), first);
        Assert.True(FourFeatures.Of([second, first])[1].IsMet);
    }

    [Fact]
    public void PointsOfDifferentThings_AreNotOneSeries()
    {
        var first = A.Cycle(values: [11.8, 11.1]);
        var second = A.Cycle(form => form.Measured = "Corrections per note", first, 4);
        Assert.Equal("False: “Note time per visit” was measured on 2 days. Three are the fewest that show anything over time.", Said(first, second)[2]);
        Assert.StartsWith("False: No data", Said(A.Cycle())[2], StringComparison.Ordinal);
    }

    [Fact]
    public void SameDayInTwoCycles_IsOneDay()
    {
        var first = A.Cycle(values: [11.8, 11.1]);
        var second = A.Cycle(form => form.Data = "2026-08-10 9", first);
        Assert.Equal(new DateOnly(2026, 8, 10), first.Observations[0].On);
        Assert.False(FourFeatures.Of([first, second])[2].IsMet);
    }

    [Fact]
    public void CyclesWithoutPrediction_AreNamed()
    {
        static void Silent(CycleForm form) => (form.Prediction, form.PredictedValue) = (null, null);
        var first = A.Cycle(Silent);
        var second = A.Cycle(Silent, first);
        var third = A.Cycle(after: second);
        Assert.StartsWith("False: Cycles 1 and 2 do not say", Said(first, second, third)[3], StringComparison.Ordinal);
        Assert.StartsWith("False: Cycle 1 does not say", Said(first, third)[3], StringComparison.Ordinal);
    }

    private static string[] Said(params Cycle[] chain) => [.. FourFeatures.Of(chain).Select(check => $"{check.IsMet}: {check.Sentence}")];
}
