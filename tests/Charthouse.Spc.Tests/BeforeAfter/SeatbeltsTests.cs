using System.Text.Json;
using Charthouse.Spc.BeforeAfter;

namespace Charthouse.Spc.Tests.BeforeAfter;

/// <summary>
/// Car drivers killed in Great Britain and the seat-belt law (Harvey and Durbin 1986), with the values of R. Data and values lie in the project's
/// shared folder beside the checkout and are not copied, for their licence is another one.
/// </summary>
public sealed class SeatbeltsTests
{
    private const double Tolerance = 1e-9;

    [Theory]
    [InlineData("ols", ErrorModel.OrdinaryLeastSquares, null, true, Tolerance)]
    [InlineData("newey-west lag 0 adjusted", ErrorModel.NeweyWest, 0, true, Tolerance)]
    [InlineData("newey-west lag 0 unadjusted", ErrorModel.NeweyWest, 0, false, Tolerance)]
    [InlineData("newey-west lag 3 adjusted", ErrorModel.NeweyWest, null, true, Tolerance)]
    [InlineData("newey-west lag 3 unadjusted", ErrorModel.NeweyWest, 3, false, Tolerance)]
    [InlineData("prais-winsten", ErrorModel.PraisWinsten, null, true, 1e-6)]
    [InlineData("reml ar1", ErrorModel.RemlAutoregressive, null, true, 1e-3)]
    public void Coefficients_AgreeWithR(string method, ErrorModel errors, int? lag, bool adjust, double tolerance)
    {
        using var file = Open();
        var fit = Fit(file, new() { Errors = errors, NeweyWestLag = lag, NeweyWestAdjust = adjust });
        var rows = file.RootElement.GetProperty("expected").GetProperty("coefficients").GetProperty("rows").EnumerateArray()
            .Where(row => row[0].GetString() == method).ToList();
        Assert.Equal(4, rows.Count);
        foreach (var (row, coefficient) in rows.Zip(fit.Coefficients))
        {
            Assert.Equal(row[1].GetString() is "(Intercept)" ? "intercept" : row[1].GetString(), coefficient.Term);
            double?[] actual = [coefficient.Estimate, coefficient.StandardError, coefficient.Statistic, coefficient.PValue, coefficient.CiLow, coefficient.CiHigh];

            // A tail probability moves about t² times as fast as t; an interval is a difference.
            var t = coefficient.Statistic!.Value;
            double[] slack = [1, 1, 1, 1 + t * t, 10, 10];
            for (var i = 0; i < actual.Length; i++) Expected.Close(row[i + 2].GetDouble(), actual[i], slack[i] * tolerance, $"{method} {coefficient.Term} {i}");
        }
    }

    [Fact]
    public void Effects_AgreeWithR()
    {
        using var file = Open();
        var fit = Fit(file, default);
        var expected = file.RootElement.GetProperty("expected");
        Expected.Effect(expected.GetProperty("meanEffect"), fit.MeanEffect, Tolerance);
        var rows = expected.GetProperty("points").GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(23, rows.Count);
        Assert.All(fit.Points.Take(49), point => Assert.Null(point.Effect));
        foreach (var (row, point) in rows.Zip(fit.Points.Skip(49)))
        {
            double?[] actual =
            [
                point.Index, point.Value, point.Fitted, point.Counterfactual,
                point.Effect?.Estimate, point.Effect?.StandardError, point.Effect?.CiLow, point.Effect?.CiHigh,
            ];
            for (var i = 0; i < actual.Length; i++) Expected.Close(row[i].GetDouble(), actual[i], Tolerance, $"point {point.Index}, column {i}");
        }
    }

    [Fact]
    public void Diagnostics_AgreeWithR()
    {
        using var file = Open();
        var expected = file.RootElement.GetProperty("expected");
        var fit = Fit(file, default);
        Assert.Equal(expected.GetProperty("residualDf").GetInt32(), fit.ResidualDegreesOfFreedom);
        Assert.Equal(expected.GetProperty("neweyWestAutoLag").GetInt32(), fit.NeweyWestLag);
        Expected.Close(expected, "sigma", fit.Sigma, Tolerance);
        Expected.Close(expected, "rSquared", fit.RSquared, Tolerance);
        Expected.Close(expected, "durbinWatson", fit.DurbinWatson, Tolerance);
        Expected.Close(expected.GetProperty("breuschGodfrey1"), "statistic", fit.BreuschGodfrey[0].Statistic, Tolerance);
        Expected.Close(expected.GetProperty("breuschGodfrey1"), "p", fit.BreuschGodfrey[0].PValue, 2e-8);
        var autocorrelation = Expected.Numbers(expected.GetProperty("residualAcf1to6"));
        for (var lag = 0; lag < autocorrelation.Length; lag++) Expected.Close(autocorrelation[lag], fit.ResidualAutocorrelation[lag], 1e-8); // printed to ten digits
        Assert.Contains(fit.Findings, finding => finding.Kind == FindingKind.Autocorrelation);

        var praisWinsten = Fit(file, new() { Errors = ErrorModel.PraisWinsten });
        Expected.Close(expected.GetProperty("praisWinsten"), "rho", praisWinsten.Rho, 1e-6);
        Expected.Close(expected.GetProperty("praisWinsten"), "sigma", praisWinsten.Sigma, 1e-6);
        Expected.Close(expected.GetProperty("praisWinsten"), "transformedDurbinWatson", praisWinsten.TransformedDurbinWatson, 1e-6);

        var reml = Fit(file, new() { Errors = ErrorModel.RemlAutoregressive });
        Expected.Close(expected.GetProperty("remlAr1"), "phi", reml.Rho, 1e-3);
        Expected.Close(expected.GetProperty("remlAr1"), "sigma", reml.Sigma, 1e-3);
        Expected.Close(expected.GetProperty("remlAr1"), "logLik", reml.LogLikelihood, 1e-8);
    }

    private static SegmentedRegression Fit(JsonDocument file, SegmentedRegressionOptions options) => SegmentedRegression.Fit(
        [.. file.RootElement.GetProperty("input").GetProperty("rows").EnumerateArray().Select(row => row[1].GetDouble())],
        file.RootElement.GetProperty("settings").GetProperty("firstPostPoint").GetInt32(),
        options);

    private static JsonDocument Open()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", "spc", "its-seatbelts-driverskilled.json");
            if (File.Exists(path)) return JsonDocument.Parse(File.ReadAllText(path));
        }

        Assert.Skip("shared/data/spc is in no folder above this test; see docs/methods/before-after.md, Sources.");
        return null!;
    }
}
