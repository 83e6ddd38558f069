using CsCheck;

namespace Charthouse.Spc.Tests;

/// <summary>What holds for every series.</summary>
public sealed class LawTests
{
    private static readonly RuleSet[] every = [RuleSet.Nhs, RuleSet.WesternElectric, RuleSet.Nelson, RuleSet.Ihi];
    private static readonly ChartSettings all = ChartSettings.Default with { Rules = [.. every], Improvement = ImprovementDirection.Increase };

    // Few different values, so that ties, points on the line and constant stretches are common.
    private static readonly Gen<double[]> values = Gen.Frequency((3, Gen.Int[-6, 12].Select(i => i / 4.0)), (1, Gen.Double[-3, 3])).Array[1, 60];
    private static readonly Gen<(int Numerator, int Denominator)[]> shares = Gen.Select(Gen.Int[0, 20], Gen.Int[0, 60]).Select((numerator, extra) => (numerator, numerator + extra)).Array[1, 50];

    private static readonly ChartKind[] ofValues = [ChartKind.Run, ChartKind.Individuals, ChartKind.IndividualsMedian, ChartKind.IndividualsMedianRange, ChartKind.MovingRange, ChartKind.Ewma, ChartKind.Cusum];
    private static readonly ChartKind[] ofRatios = [ChartKind.Proportion, ChartKind.ProportionPrime, ChartKind.NumberWithProperty, ChartKind.Rate, ChartKind.RatePrime, ChartKind.IndividualsPrime];

    [Fact]
    public void Scaling_ChangesNoSignal() => Gen.Select(values, OneOf(ofValues), OneOf(1e-6, 0.125, 1000, 3e7)).Sample((series, kind, factor) =>
        SameSignals(Chart(kind, series, all), Chart(kind, [.. series.Select(value => value * factor)], all)));

    [Fact]
    public void Multiply_ScalesEverything() => Gen.Select(values, OneOf(ofValues)).Sample((series, kind) =>
    {
        var (plain, percent) = (Chart(kind, series, all), Chart(kind, series, all with { Multiply = 100 }));
        SameSignals(plain, percent);
        for (var i = 0; i < series.Length; i++)
        {
            Close(plain.Points[i].Value * 100, percent.Points[i].Value);
            Close(plain.Points[i].Centre * 100, percent.Points[i].Centre);
            Close(plain.Points[i].Lines?.Upper3 * 100, percent.Points[i].Lines?.Upper3);
        }
    });

    // A shift by a power of two keeps the differences exact.
    [Fact]
    public void Shifting_MovesTheLines() => Gen.Select(Gen.Int[-6, 12].Array[1, 60], OneOf(ChartKind.Run, ChartKind.Individuals, ChartKind.IndividualsMedian)).Sample((series, kind) =>
    {
        var (plain, moved) = (Chart(kind, [.. series.Select(value => (double)value)], all), Chart(kind, [.. series.Select(value => value + 64.0)], all));
        for (var i = 0; i < series.Length; i++)
        {
            Close(plain.Points[i].Centre + 64, moved.Points[i].Centre);
            Close(plain.Points[i].Lines?.Lower3 + 64, moved.Points[i].Lines?.Lower3);
        }

        Assert.Equal(plain.Parts[0].Runs, moved.Parts[0].Runs);
    });

    [Fact]
    public void Reversing_KeepsCentreLimitsAndRuns() => Gen.Select(values, OneOf(ChartKind.Run, ChartKind.Individuals, ChartKind.IndividualsMedian)).Sample((series, kind) =>
    {
        var (forth, back) = (Chart(kind, series, all), Chart(kind, [.. series.Reverse()], all));
        Close(forth.Points[0].Centre, back.Points[0].Centre);
        Close(forth.Points[0].Lines?.Upper3, back.Points[0].Lines?.Upper3);
        Assert.Equal(forth.Parts[0].Runs, back.Parts[0].Runs);
    });

    [Fact]
    public void Mirroring_TurnsHighIntoLow() => Gen.Select(values, OneOf(ChartKind.Run, ChartKind.Individuals)).Sample((series, kind) =>
    {
        var settings = all with { Rules = [RuleSet.Nhs] };
        var (plain, mirrored) = (Chart(kind, series, settings), Chart(kind, [.. series.Select(value => -value)], settings));
        for (var i = 0; i < series.Length; i++) Assert.Equal(plain.Points[i].Signals.Select(Mirror), mirrored.Points[i].Signals);
    });

