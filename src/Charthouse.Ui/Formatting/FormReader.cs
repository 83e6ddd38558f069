using System.Globalization;
using Charthouse.Platform;

namespace Charthouse.Ui;

/// <summary>Reads what a form sent, and keeps what is wrong with it by field.</summary>
public sealed class FormReader
{
    /// <summary>What is wrong so far.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>A text without blanks around it; <c>null</c> when it is empty.</summary>
    public string? Text(string field, string? text, int longest)
    {
        if (Clean(text) is not { } clean) return null;
        if (clean.Length > longest) Problems.Add(new Problem("form.text-too-long", ProblemKind.Invalid, $"This text is longer than {longest.ToString("N0", CultureInfo.InvariantCulture)} characters. Shorten it, or attach a file.", field));
        return clean;
    }

    /// <summary>A text that must be there.</summary>
    /// <param name="field">The field.</param>
    /// <param name="text">What was sent.</param>
    /// <param name="longest">Most characters.</param>
    /// <param name="what">What is missing, such as "a title".</param>
    public string Required(string field, string what, string? text, int longest)
    {
        if (Text(field, text, longest) is { } given) return given;
        Missing(field, what);
        return "";
    }

    /// <summary>Says that a field is empty that must not be.</summary>
    /// <param name="field">The field.</param>
    /// <param name="what">What is missing, such as "a title".</param>
    public void Missing(string field, string what) => Problems.Add(new Problem("form.missing", ProblemKind.Invalid, $"Give {what}.", field));

    /// <summary>A day as date fields send it; a browser without such fields sends whatever was typed.</summary>
    public DateOnly? Day(string field, string? text)
    {
        if (Clean(text) is not { } clean) return null;
        Problems.AddRange(Days.Refuse((field, clean)));
        return Days.Of(clean);
    }

    /// <summary>A number with a decimal point. A comma is refused, because it means thousands to some and decimals to others.</summary>
    public double? Number(string field, string? text)
    {
        if (Clean(text) is not { } clean) return null;
        if (NumberOf(clean) is { } number) return number;
        Problems.Add(new Problem("form.no-number", ProblemKind.Invalid, "This is not a number. Write it with a decimal point and without blanks, such as 11.5.", field));
        return null;
    }

    /// <summary>A whole number.</summary>
    public int? Whole(string field, string? text, int least, int most)
    {
        if (Clean(text) is not { } clean) return null;
        if (int.TryParse(clean, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Problems.Add(new Problem("form.no-whole-number", ProblemKind.Invalid, $"Give a whole number from {least} to {most.ToString("N0", CultureInfo.InvariantCulture)}, without blanks or commas.", field));
        return null;
    }

    /// <summary>One of a closed list; <c>null</c> for none of them.</summary>
    public static T? Choice<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, out var known) && Enum.IsDefined(known) ? known : null;

    /// <summary>An id; <c>null</c> for anything else.</summary>
    public static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;

    /// <summary>A text without blanks around it and with the line ends that are stored; <c>null</c> when it is empty.</summary>
    public static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().ReplaceLineEndings("\n");

    /// <summary>A number below 10^15 with a decimal point; <c>null</c> for anything else.</summary>
    public static double? NumberOf(string text) =>
        WrittenNumbers.Of(text) is { } number && Math.Abs(number) < 1e15 ? number : null;

    /// <summary>A day as a date field takes it.</summary>
    public static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A number as a number field takes it.</summary>
    public static string? Plain(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);
}
