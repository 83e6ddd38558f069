namespace Charthouse.Decide.Requests;

/// <summary>Where a request stands. A draft belongs to who writes it.</summary>
internal enum RequestState
{
    Draft,
    Submitted,
    Screened,
    Clarification,
    Ready,
    Scored,
    Decided,
    Build,
    Test,
    Release,
    Measuring,
    Closed,
    Withdrawn,
    RolledBack,
}

/// <summary>What was decided about a request.</summary>
internal enum RequestOutcome
{
    Approved,
    ApprovedWithChange,
    Deferred,
    Declined,
    RedirectedToTraining,
    RedirectedToWorkflow,
    RedirectedToPolicy,
}

/// <summary>How a request gets from one state to the next.</summary>
internal enum StepBy
{
    /// <summary>Who wrote it sends it.</summary>
    Sending,

    /// <summary>The team, by a button.</summary>
    Team,

    /// <summary>The team asks a question.</summary>
    Question,

    /// <summary>Who wrote it answers.</summary>
    Reply,

    /// <summary>A decision, of one person or of a committee.</summary>
    Decision,

    /// <summary>Who wrote it asks once to look again.</summary>
    Appeal,

    /// <summary>Who wrote it or the team takes it back.</summary>
    Withdrawal,
}

/// <summary>One allowed step.</summary>
/// <param name="Verb">What the button says.</param>
/// <param name="NeedsReason">Whether it goes back or ends something, so that a reason is asked for.</param>
internal sealed record Step(RequestState From, RequestState To, StepBy By, string Verb, bool NeedsReason = false);

/// <summary>The states of a request, what each is called, in how many working days it should be left, and which steps there are. Nothing else decides where a request may go.</summary>
internal static class RequestFlow
{
    private static readonly Step[] steps =
    [
        new(RequestState.Draft, RequestState.Submitted, StepBy.Sending, "Send"),
        new(RequestState.Submitted, RequestState.Screened, StepBy.Team, "Mark as screened"),
        new(RequestState.Submitted, RequestState.Clarification, StepBy.Question, "Ask a question"),
        new(RequestState.Screened, RequestState.Clarification, StepBy.Question, "Ask a question"),
        new(RequestState.Ready, RequestState.Clarification, StepBy.Question, "Ask a question"),
        new(RequestState.Clarification, RequestState.Screened, StepBy.Reply, "Answer"),
        new(RequestState.Clarification, RequestState.Screened, StepBy.Team, "Go on without an answer", NeedsReason: true),
        new(RequestState.Screened, RequestState.Ready, StepBy.Team, "Mark as ready to score"),
        new(RequestState.Ready, RequestState.Scored, StepBy.Team, "Mark as scored"),
        new(RequestState.Scored, RequestState.Ready, StepBy.Team, "Score again", NeedsReason: true),
        new(RequestState.Screened, RequestState.Decided, StepBy.Decision, "Decide"),
        new(RequestState.Ready, RequestState.Decided, StepBy.Decision, "Decide"),
        new(RequestState.Scored, RequestState.Decided, StepBy.Decision, "Decide"),
        new(RequestState.Decided, RequestState.Ready, StepBy.Appeal, "Appeal", NeedsReason: true),
        new(RequestState.Decided, RequestState.Ready, StepBy.Team, "Take up again", NeedsReason: true),
        new(RequestState.Decided, RequestState.Build, StepBy.Team, "Start building"),
        new(RequestState.Decided, RequestState.Closed, StepBy.Team, "Close with the answer"),
        new(RequestState.Build, RequestState.Test, StepBy.Team, "Hand over to test"),
        new(RequestState.Test, RequestState.Build, StepBy.Team, "Back to build", NeedsReason: true),
        new(RequestState.Test, RequestState.Release, StepBy.Team, "Release"),
        new(RequestState.Release, RequestState.Measuring, StepBy.Team, "Start measuring"),
        new(RequestState.Release, RequestState.RolledBack, StepBy.Team, "Roll back", NeedsReason: true),
        new(RequestState.Measuring, RequestState.RolledBack, StepBy.Team, "Roll back", NeedsReason: true),
        new(RequestState.Measuring, RequestState.Closed, StepBy.Team, "Close with the answer"),
        new(RequestState.RolledBack, RequestState.Build, StepBy.Team, "Build again"),
        new(RequestState.RolledBack, RequestState.Closed, StepBy.Team, "Close with the answer", NeedsReason: true),
        new(RequestState.Closed, RequestState.Ready, StepBy.Team, "Open again", NeedsReason: true),
        .. from state in new[] { RequestState.Draft, RequestState.Submitted, RequestState.Screened, RequestState.Clarification, RequestState.Ready, RequestState.Scored }
           select new Step(state, RequestState.Withdrawn, StepBy.Withdrawal, "Withdraw", NeedsReason: true),
    ];

