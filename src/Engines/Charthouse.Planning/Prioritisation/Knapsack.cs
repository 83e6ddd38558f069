namespace Charthouse.Planning.Prioritisation;

/// <summary>Something that takes hours and is worth something.</summary>
/// <param name="Id">The item.</param>
/// <param name="Hours">Whole hours from 0 to <see cref="Knapsack.MostHours"/>.</param>
/// <param name="Value">What it is worth, from 0, in any unit.</param>
public sealed record KnapsackItem(string Id, int Hours, double Value);

/// <summary>What fits.</summary>
/// <param name="Selected">Ids in the order in which they were given.</param>
/// <param name="TotalValue">Sum of their values.</param>
/// <param name="HoursUsed">Sum of their hours.</param>
/// <param name="IsExact">Whether no other choice is worth more; <c>false</c> for lists longer than <see cref="Knapsack.MostExactItems"/>.</param>
/// <param name="UpperBound">No choice is worth more than this; the total value itself when it is exact.</param>
public sealed record KnapsackChoice(IReadOnlyList<string> Selected, double TotalValue, int HoursUsed, bool IsExact, double UpperBound);

/// <summary>The most valuable choice within a number of hours.</summary>
public static class Knapsack
{
    /// <summary>Lists up to this length are solved exactly.</summary>
    public const int MostExactItems = 40;

    /// <summary>Most hours of one item.</summary>
    public const int MostHours = 100_000;

    /// <summary>The choice with the highest value; of two with the same value, the one with fewer hours, then the one that takes earlier items.</summary>
    /// <remarks>Exact lists by the front of undominated choices (Nemhauser and Ullmann 1969); longer ones by value per hour, with the fractional bound of Dantzig (1957).</remarks>
    /// <param name="items">Items.</param>
    /// <param name="capacityHours">Hours that there are, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Hours or a value are out of their range.</exception>
    public static KnapsackChoice Of(IReadOnlyList<KnapsackItem> items, int capacityHours)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfNegative(capacityHours);
        foreach (var item in items)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(item.Hours, nameof(items));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(item.Hours, MostHours, nameof(items));
            if (!double.IsFinite(item.Value) || item.Value < 0) throw new ArgumentOutOfRangeException(nameof(items), "A value is a number from 0.");
        }

        return items.Count <= MostExactItems ? Exact(items, capacityHours) : Greedy(items, capacityHours);
    }

    private static KnapsackChoice Exact(IReadOnlyList<KnapsackItem> items, int capacityHours)
    {
        // Choices that no other one beats in hours and value, by hours; each is a set of bits.
        List<(int Hours, double Value, ulong Set)> front = [(0, 0, 0)], next = [];
        for (var i = 0; i < items.Count; i++)
        {
            var (hours, value, bit) = (items[i].Hours, items[i].Value, 1UL << i);
            next.Clear();
            int without = 0, with = 0;
            while (without < front.Count || (with < front.Count && front[with].Hours + hours <= capacityHours))
            {
                var canAdd = with < front.Count && front[with].Hours + hours <= capacityHours;
                // The choice without the item first: it stays when both are alike.
                var takesOld = without < front.Count && (!canAdd || front[without].Hours < front[with].Hours + hours
                    || (front[without].Hours == front[with].Hours + hours && front[without].Value >= front[with].Value + value));
                var one = takesOld ? front[without++] : (front[with].Hours + hours, front[with].Value + value, front[with++].Set | bit);
                if (next.Count == 0 || one.Item2 > next[^1].Value)
                {
                    // At the same hours only the more valuable one counts.
                    if (next.Count > 0 && next[^1].Hours == one.Item1) next[^1] = one;
                    else next.Add(one);
                }
            }

            (front, next) = (next, front);
        }

        var best = front[^1];
        return new([.. items.Where((_, i) => (best.Set >> i & 1) == 1).Select(item => item.Id)], best.Value, best.Hours, IsExact: true, best.Value);
    }

    private static KnapsackChoice Greedy(IReadOnlyList<KnapsackItem> items, int capacityHours)
    {
        var fitting = Enumerable.Range(0, items.Count).Where(i => items[i].Hours <= capacityHours && items[i].Value > 0)
            .OrderByDescending(i => items[i].Hours == 0 ? double.PositiveInfinity : items[i].Value / items[i].Hours).ThenBy(i => items[i].Hours).ThenBy(i => i).ToList();
        HashSet<int> taken = [];
        double value = 0, bound = 0, room = capacityHours;
        var hours = 0;
        foreach (var i in fitting)
        {
            // Dantzig's bound: as if the first one that does not fit could be cut.
            if (room > 0 || items[i].Hours == 0)
            {
                var part = items[i].Hours == 0 ? 1 : Math.Min(1, room / items[i].Hours);
                bound += part * items[i].Value;
                room -= part * items[i].Hours;
            }

            if (hours + items[i].Hours > capacityHours) continue;
            taken.Add(i);
            hours += items[i].Hours;
            value += items[i].Value;
        }

        // One large item may be worth more than all that the rule took.
        if (fitting.Count > 0 && fitting.MaxBy(i => items[i].Value) is var single && items[single].Value > value) (taken, value, hours) = ([single], items[single].Value, items[single].Hours);
        return new([.. items.Where((_, i) => taken.Contains(i)).Select(item => item.Id)], value, hours, IsExact: false, Math.Max(bound, value));
    }
}
