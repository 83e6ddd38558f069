using System.Globalization;
using Charthouse.Ui;

namespace Charthouse.Decide.Decisions;

/// <summary>Amounts in whole minor units of an ISO 4217 currency.</summary>
internal static class Money
{
    public const long MostMinor = 1_000_000_000_000_00;

    /// <summary>Minor units of one unit: 100 for most, 1 for yen, 1,000 for dinars.</summary>
    public static int MinorOf(string currency) => currency switch
    {
        "JPY" or "KRW" or "CLP" or "ISK" or "VND" or "UGX" or "PYG" or "XAF" or "XOF" or "RWF" => 1,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 1000,
        _ => 100,
    };

    public static bool IsCurrency(string? text) => text is { Length: 3 } && text.All(char.IsAsciiLetterUpper);

    /// <summary>What a form sends, such as 18000 or 18000.50, in minor units; <c>null</c> for what is no amount, or has more decimals than the currency.</summary>
    public static long? Of(string text, string currency)
    {
        if (!decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount > MostMinor / 1000m) return null;
        var minor = amount * MinorOf(currency);
        return minor == decimal.Truncate(minor) ? (long)minor : null;
    }

    /// <summary>"18,000 USD"; decimals only where there are some.</summary>
    public static string Words(long minor, string currency)
    {
        var per = MinorOf(currency);
        return Numbers.WithUnit(minor % per == 0 ? Numbers.Whole(minor / per) : Numbers.Fixed((double)minor / per, per == 1000 ? 3 : 2), currency);
    }

    /// <summary>As a field of a form takes it.</summary>
    public static string? Plain(long? minor, string? currency) => minor is { } amount ? (amount / (decimal)MinorOf(currency ?? "")).ToString(CultureInfo.InvariantCulture) : null;
}
