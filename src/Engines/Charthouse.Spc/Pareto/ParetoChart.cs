namespace Charthouse.Spc;

/// <summary>A class with its count, such as a reason with the number of its events.</summary>
/// <param name="Label">Name of the class; <c>null</c> or empty: missing.</param>
/// <param name="Count">Events, or any amount; 0 or more.</param>
public readonly record struct ParetoClass(string? Label, double Count);

/// <summary>What a bar of a Pareto chart stands for.</summary>
public enum ParetoBarKind
{
    /// <summary>One class.</summary>
    Class,
    /// <summary>Events without a class.</summary>
    Missing,
    /// <summary>Small classes together; always the last bar.</summary>
    Other,
}

/// <summary>How a Pareto chart is made. <c>default</c> keeps every class and leaves out what is missing.</summary>
public readonly record struct ParetoOptions
{
    private readonly double smallestShare;
    private readonly int? mostClasses;

    /// <summary>Whether events without a class get a bar, ranked by its count; <c>false</c> by default.</summary>
    public bool KeepMissing { get; init; }

    /// <summary>Classes with a smaller share of the total, 0 to 1, go together into "other"; 0 (default): none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 0 to 1.</exception>
    public double SmallestShare
    {
        get => smallestShare;
        init => smallestShare = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share lies between 0 and 1.");
    }

    /// <summary>Classes after the largest so many go together into "other"; <c>null</c> (default): none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? MostClasses
    {
        get => mostClasses;
        init => mostClasses = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one class must stay.");
    }
}

/// <summary>One bar.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Label">Name of the class; <c>null</c> for missing and other, which the reader's language names.</param>
/// <param name="Count">Its count.</param>
/// <param name="Share">Count ÷ total of all bars, 0 to 1; <c>null</c> when the total is 0.</param>
/// <param name="CumulativeShare">Share of this bar and all before it, 0 to 1, exactly 1 at the last; <c>null</c> when the total is 0.</param>
/// <param name="Grouped">Labels of the classes in "other", largest first; empty for the other kinds.</param>
public sealed record ParetoBar(ParetoBarKind Kind, string? Label, double Count, double? Share, double? CumulativeShare, IReadOnlyList<string> Grouped);

/// <summary>Classes by size with their cumulative share (docs/methods/pareto.md).</summary>
public sealed record ParetoChart
{
    private ParetoChart(ParetoOptions options, IReadOnlyList<ParetoBar> bars, double total, double missing)
    {
        Options = options;
        Bars = bars;
        Total = total;
        Missing = missing;
    }

    /// <summary>How the chart was made.</summary>
    public ParetoOptions Options { get; }

    /// <summary>Bars from the largest to the smallest; equal ones in order of first appearance; "other" last whatever its size.</summary>
    public IReadOnlyList<ParetoBar> Bars { get; }

    /// <summary>Sum of all bars: the denominator of every share. What is missing is in it only when kept.</summary>
    public double Total { get; }

    /// <summary>Events without a class, whether kept or not.</summary>
    public double Missing { get; }

    /// <summary>Makes a chart.</summary>
    /// <param name="classes">Counts in any order; those of the same label, compared character by character, are added up.</param>
    /// <param name="options">What to keep and what to group.</param>
    /// <exception cref="ArgumentException">A count is negative or not finite, or their sum is not finite.</exception>
    public static ParetoChart Of(IEnumerable<ParetoClass> classes, ParetoOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var all = new List<(string? Label, double Count)>();
        int? missingPlace = null;
        double total = 0, missing = 0;
        foreach (var (label, count) in classes)
        {
            if (!(count >= 0 && double.IsFinite(count))) throw new ArgumentException($"The count of {label ?? "what is missing"} is negative or not a number.", nameof(classes));
            if (string.IsNullOrEmpty(label))
            {
                missing += count;
                if (!options.KeepMissing) continue;
                if (missingPlace is null) all.Add((null, 0));
                missingPlace ??= all.Count - 1;
            }
            else if (!places.ContainsKey(label))
            {
                places.Add(label, all.Count);
                all.Add((label, 0));
            }

            var place = string.IsNullOrEmpty(label) ? missingPlace!.Value : places[label];
            all[place] = (all[place].Label, all[place].Count + count);
            total += count;
        }

        // Each was finite; a bar without an end has no share and cannot be drawn.
        if (!double.IsFinite(total + missing)) throw new ArgumentException("The counts are too large to be added up.", nameof(classes));
        var ranked = all.OrderByDescending(one => one.Count).ToList(); // stable
        var small = new List<(string? Label, double Count)>();
        var rank = 0;
        foreach (var one in ranked)
        {
            if (one.Label is not null && (++rank > options.MostClasses || one.Count < options.SmallestShare * total)) small.Add(one);
        }

        // One small class keeps its name: "other" would only hide it.
        if (small.Count < 2) small.Clear();
        var kept = small.Count == 0 ? ranked : ranked.FindAll(one => !small.Contains(one));
        var bars = new List<ParetoBar>();
        var sum = 0.0;
        var otherCount = small.Sum(one => one.Count);
        foreach (var (label, count) in kept) Add(label is null ? ParetoBarKind.Missing : ParetoBarKind.Class, label, count, []);
        if (small.Count > 0) Add(ParetoBarKind.Other, null, otherCount, [.. small.Select(one => one.Label!)]);
        return new ParetoChart(options, bars, total, missing);

        void Add(ParetoBarKind kind, string? label, double count, IReadOnlyList<string> grouped)
        {
            sum += count;
            var isLast = bars.Count + 1 == kept.Count + (small.Count > 0 ? 1 : 0);
            double? share = total > 0 ? count / total : null;
            double? cumulative = total > 0 ? isLast ? 1 : Math.Min(1, sum / total) : null;
            bars.Add(new ParetoBar(kind, label, count, share, cumulative, grouped));
        }
    }
}
