namespace Charthouse.Spc.Numerics;

/// <summary>
/// The distributions that the charts and tests need. Tails are computed directly, never as 1 minus the other side, so that small
/// probabilities keep their digits. Arguments are checked by the callers; outside the support the answer is 0 or 1.
/// </summary>
internal static class Distributions
{
    private const double Tiny = 1e-300;
    private const double Epsilon = 2.2e-16;
    private const double LogOfRootTwoPi = 0.918938533204672741780329736406;
    private const int MostTerms = 1_000_000;

    // Stirling's series for ln Γ: B(2k) ÷ (2k (2k − 1)).
    private static readonly double[] stirling =
        [1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400];

    // Wichura 1988, Algorithm AS 241 (PPND16).
    private static readonly double[] central =
    [
        3.3871328727963666080, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
        4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
    ];

    private static readonly double[] centralBelow =
    [
        1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
        2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
    ];

    private static readonly double[] middle =
    [
        1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
        1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    private static readonly double[] middleBelow =
    [
        1, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static readonly double[] far =
    [
        6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static readonly double[] farBelow =
    [
        1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];

    /// <summary>ln Γ(x) for x above 0: Stirling's series, after shifting small x upwards.</summary>
    public static double LogGamma(double x)
    {
        var shift = 1.0;
        while (x < 15)
        {
            shift *= x;
            x++;
        }

        return (x - 0.5) * Math.Log(x) - x + LogOfRootTwoPi + StirlingSeries(x) - Math.Log(shift);
    }

    /// <summary>P(Z ≤ x) of the standard normal distribution.</summary>
    public static double NormalCdf(double x)
    {
        if (x == 0) return 0.5;
        var (below, above) = IncompleteGamma(0.5, x * x / 2);
        return x < 0 ? above / 2 : x < 1 ? (1 + below) / 2 : 1 - above / 2;
    }

    /// <summary>P(|Z| ≥ |x|) of the standard normal distribution.</summary>
    public static double NormalTwoSided(double x) => IncompleteGamma(0.5, x * x / 2).Above;

    /// <summary>The x with P(Z ≤ x) = p, for p between 0 and 1 (Wichura 1988, AS 241).</summary>
    public static double NormalQuantile(double p)
    {
        if (p <= 0) return double.NegativeInfinity;
        if (p >= 1) return double.PositiveInfinity;
        var q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var r = 0.180625 - q * q;
            return q * Polynomial(central, r) / Polynomial(centralBelow, r);
        }

        var tail = Math.Sqrt(-Math.Log(q < 0 ? p : 1 - p));
        var size = tail <= 5
            ? Polynomial(middle, tail - 1.6) / Polynomial(middleBelow, tail - 1.6)
            : Polynomial(far, tail - 5) / Polynomial(farBelow, tail - 5);
        return q < 0 ? -size : size;
    }

    /// <summary>The regularised incomplete gamma functions P(a, x) and Q(a, x): series below a + 1, continued fraction above.</summary>
    public static (double Below, double Above) IncompleteGamma(double a, double x)
    {
        if (x <= 0) return (0, 1);
        if (double.IsPositiveInfinity(x)) return (1, 0);
        var density = PoissonDensity(a, x); // x^a e^(−x) ÷ Γ(a + 1)
        if (x < a + 1)
        {
            double sum = 1, term = 1;
            for (var n = 1; n < MostTerms; n++)
            {
                term *= x / (a + n);
                sum += term;
                if (term < sum * Epsilon) break;
            }

            var below = Math.Min(1, density * sum);
            return (below, 1 - below);
        }

        var b = x + 1 - a;
        double c = 1 / Tiny, d = 1 / b, h = d;
        for (var n = 1; n < MostTerms; n++)
        {
            var factor = -n * (n - a);
            b += 2;
            d = 1 / NotZero(factor * d + b);
            c = NotZero(b + factor / c);
            h *= d * c;
            if (Math.Abs(d * c - 1) < Epsilon) break;
        }

        var above = Math.Min(1, density * a * h);
        return (1 - above, above);
    }

    /// <summary>P(X ≥ x) of chi-square.</summary>
    public static double ChiSquareAbove(double x, double degreesOfFreedom) => IncompleteGamma(degreesOfFreedom / 2, x / 2).Above;

    /// <summary>The x with P(X ≤ x) = p of chi-square; 0 for p = 0.</summary>
    public static double ChiSquareQuantile(double p, double degreesOfFreedom)
    {
        if (p <= 0 || degreesOfFreedom <= 0) return 0;
        if (p >= 1) return double.PositiveInfinity;
        var a = degreesOfFreedom / 2;
        var ninth = 2 / (9 * degreesOfFreedom);
        var root = 1 - ninth + NormalQuantile(p) * Math.Sqrt(ninth); // Wilson and Hilferty 1931
        var start = root > 0.1 ? a * root * root * root : Math.Exp((Math.Log(p) + LogGamma(a + 1)) / a);
        return 2 * Root(
            x =>
            {
                var (below, above) = IncompleteGamma(a, x);
                return (p < 0.5 ? below - p : 1 - p - above, PoissonDensity(a, x) * a / x);
            },
            start, 0, double.PositiveInfinity);
    }

    /// <summary>The regularised incomplete beta function I_x(a, b), with y = 1 − x given so that neither end loses digits.</summary>
    public static double IncompleteBeta(double a, double b, double x, double y)
    {
        if (x <= 0) return 0;
        if (y <= 0) return 1;
        return x < (a + 1) / (a + b + 2) ? BetaFraction(a, b, x, y) : 1 - BetaFraction(b, a, y, x);
    }

    /// <summary>The x with I_x(a, b) = p, and 1 − x.</summary>
    public static (double X, double Y) BetaQuantile(double p, double a, double b)
    {
        if (p <= 0) return (0, 1);
        if (p >= 1) return (1, 0);

        // Solved on the side where the answer is the smaller number.
        var flipped = IncompleteBeta(a, b, 0.5, 0.5) < p;
        var (c, d) = flipped ? (b, a) : (a, b);
        var x = Root(
            x =>
            {
                var miss = flipped ? p - IncompleteBeta(d, c, 1 - x, x) : IncompleteBeta(c, d, x, 1 - x) - p;
                return (miss, BinomialDensity(c, d, x, 1 - x) * c * d / ((c + d) * x * (1 - x)));
            },
            c / (c + d), 0, 1);
        return flipped ? (1 - x, x) : (x, 1 - x);
    }

    /// <summary>P(|T| ≥ |t|) of Student's t: the two-sided p value.</summary>
    public static double StudentTwoSided(double t, double degreesOfFreedom)
    {
        if (double.IsInfinity(t)) return 0;
        var sum = degreesOfFreedom + t * t;
        return double.IsInfinity(sum) ? 0 : IncompleteBeta(degreesOfFreedom / 2, 0.5, degreesOfFreedom / sum, t * t / sum);
    }

    /// <summary>The t with P(T ≤ t) = p of Student's t.</summary>
    public static double StudentQuantile(double p, double degreesOfFreedom)
    {
        if (p <= 0) return double.NegativeInfinity;
        if (p >= 1) return double.PositiveInfinity;
        if (p == 0.5) return 0;
        var tail = Math.Min(p, 1 - p);
        var (x, y) = BetaQuantile(2 * tail, degreesOfFreedom / 2, 0.5);
        var size = Math.Sqrt(degreesOfFreedom * y / x);
        return p < 0.5 ? -size : size;
    }

    /// <summary>P(X ≤ k) of a binomial count of <paramref name="n"/> trials.</summary>
    public static double BinomialCdf(int k, int n, double probability) =>
        k < 0 ? 0 : k >= n ? 1 : IncompleteBeta(n - k, k + 1, 1 - probability, probability);

    /// <summary>The smallest k with P(X ≤ k) ≥ p of a binomial count of <paramref name="n"/> trials.</summary>
    public static int BinomialQuantile(double p, int n, double probability)
    {
        var (low, high) = (-1, n);
        while (high - low > 1)
        {
            var k = low + (high - low) / 2;
            if (BinomialCdf(k, n, probability) >= p) high = k;
            else low = k;
        }

        return high;
    }

    /// <summary>P(X = k) of a Poisson count with mean m, for k not necessarily whole: m^k e^(−m) ÷ Γ(k + 1) (Loader 2000).</summary>
    public static double PoissonDensity(double k, double mean)
    {
        if (mean <= 0) return k == 0 ? 1 : 0;
        return k <= 0 ? Math.Exp(-mean) : Math.Exp(-StirlingError(k) - Deviance(k, mean)) / Math.Sqrt(2 * Math.PI * k);
    }

    // Γ(a + b + 1) ÷ (Γ(a + 1) Γ(b + 1)) · x^a y^b (Loader 2000): a successes, b failures.
    private static double BinomialDensity(double a, double b, double x, double y)
    {
        var n = a + b;
        var log = StirlingError(n) - StirlingError(a) - StirlingError(b) - Deviance(a, n * x) - Deviance(b, n * y);
        return Math.Exp(log) * Math.Sqrt(n / (2 * Math.PI * a * b));
    }

    private static double BetaFraction(double a, double b, double x, double y)
    {
        double c = 1, d = 1 / NotZero(1 - (a + b) * x / (a + 1)), h = d;
        for (var m = 1; m < MostTerms; m++)
        {
            var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / NotZero(1 + even * d);
            c = NotZero(1 + even / c);
            h *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / NotZero(1 + odd * d);
            c = NotZero(1 + odd / c);
            h *= d * c;
            if (Math.Abs(d * c - 1) < Epsilon) break;
        }

        return Math.Min(1, BinomialDensity(a, b, x, y) * b / (a + b) * h);
    }

    // ln Γ(n + 1) less Stirling's formula.
    private static double StirlingError(double n) => n >= 15
        ? StirlingSeries(n)
        : LogGamma(n + 1) - (n + 0.5) * Math.Log(n) + n - LogOfRootTwoPi;

    private static double StirlingSeries(double x)
    {
        var square = 1 / (x * x);
        return Polynomial(stirling, square) / x;
    }

    // k ln(k ÷ m) + m − k without cancellation near k = m.
    private static double Deviance(double k, double mean)
    {
        if (Math.Abs(k - mean) >= 0.1 * (k + mean)) return k * Math.Log(k / mean) + mean - k;
        var v = (k - mean) / (k + mean);
        var sum = (k - mean) * v;
        var term = 2 * k * v;
        for (var j = 1; j < 1000; j++)
        {
            term *= v * v;
            var next = sum + term / (2 * j + 1);
            if (next == sum) break;
            sum = next;
        }

        return sum;
    }

    private static double NotZero(double x) => Math.Abs(x) < Tiny ? Tiny : x;

    private static double Polynomial(double[] coefficients, double x)
    {
        var sum = 0.0;
        for (var i = coefficients.Length - 1; i >= 0; i--) sum = sum * x + coefficients[i];
        return sum;
    }

    // Newton's method on an increasing function, kept inside a bracket by bisection.
    private static double Root(Func<double, (double Miss, double Slope)> increasing, double start, double low, double high)
    {
        var x = start;
        for (var i = 0; i < 500; i++)
        {
            var (miss, slope) = increasing(x);
            if (miss == 0) return x;
            if (miss < 0) low = x;
            else high = x;
            var next = slope > 0 ? x - miss / slope : double.NaN;
            if (!(next > low && next < high)) next = double.IsInfinity(high) ? 2 * x : low == 0 ? high / 2 : (low + high) / 2;
            if (Math.Abs(next - x) <= 4e-16 * Math.Abs(next)) return next;
            x = next;
        }

        return x;
    }
}
