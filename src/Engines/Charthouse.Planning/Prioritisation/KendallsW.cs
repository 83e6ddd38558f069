namespace Charthouse.Planning.Prioritisation;

/// <summary>How far raters agree.</summary>
/// <param name="W">Kendall's coefficient of concordance, from 0 (none) to 1 (all ranked alike); <c>null</c> with fewer than two raters or items, or where every rater ties everything.</param>
/// <param name="FriedmanChiSquare">m (n − 1) W, with n − 1 degrees of freedom; <c>null</c> when W is.</param>
/// <param name="RaterCount">Raters, m.</param>
/// <param name="ItemCount">Items, n.</param>
public sealed record Concordance(double? W, double? FriedmanChiSquare, int RaterCount, int ItemCount);

/// <summary>
/// Kendall's W = 12 S ÷ (m² (n³ − n) − m Σ (t³ − t)), where S is the sum of squared deviations of the rank sums from their mean and t the length of each tie within a rater's ranks.
/// Source: Kendall and Babington Smith (1939), doi 10.1214/aoms/1177732186.
/// </summary>
public static class KendallsW
{
    /// <summary>Agreement of rankings.</summary>
    /// <param name="rankings">For each rater the rank of each item, items in the same order; ties have the mean of the ranks that they share.</param>
    /// <exception cref="ArgumentException">Raters ranked different numbers of items.</exception>
    public static Concordance OfRanks(IReadOnlyList<IReadOnlyList<double>> rankings)
    {
        ArgumentNullException.ThrowIfNull(rankings);
        var (raters, items) = (rankings.Count, rankings.Count == 0 ? 0 : rankings[0].Count);
        if (rankings.Any(ranking => ranking.Count != items)) throw new ArgumentException("Every rater ranks every item.", nameof(rankings));
        if (raters < 2 || items < 2) return new(null, null, raters, items);
        var mean = raters * (items + 1) / 2.0;
        var squares = Enumerable.Range(0, items).Sum(i => Math.Pow(rankings.Sum(ranking => ranking[i]) - mean, 2));
        var ties = rankings.Sum(ranking => ranking.GroupBy(rank => rank).Sum(tie => Cubed(tie.Count()) - tie.Count()));
        var most = ((double)raters * raters * (Cubed(items) - items)) - (raters * ties);
        if (most <= 0) return new(null, null, raters, items);
        // Rounding of thirds must not lead out of the range.
        var w = Math.Clamp(12 * squares / most, 0, 1);
        return new(w, raters * (items - 1) * w, raters, items);
    }

    /// <summary>Agreement of scores: each rater's scores are ranked, the highest first.</summary>
    /// <param name="scores">For each rater the score of each item, items in the same order.</param>
    /// <exception cref="ArgumentException">Raters scored different numbers of items.</exception>
    public static Concordance OfScores(IReadOnlyList<IReadOnlyList<double>> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return OfRanks([.. scores.Select(MeanRanks)]);
    }

    /// <summary>Ranks from 1, the highest score first; equal scores have the mean of the ranks that they share.</summary>
    /// <param name="scores">Scores.</param>
    public static IReadOnlyList<double> MeanRanks(IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return [.. scores.Select(score => scores.Count(other => other > score) + ((scores.Count(other => other.Equals(score)) + 1) / 2.0))];
    }

    private static double Cubed(double number) => number * number * number;
}
