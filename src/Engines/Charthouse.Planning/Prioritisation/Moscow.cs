namespace Charthouse.Planning.Prioritisation;

/// <summary>How much something is needed.</summary>
public enum Need
{
    /// <summary>Without it the rest makes no sense.</summary>
    Must,

    /// <summary>Important, and there is a way around it.</summary>
    Should,

    /// <summary>Wanted.</summary>
    Could,

    /// <summary>Not this time: left out of the total.</summary>
    Wont,
}

/// <summary>What a MoSCoW list says about its effort.</summary>
/// <param name="MustShare">Hours of Must ÷ hours of Must, Should and Could; <c>null</c> when these are 0.</param>
/// <param name="IsWithinGuide">Whether that is at most <see cref="Moscow.MostMustShare"/>; <c>null</c> when the share is.</param>
public sealed record MoscowBalance(double? MustShare, bool? IsWithinGuide);

/// <summary>MoSCoW: whether the list leaves room for what goes wrong. Guide of the DSDM handbook: at most 60 % of the effort is Must.</summary>
public static class Moscow
{
    /// <summary>Most share of the effort that should be Must.</summary>
    public const double MostMustShare = 0.6;

    /// <summary>The share of Must in the effort of a list.</summary>
    /// <param name="items">Need and hours of each item, hours from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Hours are below 0.</exception>
    public static MoscowBalance Of(IEnumerable<(Need Need, double Hours)> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        double must = 0, total = 0;
        foreach (var (need, hours) in items)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(hours, nameof(items));
            if (need == Need.Wont) continue;
            total += hours;
            if (need == Need.Must) must += hours;
        }

        return total > 0 ? new(must / total, must / total <= MostMustShare) : new(null, null);
    }
}
