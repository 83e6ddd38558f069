using Charthouse.Decide.Scoring;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Ui;

namespace Charthouse.Decide.Requests;

/// <summary>A proposed change, from the first draft to the answer.</summary>
internal sealed class Request : IArchived
{
    public const string RecordKind = "request";
    public const int LongestTitle = 200, LongestLine = 500, LongestText = 4000, MostPeople = 1_000_000, MostHours = 100_000;

    private readonly List<RequestStateEntry> states = [];
    private readonly List<Clarification> clarifications = [];

    public required Guid Id { get; init; }

    /// <summary>Counts from 1 in an installation; shown as R-0001.</summary>
    public required int Number { get; init; }

    /// <summary>Came with the empty form: sent twice, it is one request.</summary>
    public required Guid SubmissionKey { get; init; }

    public Guid? RequesterId { get; init; }

    public required string RequesterName { get; init; }

    public string Title { get; private set; } = "";

    public string? Problem { get; private set; }

    /// <summary>Roles that suffer, in words.</summary>
    public string? WhoSuffers { get; private set; }

    /// <summary>How many people; <c>null</c> when nobody has counted.</summary>
    public int? PeopleCount { get; private set; }

    /// <summary>Departments and places, in words.</summary>
    public string? Place { get; private set; }

    /// <summary>How often, in words.</summary>
    public string? HowOften { get; private set; }

    /// <summary>Seconds that it costs each time; <c>null</c> when nobody has measured, or when it costs something else.</summary>
    public double? SecondsEach { get; private set; }

    /// <summary>What harm it does or may do each time.</summary>
    public string? Harm { get; private set; }

    /// <summary>What people do now to get around it.</summary>
    public string? Workaround { get; private set; }

    public string? Evidence { get; private set; }

    public string? DesiredState { get; private set; }

    public DateOnly? NeededBy { get; private set; }

    public string? DeadlineReason { get; private set; }

    /// <summary>Systems that it touches, in words.</summary>
    public string? Systems { get; private set; }

    public string? PatientImpact { get; private set; }

    public string? EquityImpact { get; private set; }

    public string? Sponsor { get; private set; }

    /// <summary>Requests that say the same, in the words of who wrote it.</summary>
    public string? Duplicates { get; private set; }

    public RequestState State { get; private set; }

    public DateTimeOffset StateSince { get; private set; }

    public RequestOutcome? Outcome { get; private set; }

    public string? OutcomeReason { get; private set; }

    public DateOnly? DeferredUntil { get; private set; }

    /// <summary>Who takes care of it: a person or a committee.</summary>
    public string? Owner { get; private set; }

    /// <summary>Hours of work; <c>null</c> when nobody has estimated them.</summary>
    public int? EffortHours { get; private set; }

    /// <summary>Whether other departments work differently because of it; <c>null</c> when nobody has looked.</summary>
    public bool? CrossesDepartments { get; private set; }

    /// <summary>Whether orders or medication change; <c>null</c> when nobody has looked.</summary>
    public bool? TouchesOrders { get; private set; }

    /// <summary>What places it ahead of all scores.</summary>
    public ScoreOverride? Override { get; private set; }

    public string? OverrideReason { get; private set; }

    public DateTimeOffset? AppealedAt { get; private set; }

    public string? AppealReason { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }

    /// <summary>Every state with when it was entered and left, oldest first.</summary>
    public IReadOnlyList<RequestStateEntry> States => states;

    public IReadOnlyList<Clarification> Clarifications => clarifications;

    public EffortBucket? Bucket => EffortHours is { } hours ? Effort.Of(hours) : null;

    /// <summary>The question that waits for an answer.</summary>
    public Clarification? OpenQuestion => State == RequestState.Clarification ? clarifications.Where(one => one.RepliedAt is null).OrderBy(one => one.AskedAt).LastOrDefault() : null;

    /// <summary>Small, in one department, and without orders or medication: it needs no scoring.</summary>
    public bool IsFastLane => EffortHours <= FastLane.MostHours && CrossesDepartments == false && TouchesOrders == false;

    public bool IsOf(Actor actor) => actor.AccountId is { } account && account == RequesterId;

    /// <summary>Whether the actor may read it: the own ones, and for who sees all of them those that were sent.</summary>
    public bool IsVisibleTo(Actor actor) => IsOf(actor) || (State != RequestState.Draft && actor.May(DecidePermissions.ViewAll));

    /// <summary>Whether the actor may change its text: who wrote it while it is a draft or in clarification, the team until it is decided.</summary>
    public bool IsEditableBy(Actor actor) => ArchivedAt is null && (IsOf(actor) && State is RequestState.Draft or RequestState.Clarification || actor.May(DecidePermissions.ScreenRequests) && IsVisibleTo(actor) && (State == RequestState.Draft || RequestFlow.IsBeforeDecision(State)));

