namespace Charthouse.Spc.BeforeAfter;

/// <summary>Poisson regression with logarithmic link by iteratively reweighted least squares (McCullagh and Nelder 1989, 2.5).</summary>
internal sealed record PoissonFit(double[] Coefficients, double[] Means, double[] Inverse, double PearsonChiSquare)
{
    public static PoissonFit Fit(double[] x, double[] counts, double[] exposures, int columns)
    {
        var (n, k) = (counts.Length, columns);
        var means = new double[n];
        for (var i = 0; i < n; i++) means[i] = counts[i] + 0.1;
        var (weightedX, weightedY) = (new double[n * k], new double[n]);
        var deviance = double.PositiveInfinity;
        for (var iteration = 0; iteration < 100; iteration++)
        {
            for (var i = 0; i < n; i++)
            {
                var root = Math.Sqrt(means[i]);
                weightedY[i] = root * (Math.Log(means[i] / exposures[i]) + (counts[i] - means[i]) / means[i]);
                for (var j = 0; j < k; j++) weightedX[i * k + j] = root * x[i * k + j];
            }

            if (LeastSquares.Fit(weightedX, weightedY, k) is not { } fit) break;
            double next = 0, chiSquare = 0;
            for (var i = 0; i < n; i++)
            {
                means[i] = exposures[i] * Math.Exp(LeastSquares.Dot(x, i, k, fit.Coefficients));
                next += 2 * ((counts[i] > 0 ? counts[i] * Math.Log(counts[i] / means[i]) : 0) - (counts[i] - means[i]));
                chiSquare += (counts[i] - means[i]) * (counts[i] - means[i]) / means[i];
            }

            if (!double.IsFinite(next) || !double.IsFinite(chiSquare)) break;
            if (Math.Abs(next - deviance) <= 1e-13 * (0.1 + Math.Abs(next))) return new PoissonFit(fit.Coefficients, means, fit.Inverse, chiSquare);
            deviance = next;
        }

        throw new ArgumentException("The counts do not determine the model: there may be too few events on one side of an intervention.", nameof(counts));
    }
}
