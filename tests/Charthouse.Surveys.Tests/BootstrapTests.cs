using CsCheck;

namespace Charthouse.Surveys.Tests;

public sealed class BootstrapTests
{
    private static readonly BootstrapOptions quick = BootstrapOptions.Default with { Resamples = 200 };

    // The first numbers of the authors' C program, state 1, 2, 3, 4.
    [Fact]
    public void Generator_IsThePublishedOne()
    {
        var generator = new Xoshiro256(1, 2, 3, 4);
        Assert.Equal([11520UL, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600], Enumerable.Range(0, 6).Select(_ => generator.Next()));
    }

    [Fact]
    public void Below_GivesEachNumberAlike()
    {
        var generator = new Xoshiro256(7);
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++) counts[generator.Below(6)]++;
        // Five degrees of freedom: 20.5 is passed once in a thousand.
        Assert.True(counts.Sum(count => (count - 10_000.0) * (count - 10_000.0) / 10_000) < 20.5);
    }

    [Fact]
    public void Interval_IsNearTheNormalOne_WithManyRespondents()
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(i => i % 5.0)];
        var interval = Bootstrap.OfMean(values, BootstrapOptions.Default);
        var error = 1.959964 * Math.Sqrt(2.0 / 400);
        Assert.Equal(2 - error, interval.Lower!.Value, 0.02);
        Assert.Equal(2 + error, interval.Upper!.Value, 0.02);
        Assert.Equal((BootstrapOptions.Default, 0, (ScoreGap?)null), (interval.Options, interval.UndefinedCount, interval.Gap));
    }

    // A regression test, not a validation: the numbers stay what they are in every version.
    [Fact]
    public void SameSeed_MakesTheSameInterval()
    {
        double[] values = [1, 2, 2, 3, 5, 5, 4, 1];
        Assert.Equal(Bootstrap.OfMean(values, BootstrapOptions.Default), Bootstrap.OfMean(values, BootstrapOptions.Default));
        Assert.NotEqual(Bootstrap.OfMean(values, BootstrapOptions.Default).Lower, Bootstrap.OfMean([.. values.Select(value => value + 0.1)], BootstrapOptions.Default with { Seed = 1 }).Lower);
    }

    [Fact]
    public void OneRespondent_HasNoInterval()
    {
        Assert.Equal(ScoreGap.TooFewRespondents, Bootstrap.OfMean([3], quick).Gap);
        Assert.Equal(ScoreGap.NoAnswers, Bootstrap.OfMean([], quick).Gap);
        Assert.Equal((3.0, 3.0), (Bootstrap.OfMean([3, 3, 3], quick).Lower!.Value, Bootstrap.OfMean([3, 3, 3], quick).Upper!.Value));
    }

    [Fact]
    public void OrderOfRespondents_ChangesNothing() => Gen.Select(Gen.Int[0, 10].Array[2, 40], Gen.ULong).Sample((answers, seed) =>
    {
        double[] values = [.. answers.Select(answer => (double)answer)];
        var options = quick with { Seed = seed };
        Assert.Equal(Bootstrap.OfMean(values, options), Bootstrap.OfMean([.. values.Reverse()], options));
    }, iter: 200);

    [Fact]
    public void Interval_StaysAmongTheValues() => Gen.Int[-5, 10].Array[2, 30].Sample(answers =>
    {
        var interval = Bootstrap.OfMean([.. answers.Select(answer => (double)answer)], quick);
        Assert.InRange(interval.Lower!.Value, answers.Min() - 1e-9, interval.Upper!.Value);
        Assert.True(interval.Upper <= answers.Max() + 1e-9);
    }, iter: 200);
}
