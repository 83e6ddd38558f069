using System.Globalization;

namespace Charthouse.Ui;

/// <summary>
/// Reads which page of a list an address asks for. Addresses are typed and cut short by people: what is no number is the first page, never an error,
/// which is why pages take it as text (a parameter of another type refuses the whole page).
/// </summary>
public static class PageNumber
{
    /// <summary>No list is longer; a page beyond the end of a list is empty or its last one.</summary>
    public const int Last = 1_000_000;

    /// <param name="asked">What the address says.</param>
    /// <returns>From 1 to <see cref="Last"/>.</returns>
    public static int Of(string? asked) => OrNull(asked) ?? 1;

    /// <param name="asked">What the address says.</param>
    /// <returns>From 1 to <see cref="Last"/>; <c>null</c> when it says no number.</returns>
    public static int? OrNull(string? asked) => int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, Last) : null;
}
