namespace Charthouse.Spc.BeforeAfter;

/// <summary>
/// Segmented regression of an interrupted time series: level and slope before, and what each intervention changed
/// (Wagner et al. 2002; Lopez Bernal et al. 2017; docs/methods/before-after.md).
/// </summary>
public sealed record SegmentedRegression
{
    /// <summary>Fewer points on one side of an intervention are refused.</summary>
    public const int SmallestSegment = 8;

    /// <summary>Fewer points on one side of an intervention are pointed out.</summary>
    public const int SafeSegment = 12;

    internal SegmentedRegression()
    {
    }

    /// <summary>How the model was fitted.</summary>
    public required SegmentedRegressionOptions Options { get; init; }

    /// <summary>The interventions, in order of time.</summary>
    public required IReadOnlyList<Intervention> Interventions { get; init; }

    /// <summary>One entry for each term: intercept, time, level and timeAfter of each intervention (numbered from 1 when there are several), sin1, cos1, …</summary>
    public required IReadOnlyList<Coefficient> Coefficients { get; init; }

    /// <summary>Every point of the series with its fitted value and, from the first intervention on, the effect.</summary>
    public required IReadOnlyList<SegmentedPoint> Points { get; init; }

    /// <summary>Mean effect over all fitted points from the first intervention on: with all interventions less without any.</summary>
    public required EffectEstimate MeanEffect { get; init; }

    /// <summary>For counts: exp of the mean effect on the logarithm of the rate; else <c>null</c>.</summary>
    public required RatioEstimate? MeanRatio { get; init; }

    /// <summary>For each intervention: the mean of what its own terms add, over all fitted points from its first post point to the end.</summary>
    public required IReadOnlyList<InterventionEffect> InterventionEffects { get; init; }

    /// <summary>Points that were fitted, transitions left out.</summary>
    public required int UsedPoints { get; init; }

    /// <summary>Fitted points less terms.</summary>
    public required int ResidualDegreesOfFreedom { get; init; }

    /// <summary>
    /// Residual standard error in units of the value. Prais-Winsten: of the transformed series. REML: standard deviation of the errors themselves.
    /// <c>null</c> for counts.
    /// </summary>
    public required double? Sigma { get; init; }

    /// <summary>Share of the variance explained, 0 to 1, by least squares; <c>null</c> for the other models and for a constant series.</summary>
    public required double? RSquared { get; init; }

    /// <summary>First-order autocorrelation estimated by Prais-Winsten or REML, −1 to 1; else <c>null</c>.</summary>
    public required double? Rho { get; init; }

    /// <summary>Restricted log likelihood; <c>null</c> but for REML.</summary>
    public required double? LogLikelihood { get; init; }

    /// <summary>Pearson's chi-square ÷ degrees of freedom, near 1 for Poisson counts; <c>null</c> but for counts.</summary>
    public required double? Dispersion { get; init; }

    /// <summary>The lag that Newey and West used; <c>null</c> for the other models.</summary>
    public required int? NeweyWestLag { get; init; }

    /// <summary>
    /// Durbin and Watson of the residuals, 0 to 4, near 2 without autocorrelation; of Pearson residuals for counts, of least squares for all others.
    /// <c>null</c> when the model fits exactly.
    /// </summary>
    public required double? DurbinWatson { get; init; }

    /// <summary>Durbin and Watson after the estimated autocorrelation was taken out; <c>null</c> but for Prais-Winsten and REML.</summary>
    public required double? TransformedDurbinWatson { get; init; }

    /// <summary>Breusch and Godfrey of the least-squares residuals, of order 1 and, in longer series, of order 12; empty for counts and when the model fits exactly.</summary>
    public required IReadOnlyList<BreuschGodfreyTest> BreuschGodfrey { get; init; }

    /// <summary>Autocorrelation of the same residuals as in <see cref="DurbinWatson"/> at lag 1, 2, … 12, at most half the points; empty when the model fits exactly.</summary>
    public required IReadOnlyList<double> ResidualAutocorrelation { get; init; }

