using Charthouse.Spc.Numerics;

namespace Charthouse.Spc;

/// <summary>
/// Runs analysis after Anhøj and Olesen (2014, doi 10.1371/journal.pone.0113825): the longest run and the number of crossings against what chance gives.
/// Useful points are those neither excluded nor missing nor on the centre line.
/// </summary>
/// <param name="UsefulCount">Number of useful points.</param>
/// <param name="LongestRun">Longest unbroken sequence of useful points on one side; <c>null</c> without useful points.</param>
/// <param name="MaxLongestRun">round(log₂ n) + 3; <c>null</c> without useful points.</param>
/// <param name="Crossings">Runs less one; <c>null</c> without useful points.</param>
/// <param name="MinCrossings">5 % quantile of a binomial variable of n − 1 trials at ½; <c>null</c> without useful points.</param>
public readonly record struct RunsAnalysis(int UsefulCount, int? LongestRun, int? MaxLongestRun, int? Crossings, int? MinCrossings)
{
    private static readonly int[] quantiles = MakeQuantiles(256);

    /// <summary>A run longer, or crossings fewer, than chance gives in one of twenty series or less.</summary>
    public bool IsSignal => LongestRun > MaxLongestRun || Crossings < MinCrossings;

    /// <summary>Longest run that chance explains among <paramref name="useful"/> points.</summary>
    /// <param name="useful">Number of useful points, at least 1.</param>
    public static int LongestRunLimit(int useful)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(useful, 1);
        return (int)Math.Round(Math.Log2(useful)) + 3;
    }

    /// <summary>Fewest crossings that chance explains among <paramref name="useful"/> points.</summary>
    /// <param name="useful">Number of useful points, at least 1.</param>
    public static int CrossingsLimit(int useful)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(useful, 1);
        return useful < quantiles.Length ? quantiles[useful] : Distributions.BinomialQuantile(0.05, useful - 1, 0.5);
    }

    /// <summary>The analysis of the sides that the useful points lie on, in order.</summary>
    /// <param name="sides">1 above, −1 below, 0 on the centre line, which is passed over.</param>
    public static RunsAnalysis Of(ReadOnlySpan<int> sides)
    {
        var found = SideRuns.Of(sides);
        return found.Useful == 0 ? new(0, null, null, null, null) : new(found.Useful, found.Longest, LongestRunLimit(found.Useful), found.Runs - 1, CrossingsLimit(found.Useful));
    }

    private static int[] MakeQuantiles(int count)
    {
        var values = new int[count];
        for (var n = 1; n < count; n++) values[n] = Distributions.BinomialQuantile(0.05, n - 1, 0.5);
        return values;
    }
}
