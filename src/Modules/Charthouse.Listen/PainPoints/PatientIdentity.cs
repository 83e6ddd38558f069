using System.Text;
using System.Text.RegularExpressions;

namespace Charthouse.Listen.PainPoints;

/// <summary>What in a text looks like the identity of a patient.</summary>
/// <param name="Start">Place of its first letter.</param>
/// <param name="Length">Letters.</param>
/// <param name="What">What it looks like, such as "a name".</param>
/// <param name="Stand">What stands in its place when it is taken out, such as "[name]".</param>
internal readonly record struct IdentityFinding(int Start, int Length, string What, string Stand);

/// <summary>
/// Looks for names after a title, record numbers, dates of birth, and numbers of insurance, telephone and e-mail. It finds what is written as people write it and
/// cannot know names without a title, so the form asks for no patient details all the same.
/// </summary>
internal static partial class PatientIdentity
{
    private const string Name = "a name", RecordNumber = "a record number", Birth = "a date of birth", Contact = "a telephone number or an e-mail address", Insurance = "a number of an insurance";

    /// <summary>What was found, in the order of the text; findings do not overlap.</summary>
    public static IReadOnlyList<IdentityFinding> Find(string? text)
    {
        if (string.IsNullOrEmpty(text)) return [];
        List<IdentityFinding> found = [];
        Add(TitledName, Name, "[name]");
        Add(NamedPatient, Name, "[name]");
        Add(Numbered, RecordNumber, "[record number]");
        Add(BirthWords, Birth, "[date of birth]");
        Add(SocialSecurity, Insurance, "[number]");
        Add(Mail, Contact, "[contact]");
        Add(LongNumber, RecordNumber, "[number]");
        found.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.Length.CompareTo(a.Length));
        List<IdentityFinding> apart = [];
        foreach (var one in found)
        {
            if (apart.Count == 0 || one.Start >= apart[^1].Start + apart[^1].Length) apart.Add(one);
        }

        return apart;

        void Add(Regex pattern, string what, string stand)
        {
            foreach (Match match in pattern.Matches(text))
            {
                var part = match.Groups["id"] is { Success: true } id ? id : (Group)match;
                found.Add(new(part.Index, part.Length, what, stand));
            }
        }
    }

    /// <summary>The text with what was found taken out.</summary>
    public static string Redact(string text)
    {
        var (clean, at) = (new StringBuilder(text.Length), 0);
        foreach (var one in Find(text))
        {
            clean.Append(text, at, one.Start - at).Append(one.Stand);
            at = one.Start + one.Length;
        }

        return clean.Append(text, at, text.Length - at).ToString();
    }

    // A doctor's name is no patient's: Dr and Prof are left out on purpose.
    [GeneratedRegex(@"\b(?:Mr|Mrs|Ms|Miss|Mister|Herr|Frau|Mme|Madame|Monsieur|Sr|Sra)\b\.?\s+(?<id>\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]+){0,2})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TitledName { get; }

    [GeneratedRegex(@"\b(?:[Pp]atient|[Pp]t|[Pp]ati[eë]nt)(?:'s)?\.?,?\s+(?:(?:named|called|name(?: is)?:?)\s+)?(?<id>\p{Lu}\p{Ll}[\p{L}'’-]*\s+\p{Lu}\p{Ll}[\p{L}'’-]*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedPatient { get; }

    [GeneratedRegex(@"\b(?:MRN|CSN|HAR|FIN|PID|record(?:\s+(?:no|number|nr))?|chart(?:\s+(?:no|number))|case(?:\s+(?:no|number))|encounter(?:\s+(?:no|number))|visit(?:\s+(?:no|number)))\b\s*[.:#=]*\s*(?<id>[A-Z]{0,3}[- ]?\d[\d-]{3,})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbered { get; }

    [GeneratedRegex(@"\b(?:born(?:\s+on)?|DOB|d\.o\.b\.?|date\s+of\s+birth|birth\s*date|geb\.?|geboren(?:\s+am)?)\s*[:.]?\s*(?<id>\d{1,4}[-./ ]\d{1,2}[-./ ]\d{1,4}|\d{1,2}\.?\s+\p{L}{3,9}\.?,?\s+\d{2,4}|\p{L}{3,9}\.?\s+\d{1,2},?\s+\d{2,4})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BirthWords { get; }

    [GeneratedRegex(@"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SocialSecurity { get; }

    // An address begins where no other letter of one stands before it, so that a long word is not tried from each of its letters.
    [GeneratedRegex(@"(?<![\p{L}\d._%+-])(?>[\p{L}\d._%+-]{1,64})@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+|(?<![\d-])(?:\+\d{1,3}[ -]?)?\(?\d{3}\)?[ -]\d{3}[ -]\d{4}(?!\d)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mail { get; }

    // Seven digits and more in a row are hardly ever a dose or a year.
    [GeneratedRegex(@"(?<![\d.,])\d{7,12}(?![\d.,]*\d)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LongNumber { get; }
}