    /// <summary>Every step that there is.</summary>
    public static IReadOnlyList<Step> Steps => steps;

    /// <summary>States in their order along the way.</summary>
    public static IReadOnlyList<RequestState> Open { get; } =
        [RequestState.Submitted, RequestState.Screened, RequestState.Clarification, RequestState.Ready, RequestState.Scored, RequestState.Decided, RequestState.Build, RequestState.Test, RequestState.Release, RequestState.Measuring, RequestState.RolledBack];

    /// <summary>Whether the request waits for a decision.</summary>
    public static bool IsBeforeDecision(RequestState state) => state is RequestState.Submitted or RequestState.Screened or RequestState.Clarification or RequestState.Ready or RequestState.Scored;

    /// <summary>Whether nothing more is to be done, unless somebody opens it again.</summary>
    public static bool IsOver(RequestState state) => state is RequestState.Closed or RequestState.Withdrawn;

    public static bool IsApproval(RequestOutcome? outcome) => outcome is RequestOutcome.Approved or RequestOutcome.ApprovedWithChange;

    public static bool IsRedirect(RequestOutcome? outcome) => outcome is RequestOutcome.RedirectedToTraining or RequestOutcome.RedirectedToWorkflow or RequestOutcome.RedirectedToPolicy;

    /// <summary>Working days in which a state should be left; <c>null</c> where none is promised. Ours, as a start.</summary>
    public static int? TargetDays(RequestState state) => state switch
    {
        RequestState.Submitted => 2,
        RequestState.Screened => 3,
        RequestState.Clarification => 5,
        RequestState.Ready => 10,
        RequestState.Scored => 10,
        RequestState.Decided => 5,
        RequestState.Build => 20,
        RequestState.Test => 10,
        RequestState.Release => 5,
        RequestState.Measuring => 63,
        RequestState.RolledBack => 5,
        _ => null,
    };

    /// <summary>The target of a request's state; none for one that was put off to a day.</summary>
    public static int? TargetDays(Request request) => request is { State: RequestState.Decided, Outcome: RequestOutcome.Deferred } ? null : TargetDays(request.State);

    /// <summary>The step from one state to another of one kind; <c>null</c> when there is none.</summary>
    public static Step? Find(RequestState from, RequestState to, StepBy by) => Array.Find(steps, step => step.From == from && step.To == to && step.By == by);

    /// <summary>Why a request cannot take a step; <c>null</c> when it can. Whether the actor may is not asked here.</summary>
    /// <param name="request">The request.</param>
    /// <param name="to">Where it is to go.</param>
    /// <param name="by">How.</param>
    /// <param name="hasAllScores">Whether somebody has scored every criterion.</param>
    public static Platform.Problem? Refuse(Request request, RequestState to, StepBy by, bool hasAllScores)
    {
        if (Find(request.State, to, by) is null) return RequestProblems.NoSuchStep(request.State, to, [.. steps.Where(step => step.From == request.State && step.By is StepBy.Team).Select(step => step.To).Distinct()]);
        return (request.State, to, by) switch
        {
            (RequestState.Ready, RequestState.Scored, _) when !hasAllScores => RequestProblems.NotScored,
            (RequestState.Decided, RequestState.Build, _) when !IsApproval(request.Outcome) => RequestProblems.NotApproved(request.Outcome),
            (RequestState.Decided, RequestState.Closed, _) when IsApproval(request.Outcome) => RequestProblems.NotBuilt,
            (RequestState.Decided, RequestState.Ready, StepBy.Team) when request.Outcome is not RequestOutcome.Deferred => RequestProblems.NotDeferred,
            (_, _, StepBy.Appeal) when request.Outcome is RequestOutcome.Approved => RequestProblems.NothingToAppeal,
            (_, _, StepBy.Appeal) when request.AppealedAt is not null => RequestProblems.AppealedBefore,
            _ => null,
        };
    }

    /// <summary>What the team can do with a request now, by a button.</summary>
    public static IReadOnlyList<Step> TeamSteps(Request request, bool hasAllScores) => [.. steps.Where(step => step.From == request.State && step.By == StepBy.Team && Refuse(request, step.To, StepBy.Team, hasAllScores) is null)];
}
