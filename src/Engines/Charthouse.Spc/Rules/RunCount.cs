using Charthouse.Spc.Numerics;

namespace Charthouse.Spc;

/// <summary>
/// Too few or too many runs on a run chart, by the exact distribution of the number of runs given how many points lie above and below the median
/// (Swed and Eisenhart 1943), with 2.5 % at either end. Printed tables differ from it and from each other; see docs/deviations.md.
/// </summary>
/// <param name="Runs">Number of runs.</param>
/// <param name="Fewest">Fewest runs that chance explains; <c>null</c> when no point lies on one of the sides.</param>
/// <param name="Most">Most runs that chance explains; <c>null</c> when no point lies on one of the sides.</param>
public readonly record struct RunCount(int Runs, int? Fewest, int? Most)
{
    private const double Tail = 0.025;

    /// <summary>Fewer runs than chance explains: shifts or trends.</summary>
    public bool IsTooFew => Runs < Fewest;

    /// <summary>More runs than chance explains: two processes in turn, or figures that were tampered with.</summary>
    public bool IsTooMany => Runs > Most;

    /// <summary>The runs of the sides that the points lie on, in order.</summary>
    /// <param name="sides">1 above, −1 below, 0 on the median, which is passed over.</param>
    public static RunCount Of(ReadOnlySpan<int> sides) => Of(SideRuns.Of(sides));

    /// <summary>The runs of one part of a chart.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="part">One of its parts.</param>
    public static RunCount Of(ControlChart chart, ChartPart part)
    {
        ArgumentNullException.ThrowIfNull(chart);
        ArgumentNullException.ThrowIfNull(part);
        SideRuns sides = default;
        for (var i = part.First - 1; i < part.Last; i++)
        {
            if (chart.Points[i] is { Value: { } value, Centre: { } centre, IsExcluded: false }) sides.Add(Closeness.Compare(value, centre));
        }

        return Of(sides);
    }

    /// <summary>Fewest and most runs that chance explains.</summary>
    /// <param name="above">Points above the median, at least 1.</param>
    /// <param name="below">Points below it, at least 1.</param>
    public static (int Fewest, int Most) Limits(int above, int below)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(above, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(below, 1);
        var largest = above == below ? 2 * above : 2 * Math.Min(above, below) + 1;
        double sum = 0;
        var fewest = 1;
        while ((sum += Probability(++fewest, above, below)) < Tail)
        {
        }

        sum = 0;
        var most = largest + 1;
        while ((sum += Probability(--most, above, below)) < Tail)
        {
        }

        return (fewest, most);
    }

    private static RunCount Of(in SideRuns sides)
    {
        if (sides.Above == 0 || sides.Below == 0) return new(sides.Runs, null, null);
        var (fewest, most) = Limits(sides.Above, sides.Below);
        return new(sides.Runs, fewest, most);
    }

    private static double Probability(int runs, int above, int below)
    {
        var (pairs, all) = (runs / 2, LogChoose(above + below, above));
        return runs % 2 == 0
            ? 2 * Math.Exp(LogChoose(above - 1, pairs - 1) + LogChoose(below - 1, pairs - 1) - all)
            : Math.Exp(LogChoose(above - 1, pairs) + LogChoose(below - 1, pairs - 1) - all) + Math.Exp(LogChoose(above - 1, pairs - 1) + LogChoose(below - 1, pairs) - all);
    }

    private static double LogChoose(int n, int k) => k < 0 || k > n ? double.NegativeInfinity : Distributions.LogGamma(n + 1) - Distributions.LogGamma(k + 1) - Distributions.LogGamma(n - k + 1);
}
