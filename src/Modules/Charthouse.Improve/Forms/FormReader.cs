using System.Globalization;
using Charthouse.Platform;
using Charthouse.Ui;

namespace Charthouse.Improve.Forms;

/// <summary>Reads what a form sent, and keeps what is wrong with it by field.</summary>
internal sealed class FormReader
{
    public List<Problem> Problems { get; } = [];

    /// <summary>A text without blanks around it; <c>null</c> when it is empty.</summary>
    public string? Text(string field, string? text, int longest)
    {
        if (Clean(text) is not { } clean) return null;
        if (clean.Length > longest) Problems.Add(new Problem("improve.text-too-long", ProblemKind.Invalid, $"This text is longer than {longest.ToString("N0", CultureInfo.InvariantCulture)} characters. Shorten it, or attach a file.", field));
        return clean;
    }

    /// <summary>A text that must be there.</summary>
    /// <param name="what">What is missing, such as "a title".</param>
    public string Required(string field, string what, string? text, int longest)
    {
        if (Text(field, text, longest) is { } given) return given;
        Missing(field, what);
        return "";
    }

    public void Missing(string field, string what) => Problems.Add(new Problem("improve.missing", ProblemKind.Invalid, $"Give {what}.", field));

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
        Problems.Add(new Problem("improve.no-number", ProblemKind.Invalid, "This is not a number. Write it with a decimal point and without blanks, such as 11.5.", field));
        return null;
    }

    /// <summary>A whole number.</summary>
    public int? Whole(string field, string? text, int least, int most)
    {
        if (Clean(text) is not { } clean) return null;
        if (int.TryParse(clean, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Problems.Add(new Problem("improve.no-whole-number", ProblemKind.Invalid, $"Give a whole number from {least} to {most.ToString("N0", CultureInfo.InvariantCulture)}, without blanks or commas.", field));
        return null;
    }

    /// <summary>One of a closed list; <c>null</c> for none of them.</summary>
    public static T? Choice<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, out var known) && Enum.IsDefined(known) ? known : null;

    public static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;

    // Browsers send other line ends than were stored.
    public static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().ReplaceLineEndings("\n");

    public static double? NumberOf(string text) =>
        WrittenNumbers.Of(text) is { } number && Math.Abs(number) < 1e15 ? number : null;

    /// <summary>A day as a date field takes it.</summary>
    public static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A number as a number field takes it.</summary>
    public static string? Plain(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);
}
