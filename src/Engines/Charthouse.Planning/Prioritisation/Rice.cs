namespace Charthouse.Planning.Prioritisation;

/// <summary>An item as RICE sees it.</summary>
/// <param name="Id">The item.</param>
/// <param name="Reach">People or events in a fixed period.</param>
/// <param name="Impact">Usually 0.25, 0.5, 1, 2 or 3.</param>
/// <param name="Confidence">A share from 0 to 1, usually 0.5, 0.8 or 1.</param>
/// <param name="Effort">Effort, above 0, such as person-months.</param>
public sealed record RiceItem(string Id, double Reach, double Impact, double Confidence, double Effort);

/// <summary>RICE: reach × impact × confidence ÷ effort. Source: Sean McBride, Intercom, 2016.</summary>
public static class Rice
{
    /// <summary>reach × impact × confidence ÷ effort.</summary>
    /// <param name="item">The item.</param>
    /// <exception cref="ArgumentOutOfRangeException">The effort is not above 0.</exception>
    public static double Of(RiceItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(item.Effort, nameof(item));
        return item.Reach * item.Impact * item.Confidence / item.Effort;
    }

    /// <summary>Items, the highest first.</summary>
    /// <param name="items">Items.</param>
    /// <exception cref="ArgumentOutOfRangeException">An effort is not above 0.</exception>
    public static IReadOnlyList<Ranked> Rank(IEnumerable<RiceItem> items) => CompetitionRank.Of(items.Select(item => (item.Id, Of(item))));
}
