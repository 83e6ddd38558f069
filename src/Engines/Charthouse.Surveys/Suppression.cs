namespace Charthouse.Surveys;

/// <summary>Which groups of a table may be shown.</summary>
/// <param name="IsShown">For each group, in the order in which they were handed over.</param>
/// <param name="IsTotalShown">Whether the row of all groups together may be shown.</param>
public sealed record ShownGroups(IReadOnlyList<bool> IsShown, bool IsTotalShown);

/// <summary>Hides small groups, and as many others as it takes that no hidden one can be computed from what is shown. Source: docs/methods/suppression.md.</summary>
public static class Suppression
{
    /// <summary>Fewest respondents of a group that is shown.</summary>
    public const int FewestRespondents = 5;

    /// <summary>Fewest respondents whose own words are shown, and whose answers about sensitive things are.</summary>
    public const int FewestForFreeText = 10;

    /// <summary>
    /// The remainder rule: groups with fewer than <paramref name="fewest"/> respondents are hidden, none included; while the hidden ones of the table together have fewer, the next smallest is hidden too.
    /// The total is hidden when it is that small itself. Of groups of the same size the later one is hidden first.
    /// </summary>
    /// <param name="counts">Respondents of each group. The groups have nobody in common.</param>
    /// <param name="fewest">Fewest respondents of a group that is shown, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 0, or <paramref name="fewest"/> below 1.</exception>
    public static ShownGroups Of(IReadOnlyList<int> counts, int fewest = FewestRespondents)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentOutOfRangeException.ThrowIfLessThan(fewest, 1);
        foreach (var count in counts) ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
        return Hide(counts, [.. counts.Select(count => count >= fewest)], fewest);
    }

    /// <summary>
    /// Which groups may be shown a second time, when the first time was shown before: not those to which fewer than <paramref name="fewest"/> respondents, but at least one, were added or from which they were taken since,
    /// because the two figures together would show these few. The remainder rule then holds for the changes too.
    /// </summary>
    /// <param name="earlier">Respondents of each group when it was shown before.</param>
    /// <param name="later">Respondents of each group now, with those of before among them or removed.</param>
    /// <param name="fewest">Fewest respondents of a group that is shown, at least 1.</param>
    /// <exception cref="ArgumentException">There are not as many groups as before.</exception>
    public static ShownGroups OfChange(IReadOnlyList<int> earlier, IReadOnlyList<int> later, int fewest = FewestRespondents)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        if (earlier.Count != later.Count) throw new ArgumentException("The same groups as before.", nameof(later));
        var now = Of(later, fewest);
        int[] changes = [.. later.Select((count, i) => Math.Abs(count - earlier[i]))];
        bool[] isShown = [.. now.IsShown.Select((shown, i) => shown && (changes[i] == 0 || changes[i] >= fewest))];
        // Hidden for their change, they must not come out of the total less the others, now or as a difference.
        var hidden = Hide(later, isShown, fewest);
        while (true)
        {
            var hiddenChange = changes.Where((_, i) => !hidden.IsShown[i]).Sum();
            if (hiddenChange == 0 || hiddenChange >= fewest) break;
            if (NextSmallest(later, hidden.IsShown) is not { } next) break;
            bool[] more = [.. hidden.IsShown];
            more[next] = false;
            hidden = Hide(later, more, fewest);
        }

        var change = changes.Sum();
        return hidden with { IsTotalShown = hidden.IsTotalShown && (change == 0 || change >= fewest) };
    }

    private static ShownGroups Hide(IReadOnlyList<int> counts, bool[] isShown, int fewest)
    {
        while (isShown.Contains(false) && counts.Where((_, i) => !isShown[i]).Sum() < fewest && NextSmallest(counts, isShown) is { } next) isShown[next] = false;
        return new(isShown, counts.Sum() >= fewest);
    }

    private static int? NextSmallest(IReadOnlyList<int> counts, IReadOnlyList<bool> isShown)
    {
        int? smallest = null;
        for (var i = 0; i < counts.Count; i++)
        {
            if (isShown[i] && (smallest is null || counts[i] <= counts[smallest.Value])) smallest = i;
        }

        return smallest;
    }
}
