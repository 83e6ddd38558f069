using Charthouse.Listen.PainPoints.Triage;
using Charthouse.Planning.ServiceLevels;
using Charthouse.Platform;
using Charthouse.Platform.Records;

namespace Charthouse.Listen.PainPoints;

/// <summary>Where a pain point stands.</summary>
internal enum PainPointState
{
    /// <summary>Nobody has looked at it.</summary>
    New,
    /// <summary>Those who reported it were asked something; the clock stands still.</summary>
    Waiting,
    /// <summary>Somebody owns it.</summary>
    Open,
    /// <summary>Those who asked have their answer.</summary>
    Answered,
    /// <summary>It says the same as another one, which has its voices now.</summary>
    Merged,
}

/// <summary>How often it happens to one person.</summary>
internal enum HowOften
{
    SeveralTimesAnHour,
    SeveralTimesAShift,
    OnceAShift,
    OnceAWeek,
    Rarely,
}

/// <summary>What kind of trouble it is.</summary>
internal enum PainPointKind
{
    Usability,
    Content,
    Alert,
    Workflow,
    Access,
    Training,
    Device,
    Performance,
    Data,
}

/// <summary>What was done about it. Nearly half of all fixes need no build: they exist already, or local work changes.</summary>
internal enum Resolution
{
    /// <summary>It exists already; somebody showed it.</summary>
    Discovery,
    /// <summary>Local work changes, not the system.</summary>
    Accommodation,
    /// <summary>Something that exists was changed.</summary>
    Modification,
    /// <summary>Something new was built.</summary>
    Creation,
    /// <summary>It stays as it is, with a reason.</summary>
    Declined,
}

/// <summary>What gets in a clinician's way, in the clinician's words: the first step of a thread.</summary>
internal sealed class PainPoint
{
    public const string RecordKind = "pain-point";
    public const int LongestText = 2000, LongestTitle = 120, LongestPlace = 200, LongestLine = 500, LongestReason = 1000;

    private readonly List<StateSpan> states = [];

    public required Guid Id { get; init; }

    /// <summary>Counted from 1; shown as T-0412.</summary>
    public required int Number { get; init; }

    /// <summary>The words of the person who reported it. They stay as they are.</summary>
    public required string Text { get; init; }

    /// <summary>Where it happens, in words.</summary>
    public required string Place { get; init; }

    /// <summary>The part of the organisation, when the place was chosen and not typed.</summary>
    public Guid? UnitId { get; init; }

    public required HowOften HowOften { get; init; }

    public required DateTimeOffset ReportedAt { get; init; }

    /// <summary>One per form: sending it twice is reporting it once.</summary>
    public required Guid Once { get; init; }

    /// <summary>The day by which a person was promised to write back.</summary>
    public required DateOnly ReplyDueOn { get; init; }

    /// <summary>When a person first wrote back.</summary>
    public DateTimeOffset? RepliedAt { get; private set; }

    /// <summary>A few words of the team; <c>null</c> until somebody has looked at it.</summary>
    public string? Title { get; private set; }

    public PainPointState State { get; private set; }

    public PainPointKind? Kind { get; private set; }

    public Level? Impact { get; private set; }

    public Level? Urgency { get; private set; }

    /// <summary>NCC MERP category A to I of what happened; <c>null</c> when nothing happened to a patient, or nobody has said.</summary>
    public string? HarmCategory { get; private set; }

    public Priority? Priority { get; private set; }

    /// <summary>Until when it is to be resolved by its priority; moves while it waits for the reporter.</summary>
    public DateTimeOffset? ResolveDueAt { get; private set; }

    public bool IsSafety { get; private set; }

    /// <summary>Systems that it is about, in words, with commas between them.</summary>
    public string? Systems { get; private set; }

    public string? Departments { get; private set; }

    /// <summary>Seconds that it costs each time.</summary>
    public double? SecondsEachTime { get; private set; }

    /// <summary>How often it happens a day, for all people together.</summary>
    public double? TimesADay { get; private set; }

    /// <summary>People whom it happens to.</summary>
    public int? PeopleCount { get; private set; }

    public string? Owner { get; private set; }

    /// <summary>The next day that was promised.</summary>
    public DateOnly? NextOn { get; private set; }

    /// <summary>Why it is where it is, in plain words; those who asked read it.</summary>
    public string? Reason { get; private set; }

    public Guid? MergedIntoId { get; private set; }

    public DateTimeOffset? ArchivedAt { get; private set; }

    public int ReopenedCount { get; private set; }

    public int Version { get; private set; }

    /// <summary>Which states it was in, in their order.</summary>
    public IReadOnlyList<StateSpan> States => states;

    /// <summary>"T-0412"</summary>
    public string Name => PainPointWords.Name(Number);

