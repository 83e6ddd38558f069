using System.Globalization;
using Charthouse.Platform;

namespace Charthouse.Ui;

/// <summary>Days as date fields send them. A browser without such fields sends whatever was typed.</summary>
public static class Days
{
    /// <summary>The day; <c>null</c> for an empty field, and for what is no day of these times: a year 0206 is a slip of the fingers.</summary>
    public static DateOnly? Of(string? text) =>
        DateOnly.TryParseExact(text?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and < 2200 ? day : null;

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
}