    [Fact]
    public void ConstantSeries_HasNoSignal() => Gen.Select(Gen.Double[-1000, 1000], Gen.Int[1, 40], OneOf(ofValues)).Sample((value, length, kind) =>
    {
        var chart = Chart(kind, [.. Enumerable.Repeat(value, length)], all);
        Assert.All(chart.Points, point => Assert.Empty(point.Signals));
        Assert.Equal(0, chart.Parts[0].OutsideCount);
        Assert.NotEqual(true, chart.Parts[0].Runs?.IsSignal);
    });

    [Fact]
    public void ConstantShare_HasNoSignal() => Gen.Select(Gen.Int[0, 7], Gen.Int[1, 40].Array[1, 40], OneOf(ofRatios)).Sample((sevenths, sizes, kind) =>
    {
        // 0.1 · 3 and the like: the noise of floating point is no shift. Limits by chance alone have a width, so all points lie within 1 sigma; numbers follow their denominators.
        string[] allowed = kind switch
        {
            ChartKind.Proportion or ChartKind.Rate => ["nelson7", "ihi5"],
            ChartKind.NumberWithProperty => ["nelson7", "ihi5", "trend-up", "trend-down", "nelson3", "nelson4", "ihi3"],
            _ => [],
        };
        var chart = ControlChart.Compute(kind, [.. sizes.Select(size => Observation.Ratio(sevenths * 0.1 * size, 7 * 0.1 * size))], all);
        Assert.All(chart.Points, point => Assert.Subset(allowed.ToHashSet(StringComparer.Ordinal), point.Signals.ToHashSet(StringComparer.Ordinal)));
        Assert.Equal((0, 0), (chart.Parts[0].UsefulCount, chart.Parts[0].OutsideCount));
    });

    [Fact]
    public void SplittingAtTheEnds_ChangesNothing() => Gen.Select(values, OneOf(ofValues)).Sample((series, kind) =>
        SameSignals(Chart(kind, series, all), Chart(kind, series, all with { SplitAfter = [0, series.Length, series.Length + 5, -1] })));

    [Fact]
    public void Parts_AreChartsOfTheirOwn() => Gen.Select(values, values, OneOf(ofValues)).Sample((first, second, kind) =>
    {
        var whole = Chart(kind, [.. first, .. second], all with { SplitAfter = [first.Length] });
        var (one, two) = (Chart(kind, first, all), Chart(kind, second, all));
        Assert.Equal(2, whole.Parts.Length);
        Assert.Equal(Signs([.. one.Points, .. two.Points]), Signs(whole.Points));
        for (var i = 0; i < second.Length; i++) Assert.Equal(two.Points[i].Lines, whole.Points[first.Length + i].Lines);
        Assert.Equal((one.Parts[0].Runs, two.Parts[0].Runs), (whole.Parts[0].Runs, whole.Parts[1].Runs));
    });

    [Fact]
    public void FreezingTheWholePart_ChangesNothing() => Gen.Select(values, OneOf(ofValues)).Sample((series, kind) =>
        SameSignals(Chart(kind, series, all), Chart(kind, series, all with { FreezeAfter = Math.Max(2, series.Length) })));

    // What is left out is as if it were not there, but for its own place on the chart and its test against the limits.
    [Fact]
    public void ExcludedPoint_ChangesNoEstimateAndNoPattern() => Gen.Select(values.Where(series => series.Length > 1), Gen.Int[0, 59], Gen.Double[-50, 50], OneOf(ChartKind.Run, ChartKind.Individuals, ChartKind.IndividualsMedian, ChartKind.MovingRange)).Sample((series, place, wild, kind) =>
    {
        var at = place % series.Length;
        var without = Chart(kind, series, all);
        var with = Chart(kind, [.. series[..at], wild, .. series[at..]], all with { Exclude = [at + 1] });
        Assert.Equal(without.Parts[0].Runs, with.Parts[0].Runs);
        Close(without.Parts[0].Sigma, with.Parts[0].Sigma);
        Assert.Equal(Signs(without.Points), Signs([.. with.Points.Where(point => !point.IsExcluded)]));
    });

    [Fact]
    public void Gap_KeepsItsPlaceAndJoinsNothing() => Gen.Select(values, values).Sample((first, second) =>
    {
        var chart = ControlChart.Compute(ChartKind.MovingRange, [.. first.Select(Observation.Measured), Observation.Gap(GapReason.Missing), .. second.Select(Observation.Measured)], all);
        Assert.Equal((GapReason.Missing, (double?)null), (chart.Points[first.Length].Gap, chart.Points[first.Length].Value));
        Assert.Null(chart.Points[first.Length + 1].Value);
    });

