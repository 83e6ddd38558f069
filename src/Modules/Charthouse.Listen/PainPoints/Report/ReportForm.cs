using Charthouse.Platform;
using Charthouse.Ui;

namespace Charthouse.Listen.PainPoints.Report;

/// <summary>A report as its form sends it.</summary>
internal sealed class ReportForm
{
    private const int LongestAddress = 320;

    /// <summary>Random, one per form that was opened.</summary>
    public Guid Once { get; set; }

    public string? Text { get; set; }

    public string? Place { get; set; }

    public string? HowOften { get; set; }

    /// <summary>An e-mail address of somebody who is not signed in; empty stays anonymous.</summary>
    public string? AnswerTo { get; set; }

    /// <summary>How somebody who is signed in wants to be known.</summary>
    public string? Anonymity { get; set; }

    /// <summary>What to do with what looks like a patient: <c>redact</c> or <c>keep</c>; empty when nobody was asked.</summary>
    public string? Identity { get; set; }

    /// <summary>Whether similar reports were shown already.</summary>
    public bool IsSeen { get; set; }

    /// <summary>What is wrong with it.</summary>
    public List<Problem> Check(bool isSignedIn)
    {
        List<Problem> problems = [];
        (Text, Place, AnswerTo) = (FormReader.Clean(Text), FormReader.Clean(Place), FormReader.Clean(AnswerTo));
        if (Text is null) problems.Add(PainPointProblems.NoText);
        else if (Text.Length > PainPoint.LongestText) problems.Add(PainPointProblems.LongText);
        if (Place is null) problems.Add(PainPointProblems.NoPlace);
        else if (Place.Length > PainPoint.LongestPlace) problems.Add(PainPointProblems.LongPlace);
        if (FormReader.Choice<HowOften>(HowOften) is null) problems.Add(PainPointProblems.NoHowOften);
        if (!isSignedIn && AnswerTo is { } address && !IsAddress(address)) problems.Add(PainPointProblems.NoAddress);
        return problems;
    }

    // Whether it arrives is seen when it arrives; this catches slips of the finger.
    private static bool IsAddress(string text) =>
        text.Length <= LongestAddress && System.Net.Mail.MailAddress.TryCreate(text, out var address) && address.Address == text && address.Host.Contains('.', StringComparison.Ordinal);
}
