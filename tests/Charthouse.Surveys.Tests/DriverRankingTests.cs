using CsCheck;

namespace Charthouse.Surveys.Tests;

public sealed class DriverRankingTests
{
    private static readonly BootstrapOptions quick = BootstrapOptions.Default with { Resamples = 200 };

    // Anscombe 1973, set I: correlation 0.816 as printed.
    [Fact]
    public void Correlation_IsAnscombes()
    {
        double[] x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5], y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        var driver = DriverRanking.Rank([.. x.Select(value => (IReadOnlyList<double?>)[value])], [.. y.Select(value => (double?)value)], quick).Single();
        Assert.Equal(0.816, driver.Correlation.Value!.Value, 3);
        Assert.InRange(0.816, driver.Interval.Lower!.Value, driver.Interval.Upper!.Value);
        Assert.Equal(11, driver.PairCount);
    }

    [Fact]
    public void Strongest_IsFirst_WhateverItsSign_AndUnknownLast()
    {
        double?[][] answers = [[1, 3, 5, 3, null], [2, 1, 4, 3, null], [3, 3, 3, 3, null], [4, 5, 2, 3, 1], [5, 2, 1, 3, null], [null, 3, null, 3, null]];
        var ranked = DriverRanking.Rank(answers, [1, 2, 3, 4.5, 5, null], quick);
        Assert.Equal([0, 2, 1, 3, 4], ranked.Select(driver => driver.Item));
        Assert.True(ranked[0].Correlation.Value > 0.98);
        Assert.True(ranked[1].Correlation.Value < -0.98);
        Assert.Equal(ScoreGap.NoVariation, ranked[3].Correlation.Gap);
        Assert.Equal(ScoreGap.TooFewRespondents, ranked[4].Correlation.Gap);
        Assert.Equal([5, 5, 5, 5, 1], ranked.Select(driver => driver.PairCount));
        Assert.Empty(DriverRanking.Rank([], [], quick));
    }

    [Fact]
    public void OrderOfRespondents_ChangesNothing() => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5]).Array[2, 25].Sample(pairs =>
    {
        var forth = DriverRanking.Rank([.. pairs.Select(pair => (IReadOnlyList<double?>)[pair.Item1])], [.. pairs.Select(pair => (double?)pair.Item2)], quick);
        var back = DriverRanking.Rank([.. pairs.Reverse().Select(pair => (IReadOnlyList<double?>)[pair.Item1])], [.. pairs.Reverse().Select(pair => (double?)pair.Item2)], quick);
        Assert.Equal(forth, back);
        if (forth[0].Correlation.Value is { } correlation) Assert.InRange(correlation, -1, 1);
    }, iter: 200);
}
