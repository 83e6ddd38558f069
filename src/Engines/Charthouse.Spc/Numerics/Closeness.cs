namespace Charthouse.Spc.Numerics;

/// <summary>Comparisons that floating-point noise does not sway: a and b are equal when |a − b| ≤ 10⁻⁹ · max(|a|, |b|).</summary>
internal static class Closeness
{
    private const double Tolerance = 1e-9;

    public static bool Equal(double a, double b) => Math.Abs(a - b) <= Tolerance * Math.Max(Math.Abs(a), Math.Abs(b));

    public static bool Above(double a, double b) => a > b && !Equal(a, b);

    public static bool Below(double a, double b) => a < b && !Equal(a, b);

    /// <summary>1 when a is above b, −1 when below, 0 when equal and when one of them is not a number.</summary>
    public static int Compare(double a, double b) => Equal(a, b) ? 0 : a > b ? 1 : a < b ? -1 : 0;

    /// <summary>|a − b|, and 0 when they are equal.</summary>
    public static double Distance(double a, double b) => Equal(a, b) ? 0 : Math.Abs(a - b);
}
