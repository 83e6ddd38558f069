using System.Globalization;
using System.Text.RegularExpressions;

namespace Charthouse.Ui;

/// <summary>Numbers as people write them: in a form with a decimal point, in rows with a point or a comma.</summary>
public static partial class WrittenNumbers
{
    /// <summary>A number of a form, with a decimal point; <c>null</c> for anything else. A comma is refused, because it means thousands to some and decimals to others.</summary>
    public static double? Of(string? text) => string.IsNullOrWhiteSpace(text) || text.Contains(',', StringComparison.Ordinal) ? null : Of(text, hasComma: false);

    /// <summary>A number whose decimals stand behind a comma, or else behind a point; the other sign, or a blank, may part its thousands.</summary>
    public static double? Of(string text, bool hasComma)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim().Replace('\u2212', '-').Replace('\u00A0', ' ').Replace('\u202F', ' ');
        if (!(hasComma ? WithComma : WithPoint).IsMatch(text)) return null;
        text = text.Replace(" ", "", StringComparison.Ordinal);
        text = hasComma ? text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.') : text.Replace(",", "", StringComparison.Ordinal);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
    }

    [GeneratedRegex(@"^[-+]?(\d{1,3}(,\d{3})+|\d{1,3}( \d{3})+|\d+)?(\.\d+)?([eE][-+]?\d+)?$(?<=\d)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WithPoint { get; }

    [GeneratedRegex(@"^[-+]?(\d{1,3}(\.\d{3})+|\d{1,3}( \d{3})+|\d+)?(,\d+)?$(?<=\d)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WithComma { get; }
}
