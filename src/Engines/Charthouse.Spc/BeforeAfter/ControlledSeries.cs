using System.Globalization;

namespace Charthouse.Spc.BeforeAfter;

/// <summary>
/// Interrupted time series with a control series: both follow one segmented regression, and the treated one also has the terms G, G t, G D and G A.
/// The effect is what G D and G A add: how much more the treated series changed than the control (docs/methods/before-after.md).
/// </summary>
public sealed record ControlledSeries
{
    internal ControlledSeries()
    {
    }

    /// <summary>How the model was fitted.</summary>
    public required SegmentedRegressionOptions Options { get; init; }

    /// <summary>The intervention.</summary>
    public required Intervention Intervention { get; init; }

    /// <summary>Terms <c>intercept</c>, <c>time</c>, <c>level</c>, <c>timeAfter</c>, <c>group</c>, <c>groupTime</c>, <c>groupLevel</c>, <c>groupTimeAfter</c>, <c>sin1</c>, <c>cos1</c>, …</summary>
    public required IReadOnlyList<Coefficient> Coefficients { get; init; }

    /// <summary>The term <c>groupTime</c>: by how much the slopes differed before the intervention. A large one speaks against this control.</summary>
    public required Coefficient PreTrendDifference { get; init; }

    /// <summary>Every point with both series.</summary>
    public required IReadOnlyList<ControlledPoint> Points { get; init; }

    /// <summary>Mean effect over all fitted points from the intervention on.</summary>
    public required EffectEstimate MeanEffect { get; init; }

    /// <summary>Points of each series that were fitted.</summary>
    public required int UsedPoints { get; init; }

    /// <summary>
    /// Degrees of freedom of Student's t. Least squares: values of both series less terms. Newey-West: points less the terms of one series without
    /// its season, as if the differences of the two series had been fitted.
    /// </summary>
    public required int DegreesOfFreedom { get; init; }

    /// <summary>Residual standard error of both series together, in units of the value.</summary>
    public required double Sigma { get; init; }

    /// <summary>The lag that Newey and West used; <c>null</c> for ordinary least squares.</summary>
    public required int? NeweyWestLag { get; init; }

    /// <summary>Durbin and Watson of the treated series' residuals less the control's; <c>null</c> when the model fits exactly.</summary>
    public required double? DurbinWatson { get; init; }

