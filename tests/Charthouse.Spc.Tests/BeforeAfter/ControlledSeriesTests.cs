using Charthouse.Spc.BeforeAfter;
using CsCheck;

namespace Charthouse.Spc.Tests.BeforeAfter;

public sealed class ControlledSeriesTests
{
    private sealed record Case(double[] Treated, double[] Control, Intervention Intervention, SegmentedRegressionOptions Options);

    private static readonly Gen<Case> any =
        from before in Gen.OneOf(Gen.Const(8), Gen.Int[8, 30])
        from after in Gen.OneOf(Gen.Const(8), Gen.Int[8, 30])
        from transition in Gen.Int[0, 3]
        from impact in Gen.OneOf(Impact.LevelAndSlope, Impact.Level, Impact.Slope)
        from treated in Gen.Double[-100, 100].Array[before + transition + after]
        from control in Gen.Double[-100, 100].Array[before + transition + after]
        from harmonics in Gen.Int[0, 2]
        from errors in Gen.OneOf(ErrorModel.NeweyWest, ErrorModel.OrdinaryLeastSquares)
        from adjust in Gen.Bool
        select new Case(treated, control, new Intervention(before + transition + 1, impact, transition), new SegmentedRegressionOptions { Errors = errors, Harmonics = harmonics, NeweyWestAdjust = adjust });

    private static ControlledSeries Fit(Case one) => ControlledSeries.Fit(one.Treated, one.Control, one.Intervention, one.Options);

    [Fact]
    public void NeweyWest_IsThatOfTheDifferences() => any.Sample(one =>
    {
        var options = one.Options with { Errors = ErrorModel.NeweyWest };
        var controlled = ControlledSeries.Fit(one.Treated, one.Control, one.Intervention, options);
        var differences = SegmentedRegression.Fit([.. one.Treated.Zip(one.Control, (a, b) => a - b)], [one.Intervention], options with { Harmonics = 0 });
        var trend = differences.Coefficients.Count;
        for (var j = 0; j < trend; j++)
        {
            var (a, b) = (differences.Coefficients[j], controlled.Coefficients[trend + j]);
            Assert.StartsWith("group", b.Term, StringComparison.Ordinal);
            Close(a.Estimate, b.Estimate, a.StandardError);
            Close(a.StandardError, b.StandardError, a.StandardError);
            Close(a.CiHigh, b.CiHigh, a.StandardError);
        }

        Close(differences.MeanEffect.CiLow, controlled.MeanEffect.CiLow, differences.MeanEffect.StandardError);
        Assert.Equal(differences.DurbinWatson!.Value, controlled.DurbinWatson!.Value, 1e-8);
    });

    [Fact]
    public void ChangingSides_ChangesTheSign() => any.Sample(one =>
    {
        var (a, b) = (Fit(one), Fit(one with { Treated = one.Control, Control = one.Treated }));
        Close(a.MeanEffect.Estimate, -b.MeanEffect.Estimate, a.MeanEffect.StandardError);
        Close(a.MeanEffect.StandardError, b.MeanEffect.StandardError, a.MeanEffect.StandardError);
    });

    // What hits both series alike leaves the effect as it is.
    [Fact]
    public void CommonShocks_CancelOut() => Gen.Select(any, Gen.Double[-50, 50].Array[63]).Sample((one, shocks) =>
    {
        double[] Shocked(double[] values) => [.. values.Select((value, i) => value + shocks[i])];
        var (a, b) = (Fit(one), Fit(one with { Treated = Shocked(one.Treated), Control = Shocked(one.Control) }));
        Close(a.MeanEffect.Estimate, b.MeanEffect.Estimate, a.MeanEffect.StandardError);
        if (one.Options.Errors == ErrorModel.NeweyWest) Close(a.MeanEffect.StandardError, b.MeanEffect.StandardError, a.MeanEffect.StandardError);
    });

    [Fact]
    public void Counterfactual_IsFittedLessEffect()
    {
        double[] control = [.. Enumerable.Range(1, 20).Select(t => 10.0 + t + (t >= 11 ? 2 : 0))];
        double[] treated = [.. Enumerable.Range(1, 20).Select(t => 30.0 + 2 * t + (t >= 11 ? 7 : 0))];
        var fit = ControlledSeries.Fit(treated, control, new Intervention(11));
        Assert.Equal(["intercept", "time", "level", "timeAfter", "group", "groupTime", "groupLevel", "groupTimeAfter"], fit.Coefficients.Select(one => one.Term));
        double[] expected = [10, 1, 2, 0, 20, 1, 5, 0];
        for (var j = 0; j < 8; j++) Assert.Equal(expected[j], fit.Coefficients[j].Estimate, 1e-9);
        Assert.Equal(1, fit.PreTrendDifference.Estimate, 1e-9);
        Assert.Equal(72, fit.Points[19].Counterfactual!.Value, 1e-9);
        Assert.Equal(5, fit.Points[19].Effect!.Value.Estimate, 1e-9);
        Assert.Contains(fit.Findings, finding => finding.Kind == FindingKind.ExactFit);
    }

    [Fact]
    public void Fit_RefusesMistakes()
    {
        var twenty = new double[20];
        Assert.Throws<ArgumentException>(() => ControlledSeries.Fit(twenty, new double[19], new Intervention(11)));
        Assert.Throws<ArgumentException>(() => ControlledSeries.Fit(twenty, twenty, new Intervention(8)));
        Assert.Throws<ArgumentException>(() => ControlledSeries.Fit(twenty, twenty, new Intervention(11), new() { Errors = ErrorModel.RemlAutoregressive }));
        Assert.Throws<ArgumentException>(() => ControlledSeries.Fit(twenty, [.. twenty[..19], double.PositiveInfinity], new Intervention(11)));
    }

    private static void Close(double expected, double actual, double scale) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-8 * Math.Max(scale + 1, Math.Abs(expected)), $"{actual:R} instead of {expected:R}");
}
