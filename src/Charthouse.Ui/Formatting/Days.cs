using System.Globalization;
using System.Text.RegularExpressions;
using Charthouse.Platform;

namespace Charthouse.Ui;

/// <summary>Days as date fields send them, and as people write them. A browser without such fields sends whatever was typed.</summary>
public static partial class Days
{
    /// <summary>The day; <c>null</c> for an empty field, and for what is no day of these times: a year 0206 is a slip of the fingers.</summary>
    public static DateOnly? Of(string? text) =>
        DateOnly.TryParseExact(text?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and < 2200 ? day : null;

    /// <summary>The orders in which people write a day: <c>ymd</c>, <c>dmy</c> and <c>mdy</c>.</summary>
    public static IReadOnlyList<string> Orders { get; } = ["ymd", "dmy", "mdy"];

    /// <summary>The day in one of <see cref="Orders"/>; <c>null</c> for what is none of these times. A midnight behind it, as spreadsheets write, does not count.</summary>
    public static DateOnly? Of(string text, string order)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = ThreeNumbers.Match(text.Trim());
        if (!match.Success) return null;
        var (a, b, c) = (Part("a"), Part("b"), Part("c"));
        var (year, month, day) = order switch { "ymd" => (a, b, c), "dmy" => (c, b, a), _ => (c, a, b) };
        // Two digits for a year do not say which century.
        if (year is < 1900 or > 2199 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return null;
        return new DateOnly(year, month, day);

        int Part(string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>A refusal for each field that holds something else than a day.</summary>
    public static List<Problem> Refuse(params ReadOnlySpan<(string Field, string? Text)> fields)
    {
        List<Problem> problems = [];
        foreach (var (field, text) in fields)
        {
            if (!string.IsNullOrWhiteSpace(text) && Of(text) is null) problems.Add(new Problem("form.no-day", ProblemKind.Invalid, "This is not a day between the years 1900 and 2199. Write it as 2026-01-31.", field));
        }

        return problems;
    }

    [GeneratedRegex(@"^(?<a>\d{1,4})[-/. ](?<b>\d{1,2})[-/. ](?<c>\d{1,4})([T ]00:00(:00)?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ThreeNumbers { get; }
}
