using Charthouse.Spc.Numerics;

namespace Charthouse.Spc;

/// <summary>
/// Control-chart constants of a subgroup size, computed, not tabulated. c4 through log-gamma; d2 and d3 by integrating the distribution of the
/// range of n standard normal values (the studentized range with infinite degrees of freedom). Montgomery, <i>Introduction to Statistical Quality Control</i>, appendix VI.
/// </summary>
/// <param name="SubgroupSize">n, at least 2.</param>
/// <param name="C4">Mean of s ÷ sigma.</param>
/// <param name="SmallD2">d2: mean of R ÷ sigma.</param>
/// <param name="SmallD3">d3: standard deviation of R ÷ sigma.</param>
public sealed record ControlChartConstants(int SubgroupSize, double C4, double SmallD2, double SmallD3)
{
    /// <summary>The usual rounding of d2 for two values, which the published tools divide moving ranges by.</summary>
    public const double MovingRangeDivisor = 1.128;

    /// <summary>The usual rounding of D4 for two values: limit of a moving range in mean moving ranges.</summary>
    public const double MovingRangeLimit = 3.267;

    // Two threads at worst compute the same value twice.
    private static readonly ControlChartConstants?[] computed = new ControlChartConstants?[101];

    /// <summary>A = 3 ÷ √n: limits of means, in sigma.</summary>
    public double A => 3 / Math.Sqrt(SubgroupSize);

    /// <summary>A2 = 3 ÷ (d2 √n): limits of means, in mean ranges.</summary>
    public double A2 => A / SmallD2;

    /// <summary>A3 = 3 ÷ (c4 √n): limits of means, in mean standard deviations.</summary>
    public double A3 => A / C4;

    /// <summary>B3: lower limit of s, in mean standard deviations; not below 0.</summary>
    public double B3 => Math.Max(0, 1 - 3 * Spread / C4);

    /// <summary>B4: upper limit of s, in mean standard deviations.</summary>
    public double B4 => 1 + 3 * Spread / C4;

    /// <summary>B5: lower limit of s, in sigma; not below 0.</summary>
    public double B5 => Math.Max(0, C4 - 3 * Spread);

    /// <summary>B6: upper limit of s, in sigma.</summary>
    public double B6 => C4 + 3 * Spread;

    /// <summary>D1: lower limit of R, in sigma; not below 0.</summary>
    public double D1 => Math.Max(0, SmallD2 - 3 * SmallD3);

    /// <summary>D2: upper limit of R, in sigma.</summary>
    public double D2 => SmallD2 + 3 * SmallD3;

    /// <summary>D3: lower limit of R, in mean ranges; not below 0.</summary>
    public double D3 => Math.Max(0, 1 - 3 * SmallD3 / SmallD2);

    /// <summary>D4: upper limit of R, in mean ranges.</summary>
    public double D4 => 1 + 3 * SmallD3 / SmallD2;

    /// <summary>E2 = 3 ÷ d2: limits of individual values, in mean ranges.</summary>
    public double E2 => 3 / SmallD2;

    private double Spread => Math.Sqrt(1 - C4 * C4);

    /// <summary>The constants of subgroups of <paramref name="subgroupSize"/> measurements.</summary>
    /// <param name="subgroupSize">2 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 2.</exception>
    public static ControlChartConstants For(int subgroupSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(subgroupSize, 2);
        if (subgroupSize >= computed.Length) return Compute(subgroupSize);
        if (computed[subgroupSize] is { } known) return known;
        return computed[subgroupSize] = Compute(subgroupSize);
    }

    /// <summary>c4(n) = √(2 ÷ (n − 1)) · Γ(n/2) ÷ Γ((n − 1)/2); from 1,000 on its expansion, where the difference of log-gammas would lose digits.</summary>
    internal static double C4Of(double n) => n > 1000
        ? 1 - 1 / (4 * n) - 7 / (32 * n * n) - 19 / (128 * n * n * n)
        : Math.Sqrt(2 / (n - 1)) * Math.Exp(Distributions.LogGamma(n / 2) - Distributions.LogGamma((n - 1) / 2));

    // E W = ∫ (1 − F(w)) dw and E W² = ∫ 2 w (1 − F(w)) dw, with F(w) = n ∫ φ(x) (Φ(x + w) − Φ(x))^(n−1) dx.
    private static ControlChartConstants Compute(int n)
    {
        var (ws, wWeights) = Quadrature.Legendre(96, 0, 16);
        var (xs, xWeights) = Quadrature.Legendre(96, -9, 9);
        var below = new double[xs.Length];
        for (var j = 0; j < xs.Length; j++) below[j] = Distributions.NormalCdf(xs[j]);
        double first = 0, second = 0;
        for (var i = 0; i < ws.Length; i++)
        {
            double within = 0;
            for (var j = 0; j < xs.Length; j++)
                within += xWeights[j] * n * Quadrature.NormalDensity(xs[j]) * Math.Pow(Distributions.NormalCdf(xs[j] + ws[i]) - below[j], n - 1);
            var beyond = 1 - within;
            first += wWeights[i] * beyond;
            second += wWeights[i] * 2 * ws[i] * beyond;
        }

        return new(n, C4Of(n), first, Math.Sqrt(second - first * first));
    }
}
