namespace Charthouse.Spc.Numerics;

/// <summary>Gamma, normal and chi-square functions. Series and continued fraction as in Abramowitz and Stegun 6.5; Lanczos 1964 for log-gamma.</summary>
internal static class Gamma
{
    private static ReadOnlySpan<double> Lanczos =>
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>ln Γ(x) for x above 0.</summary>
    public static double Log(double x)
    {
        if (x < 0.5) return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - Log(1 - x);
        x -= 1;
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++) sum += Lanczos[i] / (x + i);
        var t = x + 7.5;
        return 0.5 * Math.Log(2 * Math.PI) + (x + 0.5) * Math.Log(t) - t + Math.Log(sum);
    }

    /// <summary>Regularised lower incomplete gamma P(a, x) and its complement Q.</summary>
    public static (double Lower, double Upper) Regularized(double a, double x)
    {
        if (x <= 0) return (0, 1);
        var front = Math.Exp(a * Math.Log(x) - x - Log(a));
        if (x < a + 1)
        {
            double term = 1 / a, sum = term;
            for (var n = a + 1; Math.Abs(term) > Math.Abs(sum) * 1e-17; n++)
            {
                term *= x / n;
                sum += term;
            }

            return (front * sum, 1 - front * sum);
        }

        // Lentz's method for the continued fraction.
        const double tiny = 1e-300;
        double b = x + 1 - a, c = 1 / tiny, d = 1 / b, h = d;
        for (var i = 1; i < 10_000; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = an * d + b;
            if (Math.Abs(d) < tiny) d = tiny;
            c = b + an / c;
            if (Math.Abs(c) < tiny) c = tiny;
            d = 1 / d;
            var delta = d * c;
            h *= delta;
            if (Math.Abs(delta - 1) < 1e-16) break;
        }

        return (1 - front * h, front * h);
    }

    /// <summary>Distribution function of the standard normal.</summary>
    public static double NormalCdf(double x)
    {
        if (x == 0) return 0.5;
        var (lower, upper) = Regularized(0.5, x * x / 2);
        return x > 0 ? 0.5 + lower / 2 : upper / 2;
    }

    public static double NormalDensity(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>Quantile of the chi-square distribution, by bisection and Newton steps on its distribution function.</summary>
    public static double ChiSquareQuantile(double p, double degreesOfFreedom)
    {
        var a = degreesOfFreedom / 2;
        double low = 0, high = Math.Max(1, degreesOfFreedom);
        while (Regularized(a, high / 2).Lower < p) high *= 2;
        var x = (low + high) / 2;
        for (var i = 0; i < 200; i++)
        {
            var cdf = Regularized(a, x / 2);
            // The smaller tail is the exact one.
            var error = p < 0.5 ? cdf.Lower - p : 1 - p - cdf.Upper;
            if (error > 0) high = x;
            else low = x;
            var density = Math.Exp((a - 1) * Math.Log(x / 2) - x / 2 - Log(a)) / 2;
            var next = density > 0 ? x - error / density : double.NaN;
            if (!(next > low && next < high)) next = (low + high) / 2;
            if (Math.Abs(next - x) <= 1e-15 * x) return next;
            x = next;
        }

        return x;
    }
}