    /// <summary>The title of the team, or the beginning of the report.</summary>
    public string Heading => Title ?? PainPointWords.Beginning(Text);

    public bool IsOpen => State is PainPointState.New or PainPointState.Waiting or PainPointState.Open;

    /// <summary>Hours a month that it costs, and why there is no number when there is none.</summary>
    public BurdenOfPainPoint Burden => BurdenOfPainPoint.Of(SecondsEachTime, TimesADay);

    /// <summary>Starts its first state. Once, when it is reported.</summary>
    public void Begin() => Enter(PainPointState.New, ReportedAt);

    /// <summary>Sorts it; changes nothing when it is refused.</summary>
    /// <param name="form">What was said about it.</param>
    /// <param name="levels">Targets by priority.</param>
    /// <param name="zone">Where the organisation is.</param>
    /// <param name="at">Now.</param>
    public List<Problem> Sort(TriageForm form, ServiceLevels levels, TimeZoneInfo zone, DateTimeOffset at)
    {
        var read = form.Read();
        if (State is PainPointState.Merged) read.Problems.Add(PainPointProblems.IsMerged);
        if (read.Problems.Count > 0) return read.Problems;
        (Title, Kind, Impact, Urgency, HarmCategory, IsSafety) = (read.Title, read.Kind, read.Impact, read.Urgency, read.HarmCategory, read.IsSafety);
        (Systems, Departments, SecondsEachTime, TimesADay, PeopleCount) = (read.Systems, read.Departments, read.SecondsEachTime, read.TimesADay, read.PeopleCount);
        (Owner, NextOn, Reason) = (read.Owner, read.NextOn, read.Reason);
        Promise(levels, zone, at);
        if (State == PainPointState.New) Enter(PainPointState.Open, at);
        Version++;
        return [];
    }

    /// <summary>A person wrote to those who asked.</summary>
    /// <param name="isQuestion">Whether an answer is needed before anything goes on.</param>
    public void Write(bool isQuestion, DateTimeOffset at)
    {
        RepliedAt ??= at;
        if (isQuestion && State is (PainPointState.New or PainPointState.Open)) Enter(PainPointState.Waiting, at);
        Version++;
    }

    /// <summary>Somebody who asked wrote back: what waited goes on, and what was answered is open again.</summary>
    /// <param name="levels">Targets by priority.</param>
    /// <param name="zone">Where the organisation is.</param>
    public void Hear(ServiceLevels levels, TimeZoneInfo zone, DateTimeOffset at)
    {
        if (State == PainPointState.Answered) ReopenedCount++;
        if (State is PainPointState.Waiting or PainPointState.Answered)
        {
            Enter(Owner is null ? PainPointState.New : PainPointState.Open, at);
            Promise(levels, zone, at);
        }

        Version++;
    }

    /// <summary>Those who asked have their answer.</summary>
    public void Answer(DateTimeOffset at)
    {
        RepliedAt ??= at;
        NextOn = null;
        Enter(PainPointState.Answered, at);
        Version++;
    }

    public void MergeInto(PainPoint other, DateTimeOffset at)
    {
        MergedIntoId = other.Id;
        Enter(PainPointState.Merged, at);
        Version++;
    }

    public void Separate(DateTimeOffset at)
    {
        MergedIntoId = null;
        Enter(Owner is null ? PainPointState.New : PainPointState.Open, at);
        Version++;
    }

    /// <summary>More people say it, or fewer.</summary>
    public void CountVoices() => Version++;

    private void Promise(ServiceLevels levels, TimeZoneInfo zone, DateTimeOffset at)
    {
        if (Impact is not { } impact || Urgency is not { } urgency) return;
        var priority = levels.PriorityOf(impact, urgency, HarmCategory is { Length: 1 } harm ? harm[0] : null);
        // What might hurt somebody is never left to the end of the queue.
        if (IsSafety && priority > Planning.ServiceLevels.Priority.P2) priority = Planning.ServiceLevels.Priority.P2;
        Priority = priority;
        var waited = states.Where(span => span.State == PainPointState.Waiting).Select(span => (Local(span.EnteredAt), Local(span.LeftAt ?? at))).ToList();
        var due = levels.PromiseOf(priority, Local(ReportedAt), waited).ResolveBy;
        ResolveDueAt = new DateTimeOffset(due, zone.GetUtcOffset(due)).ToUniversalTime();

        DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone).DateTime;
    }

    private void Enter(PainPointState state, DateTimeOffset at)
    {
        if (states.Count > 0) states[^1].LeftAt = at;
        states.Add(new StateSpan { Id = Guid.CreateVersion7(), PainPointId = Id, State = state, EnteredAt = at, Order = states.Count });
        State = state;
    }
}