    /// <summary>What the reader must know, in words.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Fits both series together.</summary>
    /// <param name="treated">The series that has the intervention.</param>
    /// <param name="control">The series that does not, at the same times.</param>
    /// <param name="intervention">When it happened and what it may change.</param>
    /// <param name="options">
    /// How to fit. Newey-West adds the scores of both series at each time before lags are taken (Driscoll and Kraay 1998), so that whatever hits both
    /// at once is allowed for. Other models of the errors are refused.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Series of different length; a value that is not finite; fewer than <see cref="SegmentedRegression.SmallestSegment"/> points before or after; another model of the errors.
    /// </exception>
    public static ControlledSeries Fit(ReadOnlySpan<double> treated, ReadOnlySpan<double> control, Intervention intervention, SegmentedRegressionOptions options = default)
    {
        if (treated.Length != control.Length) throw new ArgumentException("Both series must have the same points.", nameof(control));
        if (options.Errors is not (ErrorModel.NeweyWest or ErrorModel.OrdinaryLeastSquares))
            throw new ArgumentException("A controlled series is fitted by Newey-West or by ordinary least squares.", nameof(options));
        for (var i = 0; i < treated.Length; i++)
        {
            if (!double.IsFinite(treated[i]) || !double.IsFinite(control[i]))
                throw new ArgumentException(FormattableString.Invariant($"Point {i + 1} lacks a value; every point needs two."), double.IsFinite(treated[i]) ? nameof(control) : nameof(treated));
        }

        var design = new SegmentedDesign(treated.Length, [intervention], options);
        var trend = design.Columns - 2 * options.Harmonics;
        var (k, n) = (2 * trend + 2 * options.Harmonics, design.Used);

        // Rows of the control first, then of the treated series.
        var (x, y, times) = (new double[2 * n * k], new double[2 * n], new int[n]);
        var used = 0;
        for (var t = 1; t <= treated.Length; t++)
        {
            if (design.IsLeftOut[t - 1]) continue;
            Row(t, false).CopyTo(x, used * k);
            Row(t, true).CopyTo(x, (n + used) * k);
            y[used] = control[t - 1];
            y[n + used] = treated[t - 1];
            times[used++] = t;
        }

        var fit = LeastSquares.Fit(x, y, k) ?? throw new ArgumentException("The terms cannot be told apart on these points.", nameof(options));
        var b = fit.Coefficients;
        var variance = fit.ResidualSumOfSquares / (2 * n - k);
        int? lag = null;
        int df;
        double[] covariance;
        if (options.Errors == ErrorModel.OrdinaryLeastSquares)
        {
            df = 2 * n - k;
            covariance = LeastSquares.Scaled(fit.Inverse, variance);
        }
        else
        {
            df = n - trend;
            lag = options.NeweyWestLag ?? Autocorrelated.AutomaticLag(n);
            var both = Autocorrelated.Scores(x, fit.Residuals, k);
            var scores = new double[n * k];
            for (var i = 0; i < scores.Length; i++) scores[i] = both[i] + both[n * k + i];
            var meat = Autocorrelated.NeweyWestMeat(scores, times, k, lag.Value);
            covariance = LeastSquares.Scaled(LeastSquares.Sandwich(fit.Inverse, meat, k), options.NeweyWestAdjust ? (double)n / df : 1);
        }

        var inference = new Inference(df);
        var coefficients = new Coefficient[k];
        for (var j = 0; j < k; j++) coefficients[j] = inference.Coefficient(Term(j), b[j], covariance[j * k + j]);

        var points = new ControlledPoint[treated.Length];
        var (mean, after) = (new double[k], 0);
        for (var t = 1; t <= treated.Length; t++)
        {
            if (design.IsLeftOut[t - 1])
            {
                points[t - 1] = new ControlledPoint(t, treated[t - 1], control[t - 1], true, null, null, null, null);
                continue;
            }

            var fitted = LeastSquares.Dot(Row(t, true), 0, k, b);
            var fittedControl = LeastSquares.Dot(Row(t, false), 0, k, b);
            if (t < intervention.FirstPostPoint)
            {
                points[t - 1] = new ControlledPoint(t, treated[t - 1], control[t - 1], false, fitted, fittedControl, null, null);
                continue;
            }

            var added = new double[k];
            design.Added(t).AsSpan(0, trend).CopyTo(added.AsSpan(trend));
            for (var j = 0; j < k; j++) mean[j] += added[j];
            after++;
            var effect = LeastSquares.Dot(added, 0, k, b);
            points[t - 1] = new ControlledPoint(
                t, treated[t - 1], control[t - 1], false, fitted, fittedControl, fitted - effect, inference.Effect(effect, LeastSquares.Quadratic(added, covariance)));
        }

        for (var j = 0; j < k; j++) mean[j] /= after;
        var differences = new double[n];
        for (var i = 0; i < n; i++) differences[i] = fit.Residuals[n + i] - fit.Residuals[i];
        var findings = SegmentFindings.Of(design, options, SegmentFindings.Autocorrelation(differences, times), [], null, null, isExact: fit.ResidualSumOfSquares == 0);
        var slopes = coefficients[trend + 1];
        findings.Add(new Finding(FindingKind.PreTrend, string.Create(CultureInfo.InvariantCulture,
            $"Before the intervention the slopes differed by {slopes.Estimate:0.###} a point (95 % interval {slopes.CiLow:0.###} to {slopes.CiHigh:0.###}). The effect takes for granted that this difference would have gone on.")));
        return new ControlledSeries
        {
            Options = options,
            Intervention = intervention,
            Coefficients = coefficients,
            PreTrendDifference = slopes,
            Points = points,
            MeanEffect = inference.Effect(LeastSquares.Dot(mean, 0, k, b), LeastSquares.Quadratic(mean, covariance)),
            UsedPoints = n,
            DegreesOfFreedom = df,
            Sigma = Math.Sqrt(variance),
            NeweyWestLag = lag,
            DurbinWatson = Autocorrelated.DurbinWatson(differences, times),
            Findings = findings,
        };

        // intercept … timeAfter, then the same for the group, then the season, which both share.
        double[] Row(int t, bool isTreated)
        {
            var one = design.Row(t);
            var row = new double[k];
            one.AsSpan(0, trend).CopyTo(row);
            if (isTreated) one.AsSpan(0, trend).CopyTo(row.AsSpan(trend));
            one.AsSpan(trend).CopyTo(row.AsSpan(2 * trend));
            return row;
        }

        string Term(int j)
        {
            if (j < trend) return design.Terms[j];
            if (j >= 2 * trend) return design.Terms[j - trend];
            var term = design.Terms[j - trend];
            return j == trend ? "group" : "group" + char.ToUpperInvariant(term[0]) + term[1..];
        }
    }
}

/// <summary>One point of a controlled series.</summary>
/// <param name="Index">Its number, from 1.</param>
/// <param name="Treated">Observed value of the treated series.</param>
/// <param name="Control">Observed value of the control series.</param>
/// <param name="IsLeftOut">It belongs to a transition and was not fitted.</param>
/// <param name="FittedTreated">The model's value of the treated series; <c>null</c> when left out.</param>
/// <param name="FittedControl">The model's value of the control series; <c>null</c> when left out.</param>
/// <param name="Counterfactual">The treated series had it changed as the control did; <c>null</c> before the intervention and when left out.</param>
/// <param name="Effect">Fitted less counterfactual; <c>null</c> likewise.</param>
public sealed record ControlledPoint(
    int Index, double Treated, double Control, bool IsLeftOut, double? FittedTreated, double? FittedControl, double? Counterfactual, EffectEstimate? Effect);
