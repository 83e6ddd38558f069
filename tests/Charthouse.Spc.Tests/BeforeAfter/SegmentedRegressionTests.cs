using Charthouse.Spc.BeforeAfter;

namespace Charthouse.Spc.Tests.BeforeAfter;

public sealed class SegmentedRegressionTests
{
    // Ten before; after, a step of 4 and then one more each point.
    private static readonly double[] stepAndSlope = [10, 10, 10, 10, 10, 10, 10, 10, 14, 15, 16, 17, 18, 19, 20, 21];

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 3)]
    public void TimeAfter_StartsWhereTheCodingSays(int start, double level)
    {
        var fit = SegmentedRegression.Fit(stepAndSlope, 9, new() { TimeAfterAtFirstPostPoint = start });
        double[] expected = [10, 0, level, 1];
        string[] terms = ["intercept", "time", "level", "timeAfter"];
        Assert.Equal(terms, fit.Coefficients.Select(coefficient => coefficient.Term));
        for (var j = 0; j < 4; j++) Assert.Equal(expected[j], fit.Coefficients[j].Estimate, 1e-10);
        Assert.Equal(7.5, fit.MeanEffect.Estimate, 1e-10);
        Assert.Equal(10, fit.Points[15].Counterfactual!.Value, 1e-10);
        Assert.Null(fit.Points[7].Counterfactual);
        Assert.Equal(11, fit.Points[15].Effect!.Value.Estimate, 1e-10);
    }

    // docs/methods/before-after.md
    [Fact]
    public void WorkedExample_IsThatOfTheMethodPage()
    {
        double[] falls = [42, 44, 45, 44, 43, 44, 46, 47, 45, 44, 45, 46, 40, 39, 37, 37, 38, 37, 35, 34, 36, 36, 35, 33];
        var fit = SegmentedRegression.Fit(falls, 13);
        double[] printed = [43.106, 42.032, 44.180, 0.227, 0.072, 0.382, -6.971, -8.559, -5.383, -0.713, -0.930, -0.497];
        Assert.Equal(printed, fit.Coefficients.SelectMany(one => new[] { one.Estimate, one.CiLow, one.CiHigh }).Select(x => Math.Round(x, 3)));
        Assert.Equal(2, fit.NeweyWestLag);
        Assert.Equal((48.56, 33.74), (Math.Round(fit.Points[23].Counterfactual!.Value, 2), Math.Round(fit.Points[23].Fitted!.Value, 2)));
        Assert.Equal([-10.89, -13.08, -8.71], new[] { fit.MeanEffect.Estimate, fit.MeanEffect.CiLow, fit.MeanEffect.CiHigh }.Select(x => Math.Round(x, 2)));
        Assert.Equal(-6.258, Math.Round(SegmentedRegression.Fit(falls, 13, new() { TimeAfterAtFirstPostPoint = 1 }).Coefficients[2].Estimate, 3));
    }

    [Theory]
    [InlineData(ErrorModel.NeweyWest)]
    [InlineData(ErrorModel.OrdinaryLeastSquares)]
    [InlineData(ErrorModel.PraisWinsten)]
    [InlineData(ErrorModel.RemlAutoregressive)]
    public void ExactFit_HasNoTestAndSaysSo(ErrorModel errors)
    {
        var fit = SegmentedRegression.Fit(stepAndSlope, 9, new() { Errors = errors });
        Assert.All(fit.Coefficients, coefficient => Assert.Null(coefficient.PValue));
        Assert.All(fit.Coefficients, coefficient => Assert.Equal(0, coefficient.StandardError));
        Assert.Equal(0, fit.Sigma);
        Assert.Null(fit.DurbinWatson);
        Assert.Empty(fit.BreuschGodfrey);
        Assert.Empty(fit.ResidualAutocorrelation);
        Assert.Contains(fit.Findings, finding => finding.Kind == FindingKind.ExactFit);
    }

    [Fact]
    public void ConstantSeries_HasNoRSquared() => Assert.Null(SegmentedRegression.Fit(new double[20].Select(_ => 0.1).ToArray(), 11).RSquared);

    [Fact]
    public void Impact_ChoosesTheTerms()
    {
        Assert.Equal(["intercept", "time", "level"], Terms(new Intervention(9, Impact.Level)));
        Assert.Equal(["intercept", "time", "timeAfter"], Terms(new Intervention(9, Impact.Slope)));

        static IEnumerable<string> Terms(Intervention intervention) =>
            SegmentedRegression.Fit(stepAndSlope, [intervention]).Coefficients.Select(coefficient => coefficient.Term);
    }

    [Fact]
    public void Default_IsTheDefaults()
    {
        Assert.Equal(new SegmentedRegressionOptions(), default);
        var options = default(SegmentedRegressionOptions);
        Assert.Equal((ErrorModel.NeweyWest, 0, 0, 12.0, null, true),
            (options.Errors, options.TimeAfterAtFirstPostPoint, options.Harmonics, options.Period, options.NeweyWestLag, options.NeweyWestAdjust));
    }

    [Theory]
    [InlineData(8, "At least 8")]
    [InlineData(14, "At least 8")]
    [InlineData(21, "beyond the last")]
    public void Fit_RefusesTooFewPoints(int firstPostPoint, string says)
    {
        var error = Assert.Throws<ArgumentException>(() => SegmentedRegression.Fit(Wave(20), firstPostPoint));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_CountsTransitionsAsNeither()
    {
        Assert.Equal(20, SegmentedRegression.Fit(Wave(20), [new(11, transitionPoints: 0)]).UsedPoints);
        Assert.Equal(18, SegmentedRegression.Fit(Wave(20), [new(11, transitionPoints: 2)]).UsedPoints);
        Assert.Throws<ArgumentException>(() => SegmentedRegression.Fit(Wave(20), [new(11, transitionPoints: 3)]));
        Assert.Throws<ArgumentException>(() => SegmentedRegression.Fit(Wave(40), [new(11), new(18)]));
    }

    [Fact]
    public void Fit_RefusesMistakes()
    {
        var wave = Wave(24);
        Throws(() => SegmentedRegression.Fit([.. wave[..23], double.NaN], 12));
        Throws(() => SegmentedRegression.Fit(wave, []));
        Throws(() => SegmentedRegression.Fit(wave, [default]));
        Throws(() => SegmentedRegression.Fit(wave, [new(17), new(9)]));
        Throws(() => SegmentedRegression.Fit(wave, 12, new() { Harmonics = 6 }));
        Throws(() => SegmentedRegression.Fit(wave, 12, new() { Harmonics = 10, Period = 24 }));
        Throws(() => SegmentedRegression.Fit(wave, 12, new() { Errors = (ErrorModel)17 }));
        Throws(() => SegmentedRegression.Fit(wave, 12, default, wave));
        Throws(() => SegmentedRegression.Fit([.. wave[..23], -1], 12, new() { Errors = ErrorModel.Poisson }));
        Throws(() => SegmentedRegression.Fit(wave, 12, new() { Errors = ErrorModel.Poisson }, [.. wave[..23], 0]));
        Throws(() => SegmentedRegression.Fit(wave, 12, new() { Errors = ErrorModel.Poisson }, [1, 2]));
        Throws(() => SegmentedRegression.Fit([.. wave[..12], .. new double[12]], 13, new() { Errors = ErrorModel.QuasiPoisson }));
        Throws(() => new SegmentedRegressionOptions { TimeAfterAtFirstPostPoint = 2 });
        Throws(() => new SegmentedRegressionOptions { Period = 1 });
        Throws(() => new SegmentedRegressionOptions { Harmonics = -1 });
        Throws(() => new SegmentedRegressionOptions { NeweyWestLag = -1 });
        Throws(() => new Intervention(1));
        Throws(() => new Intervention(9, (Impact)3));
        Throws(() => new Intervention(9, transitionPoints: -1));

        static void Throws(Func<object> mistake) => Assert.ThrowsAny<ArgumentException>(mistake);
    }

    [Fact]
    public void Findings_PointOutWhatIsShort()
    {
        Assert.True(Has(Wave(24), 12, default, FindingKind.FewPoints));
        Assert.False(Has(Wave(24), 13, default, FindingKind.FewPoints));
        Assert.True(Has(Wave(23), 12, new() { Harmonics = 1 }, FindingKind.ShortForSeasonality));
        Assert.False(Has(Wave(24), 13, new() { Harmonics = 1 }, FindingKind.ShortForSeasonality));
        Assert.True(Has(Wave(25), 13, default, FindingKind.FarExtrapolation));
        Assert.False(Has(Wave(24), 13, default, FindingKind.FarExtrapolation));
    }

    [Fact]
    public void Findings_AdviseOnAutocorrelation()
    {
        var wandering = new double[48];
        for (var i = 1; i < 48; i++) wandering[i] = 0.8 * wandering[i - 1] + Math.Sin(i * i);
        foreach (var errors in new[] { ErrorModel.OrdinaryLeastSquares, ErrorModel.NeweyWest })
            Assert.True(Has(wandering, 25, new() { Errors = errors }, FindingKind.Autocorrelation));
        Assert.True(Has([.. wandering[..40]], 20, new() { Errors = ErrorModel.RemlAutoregressive }, FindingKind.WeakTestOfAutocorrelation));
        Assert.True(Has(Wave(24), 13, default, FindingKind.WeakTestOfAutocorrelation));
        double[] zigzag = [.. Wave(24).Select((value, i) => value + (i % 2) * 5)];
        Assert.Contains("opposite sides", SegmentedRegression.Fit(zigzag, 13).Findings.Single(finding => finding.Kind == FindingKind.Autocorrelation).Text, StringComparison.Ordinal);
        double[] seasonal = [.. Enumerable.Range(0, 60).Select(i => 50 + 8 * Math.Sin(i * Math.PI / 6) + Math.Sin(i * i))];
        Assert.True(Has(seasonal, 31, default, FindingKind.SeasonLeft));
        Assert.False(Has(seasonal, 31, new() { Harmonics = 1 }, FindingKind.SeasonLeft));
    }

    private static bool Has(double[] values, int firstPostPoint, SegmentedRegressionOptions options, FindingKind kind) =>
        SegmentedRegression.Fit(values, firstPostPoint, options).Findings.Any(finding => finding.Kind == kind);

    private static double[] Wave(int points) => [.. Enumerable.Range(0, points).Select(i => 20 + Math.Sin(i * i))];
}
