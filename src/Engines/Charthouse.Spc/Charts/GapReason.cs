using Charthouse.Spc.Numerics;

namespace Charthouse.Spc;

/// <summary>Why a point has no value. The point keeps its place.</summary>
public enum GapReason
{
    /// <summary>Nothing was recorded.</summary>
    Missing,

    /// <summary>Numerator and denominator are both 0: nothing could happen.</summary>
    NoDenominator,

    /// <summary>Something happened to nobody: the denominator is 0, the numerator is not.</summary>
    NumeratorWithoutDenominator,

    /// <summary>More units with the property than units.</summary>
    NumeratorAboveDenominator,

    /// <summary>A negative count or denominator, or a time between events that is not above 0.</summary>
    OutOfRange,

    /// <summary>The source held text where a number was needed.</summary>
    NotANumber,
}

/// <summary>What the reasons mean for the row they come from.</summary>
public static class GapReasons
{
    /// <summary>The reason as it stands in files, such as <c>no-denominator</c>.</summary>
    /// <param name="reason">The reason.</param>
    public static string Code(this GapReason reason) => reason switch
    {
        GapReason.Missing => "missing",
        GapReason.NoDenominator => "no-denominator",
        GapReason.NumeratorWithoutDenominator => "numerator-without-denominator",
        GapReason.NumeratorAboveDenominator => "numerator-above-denominator",
        GapReason.OutOfRange => "out-of-range",
        _ => "not-a-number",
    };

    /// <summary>Whether the row contradicts itself or the chart, so that somebody should look at it; a missing value does not.</summary>
    /// <param name="reason">The reason.</param>
    public static bool IsRefusal(this GapReason reason) => reason is not (GapReason.Missing or GapReason.NoDenominator);

    /// <summary>Why a ratio cannot be used, if so.</summary>
    internal static GapReason? OfRatio(double numerator, double denominator, bool countsEvents = false, bool isShare = false)
    {
        if (denominator < 0 || (countsEvents && numerator < 0)) return GapReason.OutOfRange;
        if (denominator == 0) return numerator == 0 ? GapReason.NoDenominator : GapReason.NumeratorWithoutDenominator;
        return isShare && Closeness.Above(numerator, denominator) ? GapReason.NumeratorAboveDenominator : null;
    }
}
