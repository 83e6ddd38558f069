namespace Charthouse.Planning.Prioritisation;

/// <summary>One question that requests are scored by.</summary>
/// <param name="Key">Its key among the scores.</param>
/// <param name="Weight">How much it counts, above 0; weights need not add up to anything.</param>
public sealed record Criterion(string Key, double Weight);

/// <summary>What is scored.</summary>
/// <param name="Id">The item.</param>
/// <param name="Scores">A score for each criterion; one that nobody gave is absent, and is never taken for 0.</param>
/// <param name="IsOverride">Whether law, security, vendor support or a new unit places it ahead of all that have none.</param>
public sealed record ScoredItem(string Id, IReadOnlyDictionary<string, double> Scores, bool IsOverride = false);

/// <summary>An item with its weighted score and place.</summary>
/// <param name="Id">The item.</param>
/// <param name="Score">Σ weight × score ÷ Σ weight, in the unit of the scores; <c>null</c> while a score is missing.</param>
/// <param name="IsOverride">Whether an override places it ahead.</param>
/// <param name="Rank">Its place from 1, equal ones share a place; <c>null</c> while a score is missing.</param>
/// <param name="Missing">Keys of criteria that nobody has scored.</param>
public sealed record WeightedRank(string Id, double? Score, bool IsOverride, int? Rank, IReadOnlyList<string> Missing);

/// <summary>The weighted mean of scores, and the order that follows from it.</summary>
public static class WeightedScore
{
    /// <summary>Σ weight × score ÷ Σ weight.</summary>
    /// <param name="criteria">Criteria with their weights, at least one.</param>
    /// <param name="scores">A score for each criterion.</param>
    /// <returns>The score; <c>null</c> while one is missing.</returns>
    /// <exception cref="ArgumentException">There is no criterion, or a weight is not above 0.</exception>
    public static double? Of(IReadOnlyList<Criterion> criteria, IReadOnlyDictionary<string, double> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        Check(criteria);
        double sum = 0, weights = 0;
        foreach (var criterion in criteria)
        {
            if (!scores.TryGetValue(criterion.Key, out var score)) return null;
            sum += criterion.Weight * score;
            weights += criterion.Weight;
        }

        return sum / weights;
    }

    /// <summary>Items in order: overrides first, then by score, then those whose score is not known; equal ones by id.</summary>
    /// <param name="criteria">Criteria with their weights, at least one.</param>
    /// <param name="items">Items.</param>
    /// <exception cref="ArgumentException">There is no criterion, or a weight is not above 0.</exception>
    public static IReadOnlyList<WeightedRank> Rank(IReadOnlyList<Criterion> criteria, IReadOnlyList<ScoredItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        Check(criteria);
        var scored = items.Select(item => (Item: item, Score: Of(criteria, item.Scores)))
            .OrderBy(one => one.Score is null).ThenByDescending(one => one.Item.IsOverride).ThenByDescending(one => one.Score is { } score ? CompetitionRank.Comparable(score) : 0).ThenBy(one => one.Item.Id, StringComparer.Ordinal);
        List<WeightedRank> ranked = new(items.Count);
        foreach (var (item, score) in scored)
        {
            var shares = score is { } own && ranked.Count > 0 && ranked[^1].IsOverride == item.IsOverride && ranked[^1].Score is { } before && CompetitionRank.Comparable(before).Equals(CompetitionRank.Comparable(own));
            ranked.Add(new(item.Id, score, item.IsOverride, score is null ? null : shares ? ranked[^1].Rank : ranked.Count + 1, [.. criteria.Where(criterion => !item.Scores.ContainsKey(criterion.Key)).Select(criterion => criterion.Key)]));
        }

        return ranked;
    }

    internal static void Check(IReadOnlyList<Criterion> criteria)
    {
        ArgumentNullException.ThrowIfNull(criteria);
        if (criteria.Count == 0) throw new ArgumentException("Without a criterion nothing can be scored.", nameof(criteria));
        if (criteria.Any(criterion => !double.IsFinite(criterion.Weight) || criterion.Weight <= 0)) throw new ArgumentException("A weight is above 0.", nameof(criteria));
    }
}
