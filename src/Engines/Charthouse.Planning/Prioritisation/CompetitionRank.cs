namespace Charthouse.Planning.Prioritisation;

/// <summary>An item with its score and its place.</summary>
/// <param name="Id">The item.</param>
/// <param name="Score">Its score; the higher, the earlier.</param>
/// <param name="Rank">Its place from 1; equal scores share a place, and the next place is left out (1, 1, 3).</param>
public sealed record Ranked(string Id, double Score, int Rank);

/// <summary>Competition ranking: equal scores share a place, and as many places are left out behind them.</summary>
public static class CompetitionRank
{
    // Sums of products in another order differ in their last bits; that is no difference between two requests.
    internal static double Comparable(double score) => Math.Round(score, 9);

    /// <summary>Items by score, the highest first; those with the same score in the order of their ids.</summary>
    /// <param name="scores">Id and score of each item. Scores that differ by less than 10⁻⁹ are equal.</param>
    /// <exception cref="ArgumentException">A score is no finite number.</exception>
    public static IReadOnlyList<Ranked> Of(IEnumerable<(string Id, double Score)> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var given = scores.ToList();
        if (given.Exists(one => !double.IsFinite(one.Score))) throw new ArgumentException("A score is no finite number.", nameof(scores));
        var ordered = given.OrderByDescending(one => Comparable(one.Score)).ThenBy(one => one.Id, StringComparer.Ordinal).ToList();
        List<Ranked> ranked = new(ordered.Count);
        foreach (var (id, score) in ordered)
        {
            var shares = ranked.Count > 0 && Comparable(ranked[^1].Score).Equals(Comparable(score));
            ranked.Add(new(id, score, shares ? ranked[^1].Rank : ranked.Count + 1));
        }

        return ranked;
    }
}