    /// <summary>What the reader must know, in words.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Fits a series with one intervention that may change level and slope.</summary>
    /// <param name="values">One value for each point in order of time, at equal distances; counts for the Poisson models.</param>
    /// <param name="firstPostPoint">First point after the intervention, counted from 1.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="exposures">For counts: what each count is drawn from, above 0; empty when it is always the same. Must be empty otherwise.</param>
    /// <exception cref="ArgumentException">As in the other overload.</exception>
    public static SegmentedRegression Fit(ReadOnlySpan<double> values, int firstPostPoint, SegmentedRegressionOptions options = default, ReadOnlySpan<double> exposures = default) =>
        Fit(values, [new Intervention(firstPostPoint)], options, exposures);

    /// <summary>Fits a series with one or more interventions.</summary>
    /// <param name="values">One value for each point in order of time, at equal distances; counts for the Poisson models.</param>
    /// <param name="interventions">At least one, in order of time.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="exposures">For counts: what each count is drawn from, above 0; empty when it is always the same. Must be empty otherwise.</param>
    /// <exception cref="ArgumentException">
    /// A value that is not finite; fewer than <see cref="SmallestSegment"/> points before or after an intervention; more terms than the points can tell apart;
    /// negative counts, exposures that do not fit, or counts without events on one side.
    /// </exception>
    public static SegmentedRegression Fit(
        ReadOnlySpan<double> values, IReadOnlyList<Intervention> interventions, SegmentedRegressionOptions options = default, ReadOnlySpan<double> exposures = default)
    {
        ArgumentNullException.ThrowIfNull(interventions);
        if (!Enum.IsDefined(options.Errors)) throw new ArgumentOutOfRangeException(nameof(options), options.Errors, "Unknown model of the errors.");
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i])) throw new ArgumentException(FormattableString.Invariant($"Point {i + 1} has no value; every point needs one."), nameof(values));
        }

        var design = new SegmentedDesign(values.Length, interventions, options);
        if (!options.IsForCounts)
        {
            if (exposures.Length > 0) throw new ArgumentException("Exposures belong to counts.", nameof(exposures));
            return LinearSegments.Fit(values, design, options);
        }

        if (exposures.Length > 0 && exposures.Length != values.Length) throw new ArgumentException("Each count needs an exposure.", nameof(exposures));
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] < 0) throw new ArgumentException(FormattableString.Invariant($"The count at point {i + 1} is negative."), nameof(values));
            if (exposures.Length > 0 && !(exposures[i] > 0 && double.IsFinite(exposures[i])))
                throw new ArgumentException(FormattableString.Invariant($"The exposure at point {i + 1} is not above 0."), nameof(exposures));
        }

        return CountSegments.Fit(values, exposures, design, options);
    }
}

/// <summary>One point of a segmented regression.</summary>
/// <param name="Index">Its number, from 1.</param>
/// <param name="Value">The observed value or count.</param>
/// <param name="IsLeftOut">It belongs to a transition and was not fitted.</param>
/// <param name="Fitted">The model's value; <c>null</c> when left out.</param>
/// <param name="Counterfactual">The model's value without any intervention; <c>null</c> before the first one and when left out.</param>
/// <param name="Effect">Fitted less counterfactual; <c>null</c> before the first intervention and when left out. For counts its interval comes from the delta method.</param>
/// <param name="Ratio">For counts: fitted ÷ counterfactual; <c>null</c> likewise, and for other models.</param>
public sealed record SegmentedPoint(
    int Index, double Value, bool IsLeftOut, double? Fitted, double? Counterfactual, EffectEstimate? Effect, RatioEstimate? Ratio);

/// <summary>What one of several interventions added.</summary>
/// <param name="Intervention">The intervention.</param>
/// <param name="Effect">Mean of what its terms add, in units of the value (logarithms of a rate for counts).</param>
/// <param name="Ratio">For counts: exp of it; else <c>null</c>.</param>
public sealed record InterventionEffect(Intervention Intervention, EffectEstimate Effect, RatioEstimate? Ratio);

/// <summary>Test of Breusch and Godfrey for autocorrelation.</summary>
/// <param name="Order">Number of lags.</param>
/// <param name="Statistic">n R², chi-square with <paramref name="Order"/> degrees of freedom.</param>
/// <param name="PValue">Probability of a larger one without autocorrelation, 0 to 1.</param>
public sealed record BreuschGodfreyTest(int Order, double Statistic, double PValue);