    /// <summary>What the team will have to ask for.</summary>
    public IReadOnlyList<string> Missing =>
    [
        .. from one in new (string What, bool Has)[]
           {
               ("who suffers", WhoSuffers is not null), ("how many people", PeopleCount is not null), ("how often", HowOften is not null), ("what it costs each time", SecondsEach is not null || Harm is not null), ("evidence", Evidence is not null),
               ("the systems", Systems is not null), ("what it means for patients", PatientImpact is not null), ("who it treats unequally", EquityImpact is not null), ("a sponsor", Sponsor is not null),
           }
           where !one.Has
           select one.What,
    ];

    /// <summary>Begins a draft.</summary>
    public static Request Begin(int number, Guid key, Actor by, DateTimeOffset at)
    {
        var request = new Request { Id = Guid.CreateVersion7(), Number = number, SubmissionKey = key, RequesterId = by.AccountId, RequesterName = by.Name, CreatedAt = at };
        request.Enter(RequestState.Draft, null, by, at);
        return request;
    }

    /// <summary>Changes the text; changes nothing when it is refused.</summary>
    /// <param name="isSending">Whether it is sent as well, so that what is needed must be there.</param>
    public List<Problem> Change(RequestForm form, bool isSending)
    {
        var read = new FormReader();
        var title = read.Required("Title", "a title: one line that a colleague understands", form.Title, LongestTitle);
        var (problem, desired, place, often) = (read.Text("Problem", form.Problem, LongestText), read.Text("DesiredState", form.DesiredState, LongestText), read.Text("Place", form.Place, LongestLine), read.Text("HowOften", form.HowOften, LongestLine));
        var (who, people, systems) = (read.Text("WhoSuffers", form.WhoSuffers, LongestLine), read.Whole("People", form.People, 1, MostPeople), read.Text("Systems", form.Systems, LongestLine));
        var (seconds, harm) = (read.Number("SecondsEach", form.SecondsEach), read.Text("Harm", form.Harm, LongestText));
        var (workaround, evidence) = (read.Text("Workaround", form.Workaround, LongestText), read.Text("Evidence", form.Evidence, LongestText));
        var (needed, why) = (read.Day("NeededBy", form.NeededBy), read.Text("DeadlineReason", form.DeadlineReason, LongestLine));
        var (patients, equity, sponsor, duplicates) = (read.Text("PatientImpact", form.PatientImpact, LongestText), read.Text("EquityImpact", form.EquityImpact, LongestText), read.Text("Sponsor", form.Sponsor, LongestTitle), read.Text("Duplicates", form.Duplicates, LongestLine));
        if (seconds is <= 0 or > 86_400) read.Problems.Add(new Problem("decide.request-seconds", ProblemKind.Invalid, "Give the seconds of one time, more than 0 and at most a day (86,400).", "SecondsEach"));
        if (isSending)
        {
            if (problem is null) read.Missing("Problem", "the problem, as you would tell it to a colleague");
            if (place is null) read.Missing("Place", "where it happens: a unit, a clinic, or “everywhere”");
            if (often is null) read.Missing("HowOften", "how often it happens, roughly");
            if (desired is null) read.Missing("DesiredState", "what it would be like if it were good");
            if (needed is not null && why is null) read.Missing("DeadlineReason", "the reason for the day, so that others can plan with it");
        }

        if (read.Problems.Count > 0) return read.Problems;
        (Title, Problem, DesiredState, Place, HowOften, WhoSuffers, PeopleCount, Systems, SecondsEach, Harm) = (title, problem, desired, place, often, who, people, systems, seconds, harm);
        (Workaround, Evidence, NeededBy, DeadlineReason, PatientImpact, EquityImpact, Sponsor, Duplicates) = (workaround, evidence, needed, why, patients, equity, sponsor, duplicates);
        Version++;
        return [];
    }

    /// <summary>Says who takes care of it, what it takes, and what places it ahead; changes nothing when it is refused.</summary>
    public List<Problem> Triage(TriageForm form)
    {
        var read = new FormReader();
        var (owner, hours) = (read.Text("Owner", form.Owner, LongestTitle), read.Whole("EffortHours", form.EffortHours, 1, MostHours));
        var (ahead, reason) = (FormReader.Choice<ScoreOverride>(form.Override), read.Text("OverrideReason", form.OverrideReason, LongestLine));
        if (ahead is not null && reason is null) read.Missing("OverrideReason", "the law, the finding, the letter of the vendor or the unit that places it ahead");
        if (read.Problems.Count > 0) return read.Problems;
        (Owner, EffortHours, Override, OverrideReason) = (owner, hours, ahead, ahead is null ? null : reason);
        (CrossesDepartments, TouchesOrders) = (YesNo(form.CrossesDepartments), YesNo(form.TouchesOrders));
        Version++;
        return [];

        static bool? YesNo(string? text) => text switch { "yes" => true, "no" => false, _ => null };
    }

