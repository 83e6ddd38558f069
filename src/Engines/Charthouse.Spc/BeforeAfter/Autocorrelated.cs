using Charthouse.Spc.Numerics;

namespace Charthouse.Spc.BeforeAfter;

/// <summary>Errors that resemble their neighbours. Rows carry their point number, because points may be left out; only true distances in time count.</summary>
internal static class Autocorrelated
{
    private const double LargestRho = 0.999;

    /// <summary>Lag of Newey and West when none is given: ⌊4 (n ÷ 100)^(2/9)⌋.</summary>
    public static int AutomaticLag(int points) => (int)Math.Floor(4 * Math.Pow(points / 100.0, 2.0 / 9));

    /// <summary>S of Newey and West 1987 with Bartlett weights, from one row of scores (e_t x_t) for each point.</summary>
    public static double[] NeweyWestMeat(double[] scores, int[] times, int columns, int lag)
    {
        var k = columns;
        var meat = new double[k * k];
        for (var l = 0; l <= lag; l++)
        {
            var weight = 1 - l / (lag + 1.0);
            var earlier = 0;
            for (var t = 0; t < times.Length; t++)
            {
                while (times[earlier] < times[t] - l) earlier++;
                if (times[earlier] != times[t] - l) continue;
                for (var i = 0; i < k; i++)
                {
                    for (var j = 0; j < k; j++)
                    {
                        var product = scores[t * k + i] * scores[earlier * k + j];
                        if (l == 0)
                        {
                            meat[i * k + j] += product;
                        }
                        else
                        {
                            meat[i * k + j] += weight * product;
                            meat[j * k + i] += weight * product;
                        }
                    }
                }
            }
        }

        return meat;
    }

    /// <summary>e_t x_t for each row.</summary>
    public static double[] Scores(double[] x, double[] residuals, int columns)
    {
        var scores = new double[x.Length];
        for (var i = 0; i < x.Length; i++) scores[i] = x[i] * residuals[i / columns];
        return scores;
    }

    /// <summary>Σ e_t e_(t−l) over pairs of points, and Σ e_(t−l)² over the same pairs.</summary>
    public static (double Products, double Squares) Lagged(double[] residuals, int[] times, int lag)
    {
        double products = 0, squares = 0;
        var earlier = 0;
        for (var t = 0; t < times.Length; t++)
        {
            while (times[earlier] < times[t] - lag) earlier++;
            if (times[earlier] != times[t] - lag) continue;
            products += residuals[t] * residuals[earlier];
            squares += residuals[earlier] * residuals[earlier];
        }

        return (products, squares);
    }

    /// <summary>Durbin and Watson 1950: Σ (e_t − e_(t−1))² ÷ Σ e_t²; <c>null</c> without residuals.</summary>
    public static double? DurbinWatson(double[] residuals, int[] times)
    {
        double differences = 0, squares = 0;
        for (var t = 0; t < residuals.Length; t++)
        {
            squares += residuals[t] * residuals[t];
            if (t == 0 || times[t] != times[t - 1] + 1) continue;
            var difference = residuals[t] - residuals[t - 1];
            differences += difference * difference;
        }

        return squares > 0 ? differences / squares : null;
    }

    /// <summary>Breusch 1978, Godfrey 1978: n R² of the residuals on X and on their own past, taken as 0 before the start.</summary>
    public static BreuschGodfreyTest? BreuschGodfrey(double[] x, double[] residuals, int[] times, int columns, int order)
    {
        var (n, k) = (residuals.Length, columns + order);
        if (n <= k) return null;
        var wide = new double[n * k];
        double squares = 0;
        for (var t = 0; t < n; t++)
        {
            squares += residuals[t] * residuals[t];
            Array.Copy(x, t * columns, wide, t * k, columns);
            for (var s = t - 1; s >= 0 && times[s] >= times[t] - order; s--) wide[t * k + columns + times[t] - times[s] - 1] = residuals[s];
        }

        if (squares == 0 || LeastSquares.Fit(wide, residuals, k) is not { } fit) return null;
        var statistic = Math.Max(0, n * (1 - fit.ResidualSumOfSquares / squares));
        return new BreuschGodfreyTest(order, statistic, Distributions.ChiSquareAbove(statistic, order));
    }

