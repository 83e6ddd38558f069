using System.Globalization;
using Charthouse.Planning.ServiceLevels;
using Charthouse.Ui;

namespace Charthouse.Listen.PainPoints;

/// <summary>Pain points in words.</summary>
internal static class PainPointWords
{
    /// <summary>NCC MERP categories, in our own words.</summary>
    public static IReadOnlyList<(string Code, string Text)> Harm { get; } =
    [
        ("A", "A: could cause an error"), ("B", "B: an error that did not reach a patient"), ("C", "C: reached a patient, no harm"), ("D", "D: reached a patient, watched to rule out harm"),
        ("E", "E: harm for a while, treated"), ("F", "F: harm for a while, longer stay"), ("G", "G: harm that stays"), ("H", "H: life had to be sustained"), ("I", "I: death"),
    ];

    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"T-{number:0000}");

    public static string Beginning(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        if (line.Length <= PainPoint.LongestTitle) return line;
        var end = line.LastIndexOf(' ', PainPoint.LongestTitle - 1);
        if (end < PainPoint.LongestTitle / 2) end = PainPoint.LongestTitle - 1;
        // Half of a letter cannot be kept, nor shown.
        if (char.IsHighSurrogate(line[end - 1])) end--;
        return line[..end] + "…";
    }

    public static string Of(HowOften often) => often switch
    {
        HowOften.SeveralTimesAnHour => "Several times an hour",
        HowOften.SeveralTimesAShift => "Several times a shift",
        HowOften.OnceAShift => "About once a shift",
        HowOften.OnceAWeek => "About once a week",
        _ => "More rarely",
    };

    public static string Of(PainPointKind kind) => kind.ToString();

    public static string Of(Resolution resolution) => resolution switch
    {
        Resolution.Discovery => "Discovery: it exists already",
        Resolution.Accommodation => "Accommodation: local work changes",
        Resolution.Modification => "Modification: something was changed",
        Resolution.Creation => "Creation: something new was built",
        _ => "Declined: it stays as it is",
    };

    /// <summary>"new build (not training, not local habit)" and the like, for people who read one record.</summary>
    public static string Short(Resolution resolution) => resolution switch
    {
        Resolution.Discovery => "it exists already",
        Resolution.Accommodation => "local work changes",
        Resolution.Modification => "changed",
        Resolution.Creation => "built new",
        _ => "declined",
    };

    public static string Of(PainPointState state) => state switch
    {
        PainPointState.New => "new",
        PainPointState.Waiting => "waits for the reporter",
        PainPointState.Open => "being worked on",
        PainPointState.Answered => "answered",
        _ => "joined with another",
    };

    public static string Of(Level level) => level.ToString();

    public static string Of(AnswerRating rating) => rating switch { AnswerRating.Helps => "Yes, it helps", AnswerRating.HelpsPartly => "It helps partly", _ => "No, it still hurts" };

    public static string Burden(BurdenOfPainPoint burden) => burden.HoursAMonth is { } hours ? Numbers.WithUnit(Numbers.Fixed(hours, hours < 10 ? 1 : 0), "h a month") : "";

    /// <summary>The icon of a state.</summary>
    public static string Icon(PainPointState state) => state switch
    {
        PainPointState.New => "inbox",
        PainPointState.Waiting => "hourglass_empty",
        PainPointState.Open => "play_arrow",
        PainPointState.Answered => "check_circle",
        _ => "merge",
    };
}
