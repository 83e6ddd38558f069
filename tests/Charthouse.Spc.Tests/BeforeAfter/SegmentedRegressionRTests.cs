using Charthouse.Spc.BeforeAfter;

namespace Charthouse.Spc.Tests.BeforeAfter;

/// <summary>Against R, see Fixtures/README.md.</summary>
public sealed class SegmentedRegressionRTests
{
    private static readonly double[] values = Expected.Numbers("values");
    private static readonly double[] counts = Expected.Numbers("counts");
    private static readonly double[] exposures = Expected.Numbers("exposures");

    [Fact]
    public void LeastSquares_WithSeason()
    {
        var fit = SegmentedRegression.Fit(values, 37, new() { Errors = ErrorModel.OrdinaryLeastSquares, Harmonics = 1 });
        var expected = Expected.Of("ols");
        Expected.Coefficients(expected.GetProperty("coefficients"), fit.Coefficients, 1e-9);
        Expected.Effect(expected.GetProperty("meanEffect"), fit.MeanEffect, 1e-9);
        Expected.Close(expected, "sigma", fit.Sigma, 1e-9);
        Expected.Close(expected, "rSquared", fit.RSquared, 1e-9);
        Expected.Close(expected, "durbinWatson", fit.DurbinWatson, 1e-9);
        Assert.Equal([1, 12], fit.BreuschGodfrey.Select(test => test.Order));
        foreach (var (test, row) in fit.BreuschGodfrey.Zip(expected.GetProperty("breuschGodfrey").EnumerateArray()))
        {
            Expected.Close(row, "statistic", test.Statistic, 1e-9);
            Expected.Close(row, "p", test.PValue, 1e-8);
        }

        var autocorrelation = Expected.Numbers(expected.GetProperty("autocorrelation"));
        Assert.Equal(autocorrelation.Length, fit.ResidualAutocorrelation.Count);
        for (var lag = 0; lag < autocorrelation.Length; lag++) Assert.Equal(autocorrelation[lag], fit.ResidualAutocorrelation[lag], 1e-10);
    }

    [Fact]
    public void NeweyWest_WithSeason()
    {
        var fit = SegmentedRegression.Fit(values, 37, new() { Harmonics = 1 });
        Assert.Equal(3, fit.NeweyWestLag);
        Expected.Coefficients(Expected.Of("neweyWest").GetProperty("coefficients"), fit.Coefficients, 1e-9);
        Expected.Effect(Expected.Of("neweyWest").GetProperty("meanEffect"), fit.MeanEffect, 1e-9);
    }

    [Fact]
    public void TwoInterventions_HaveTermsOfTheirOwn()
    {
        var fit = SegmentedRegression.Fit(values, [new(37), new(55)], new() { NeweyWestLag = 5, NeweyWestAdjust = false });
        var expected = Expected.Of("twoInterventions");
        Expected.Coefficients(expected.GetProperty("coefficients"), fit.Coefficients, 1e-9);
        Expected.Effect(expected.GetProperty("meanEffect"), fit.MeanEffect, 1e-9);
        Expected.Effect(expected.GetProperty("ofSecond"), fit.InterventionEffects[1].Effect, 1e-9);
    }

    [Theory]
    [InlineData("ar", 0)]
    [InlineData("arWithTransition", 4)]
    public void Autoregressive_AlsoOverAGap(string name, int transition)
    {
        var expected = Expected.Of(name).GetProperty("praisWinsten");
        var fit = SegmentedRegression.Fit(values, [new(37, transitionPoints: transition)], new() { Errors = ErrorModel.PraisWinsten });
        Expected.Close(expected, "rho", fit.Rho, 1e-7);
        Expected.Close(expected, "sigma", fit.Sigma, 1e-7);
        Expected.Coefficients(expected.GetProperty("coefficients"), fit.Coefficients, 1e-7);
        Expected.Effect(expected.GetProperty("meanEffect"), fit.MeanEffect, 1e-7);

        expected = Expected.Of(name).GetProperty("reml");
        fit = SegmentedRegression.Fit(values, [new(37, transitionPoints: transition)], new() { Errors = ErrorModel.RemlAutoregressive });
        Expected.Close(expected, "rho", fit.Rho, 1e-4);
        Expected.Close(expected, "sigma", fit.Sigma, 1e-4);
        Expected.Close(expected, "logLikelihood", fit.LogLikelihood, 1e-8);
        Expected.Coefficients(expected.GetProperty("coefficients"), fit.Coefficients, 1e-4);
    }

    [Fact]
    public void Transition_IsLeftOut()
    {
        var fit = SegmentedRegression.Fit(values, [new(37, transitionPoints: 4)], new() { Errors = ErrorModel.OrdinaryLeastSquares });
        Expected.Coefficients(Expected.Of("olsWithTransition").GetProperty("coefficients"), fit.Coefficients, 1e-9);
        Assert.Equal([33, 34, 35, 36], fit.Points.Where(point => point.IsLeftOut).Select(point => point.Index));
        Assert.All(fit.Points.Where(point => point.IsLeftOut), point => Assert.Null(point.Fitted));
        Assert.Equal(68, fit.UsedPoints);
    }

    [Fact]
    public void Poisson_WithExposureAndSeason()
    {
        var fit = SegmentedRegression.Fit(counts, 37, new() { Errors = ErrorModel.Poisson, Harmonics = 2 }, exposures);
        Expected.Coefficients(Expected.Of("poisson").GetProperty("coefficients"), fit.Coefficients, 1e-7);
        Assert.Contains(fit.Findings, finding => finding.Kind == FindingKind.Overdispersion);
    }

    [Fact]
    public void QuasiPoisson_WithExposureAndSeason()
    {
        var fit = SegmentedRegression.Fit(counts, 37, new() { Errors = ErrorModel.QuasiPoisson, Harmonics = 2 }, exposures);
        Expected.Close(Expected.Of("quasiPoisson"), "dispersion", fit.Dispersion, 1e-7);
        Expected.Coefficients(Expected.Of("quasiPoisson").GetProperty("coefficients"), fit.Coefficients, 1e-7);
        foreach (var (fitted, point) in Expected.Numbers("fitted").Zip(fit.Points)) Expected.Close(fitted, point.Fitted, 1e-8);
        Expected.Effect(Expected.Of("countEffect").GetProperty("mean"), fit.MeanEffect, 1e-7);
        Expected.Effect(Expected.Of("countEffect").GetProperty("last"), fit.Points[^1].Effect!.Value, 1e-7);
        var level = fit.Coefficients[2];
        Assert.Equal(Math.Exp(level.CiHigh), level.Ratio!.Value.CiHigh, 1e-12);
    }

    [Fact]
    public void QuasiPoisson_WithAStepOnly()
    {
        var fit = SegmentedRegression.Fit(counts, [new(37, Impact.Level)], new() { Errors = ErrorModel.QuasiPoisson }, exposures);
        Expected.Close(Expected.Of("step"), "dispersion", fit.Dispersion, 1e-7);
        Expected.Coefficients(Expected.Of("step").GetProperty("coefficients"), fit.Coefficients, 1e-7);
        Expected.Close(fit.Coefficients[2].Ratio!.Value.Estimate, fit.MeanRatio!.Value.Estimate, 1e-12);
    }
}
