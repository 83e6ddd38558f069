using System.Globalization;

namespace Charthouse.Ui;

internal static class Plot
{
    public static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Maps a value to a height, low at the bottom.</summary>
    public static double Y(double value, double low, double high, double top, double bottom) =>
        high > low ? bottom - (value - low) / (high - low) * (bottom - top) : (top + bottom) / 2;

    public static double X(int index, int count, double left, double right) => count > 1 ? left + index * (right - left) / (count - 1) : right;

    /// <summary>One polyline per run of known values: a gap is a gap.</summary>
    public static IEnumerable<string> Runs(IReadOnlyList<Reading> values, Func<int, double> x, Func<double, double> y)
    {
        var run = new List<string>();
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i].Value is { } known)
            {
                run.Add(N(x(i)) + "," + N(y(known)));
                continue;
            }
            if (run.Count > 0) yield return string.Join(' ', run);
            run.Clear();
        }
        if (run.Count > 0) yield return string.Join(' ', run);
    }
}