/// <summary>A time in which a pain point was in one state.</summary>
internal sealed class StateSpan
{
    public required Guid Id { get; init; }

    public required Guid PainPointId { get; init; }

    public required int Order { get; init; }

    public required PainPointState State { get; init; }

    public required DateTimeOffset EnteredAt { get; init; }

    public DateTimeOffset? LeftAt { get; set; }
}

/// <summary>What a pain point costs: seconds each time × times a day × 30.4 days.</summary>
/// <param name="HoursAMonth">Hours of all people together in a month; <c>null</c> when it is not known.</param>
/// <param name="WhyNone">Why it is not known.</param>
internal readonly record struct BurdenOfPainPoint(double? HoursAMonth, string? WhyNone)
{
    /// <summary>Days in an average month.</summary>
    public const double DaysAMonth = 30.4;

    /// <summary>24 s, 8,400 times a day, are 1,702 hours a month.</summary>
    public static BurdenOfPainPoint Of(double? secondsEachTime, double? timesADay) => (secondsEachTime, timesADay) switch
    {
        (null, null) => new(null, "Nobody has said how long it takes and how often it happens."),
        (null, _) => new(null, "Nobody has said how long it takes each time."),
        (_, null) => new(null, "Nobody has said how often it happens a day."),
        ({ } seconds, { } times) => new(seconds * times * DaysAMonth / 3600, null),
    };
}

internal static class PainPointProblems
{
    public static readonly Problem NotFound = new("listen.pain-point-not-found", ProblemKind.NotFound, "There is no such pain point, or you may not see it.");
    public static readonly Problem NotAllowed = new("listen.not-allowed", ProblemKind.Forbidden, "You may read this pain point, but not sort or answer it. Ask an administrator for the permission to sort pain points.");
    public static readonly Problem NoText = new("listen.no-text", ProblemKind.Invalid, "Tell us in a sentence what gets in your way.", "Text");
    public static readonly Problem LongText = new("listen.long-text", ProblemKind.Invalid, "This is longer than 2,000 characters. Keep the part that hurts most; we will ask for the rest.", "Text");
    public static readonly Problem NoPlace = new("listen.no-place", ProblemKind.Invalid, "Say where it happens: a ward, a clinic, or a screen.", "Place");
    public static readonly Problem LongPlace = new("listen.long-place", ProblemKind.Invalid, "This place is longer than 200 characters. Shorten it.", "Place");
    public static readonly Problem NoHowOften = new("listen.no-how-often", ProblemKind.Invalid, "Say about how often it happens to you.", "HowOften");
    public static readonly Problem NoAddress = new("listen.no-address", ProblemKind.Invalid, "This is not an e-mail address. Correct it, or leave the field empty: you get a private link in any case.", "AnswerTo");
    public static readonly Problem TooMany = new("listen.too-many", ProblemKind.TooMany, "Very many reports came from your network within a minute. Yours is still in the form: wait a minute and send it again.");
    public static readonly Problem CodeUnknown = new("listen.code-unknown", ProblemKind.NotFound, "We do not know this code. Check it letter by letter, or report again: nothing you wrote before is lost to us.");
    public static readonly Problem IsMerged = new("listen.is-merged", ProblemKind.Conflict, "This pain point was joined with another one. Sort and answer that one.");
    public static readonly Problem IsAnswered = new("listen.is-answered", ProblemKind.Conflict, "This pain point is answered already. It opens again when somebody who asked writes back.");
    public static readonly Problem MergeWithItself = new("listen.merge-with-itself", ProblemKind.Invalid, "A pain point cannot be joined with itself. Choose another one.", "Into");
    public static readonly Problem MergeIntoMerged = new("listen.merge-into-merged", ProblemKind.Conflict, "The other pain point was joined with a third one meanwhile. Choose that one.", "Into");
    public static readonly Problem NotMerged = new("listen.not-merged", ProblemKind.Conflict, "This pain point stands by itself already.");
    public static readonly Problem NoMessage = new("listen.no-message", ProblemKind.Invalid, "Write something first.", "Text");
    public static readonly Problem LongMessage = new("listen.long-message", ProblemKind.Invalid, "This message is longer than 4,000 characters. Shorten it.", "Text");
    public static readonly Problem VoiceThere = new("listen.voice-there", ProblemKind.Conflict, "You have added your voice to this already. Thank you.");
    public static readonly Problem SortFirst = new("listen.sort-first", ProblemKind.Conflict, "Nobody has sorted this pain point yet. Sort it first, then answer it.");
    public static readonly Problem NotAnswered = new("listen.not-answered", ProblemKind.Conflict, "There is no answer to rate yet.");
    public static readonly Problem SafetyClosed = new("listen.safety-closed", ProblemKind.Conflict, "This safety event is closed already.");
}
