namespace Charthouse.Spc.BeforeAfter;

/// <summary>Ordinary least squares by Householder's QR decomposition (Golub and Van Loan, Matrix Computations, 5.3). Matrices are row after row.</summary>
internal sealed class LeastSquares
{
    private LeastSquares(double[] coefficients, double[] residuals, double residualSumOfSquares, double[] inverse, double logDeterminant)
    {
        Coefficients = coefficients;
        Residuals = residuals;
        ResidualSumOfSquares = residualSumOfSquares;
        Inverse = inverse;
        LogDeterminant = logDeterminant;
    }

    public double[] Coefficients { get; }

    public double[] Residuals { get; }

    /// <summary>0 when what is left is rounding.</summary>
    public double ResidualSumOfSquares { get; }

    /// <summary>(X′X)⁻¹.</summary>
    public double[] Inverse { get; }

    /// <summary>ln |X′X|.</summary>
    public double LogDeterminant { get; }

    /// <summary>Fits y = X b; <c>null</c> when the columns of X cannot be told apart.</summary>
    public static LeastSquares? Fit(double[] x, double[] y, int columns)
    {
        var (rows, k) = (y.Length, columns);
        if (rows < k) return null;
        var a = (double[])x.Clone();
        var rhs = (double[])y.Clone();
        var diagonal = new double[k];
        var logDeterminant = 0.0;
        for (var j = 0; j < k; j++)
        {
            double whole = 0, below = 0;
            for (var i = 0; i < rows; i++)
            {
                var square = a[i * k + j] * a[i * k + j];
                whole += square;
                if (i >= j) below += square;
            }

            // The column's part that no earlier column explains.
            if (!(below > 1e-20 * whole)) return null;
            var norm = a[j * k + j] > 0 ? -Math.Sqrt(below) : Math.Sqrt(below);
            diagonal[j] = norm;
            logDeterminant += Math.Log(below);
            a[j * k + j] -= norm;
            var half = -norm * a[j * k + j]; // v′v ÷ 2
            for (var c = j + 1; c <= k; c++)
            {
                var dot = 0.0;
                for (var i = j; i < rows; i++) dot += a[i * k + j] * (c == k ? rhs[i] : a[i * k + c]);
                dot /= half;
                for (var i = j; i < rows; i++)
                {
                    if (c == k) rhs[i] -= dot * a[i * k + j];
                    else a[i * k + c] -= dot * a[i * k + j];
                }
            }
        }

        var b = new double[k];
        for (var j = k - 1; j >= 0; j--)
        {
            var sum = rhs[j];
            for (var c = j + 1; c < k; c++) sum -= a[j * k + c] * b[c];
            b[j] = sum / diagonal[j];
        }

        var residuals = new double[rows];
        double rss = 0, largest = 0;
        for (var i = 0; i < rows; i++)
        {
            residuals[i] = y[i] - Dot(x, i, k, b);
            rss += residuals[i] * residuals[i];
            largest = Math.Max(largest, Math.Abs(y[i]));
        }

        if (Math.Sqrt(rss / rows) <= 1e-12 * largest)
        {
            Array.Clear(residuals);
            rss = 0;
        }

        return new LeastSquares(b, residuals, rss, InverseOf(a, diagonal, k), logDeterminant);
    }

    /// <summary>Row <paramref name="i"/> of X times b.</summary>
    public static double Dot(double[] x, int i, int columns, double[] b)
    {
        var sum = 0.0;
        for (var j = 0; j < columns; j++) sum += x[i * columns + j] * b[j];
        return sum;
    }

    /// <summary>c′ V c.</summary>
    public static double Quadratic(double[] c, double[] v)
    {
        var sum = 0.0;
        for (var i = 0; i < c.Length; i++)
        {
            if (c[i] == 0) continue;
            for (var j = 0; j < c.Length; j++) sum += c[i] * v[i * c.Length + j] * c[j];
        }

        return sum;
    }

    /// <summary>B S B for symmetric B: the sandwich.</summary>
    public static double[] Sandwich(double[] bread, double[] meat, int k)
    {
        var half = Times(bread, meat, k);
        return Times(half, bread, k);
    }

    /// <summary>A matrix times a number.</summary>
    public static double[] Scaled(double[] matrix, double factor)
    {
        var scaled = new double[matrix.Length];
        for (var i = 0; i < matrix.Length; i++) scaled[i] = matrix[i] * factor;
        return scaled;
    }

    private static double[] Times(double[] left, double[] right, int k)
    {
        var product = new double[k * k];
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j < k; j++)
            {
                var sum = 0.0;
                for (var m = 0; m < k; m++) sum += left[i * k + m] * right[m * k + j];
                product[i * k + j] = sum;
            }
        }

        return product;
    }

    // (X′X)⁻¹ = R⁻¹ R⁻¹′, with R in the upper triangle of a and its diagonal apart.
    private static double[] InverseOf(double[] a, double[] diagonal, int k)
    {
        var r = new double[k * k];
        for (var j = 0; j < k; j++)
        {
            r[j * k + j] = 1 / diagonal[j];
            for (var i = j - 1; i >= 0; i--)
            {
                var sum = 0.0;
                for (var m = i + 1; m <= j; m++) sum += a[i * k + m] * r[m * k + j];
                r[i * k + j] = -sum / diagonal[i];
            }
        }

        var inverse = new double[k * k];
        for (var i = 0; i < k; i++)
        {
            for (var j = i; j < k; j++)
            {
                var sum = 0.0;
                for (var m = j; m < k; m++) sum += r[i * k + m] * r[j * k + m];
                inverse[i * k + j] = inverse[j * k + i] = sum;
            }
        }

        return inverse;
    }
}
