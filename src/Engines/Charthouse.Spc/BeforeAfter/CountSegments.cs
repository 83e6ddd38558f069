namespace Charthouse.Spc.BeforeAfter;

/// <summary>Segmented regression of counts: Poisson and quasi-Poisson with the logarithm of the exposure as offset.</summary>
internal static class CountSegments
{
    public static SegmentedRegression Fit(ReadOnlySpan<double> counts, ReadOnlySpan<double> exposures, SegmentedDesign design, SegmentedRegressionOptions options)
    {
        var (k, n) = (design.Columns, design.Used);
        var (x, y, times) = LinearSegments.Used(counts, design);
        var exposed = new double[design.Points];
        for (var i = 0; i < exposed.Length; i++) exposed[i] = exposures.Length == 0 ? 1 : exposures[i];
        var usedExposures = new double[n];
        for (var i = 0; i < n; i++) usedExposures[i] = exposed[times[i] - 1];
        RefuseStretchesWithoutEvents(y, times, design);

        var fit = PoissonFit.Fit(x, y, usedExposures, k);
        var df = n - k;
        var dispersion = fit.PearsonChiSquare / df;
        var isQuasi = options.Errors == ErrorModel.QuasiPoisson;
        var covariance = LeastSquares.Scaled(fit.Inverse, isQuasi ? dispersion : 1);
        var inference = new Inference(isQuasi ? df : null);
        var b = fit.Coefficients;
        var coefficients = new Coefficient[k];
        for (var j = 0; j < k; j++) coefficients[j] = inference.Coefficient(design.Terms[j], b[j], covariance[j * k + j], withRatio: true);

        var points = new SegmentedPoint[design.Points];
        var (meanGradient, meanEffect, after) = (new double[k], 0.0, 0);
        for (var t = 1; t <= design.Points; t++)
        {
            if (design.IsLeftOut[t - 1])
            {
                points[t - 1] = new SegmentedPoint(t, counts[t - 1], true, null, null, null, null);
                continue;
            }

            var row = design.Row(t);
            var logRate = LeastSquares.Dot(row, 0, k, b);
            var fitted = exposed[t - 1] * Math.Exp(logRate);
            if (t < design.FirstPostPoint)
            {
                points[t - 1] = new SegmentedPoint(t, counts[t - 1], false, fitted, null, null, null);
                continue;
            }

            var added = design.Added(t);
            var logRatio = LeastSquares.Dot(added, 0, k, b);
            var counterfactual = exposed[t - 1] * Math.Exp(logRate - logRatio);

            // Delta method: d(fitted − counterfactual) ÷ db.
            var gradient = new double[k];
            for (var j = 0; j < k; j++)
            {
                gradient[j] = fitted * row[j] - counterfactual * (row[j] - added[j]);
                meanGradient[j] += gradient[j];
            }

            meanEffect += fitted - counterfactual;
            after++;
            points[t - 1] = new SegmentedPoint(
                t, counts[t - 1], false, fitted, counterfactual,
                inference.Effect(fitted - counterfactual, LeastSquares.Quadratic(gradient, covariance)),
                inference.Ratio(logRatio, LeastSquares.Quadratic(added, covariance)));
        }

        for (var j = 0; j < k; j++) meanGradient[j] /= after;
        var residuals = new double[n];
        for (var i = 0; i < n; i++) residuals[i] = (y[i] - fit.Means[i]) / Math.Sqrt(fit.Means[i]);
        var isExact = fit.PearsonChiSquare <= 1e-20 * y.Sum();
        if (isExact) Array.Clear(residuals);
        var autocorrelation = SegmentFindings.Autocorrelation(residuals, times);
        return new SegmentedRegression
        {
            Options = options,
            Interventions = design.Interventions,
            Coefficients = coefficients,
            Points = points,
            MeanEffect = inference.Effect(meanEffect / after, LeastSquares.Quadratic(meanGradient, covariance)),
            MeanRatio = Ratio(LinearSegments.MeanAdded(design, null)),
            InterventionEffects = [.. design.Interventions.Select((intervention, i) => OfOne(intervention, LinearSegments.MeanAdded(design, i)))],
            UsedPoints = n,
            ResidualDegreesOfFreedom = df,
            Sigma = null,
            RSquared = null,
            Rho = null,
            LogLikelihood = null,
            Dispersion = dispersion,
            NeweyWestLag = null,
            DurbinWatson = Autocorrelated.DurbinWatson(residuals, times),
            TransformedDurbinWatson = null,
            BreuschGodfrey = [],
            ResidualAutocorrelation = autocorrelation,
            Findings = SegmentFindings.Of(design, options, autocorrelation, [], null, fit.PearsonChiSquare, isExact),
        };

        RatioEstimate Ratio(double[] mean) => inference.Ratio(LeastSquares.Dot(mean, 0, k, b), LeastSquares.Quadratic(mean, covariance));

        InterventionEffect OfOne(Intervention intervention, double[] mean) =>
            new(intervention, inference.Effect(LeastSquares.Dot(mean, 0, k, b), LeastSquares.Quadratic(mean, covariance)), Ratio(mean));
    }

    // Without events the logarithm of the rate has no bound.
    private static void RefuseStretchesWithoutEvents(double[] counts, int[] times, SegmentedDesign design)
    {
        var events = new double[design.Interventions.Count + 1];
        for (var i = 0; i < counts.Length; i++) events[design.SegmentOf(times[i])] += counts[i];
        if (events.Any(sum => sum == 0)) throw new ArgumentException("There are no events before or after an intervention, so no rate ratio can be estimated.", nameof(counts));
    }
}