    [Fact]
    public void Numbers_AreFiniteOrNull() => Gen.Select(shares, OneOf(ofRatios), Gen.Int[0, 12]).Sample((series, kind, freeze) =>
    {
        var chart = ControlChart.Compute(kind, [.. series.Select(share => Observation.Ratio(share.Numerator, share.Denominator))], all with { FreezeAfter = freeze < 2 ? null : freeze });
        Assert.Equal(series.Length, chart.Points.Length);
        Assert.All(chart.Points, point => Assert.All(
            [point.Value, point.Centre, point.Lines?.Lower3, point.Lines?.Upper3, point.Lines?.RawLower3, point.Lines?.RawUpper3],
            number => Assert.True(number is null || double.IsFinite(number.Value))));
        Assert.All(chart.Points, point => Assert.True(point.Lines is not { } line || (line.Lower3 <= line.Lower2 && line.Lower2 <= line.Lower1 && line.Upper1 <= line.Upper2 && line.Upper2 <= line.Upper3)));
    });

    [Fact]
    public void Signals_NameThePointsThatCarryThem() => Gen.Select(values, OneOf(ofValues)).Sample((series, kind) =>
    {
        var chart = Chart(kind, series, all);
        foreach (var signal in chart.Parts.SelectMany(part => part.Signals))
        {
            Assert.NotEmpty(signal.Points);
            Assert.All(signal.Points, index => Assert.Contains(signal.Name, chart.Points[index - 1].Signals));
            Assert.All(signal.Points, index => Assert.InRange(index, signal.First, signal.Last));
            Assert.EndsWith("part 1.", signal.Explain(), StringComparison.Ordinal);
        }

        foreach (var point in chart.Points)
        {
            Assert.All(point.Signals, name => Assert.Contains(chart.Parts[0].Signals, signal => signal.Name == name && signal.Points.Contains(point.Index)));
        }
    });

    [Fact]
    public void Funnel_IsTheSameInAnyOrderAndUnit() => Gen.Select(shares, OneOf(FunnelKind.Proportion, FunnelKind.RatioOfCounts, FunnelKind.Standardised), Gen.Bool).Sample((units, kind, over) =>
    {
        var settings = FunnelSettings.Default with { Overdispersion = over };
        var (plain, back) = (Funnel(units, settings), Funnel([.. units.Reverse()], settings with { Multiply = 1000 }));
        Close(plain.Phi, back.Phi);
        Close(plain.Tau2, back.Tau2);
        Close(plain.Target * 1000, back.Target);
        Assert.Equal(plain.Points.Select(point => point.Outlier), back.Points.Reverse().Select(point => point.Outlier));
        for (var i = 0; i < units.Length; i++) Close(plain.Points[i].Lines?.Upper998 * 1000, back.Points[units.Length - 1 - i].Lines?.Upper998);

        FunnelPlot Funnel((int Numerator, int Denominator)[] all, FunnelSettings settings) => FunnelPlot.Compute(kind, [.. all.Select(unit => Observation.Ratio(unit.Numerator, unit.Denominator))], settings);
    });

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static ControlChart Chart(ChartKind kind, double[] series, ChartSettings settings) => ControlChart.Compute(kind, [.. series.Select(Observation.Measured)], settings);

    private static string[] Signs(IEnumerable<ChartPoint> points) => [.. points.Select(point => $"{string.Join(' ', point.Signals)}|{point.Type}")];

    private static void SameSignals(ControlChart one, ControlChart other)
    {
        Assert.Equal(Signs(one.Points), Signs(other.Points));
        Assert.Equal(one.Parts.Select(part => part.Runs), other.Parts.Select(part => part.Runs));
        Assert.Equal((one.Variation, one.Assurance), (other.Variation, other.Assurance));
    }

    private static string Mirror(string name) => name.EndsWith("-high", StringComparison.Ordinal) ? name[..^5] + "-low" : name.EndsWith("-low", StringComparison.Ordinal) ? name[..^4] + "-high"
        : name.EndsWith("-up", StringComparison.Ordinal) ? name[..^3] + "-down" : name[..^5] + "-up";

    private static void Close(double? expected, double? actual) => Assert.True(expected is null == actual is null && (expected is null || Math.Abs(expected.Value - actual!.Value) <= 1e-9 * Math.Max(1, Math.Abs(expected.Value))), $"{expected} expected, {actual} found");
}
