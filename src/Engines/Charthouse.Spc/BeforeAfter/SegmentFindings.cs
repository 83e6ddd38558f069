using System.Globalization;
using Charthouse.Spc.Numerics;

namespace Charthouse.Spc.BeforeAfter;

/// <summary>What a segmented regression has to tell in words (Turner et al. 2021 for the advice on autocorrelation).</summary>
internal static class SegmentFindings
{
    /// <summary>Longest lag of autocorrelations and of the second Breusch-Godfrey test: a year of months.</summary>
    public const int LongestLag = 12;

    private const double Strong = 0.5;

    /// <summary>Autocorrelation at lag 1, 2, …; empty without residuals.</summary>
    public static double[] Autocorrelation(double[] residuals, int[] times)
    {
        var squares = residuals.Sum(e => e * e);
        if (squares == 0) return [];
        var correlations = new double[Math.Min(LongestLag, residuals.Length / 2)];
        for (var lag = 1; lag <= correlations.Length; lag++) correlations[lag - 1] = Autocorrelated.Lagged(residuals, times, lag).Products / squares;
        return correlations;
    }

    public static List<Finding> Of(
        SegmentedDesign design, SegmentedRegressionOptions options, double[] autocorrelation, List<BreuschGodfreyTest> tests,
        AutoregressiveFit? autoregressive, double? pearsonChiSquare, bool isExact)
    {
        var findings = new List<Finding>();
        if (design.Shortest < SegmentedRegression.SafeSegment)
            Say(FindingKind.FewPoints, $"One stretch has only {design.Shortest} points; {SegmentedRegression.SafeSegment} or more before and after are wanted.");
        if (options.Harmonics > 0 && design.Used < 2 * options.Period)
            Say(FindingKind.ShortForSeasonality, $"The season rests on {design.Used} points; two whole seasons, {2 * options.Period:0.##} points, are wanted.");
        if (design.Points - design.FirstPostPoint + 1 > design.Before)
            Say(FindingKind.FarExtrapolation, $"The line without intervention is drawn {design.Points - design.FirstPostPoint + 1} points ahead from {design.Before} points before. The later effects rest on the old trend going on unchanged.");
        if (isExact)
        {
            Say(FindingKind.ExactFit, $"The model fits every point exactly. Check whether the values were computed; nothing is left to judge uncertainty by.");
            return findings;
        }

        OfAutocorrelation();
        if (options.Harmonics == 0 && autocorrelation.Length >= LongestLag && options.Period == LongestLag
            && design.Used >= 2 * LongestLag && autocorrelation[LongestLag - 1] > 2 / Math.Sqrt(design.Used))
            Say(FindingKind.SeasonLeft, $"Residuals resemble those of {LongestLag} points before (autocorrelation {autocorrelation[LongestLag - 1]:0.00}). One or two harmonics may be wanted.");
        var df = design.Used - design.Columns;
        if (pearsonChiSquare is { } chiSquare && options.Errors == ErrorModel.Poisson && Distributions.ChiSquareAbove(chiSquare, df) < 0.05)
            Say(FindingKind.Overdispersion, $"The counts vary {chiSquare / df:0.0} times as much as Poisson counts do. The intervals are too narrow; use quasi-Poisson.");
        return findings;

        void OfAutocorrelation()
        {
            if (autocorrelation.Length == 0) return;
            var first = autocorrelation[0];
            var isFound = Math.Abs(first) > Strong || (tests.Count > 0 ? tests[0].PValue < 0.05 : Math.Abs(first) > 2 / Math.Sqrt(design.Used));
            if (autoregressive is { } fit)
            {
                if (!fit.IsSettled)
                    Say(FindingKind.AutocorrelationNotEstimated, $"The autocorrelation could not be pinned down ({fit.Rho:0.00}). The series may wander rather than vary around a line.");
                else if (design.Used < 48)
                    Say(FindingKind.WeakTestOfAutocorrelation, $"Autocorrelation is estimated as {fit.Rho:0.00}. With {design.Used} points every method tends to underestimate it, and intervals tend to be too narrow.");
                return;
            }

            if (!isFound)
            {
                if (design.Used < 48)
                    Say(FindingKind.WeakTestOfAutocorrelation, $"No clear autocorrelation (lag 1: {first:0.00}). With {design.Used} points it is often missed.");
                return;
            }

            if (first < 0)
            {
                Say(FindingKind.Autocorrelation, $"Neighbouring residuals tend to opposite sides (lag 1: {first:0.00}), as when each point is corrected by the next. Intervals that take them as independent are too wide.");
                return;
            }

            switch (options.Errors)
            {
                case ErrorModel.NeweyWest when Math.Abs(first) > Strong:
                    Say(FindingKind.Autocorrelation, $"Residuals resemble their neighbours strongly (lag 1: {first:0.00}). Newey-West intervals are then still too narrow; compare with REML.");
                    break;
                case ErrorModel.NeweyWest:
                    Say(FindingKind.Autocorrelation, $"Residuals resemble their neighbours (lag 1: {first:0.00}). Newey-West allows for it, though in short series not fully.");
                    break;
                case ErrorModel.OrdinaryLeastSquares:
                    Say(FindingKind.Autocorrelation, $"Residuals resemble their neighbours (lag 1: {first:0.00}). Intervals of ordinary least squares are too narrow; choose a model that allows for it.");
                    break;
                default:
                    Say(FindingKind.Autocorrelation, $"Residuals resemble their neighbours (lag 1: {first:0.00}). The model of counts takes them as independent; its intervals are too narrow.");
                    break;
            }
        }

        void Say(FindingKind kind, FormattableString text) => findings.Add(new Finding(kind, text.ToString(CultureInfo.InvariantCulture)));
    }
}
