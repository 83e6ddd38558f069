namespace Charthouse.Planning.Prioritisation;

/// <summary>An item that competes for hours.</summary>
/// <param name="Item">What is scored.</param>
/// <param name="Divisor">Effort by which the score is divided, above 0; 1 when effort does not count for the order.</param>
/// <param name="Hours">Hours that it takes, from 0.</param>
public sealed record Contender(ScoredItem Item, double Divisor, double Hours);

/// <summary>How sure it is that an item stands above the line.</summary>
/// <param name="Id">The item.</param>
/// <param name="IsAbove">Whether it is above the line with the weights as they are.</param>
/// <param name="ShareAbove">Share of runs with other weights in which it is above the line, from 0 to 1.</param>
public sealed record Stability(string Id, bool IsAbove, double ShareAbove);

/// <summary>The line below which the hours do not reach.</summary>
public static class CapacityLine
{
    /// <summary>Ids that are above the line: in their order, until the first one that does not fit. What follows it waits too, however small, because an order that is jumped over is none.</summary>
    /// <param name="ordered">Id and hours in order; hours from 0.</param>
    /// <param name="capacityHours">Hours that there are, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Hours are below 0.</exception>
    public static IReadOnlyList<string> Above(IEnumerable<(string Id, double Hours)> ordered, double capacityHours)
    {
        ArgumentNullException.ThrowIfNull(ordered);
        ArgumentOutOfRangeException.ThrowIfNegative(capacityHours);
        List<string> above = [];
        foreach (var (id, hours) in ordered)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(hours, nameof(ordered));
            if (hours > capacityHours) break;
            capacityHours -= hours;
            above.Add(id);
        }

        return above;
    }
}

/// <summary>How much the order depends on weights that somebody chose: each weight is moved at random by up to a fifth, many times.</summary>
public static class RankStability
{
    /// <summary>How far a weight moves: from 80 % to 120 % of itself.</summary>
    public const double Variation = 0.2;

    /// <summary>Runs that are enough for whole percents: the share is then known to about 2 points.</summary>
    public const int UsualRunCount = 2000;

    /// <summary>Items in order: overrides first, then by weighted score ÷ divisor, then by id. Those whose score is not known are left out.</summary>
    /// <param name="criteria">Criteria with their weights.</param>
    /// <param name="contenders">Items.</param>
    /// <exception cref="ArgumentException">There is no criterion, or a weight is not above 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A divisor is not above 0.</exception>
    public static IReadOnlyList<Contender> Order(IReadOnlyList<Criterion> criteria, IReadOnlyList<Contender> contenders)
    {
        ArgumentNullException.ThrowIfNull(contenders);
        WeightedScore.Check(criteria);
        foreach (var contender in contenders) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(contender.Divisor, nameof(contenders));
        return
        [
            .. contenders.Select(contender => (Contender: contender, Score: WeightedScore.Of(criteria, contender.Item.Scores))).Where(one => one.Score is not null)
                .OrderByDescending(one => one.Contender.Item.IsOverride).ThenByDescending(one => CompetitionRank.Comparable(one.Score!.Value / one.Contender.Divisor)).ThenBy(one => one.Contender.Item.Id, StringComparer.Ordinal)
                .Select(one => one.Contender),
        ];
    }

    /// <summary>For each item whose score is known the share of runs in which it stays above the line, in the order of the weights as they are.</summary>
    /// <param name="criteria">Criteria with their weights.</param>
    /// <param name="contenders">Items.</param>
    /// <param name="capacityHours">Hours that there are, from 0.</param>
    /// <param name="seed">The same seed gives the same answer on every machine.</param>
    /// <param name="runCount">Runs, at least 1.</param>
    /// <exception cref="ArgumentException">There is no criterion, or a weight is not above 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Runs, hours or a divisor are out of their range.</exception>
    public static IReadOnlyList<Stability> Of(IReadOnlyList<Criterion> criteria, IReadOnlyList<Contender> contenders, double capacityHours, long seed, int runCount = UsualRunCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(runCount);
        var ordered = Order(criteria, contenders);
        var above = Above(ordered).ToHashSet(StringComparer.Ordinal);
        Dictionary<string, int> counts = ordered.ToDictionary(contender => contender.Item.Id, _ => 0, StringComparer.Ordinal);
        SplitMix random = new(seed);
        for (var run = 0; run < runCount; run++)
        {
            Criterion[] moved = [.. criteria.Select(criterion => criterion with { Weight = criterion.Weight * (1 - Variation + (2 * Variation * random.Next())) })];
            foreach (var id in Above(Order(moved, ordered))) counts[id]++;
        }

        return [.. ordered.Select(contender => new Stability(contender.Item.Id, above.Contains(contender.Item.Id), (double)counts[contender.Item.Id] / runCount))];

        IReadOnlyList<string> Above(IReadOnlyList<Contender> order) => CapacityLine.Above(order.Select(contender => (contender.Item.Id, contender.Hours)), capacityHours);
    }

    // SplitMix64 (Steele, Lea and Flood 2014): our own, so that no change of the run time changes a published figure.
    private sealed class SplitMix(long seed)
    {
        private ulong state = unchecked((ulong)seed);

        /// <summary>A number from 0 up to 1.</summary>
        public double Next()
        {
            unchecked
            {
                state += 0x9E3779B97F4A7C15;
                var bits = state;
                bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
                bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
                bits ^= bits >> 31;
                return (bits >> 11) * (1.0 / (1UL << 53));
            }
        }
    }
}
