using System.Text.Json;
using Charthouse.Spc.BeforeAfter;

namespace Charthouse.Spc.Tests.BeforeAfter;

/// <summary>Difference in differences and controlled series against R, see Fixtures/README.md.</summary>
public sealed class ComparisonRTests
{
    private static readonly UnitObservation[] panel =
    [
        .. Expected.Of("panel").EnumerateArray().Select(row => new UnitObservation(
            $"unit {row.GetProperty("unit").GetInt32()}", row.GetProperty("treated").GetInt32() == 1, row.GetProperty("period").GetInt32(), row.GetProperty("value").GetDouble())),
    ];

    [Theory]
    [InlineData(DifferenceErrors.Hc1, "hc1", null)]
    [InlineData(DifferenceErrors.Hc3, "hc3", "preHc3")]
    [InlineData(DifferenceErrors.ClusterByUnit, "cluster", "preCluster")]
    public void DifferenceInDifferences_AgreesWithR(DifferenceErrors errors, string name, string? before)
    {
        foreach (var onLogScale in new[] { false, true })
        {
            var expected = Expected.Of(onLogScale ? "didLog" : "did");
            var fit = DifferenceInDifferences.Fit(panel, 5, new() { Errors = errors, OnLogScale = onLogScale });
            Expected.Coefficients(expected.GetProperty(name), fit.Coefficients, 1e-9);
            if (before is not null) Expected.Coefficient(expected.GetProperty(before)[0], fit.PreTrendDifference!, 1e-9);
            Assert.Equal(onLogScale, fit.Effect.Ratio is not null);
        }
    }

    [Fact]
    public void DifferenceInDifferences_ChoosesClustersWhenThereAreEnoughUnits()
    {
        Assert.Equal(DifferenceErrors.ClusterByUnit, DifferenceInDifferences.Fit(panel, 5).ErrorsUsed);
        var few = panel.Where(one => one.Unit is "unit 1" or "unit 2" or "unit 10" or "unit 11" or "unit 12").ToArray();
        var fit = DifferenceInDifferences.Fit(few, 5);
        Assert.Equal(DifferenceErrors.Hc3, fit.ErrorsUsed);
        Assert.Contains(fit.Findings, finding => finding.Kind == FindingKind.RepeatedMeasures);
        Assert.Contains(DifferenceInDifferences.Fit(few, 5, new() { Errors = DifferenceErrors.ClusterByUnit }).Findings, finding => finding.Kind == FindingKind.FewUnits);
    }

    [Fact]
    public void ControlledSeries_AgreesWithR()
    {
        var (treated, control) = (Expected.Numbers("values"), Expected.Numbers("control"));
        var ordinary = ControlledSeries.Fit(treated, control, new(37), new() { Errors = ErrorModel.OrdinaryLeastSquares, Harmonics = 1 });
        JsonElement expected = Expected.Of("controlledOls");
        Expected.Close(expected, "sigma", ordinary.Sigma, 1e-9);
        Expected.Coefficients(expected.GetProperty("coefficients"), ordinary.Coefficients, 1e-9);
        var neweyWest = ControlledSeries.Fit(treated, control, new(37), new() { Harmonics = 1, NeweyWestLag = 3, NeweyWestAdjust = false });
        Expected.Coefficients(Expected.Of("controlledNeweyWest").GetProperty("coefficients"), neweyWest.Coefficients, 1e-9);
    }
}
