using Charthouse.Spc.Numerics;

namespace Charthouse.Spc;

/// <summary>Moving ranges of a baseline: excluded points are taken out first, so that a range bridges them; a gap has none on either side.</summary>
internal static class MovingRanges
{
    // The limit of the weighted ranges of i′, not rounded to 3.267 in the published tool.
    private const double PrimeLimit = 3.2665;

    /// <summary>Writes the ranges of the points from <paramref name="first"/> up to <paramref name="end"/> and answers how many there are. NaN is a gap.</summary>
    public static int Collect(double[] values, bool[] excluded, int first, int end, Span<double> ranges)
    {
        var (count, previous) = (0, double.NaN);
        for (var i = first; i < end; i++)
        {
            if (excluded[i]) continue;
            if (!double.IsNaN(previous) && !double.IsNaN(values[i])) ranges[count++] = Closeness.Distance(values[i], previous);
            previous = values[i];
        }

        return count;
    }

    /// <summary>√(π/2) · |difference| ÷ √(1/n_i + 1/n_(i−1)), whose mean estimates the standard deviation of a point with n = 1 (Taylor).</summary>
    public static int CollectWeighted(double[] values, double[] weights, bool[] excluded, int first, int end, Span<double> ranges)
    {
        var (count, previous) = (0, -1);
        for (var i = first; i < end; i++)
        {
            if (excluded[i]) continue;
            if (previous >= 0 && !double.IsNaN(values[previous]) && !double.IsNaN(values[i]))
                ranges[count++] = Math.Sqrt(Math.PI / 2) * Closeness.Distance(values[i], values[previous]) / Math.Sqrt(1 / weights[i] + 1 / weights[previous]);
            previous = i;
        }

        return count;
    }

    /// <summary>The mean, after those of <paramref name="limit"/> means and more are dropped once (Nelson 1982). The span is overwritten.</summary>
    public static double Mean(Span<double> ranges, bool screen, out int dropped, double limit = ControlChartConstants.MovingRangeLimit) => Average(ranges, screen ? limit : double.PositiveInfinity, MeanOf, out dropped);

    /// <summary>The same for the ranges of i′.</summary>
    public static double PrimeMean(Span<double> ranges, bool screen, out int dropped) => Mean(ranges, screen, out dropped, PrimeLimit);

    /// <summary>The median, after those of 3.267 medians and more are dropped once.</summary>
    public static double Median(Span<double> ranges, bool screen, out int dropped) => Average(ranges, screen ? ControlChartConstants.MovingRangeLimit : double.PositiveInfinity, MedianOf, out dropped);

    public static double MedianOf(Span<double> values)
    {
        values.Sort();
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private static double Average(Span<double> ranges, double limit, Func<Span<double>, double> average, out int dropped)
    {
        dropped = 0;
        var first = average(ranges);
        if (first == 0 || double.IsPositiveInfinity(limit)) return first;
        var kept = 0;
        foreach (var range in ranges)
        {
            if (range < limit * first) ranges[kept++] = range;
        }

        dropped = ranges.Length - kept;
        return dropped == 0 ? first : average(ranges[..kept]);
    }

    private static double MeanOf(Span<double> values)
    {
        double sum = 0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }
}