    /// <summary>Takes first-order autocorrelation out of X and y (Prais and Winsten 1954); over a gap of d points it is rho^d.</summary>
    public static (double[] X, double[] Y, double LogDeterminant) Whiten(double[] x, double[] y, int[] times, int columns, double rho)
    {
        var k = columns;
        var (whiteX, whiteY) = (new double[x.Length], new double[y.Length]);
        var variance = 1 - rho * rho;
        var logDeterminant = 0.0; // of the correlation matrix
        for (var t = 0; t < y.Length; t++)
        {
            double carried = 0, scale = Math.Sqrt(variance);
            if (t > 0)
            {
                carried = Math.Pow(rho, times[t] - times[t - 1]);
                var left = 1 - carried * carried;
                scale = times[t] - times[t - 1] == 1 ? 1 : Math.Sqrt(variance / left);
                logDeterminant += Math.Log(left);
            }

            for (var j = 0; j < k; j++) whiteX[t * k + j] = scale * (x[t * k + j] - (t > 0 ? carried * x[(t - 1) * k + j] : 0));
            whiteY[t] = scale * (y[t] - (t > 0 ? carried * y[t - 1] : 0));
        }

        return (whiteX, whiteY, logDeterminant);
    }

    /// <summary>Prais and Winsten, repeated until rho settles.</summary>
    public static AutoregressiveFit PraisWinsten(double[] x, double[] y, int[] times, int columns, LeastSquares ordinary)
    {
        const int MostIterations = 500;
        var residuals = ordinary.Residuals;
        double rho = 0;
        for (var iteration = 1; ; iteration++)
        {
            var (products, squares) = Lagged(residuals, times, 1);
            var next = squares > 0 ? Math.Clamp(products / squares, -LargestRho, LargestRho) : 0;
            var settled = Math.Abs(next - rho) < 1e-12;
            rho = next;
            var (whiteX, whiteY, _) = Whiten(x, y, times, columns, rho);
            var fit = LeastSquares.Fit(whiteX, whiteY, columns) ?? ordinary;
            if (settled || iteration == MostIterations) return new AutoregressiveFit(rho, fit, settled && Math.Abs(rho) < LargestRho, null);
            residuals = new double[y.Length];
            for (var t = 0; t < y.Length; t++) residuals[t] = y[t] - LeastSquares.Dot(x, t, columns, fit.Coefficients);
        }
    }

    /// <summary>Restricted maximum likelihood with first-order autocorrelated errors (Pinheiro and Bates 2000, 5.2): profile likelihood over rho.</summary>
    public static AutoregressiveFit Reml(double[] x, double[] y, int[] times, int columns, LeastSquares ordinary)
    {
        if (ordinary.ResidualSumOfSquares == 0) return new AutoregressiveFit(0, ordinary, true, null);

        // Searched on z = artanh rho, where the likelihood is well shaped up to the ends.
        var end = Math.Atanh(LargestRho);
        const int Steps = 80;
        var (best, highest) = (0.0, double.NegativeInfinity);
        for (var step = 0; step <= Steps; step++)
        {
            var z = end * (2.0 * step / Steps - 1);
            var likelihood = Likelihood(z);
            if (likelihood > highest) (best, highest) = (z, likelihood);
        }

        var golden = (Math.Sqrt(5) - 1) / 2;
        var (low, high) = (Math.Max(-end, best - 2 * end / Steps), Math.Min(end, best + 2 * end / Steps));
        while (high - low > 1e-9)
        {
            var (a, b) = (high - golden * (high - low), low + golden * (high - low));
            if (Likelihood(a) > Likelihood(b)) high = b;
            else low = a;
        }

        var rho = Math.Tanh((low + high) / 2);
        var (whiteX, whiteY, _) = Whiten(x, y, times, columns, rho);
        var peak = Likelihood((low + high) / 2);
        return new AutoregressiveFit(rho, LeastSquares.Fit(whiteX, whiteY, columns) ?? ordinary, Math.Abs(rho) < 0.99, double.IsFinite(peak) ? peak : null);

        double Likelihood(double z) => RestrictedLogLikelihood(x, y, times, columns, Math.Tanh(z));
    }

    /// <summary>Restricted log likelihood of first-order autocorrelation <paramref name="rho"/>, the other parameters at their best.</summary>
    public static double RestrictedLogLikelihood(double[] x, double[] y, int[] times, int columns, double rho)
    {
        var (whiteX, whiteY, logDeterminant) = Whiten(x, y, times, columns, rho);
        if (LeastSquares.Fit(whiteX, whiteY, columns) is not { ResidualSumOfSquares: > 0 } fit) return double.NegativeInfinity;
        var df = y.Length - columns;
        var ofUnit = Math.Log(1 - rho * rho); // the whitened errors have variance 1 − rho²
        return df / 2.0 * (Math.Log(df) - 1 - Math.Log(2 * Math.PI) - Math.Log(fit.ResidualSumOfSquares) + ofUnit)
            - logDeterminant / 2 - (fit.LogDeterminant - columns * ofUnit) / 2;
    }
}

/// <summary>A fit with first-order autocorrelated errors.</summary>
internal sealed record AutoregressiveFit(double Rho, LeastSquares White, bool IsSettled, double? LogLikelihood);
