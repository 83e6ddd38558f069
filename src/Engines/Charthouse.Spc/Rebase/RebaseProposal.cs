using System.Collections.Immutable;
using Charthouse.Spc.Numerics;

namespace Charthouse.Spc;

/// <summary>When a rebase is proposed: a run on one side of the baseline's median, as runcharter finds it.</summary>
public readonly record struct RebasePolicy
{
    /// <summary>The defaults of runcharter: a baseline of 13, a run of 9.</summary>
    public RebasePolicy()
    {
    }

    /// <summary>The defaults.</summary>
    public static RebasePolicy Default => new();

    /// <summary>Usable points of the first baseline; at least 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 2.</exception>
    public int BaselinePoints
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A baseline has at least 2 points.");
    } = 13;

    /// <summary>Points on one side that end a part, those on the median passed over; at least 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 2.</exception>
    public int RunPoints
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A run has at least 2 points.");
    } = 9;
}

/// <summary>The questions before a rebase. What is <c>null</c> only a person can answer.</summary>
/// <param name="HasChanged">Has the process really changed? The run shows it.</param>
/// <param name="IsCauseKnown">Is the cause known?</param>
/// <param name="IsExpectedToLast">Is the change wanted, or at least expected to last?</param>
/// <param name="NewPointCount">Usable points from the change on.</param>
public readonly record struct RebaseGuards(bool HasChanged, bool? IsCauseKnown, bool? IsExpectedToLast, int NewPointCount)
{
    /// <summary>8 new points or more: enough for trial limits.</summary>
    public bool HasEnoughPoints => NewPointCount >= 8;

    /// <summary>12 new points or more: enough for firm limits.</summary>
    public bool HasFirmLimits => NewPointCount >= ChartSettings.FirmBaseline;

    /// <summary>Whether every question is answered with yes.</summary>
    public bool AllHold => HasChanged && IsCauseKnown == true && IsExpectedToLast == true && HasEnoughPoints;
}

/// <summary>A place where a new part could start. Nothing moves until a person accepts: who, when and why belongs on record.</summary>
/// <param name="StartsAt">Number of the first point of the new part.</param>
/// <param name="RunFirst">Number of the first point of the run.</param>
/// <param name="RunLast">Number of the last point of the run.</param>
/// <param name="Direction">Side of the old median that the run lies on.</param>
/// <param name="OldMedian">Median that was in force, in units of the plotted value.</param>
/// <param name="NewMedian">Median of the run's own points.</param>
/// <param name="Guards">The questions before a rebase.</param>
public sealed record RebaseProposal(int StartsAt, int RunFirst, int RunLast, SignalDirection Direction, double OldMedian, double NewMedian, RebaseGuards Guards)
{
    /// <summary>Looks through the last part of a chart. After a run its own median holds, and the search goes on behind it.</summary>
    /// <param name="chart">The chart as it is.</param>
    /// <param name="policy">How long baseline and run are.</param>
    /// <returns>Proposals in order of time; none when the baseline is too short or no run is long enough.</returns>
    public static ImmutableArray<RebaseProposal> For(ControlChart chart, RebasePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(chart);
        if (chart.Parts.IsEmpty) return [];
        if (policy.RunPoints == 0) policy = RebasePolicy.Default;
        List<(int Index, double Value)> usable = [];
        for (var i = chart.Parts[^1].First - 1; i < chart.Points.Length; i++)
        {
            if (chart.Points[i] is { Value: { } value, IsExcluded: false }) usable.Add((i + 1, value));
        }

        if (usable.Count <= policy.BaselinePoints) return [];
        var proposals = ImmutableArray.CreateBuilder<RebaseProposal>();
        var median = Median(usable, 0, policy.BaselinePoints - 1);
        int start = -1, side = 0, length = 0;
        for (var k = policy.BaselinePoints; k < usable.Count; k++)
        {
            var own = Closeness.Compare(usable[k].Value, median);
            if (own == 0) continue;
            if (own != side) (start, side, length) = (k, own, 0);
            if (++length < policy.RunPoints) continue;
            var next = Median(usable, start, k, median);
            proposals.Add(new(usable[start].Index, usable[start].Index, usable[k].Index, side > 0 ? SignalDirection.Up : SignalDirection.Down, median, next, new(true, null, null, usable.Count - start)));
            (median, start, side, length) = (next, -1, 0, 0);
        }

        return proposals.ToImmutable();
    }

    /// <summary>The settings with this part added, once a person has accepted.</summary>
    /// <param name="settings">The settings so far.</param>
    public ChartSettings Accept(ChartSettings settings) => settings.SplitAfter.Contains(StartsAt - 1) ? settings : settings with { SplitAfter = [.. settings.SplitAfter, StartsAt - 1] };

    // The run's own points: those on the old median are not among them.
    private static double Median(List<(int Index, double Value)> usable, int from, int to, double? without = null)
    {
        List<double> values = [];
        for (var k = from; k <= to; k++)
        {
            if (without is not { } line || !Closeness.Equal(usable[k].Value, line)) values.Add(usable[k].Value);
        }

        return MovingRanges.MedianOf(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values));
    }
}
