using System.Globalization;
using System.Text.RegularExpressions;

namespace Charthouse.Measure.Measures.Points;

/// <summary>Reads numbers and dates in each way that people write them, so that what fits in several ways is asked and not guessed.</summary>
internal static partial class PointNumbers
{
    public static readonly string[] DateOrders = ["ymd", "dmy", "mdy"];

    public static double? Number(string text, bool hasComma)
    {
        text = text.Trim().Replace('\u2212', '-').Replace("\u00A0", "", StringComparison.Ordinal).Replace("\u202F", "", StringComparison.Ordinal);
        if (!(hasComma ? WithComma : WithPoint).IsMatch(text)) return null;
        text = hasComma ? text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.') : text.Replace(",", "", StringComparison.Ordinal);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
    }

    /// <summary>A number of a form, with a decimal point. A comma is refused, because it means thousands to some and decimals to others.</summary>
    public static double? Plain(string? text) => string.IsNullOrWhiteSpace(text) || text.Contains(',', StringComparison.Ordinal) ? null : Number(text, hasComma: false);

    public static DateOnly? Date(string text, string order)
    {
        // A cell of a spreadsheet may hold a time after the date.
        var match = ThreeNumbers.Match(text.Trim());
        if (!match.Success) return null;
        var (a, b, c) = (Part("a"), Part("b"), Part("c"));
        var (year, month, day) = order switch { "ymd" => (a, b, c), "dmy" => (c, b, a), _ => (c, a, b) };
        // Two digits for a year do not say which century.
        if (year is < 1900 or > 2199 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return null;
        return new DateOnly(year, month, day);

        int Part(string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(?<a>\d{1,4})[-/. ](?<b>\d{1,2})[-/. ](?<c>\d{1,4})([T ]00:00(:00)?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ThreeNumbers { get; }

    [GeneratedRegex(@"^[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?([eE][-+]?\d+)?$(?<=\d)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WithPoint { get; }

    [GeneratedRegex(@"^[-+]?(\d{1,3}(\.\d{3})+|\d+)?(,\d+)?$(?<=\d)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WithComma { get; }
}
