using System.Globalization;

namespace Charthouse.Ui.Export;

/// <summary>A table as it goes into a file. A cell is a text, a number (<see cref="double"/>, <see cref="long"/> or <see cref="int"/>), a date, an instant (<see cref="DateTimeOffset"/>, written in UTC), or nothing.</summary>
public sealed record Table(string Name, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>An instant as files have it: 2026-01-31T06:51:00Z.</summary>
    internal static string TextOf(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
