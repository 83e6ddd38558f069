using Charthouse.Planning.ServiceLevels;
using Charthouse.Platform;
using Charthouse.Ui;

namespace Charthouse.Listen.PainPoints.Triage;

/// <summary>What a person of the team says about a pain point.</summary>
internal sealed class TriageForm
{
    /// <summary>Until those who asked hear again, unless somebody says otherwise.</summary>
    public const int UsualDays = 14;

    public int Version { get; set; }
    public Dictionary<string, string?>? Base { get; set; }
    public string? Title { get; set; }
    public string? Kind { get; set; }
    public string? Impact { get; set; }
    public string? Urgency { get; set; }
    public string? HarmCategory { get; set; }
    public bool IsSafety { get; set; }
    public string? Systems { get; set; }
    public string? Departments { get; set; }
    public string? SecondsEachTime { get; set; }
    public string? TimesADay { get; set; }
    public string? PeopleCount { get; set; }
    public string? Owner { get; set; }
    public string? NextOn { get; set; }
    public string? Reason { get; set; }

    public static IReadOnlyList<(string Name, string Label)> Labels { get; } =
    [
        ("Title", "Title"), ("Kind", "Kind"), ("Impact", "Impact"), ("Urgency", "Urgency"), ("HarmCategory", "Harm"), ("IsSafety", "Safety"), ("Systems", "Systems"), ("Departments", "Departments"),
        ("SecondsEachTime", "Seconds each time"), ("TimesADay", "Times a day"), ("PeopleCount", "People"), ("Owner", "Owner"), ("NextOn", "Next date"), ("Reason", "Where it stands, in plain words"),
    ];

    public static TriageForm Of(PainPoint point) => new()
    {
        Version = point.Version,
        Title = point.Title,
        Kind = point.Kind?.ToString(),
        Impact = point.Impact?.ToString(),
        Urgency = point.Urgency?.ToString(),
        HarmCategory = point.HarmCategory,
        IsSafety = point.IsSafety,
        Systems = point.Systems,
        Departments = point.Departments,
        SecondsEachTime = FormReader.Plain(point.SecondsEachTime),
        TimesADay = FormReader.Plain(point.TimesADay),
        PeopleCount = FormReader.Plain(point.PeopleCount),
        Owner = point.Owner,
        NextOn = FormReader.Iso(point.NextOn),
        Reason = point.Reason,
    };

    public Dictionary<string, string?> Values() => new(StringComparer.Ordinal)
    {
        ["Title"] = Title,
        ["Kind"] = Kind,
        ["Impact"] = Impact,
        ["Urgency"] = Urgency,
        ["HarmCategory"] = HarmCategory,
        ["IsSafety"] = IsSafety ? "true" : "false",
        ["Systems"] = Systems,
        ["Departments"] = Departments,
        ["SecondsEachTime"] = SecondsEachTime,
        ["TimesADay"] = TimesADay,
        ["PeopleCount"] = PeopleCount,
        ["Owner"] = Owner,
        ["NextOn"] = NextOn,
        ["Reason"] = Reason,
    };

    public SortedAs Read()
    {
        var read = new FormReader();
        var sorted = new SortedAs(
            read.Required("Title", "a title of a few words, without the name of anybody", Title, PainPoint.LongestTitle),
            FormReader.Choice<PainPointKind>(Kind),
            FormReader.Choice<Level>(Impact),
            FormReader.Choice<Level>(Urgency),
            PainPointWords.Harm.Any(harm => harm.Code == HarmCategory) ? HarmCategory : null,
            IsSafety,
            read.Text("Systems", Systems, PainPoint.LongestLine),
            read.Text("Departments", Departments, PainPoint.LongestLine),
            read.Number("SecondsEachTime", SecondsEachTime),
            read.Number("TimesADay", TimesADay),
            read.Whole("PeopleCount", PeopleCount, 1, 1_000_000),
            read.Required("Owner", "an owner: a person or a committee", Owner, PainPoint.LongestPlace),
            read.Day("NextOn", NextOn),
            read.Text("Reason", Reason, PainPoint.LongestReason),
            read.Problems);
        if (sorted.Kind is null) read.Missing("Kind", "what kind of trouble it is");
        if (sorted.Impact is null) read.Missing("Impact", "how much it hurts");
        if (sorted.Urgency is null) read.Missing("Urgency", "how soon it must be better");
        if (NextOn is null || FormReader.Clean(NextOn) is null) read.Missing("NextOn", "the next day on which those who asked hear from us");
        if (sorted.SecondsEachTime < 0 || sorted.SecondsEachTime > 86_400) read.Problems.Add(new Problem("listen.seconds-out-of-range", ProblemKind.Invalid, "Give the seconds of one time, from 0 to 86,400.", "SecondsEachTime"));
        if (sorted.TimesADay < 0 || sorted.TimesADay > 1e9) read.Problems.Add(new Problem("listen.times-out-of-range", ProblemKind.Invalid, "Give how often it happens a day for all people together, from 0 on.", "TimesADay"));
        return sorted;
    }
}

/// <summary>A form that was read.</summary>
internal sealed record SortedAs(
    string Title, PainPointKind? Kind, Level? Impact, Level? Urgency, string? HarmCategory, bool IsSafety, string? Systems, string? Departments, double? SecondsEachTime, double? TimesADay, int? PeopleCount, string Owner, DateOnly? NextOn, string? Reason, List<Problem> Problems);
