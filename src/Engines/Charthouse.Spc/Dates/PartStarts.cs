using System.Collections.Immutable;

namespace Charthouse.Spc;

/// <summary>Where dates cut a series into parts.</summary>
/// <param name="SplitAfter">Numbers of the points after which a part starts, in order.</param>
/// <param name="Ignored">Dates that start no part: not after the first, or after the last label.</param>
public sealed record PartStarts(ImmutableArray<int> SplitAfter, ImmutableArray<DateOnly> Ignored)
{
    /// <summary>A part starts at the first point whose date is the given one or later.</summary>
    /// <param name="labels">Date of each point; <c>null</c> where the label is none.</param>
    /// <param name="dates">Dates at which parts should start.</param>
    public static PartStarts From(ReadOnlySpan<DateOnly?> labels, ReadOnlySpan<DateOnly> dates)
    {
        var (splits, ignored) = (new SortedSet<int>(), ImmutableArray.CreateBuilder<DateOnly>());
        foreach (var date in dates)
        {
            var at = 0;
            while (at < labels.Length && !(labels[at] >= date)) at++;
            if (at == 0 || at == labels.Length || !HasEarlier(labels[..at])) ignored.Add(date);
            else splits.Add(at);
        }

        return new([.. splits], ignored.ToImmutable());
    }

    private static bool HasEarlier(ReadOnlySpan<DateOnly?> labels)
    {
        foreach (var label in labels)
        {
            if (label is not null) return true;
        }

        return false;
    }
}
