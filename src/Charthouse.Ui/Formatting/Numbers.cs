using System.Globalization;

namespace Charthouse.Ui;

/// <summary>Numbers as the product prints them: grouped thousands, a real minus sign, a narrow no-break space before the unit.</summary>
/// <remarks>They follow the current culture and take values that exist; a missing one is a <see cref="Reading"/>.</remarks>
public static class Numbers
{
    public const string NarrowSpace = "\u202F";
    public const string Minus = "\u2212";

    /// <summary>"5.21"</summary>
    public static string Fixed(double value, int decimals)
    {
        var text = value.ToString(FormattableString.Invariant($"N{decimals}"), Format);
        return double.IsNegative(value) && text.All(c => c is not (>= '1' and <= '9')) ? text.Replace(Minus, "", StringComparison.Ordinal) : text;
    }

    /// <summary>"1,284"</summary>
    public static string Whole(long value) => value.ToString("N0", Format);

    /// <summary>"5.21 h"</summary>
    public static string Hours(double hours) => WithUnit(Fixed(hours, 2), "h");

    /// <summary>A share of 0 to 1 as "38.4 %".</summary>
    public static string Percent(double share, int decimals = 1) => WithUnit(Fixed(share * 100, decimals), "%");

    /// <summary>"+0.31" or "−0.31"; zero has no sign.</summary>
    public static string Difference(double value, int decimals)
    {
        var text = Fixed(value, decimals);
        return value > 0 && text.Any(c => c is >= '1' and <= '9') ? "+" + text : text;
    }

    /// <summary>"311.4 M", "63.2 k"; below ten thousand every digit.</summary>
    public static string Large(long value) => Math.Abs((double)value) switch
    {
        >= 1e9 => WithUnit(Fixed(value / 1e9, 1), "bn"),
        >= 1e6 => WithUnit(Fixed(value / 1e6, 1), "M"),
        >= 1e4 => WithUnit(Fixed(value / 1e3, 1), "k"),
        _ => Whole(value),
    };

    /// <summary>"5 h 12", "38 min", "41 d", "12 s".</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        _ when time < TimeSpan.Zero => Minus + Duration(-time),
        { TotalDays: >= 2 } => WithUnit(Whole((long)time.TotalDays), "d"),
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}{NarrowSpace}h{NarrowSpace}{time.Minutes:00}"),
        { TotalMinutes: >= 1 } => WithUnit(Whole((long)time.TotalMinutes), "min"),
        _ => WithUnit(Whole((long)time.TotalSeconds), "s"),
    };

    /// <summary>"3.4 GB", in powers of ten.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000_000 => WithUnit(Fixed(bytes / 1e9, 1), "GB"),
        >= 1_000_000 => WithUnit(Fixed(bytes / 1e6, 1), "MB"),
        >= 1_000 => WithUnit(Fixed(bytes / 1e3, 0), "kB"),
        _ => WithUnit(Whole(bytes), "B"),
    };

    public static string WithUnit(string number, string? unit) => string.IsNullOrEmpty(unit) ? number : number + NarrowSpace + unit;

    private static NumberFormatInfo Format
    {
        get
        {
            var format = (NumberFormatInfo)CultureInfo.CurrentCulture.NumberFormat.Clone();
            format.NegativeSign = Minus;
            format.NumberNegativePattern = 1;
            return format;
        }
    }
}
