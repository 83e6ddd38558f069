using System.Collections.Immutable;
using System.Globalization;

namespace Charthouse.Spc;

/// <summary>Where a signal points.</summary>
public enum SignalDirection
{
    /// <summary>Nowhere: too quiet, or up and down in turn.</summary>
    None,

    /// <summary>Above, or rising.</summary>
    Up,

    /// <summary>Below, or falling.</summary>
    Down,
}

/// <summary>One occurrence of a pattern, with all that is needed to explain it.</summary>
/// <param name="Name">Name of the signal, such as <c>shift-high</c>.</param>
/// <param name="Rule">The rule; <c>null</c> for EWMA and CUSUM.</param>
/// <param name="Direction">Where it points.</param>
/// <param name="First">Number of the first point of the pattern.</param>
/// <param name="Last">Number of the last point of the pattern.</param>
/// <param name="Points">Numbers of the points that carry the signal.</param>
/// <param name="Part">Number of the part.</param>
/// <param name="Baseline">The points that the lines were estimated from; <c>null</c> when none could be used.</param>
public sealed record Signal(string Name, Rule? Rule, SignalDirection Direction, int First, int Last, ImmutableArray<int> Points, int Part, Baseline? Baseline)
{
    /// <summary>The signal in one English sentence: rule, points and baseline.</summary>
    public string Explain()
    {
        var text = CultureInfo.InvariantCulture;
        var side = Direction == SignalDirection.Up ? "above" : "below";
        var what = Rule switch
        {
            null when Name.StartsWith("ewma", StringComparison.Ordinal) => $"the moving average is {side} its limit",
            null => $"the cumulative sum is {side} the decision interval",
            { Pattern: RulePattern.OutsideLimits } => $"{side} the limit",
            { Pattern: RulePattern.SameSide } => string.Create(text, $"{Rule.Count} or more points in a row {side} the centre line"),
            { Pattern: RulePattern.Trend } => string.Create(text, $"{Rule.Count} or more points in a row, each {(Direction == SignalDirection.Up ? "higher" : "lower")} than the one before"),
            { Pattern: RulePattern.BeyondLine } => string.Create(text, $"{Rule.Count} of {Rule.Window} neighbours {side} the {Rule.SigmaLine} sigma line"),
            { Pattern: RulePattern.WithinOneSigma } => string.Create(text, $"{Rule.Count} or more points in a row within 1 sigma"),
            { Pattern: RulePattern.Alternating } => string.Create(text, $"{Rule.Count} or more points going up and down in turn"),
            _ => string.Create(text, $"{Rule.Count} points in a row beyond 1 sigma, on both sides"),
        };
        var where = First == Last ? string.Create(text, $"point {First}") : string.Create(text, $"points {First} to {Last}");
        var against = Baseline is { } b ? string.Create(text, $"judged against points {b.First} to {b.Last}") : "without a baseline";
        return string.Create(text, $"{Name}, {where}: {what}; {against}, part {Part}.");
    }
}
