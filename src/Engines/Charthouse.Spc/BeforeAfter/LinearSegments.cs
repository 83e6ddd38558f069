namespace Charthouse.Spc.BeforeAfter;

/// <summary>Segmented regression of measured values.</summary>
internal static class LinearSegments
{
    public static SegmentedRegression Fit(ReadOnlySpan<double> values, SegmentedDesign design, SegmentedRegressionOptions options)
    {
        var (k, n) = (design.Columns, design.Used);
        var (x, y, times) = Used(values, design);
        var ordinary = LeastSquares.Fit(x, y, k) ?? throw new ArgumentException("The terms cannot be told apart on these points.", nameof(options));
        var df = n - k;

        double[] b, covariance;
        double sigma;
        double? rSquared = null;
        int? lag = null;
        AutoregressiveFit? autoregressive = null;
        if (options.Errors is ErrorModel.NeweyWest or ErrorModel.OrdinaryLeastSquares)
        {
            b = ordinary.Coefficients;
            sigma = Math.Sqrt(ordinary.ResidualSumOfSquares / df);
            rSquared = RSquared(y, ordinary.ResidualSumOfSquares);
            if (options.Errors == ErrorModel.NeweyWest)
            {
                lag = options.NeweyWestLag ?? Autocorrelated.AutomaticLag(n);
                var meat = Autocorrelated.NeweyWestMeat(Autocorrelated.Scores(x, ordinary.Residuals, k), times, k, lag.Value);
                covariance = LeastSquares.Scaled(LeastSquares.Sandwich(ordinary.Inverse, meat, k), options.NeweyWestAdjust ? (double)n / df : 1);
            }
            else
            {
                covariance = LeastSquares.Scaled(ordinary.Inverse, sigma * sigma);
            }
        }
        else
        {
            autoregressive = options.Errors == ErrorModel.PraisWinsten
                ? Autocorrelated.PraisWinsten(x, y, times, k, ordinary)
                : Autocorrelated.Reml(x, y, times, k, ordinary);
            b = autoregressive.White.Coefficients;
            var innovation = Math.Sqrt(autoregressive.White.ResidualSumOfSquares / df);
            covariance = LeastSquares.Scaled(autoregressive.White.Inverse, innovation * innovation);
            sigma = options.Errors == ErrorModel.PraisWinsten ? innovation : innovation / Math.Sqrt(1 - autoregressive.Rho * autoregressive.Rho);
        }

        var inference = new Inference(df);
        var coefficients = new Coefficient[k];
        for (var j = 0; j < k; j++) coefficients[j] = inference.Coefficient(design.Terms[j], b[j], covariance[j * k + j]);

        var points = new SegmentedPoint[design.Points];
        for (var t = 1; t <= design.Points; t++)
        {
            if (design.IsLeftOut[t - 1])
            {
                points[t - 1] = new SegmentedPoint(t, values[t - 1], true, null, null, null, null);
                continue;
            }

            var fitted = LeastSquares.Dot(design.Row(t), 0, k, b);
            if (t < design.FirstPostPoint)
            {
                points[t - 1] = new SegmentedPoint(t, values[t - 1], false, fitted, null, null, null);
                continue;
            }

            var added = design.Added(t);
            var effect = LeastSquares.Dot(added, 0, k, b);
            points[t - 1] = new SegmentedPoint(t, values[t - 1], false, fitted, fitted - effect, inference.Effect(effect, LeastSquares.Quadratic(added, covariance)), null);
        }

        var tests = new List<BreuschGodfreyTest>();
        if (Autocorrelated.BreuschGodfrey(x, ordinary.Residuals, times, k, 1) is { } first) tests.Add(first);
        if (n >= 4 * SegmentFindings.LongestLag && Autocorrelated.BreuschGodfrey(x, ordinary.Residuals, times, k, SegmentFindings.LongestLag) is { } season) tests.Add(season);
        var autocorrelation = SegmentFindings.Autocorrelation(ordinary.Residuals, times);
        return new SegmentedRegression
        {
            Options = options,
            Interventions = design.Interventions,
            Coefficients = coefficients,
            Points = points,
            MeanEffect = Mean(design, null, b, covariance, inference),
            MeanRatio = null,
            InterventionEffects = [.. design.Interventions.Select((intervention, i) => new InterventionEffect(intervention, Mean(design, i, b, covariance, inference), null))],
            UsedPoints = n,
            ResidualDegreesOfFreedom = df,
            Sigma = sigma,
            RSquared = rSquared,
            Rho = autoregressive?.Rho,
            LogLikelihood = autoregressive?.LogLikelihood,
            Dispersion = null,
            NeweyWestLag = lag,
            DurbinWatson = Autocorrelated.DurbinWatson(ordinary.Residuals, times),
            TransformedDurbinWatson = autoregressive is null ? null : Autocorrelated.DurbinWatson(autoregressive.White.Residuals, times),
            BreuschGodfrey = tests,
            ResidualAutocorrelation = autocorrelation,
            Findings = SegmentFindings.Of(design, options, autocorrelation, tests, autoregressive, null, isExact: ordinary.ResidualSumOfSquares == 0),
        };
    }

    public static (double[] X, double[] Y, int[] Times) Used(ReadOnlySpan<double> values, SegmentedDesign design)
    {
        var (x, y, times) = (new double[design.Used * design.Columns], new double[design.Used], new int[design.Used]);
        var row = 0;
        for (var t = 1; t <= design.Points; t++)
        {
            if (design.IsLeftOut[t - 1]) continue;
            design.Row(t).CopyTo(x, row * design.Columns);
            y[row] = values[t - 1];
            times[row++] = t;
        }

        return (x, y, times);
    }

    /// <summary>Mean of the terms that one intervention, or all of them, add over the fitted points from it on.</summary>
    public static double[] MeanAdded(SegmentedDesign design, int? only)
    {
        var mean = new double[design.Columns];
        var count = 0;
        for (var t = design.Interventions[only ?? 0].FirstPostPoint; t <= design.Points; t++)
        {
            if (design.IsLeftOut[t - 1]) continue;
            var added = design.Added(t, only);
            for (var j = 0; j < mean.Length; j++) mean[j] += added[j];
            count++;
        }

        for (var j = 0; j < mean.Length; j++) mean[j] /= count;
        return mean;
    }

    private static EffectEstimate Mean(SegmentedDesign design, int? only, double[] b, double[] covariance, Inference inference)
    {
        var mean = MeanAdded(design, only);
        return inference.Effect(LeastSquares.Dot(mean, 0, mean.Length, b), LeastSquares.Quadratic(mean, covariance));
    }

    private static double? RSquared(double[] y, double residualSumOfSquares)
    {
        var mean = y.Average();
        double total = 0, largest = 0;
        foreach (var value in y)
        {
            total += (value - mean) * (value - mean);
            largest = Math.Max(largest, Math.Abs(value));
        }

        return Math.Sqrt(total / y.Length) > 1e-12 * largest ? 1 - residualSumOfSquares / total : null;
    }
}
