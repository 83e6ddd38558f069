using Charthouse.Spc.Numerics;

namespace Charthouse.Spc;

/// <summary>Average run length of an EWMA of independent normal values with its limits in the long run: L(u) = 1 + (1/λ) ∫ L(y) φ((y − (1 − λ) u) ÷ λ − δ) dy (Crowder 1987).</summary>
public static class EwmaRunLength
{
    /// <summary>Average number of points until the moving average leaves its limits.</summary>
    /// <param name="lambda">Weight of the newest value, above 0 and at most 1.</param>
    /// <param name="nSigmas">Half width of the limits, in standard deviations of the average.</param>
    /// <param name="shift">How far the process has moved, in standard deviations; 0 in control.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static double TwoSided(double lambda, double nSigmas, double shift = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lambda);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lambda, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nSigmas);
        const int nodes = 96;
        var limit = nSigmas * Math.Sqrt(lambda / (2 - lambda));
        var (y, weight) = Quadrature.Legendre(nodes, -limit, limit);
        var a = new double[nodes, nodes];
        var b = new double[nodes];
        for (var i = 0; i < nodes; i++)
        {
            for (var j = 0; j < nodes; j++) a[i, j] = -weight[j] / lambda * Quadrature.NormalDensity((y[j] - (1 - lambda) * y[i]) / lambda - shift);
            a[i, i] += 1;
            b[i] = 1;
        }

        Quadrature.Solve(a, b);
        double length = 1;
        for (var j = 0; j < nodes; j++) length += weight[j] / lambda * b[j] * Quadrature.NormalDensity(y[j] / lambda - shift);
        return length;
    }
}
