using Charthouse.Spc.BeforeAfter;
using CsCheck;

namespace Charthouse.Spc.Tests.BeforeAfter;

public sealed class DifferenceInDifferencesTests
{
    // Control 10 to 14 and 12 to 14, treated 20 to 20 and 22 to 22: the change is 3 and 0.
    private static readonly UnitObservation[] four =
    [
        new("a", false, 1, 10), new("a", false, 2, 14), new("b", false, 1, 12), new("b", false, 2, 14),
        new("c", true, 1, 20), new("c", true, 2, 20), new("d", true, 1, 22), new("d", true, 2, 22),
    ];

    // By hand. Residuals: −1, 1 in three cells, 0 in "control after"; the variance of b3 is Σ over cells of Σ e² ÷ n² = 3 · 2 ÷ 4 = 1.5.
    [Theory]
    [InlineData(DifferenceErrors.Hc1, 1.5 * 8 / 4, 4)]
    [InlineData(DifferenceErrors.Hc3, 1.5 * 4, 4)] // leverage ½ everywhere: each residual twice as large
    [InlineData(DifferenceErrors.ClusterByUnit, 0.5 * 4 / 3 * 7 / 4, 3)] // changes 4, 2 around 3: 2 · (1 ÷ 2)²
    public void Effect_IsTheDifferenceOfChanges(DifferenceErrors errors, double variance, int df)
    {
        var fit = DifferenceInDifferences.Fit(four, 2, new() { Errors = errors });
        double[] expected = [11, 10, 3, -3];
        for (var j = 0; j < 4; j++) Assert.Equal(expected[j], fit.Coefficients[j].Estimate, 1e-12);
        Assert.Equal(Math.Sqrt(variance), fit.Effect.StandardError, 1e-12);
        Assert.Equal(df, fit.DegreesOfFreedom);
        Assert.Equal([11, 14, 21, 21], fit.Means.Select(mean => mean.Mean));
        Assert.Equal((2, 2), (fit.TreatedUnits, fit.ControlUnits));
    }

    [Fact]
    public void PreTrend_NeedsTwoPeriodsAndIsNeverCalledParallel()
    {
        var fit = DifferenceInDifferences.Fit(four, 2);
        Assert.Null(fit.PreTrendDifference);
        Assert.Contains(fit.Findings, finding => finding.Kind == FindingKind.PreTrend && finding.Text.Contains("too few", StringComparison.Ordinal));

        // Treated units rise by 2 a period before, control units by ½.
        UnitObservation[] longer =
        [
            .. from unit in Enumerable.Range(0, 6)
               from period in Enumerable.Range(1, 8)
               select new UnitObservation($"{unit}", unit < 3, period, unit + (unit < 3 ? 2 : 0.5) * period + 0.01 * Math.Sin(unit * unit + period * period)),
        ];
        fit = DifferenceInDifferences.Fit(longer, 6);
        Assert.Equal(1.5, fit.PreTrendDifference!.Estimate, 0.02);
        Assert.Contains(fit.Findings, finding => finding.Kind == FindingKind.PreTrend && finding.Text.Contains("does not show that the trends were parallel", StringComparison.Ordinal));
    }

    [Fact]
    public void LogScale_GivesARatio()
    {
        var fit = DifferenceInDifferences.Fit([.. four.Select(one => one with { Value = Math.Exp(one.Value / 10) })], 2, new() { OnLogScale = true });
        Assert.Equal(-0.3, fit.Effect.Estimate, 1e-12);
        Assert.Equal(Math.Exp(-0.3), fit.Effect.Ratio!.Value.Estimate, 1e-12);
        Assert.Null(DifferenceInDifferences.Fit(four, 2).Effect.Ratio);
    }

    [Fact]
    public void Fit_RefusesMistakes()
    {
        Throws(() => DifferenceInDifferences.Fit(four, 1));
        Throws(() => DifferenceInDifferences.Fit(four, 3));
        Throws(() => DifferenceInDifferences.Fit([.. four, new("a", true, 3, 1)], 2));
        Throws(() => DifferenceInDifferences.Fit([.. four, new("a", false, 3, double.NaN)], 2));
        Throws(() => DifferenceInDifferences.Fit([.. four, new("a", false, 3, 0)], 2, new() { OnLogScale = true }));
        Throws(() => DifferenceInDifferences.Fit([.. four, new(null!, false, 3, 0)], 2));
        Throws(() => DifferenceInDifferences.Fit([.. four.Select(one => one.IsTreated ? one with { Unit = "c" } : one)], 2, new() { Errors = DifferenceErrors.ClusterByUnit }));
        Throws(() => DifferenceInDifferences.Fit(four, 2, new() { Errors = (DifferenceErrors)9 }));

        static void Throws(Func<object> mistake) => Assert.ThrowsAny<ArgumentException>(mistake);
    }

    private static readonly Gen<(UnitObservation[] Observations, DifferenceOptions Options)> any =
        from treated in Gen.Int[2, 12]
        from control in Gen.Int[2, 12]
        from periods in Gen.Int[2, 6]
        from values in Gen.OneOf(Gen.Double[1, 100], Gen.Int[1, 3].Select(i => (double)i)).Array[(treated + control) * periods]
        from errors in Gen.OneOf(DifferenceErrors.Automatic, DifferenceErrors.Hc1, DifferenceErrors.Hc3, DifferenceErrors.ClusterByUnit)
        from onLogScale in Gen.Bool
        select (
            values.Select((value, i) => new UnitObservation($"{i / periods}", i / periods < treated, i % periods, value)).ToArray(),
            new DifferenceOptions { Errors = errors, OnLogScale = onLogScale });

    [Fact]
    public void OrderAndNamesOfUnits_DoNotMatter() => Gen.Select(any, Gen.Int[0, 1000]).Sample((one, seed) =>
    {
        var shuffled = one.Observations.Select(observation => observation with { Unit = "x" + observation.Unit }).ToArray();
        new Random(seed).Shuffle(shuffled);
        var (a, b) = (DifferenceInDifferences.Fit(one.Observations, 1, one.Options), DifferenceInDifferences.Fit(shuffled, 1, one.Options));
        Same(a.Effect, b.Effect, 1);
        Assert.Equal(a.ErrorsUsed, b.ErrorsUsed);
        Assert.Equal(a.PreTrendDifference is null, b.PreTrendDifference is null);
    });

    [Fact]
    public void ChangingSides_ChangesTheSign() => any.Sample(one => Same(
        DifferenceInDifferences.Fit(one.Observations, 1, one.Options).Effect,
        DifferenceInDifferences.Fit([.. one.Observations.Select(observation => observation with { IsTreated = !observation.IsTreated })], 1, one.Options).Effect,
        -1));

    [Fact]
    public void Effect_IsMadeOfTheFourMeans() => any.Sample(one =>
    {
        var fit = DifferenceInDifferences.Fit(one.Observations, 1, one.Options);
        var means = fit.Means.Select(mean => mean.Mean).ToArray();
        Assert.Equal(means[3] - means[2] - (means[1] - means[0]), fit.Effect.Estimate, 1e-9);
    });

    private static void Same(Coefficient a, Coefficient b, int sign)
    {
        Assert.Equal(a.Estimate * sign, b.Estimate, 1e-8);
        Assert.Equal(a.StandardError, b.StandardError, 1e-8);
    }
}
