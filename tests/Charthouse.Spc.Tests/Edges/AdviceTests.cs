namespace Charthouse.Spc.Tests.Edges;

public sealed class AdviceTests
{
    private static readonly int[] rareEvents = [0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0];

    [Fact]
    public void Measurements_BeginWithARunChart()
    {
        Assert.Equal(ChartKind.Run, First(FigureKind.Measurement, Enumerable.Repeat(Observation.Measured(1), 8)));
        Assert.Equal(ChartKind.Individuals, First(FigureKind.Measurement, Enumerable.Repeat(Observation.Measured(1), 24)));
        Assert.Equal(ChartKind.Ewma, ChartAdvisor.Advise(FigureKind.Measurement, [Observation.Measured(1)], wantsSmallShifts: true)[0].Kind);
    }

    [Fact]
    public void LargeDenominators_AskForPrime()
    {
        Assert.Equal(ChartKind.ProportionPrime, First(FigureKind.UnitsAmongUnits, Enumerable.Range(0, 20).Select(i => Observation.Ratio(9000 + i % 3 * 300, 10_000))));
        Assert.Equal(ChartKind.RatePrime, First(FigureKind.EventsPerExposure, Enumerable.Range(0, 20).Select(i => Observation.Ratio(i % 2 * 60 + 10, 100))));
    }

    [Fact]
    public void RareEvents_AskForTheCasesBetween()
    {
        Assert.Equal(ChartKind.CasesBetween, First(FigureKind.EventsPerExposure, rareEvents.Select(events => Observation.Ratio(events, 50))));
        Assert.Equal(ChartKind.CasesBetween, First(FigureKind.EventsAtConstantExposure, rareEvents.Select(events => Observation.Measured(events))));
    }

    [Fact]
    public void OtherFigures_HaveTheirChart()
    {
        Assert.Equal(ChartKind.SubgroupMean, First(FigureKind.Subgroups, []));
        Assert.Equal(ChartKind.TimeBetween, First(FigureKind.TimeBetween, []));
        Assert.Equal(ChartKind.CasesBetween, First(FigureKind.CasesBetween, []));
    }

    [Fact]
    public void Rebase_IsProposedAndAcceptedByAPerson()
    {
        double[] values = [10, 12, 11, 9, 10, 11, 12, 10, 9, 11, 10, 12, 11, 7, 6, 8, 7, 6, 7, 8, 7, 6, 7, 8, 7, 6];
        var chart = ControlChart.Compute(ChartKind.Run, [.. values.Select(Observation.Measured)], ChartSettings.Default);
        var proposal = Assert.Single(RebaseProposal.For(chart, RebasePolicy.Default));
        Assert.Equal((14, 14, 22, SignalDirection.Down, 11d, 7d), (proposal.StartsAt, proposal.RunFirst, proposal.RunLast, proposal.Direction, proposal.OldMedian, proposal.NewMedian));
        Assert.Equal((true, true, false), (proposal.Guards.HasEnoughPoints, proposal.Guards.HasFirmLimits, proposal.Guards.AllHold));
        Assert.True((proposal.Guards with { IsCauseKnown = true, IsExpectedToLast = true }).AllHold);
        var accepted = proposal.Accept(chart.Settings);
        Assert.Equal([13], accepted.SplitAfter);
        Assert.Equal(accepted, proposal.Accept(accepted));
        Assert.Empty(RebaseProposal.For(ControlChart.Compute(ChartKind.Run, [.. values[..13].Select(Observation.Measured)], ChartSettings.Default), RebasePolicy.Default));
    }

    [Fact]
    public void BernoulliCusum_SignalsAndStartsAgain()
    {
        // p0 0.1 and R 2: p1 = 0.2222 × …; a case adds ln(p1 ÷ p0) = 0.5978, a case without takes 0.1054.
        bool?[] outcomes = [true, true, null, false, true, true];
        var cusum = BernoulliCusum.Compute(outcomes, 0.1, 2, 1.5);
        var step = Math.Log(0.2 / 1.1 / 0.1);
        Assert.Equal(step, cusum.Points[0].Up, 12);
        Assert.Equal((2 * step, null), (cusum.Points[2].Up, cusum.Points[2].Outcome));
        Assert.Equal([5], cusum.Points.Where(point => point.IsUpSignal).Select(point => point.Index));
        Assert.Equal(step, cusum.Points[5].Up, 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => BernoulliCusum.Compute([true], 0));
    }

    private static ChartKind First(FigureKind figures, IEnumerable<Observation> observations) => ChartAdvisor.Advise(figures, [.. observations])[0].Kind;
}
