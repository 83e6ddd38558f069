namespace Charthouse.Spc.Numerics;

/// <summary>Gauss-Legendre quadrature, and the linear systems that integral equations become with it.</summary>
internal static class Quadrature
{
    /// <summary>Nodes and weights for the interval from <paramref name="from"/> to <paramref name="to"/>; the roots of the Legendre polynomial by Newton's method.</summary>
    public static (double[] Nodes, double[] Weights) Legendre(int count, double from, double to)
    {
        var nodes = new double[count];
        var weights = new double[count];
        var (middle, half) = ((from + to) / 2, (to - from) / 2);
        for (var i = 0; i < (count + 1) / 2; i++)
        {
            var x = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            double slope = 0;
            for (var step = 0; step < 100; step++)
            {
                double previous = 0, current = 1;
                for (var k = 1; k <= count; k++) (previous, current) = (current, ((2 * k - 1) * x * current - (k - 1) * previous) / k);
                slope = count * (x * current - previous) / (x * x - 1);
                var change = current / slope;
                x -= change;
                if (Math.Abs(change) < 1e-15) break;
            }

            nodes[i] = middle - half * x;
            nodes[count - 1 - i] = middle + half * x;
            weights[i] = weights[count - 1 - i] = 2 * half / ((1 - x * x) * slope * slope);
        }

        return (nodes, weights);
    }

    /// <summary>Density of the standard normal distribution.</summary>
    public static double NormalDensity(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>Solves A x = b by elimination with row exchange; both are overwritten, b by the solution.</summary>
    public static void Solve(double[,] a, double[] b)
    {
        var n = b.Length;
        for (var column = 0; column < n; column++)
        {
            var pivot = column;
            for (var row = column + 1; row < n; row++)
            {
                if (Math.Abs(a[row, column]) > Math.Abs(a[pivot, column])) pivot = row;
            }

            if (pivot != column)
            {
                for (var k = column; k < n; k++) (a[column, k], a[pivot, k]) = (a[pivot, k], a[column, k]);
                (b[column], b[pivot]) = (b[pivot], b[column]);
            }

            for (var row = column + 1; row < n; row++)
            {
                var factor = a[row, column] / a[column, column];
                if (factor == 0) continue;
                for (var k = column + 1; k < n; k++) a[row, k] -= factor * a[column, k];
                b[row] -= factor * b[column];
            }
        }

        for (var row = n - 1; row >= 0; row--)
        {
            for (var k = row + 1; k < n; k++) b[row] -= a[row, k] * b[k];
            b[row] /= a[row, row];
        }
    }
}