    /// <summary>Takes a step that was not refused.</summary>
    public void Enter(RequestState state, string? reason, Actor by, DateTimeOffset at)
    {
        if (states.MaxBy(entry => entry.Position) is { } before) before.LeftAt = at;
        states.Add(new RequestStateEntry { Id = Guid.CreateVersion7(), RequestId = Id, Position = states.Count + 1, State = state, EnteredAt = at, ById = by.AccountId, ByName = by.Name, Reason = reason });
        (State, StateSince) = (state, at);
        Version++;
    }

    public void Appeal(string reason, Actor by, DateTimeOffset at)
    {
        (AppealedAt, AppealReason) = (at, reason);
        Enter(RequestState.Ready, reason, by, at);
    }

    /// <summary>Writes down what was decided.</summary>
    public void Decide(RequestOutcome outcome, string reason, DateOnly? deferredUntil, Actor by, DateTimeOffset at)
    {
        (Outcome, OutcomeReason, DeferredUntil) = (outcome, reason, outcome == RequestOutcome.Deferred ? deferredUntil : null);
        Enter(RequestState.Decided, reason, by, at);
    }

    public void Ask(string question, Actor by, DateTimeOffset at)
    {
        clarifications.Add(new Clarification { Id = Guid.CreateVersion7(), RequestId = Id, Question = question, AskedAt = at, AskedById = by.AccountId, AskedByName = by.Name });
        Enter(RequestState.Clarification, null, by, at);
    }

    public void Reply(Clarification question, string reply, Actor by, DateTimeOffset at)
    {
        (question.Reply, question.RepliedAt, question.RepliedById, question.RepliedByName) = (reply, at, by.AccountId, by.Name);
        Enter(RequestState.Screened, null, by, at);
    }
}

/// <summary>A state that a request is or was in.</summary>
internal sealed class RequestStateEntry
{
    public required Guid Id { get; init; }

    public required Guid RequestId { get; init; }

    /// <summary>From 1, so that two in the same instant keep their order.</summary>
    public required int Position { get; init; }

    public required RequestState State { get; init; }

    public required DateTimeOffset EnteredAt { get; init; }

    /// <summary>When it was left; <c>null</c> while the request is in it.</summary>
    public DateTimeOffset? LeftAt { get; set; }

    public Guid? ById { get; init; }

    public required string ByName { get; init; }

    public string? Reason { get; init; }
}

/// <summary>A question to who wrote a request, and the answer: one round trip.</summary>
internal sealed class Clarification
{
    public required Guid Id { get; init; }

    public required Guid RequestId { get; init; }

    public required string Question { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public Guid? AskedById { get; init; }

    public required string AskedByName { get; init; }

    public string? Reply { get; set; }

    public DateTimeOffset? RepliedAt { get; set; }

    public Guid? RepliedById { get; set; }

    public string? RepliedByName { get; set; }
}

/// <summary>How much work something is.</summary>
internal enum EffortBucket
{
    S,
    M,
    L,
    XL,
}

/// <summary>Hours of work as a size, and what a score is divided by. The limits are ours.</summary>
internal static class Effort
{
    public static EffortBucket Of(int hours) => hours switch { <= 16 => EffortBucket.S, <= 80 => EffortBucket.M, <= 320 => EffortBucket.L, _ => EffortBucket.XL };

    public static int Divisor(EffortBucket bucket) => bucket switch { EffortBucket.S => 1, EffortBucket.M => 2, EffortBucket.L => 4, _ => 8 };
}

/// <summary>What is small enough to be done without a score.</summary>
internal static class FastLane
{
    public const int MostHours = 8;

    /// <summary>Why a request does not take the fast lane, or that it does.</summary>
    public static string Sentence(Request request) => request switch
    {
        { IsFastLane: true } => $"It takes at most {MostHours} hours, stays in one department and changes no order or medication: it needs no score.",
        { EffortHours: > MostHours } => $"It takes more than {MostHours} hours.",
        { CrossesDepartments: true } => "Other departments would work differently.",
        { TouchesOrders: true } => "It changes orders or medication.",
        { EffortHours: null } => "Nobody has estimated the hours yet.",
        { CrossesDepartments: null } => "Nobody has said yet whether other departments are affected.",
        _ => "Nobody has said yet whether orders or medication change.",
    };
}
