using System.Globalization;
using Charthouse.Platform.History;
using Charthouse.Ui;
using Microsoft.AspNetCore.WebUtilities;

namespace Charthouse.Access.History;

/// <summary>What the address of the History page chooses.</summary>
internal static class HistorySelection
{
    /// <summary>What is no day is no limit; the field shows that it stayed empty.</summary>
    public static HistoryFilter Of(string? kind, string? record, string? person, string? from, string? to, string? field, TimeZoneInfo? zone) => new(kind, record, person, Days.Of(from), Days.Of(to), field, zone);

    /// <summary>The same choice for another address.</summary>
    public static string Query(string path, HistoryFilter filter) => QueryHelpers.AddQueryString(path, new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["kind"] = filter.Kind,
        ["record"] = filter.Record,
        ["person"] = filter.Person,
        ["from"] = Text(filter.From),
        ["to"] = Text(filter.To),
        ["field"] = filter.Field,
    }.Where(pair => !string.IsNullOrEmpty(pair.Value)));

    public static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
