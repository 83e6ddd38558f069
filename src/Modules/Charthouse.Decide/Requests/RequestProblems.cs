using Charthouse.Platform;

namespace Charthouse.Decide.Requests;

/// <summary>Refusals about requests.</summary>
internal static class RequestProblems
{
    public static readonly Problem NotFound = new("decide.request-not-found", ProblemKind.NotFound, "There is no such request, or you may not see it.");
    public static readonly Problem NotYours = new("decide.request-not-yours", ProblemKind.Forbidden, "Only who wrote this request may do that. Write a comment, and they will be told.");
    public static readonly Problem NotTeam = new("decide.request-not-team", ProblemKind.Forbidden, "Only the team that works on requests may do that. Write a comment instead.");
    public static readonly Problem NoSource = new("decide.request-no-source", ProblemKind.NotFound, "What this request was to come out of does not exist, or you may not see it. Start from its page again, or write the request without it.");
    public static readonly Problem Incomplete = new("decide.request-incomplete", ProblemKind.Invalid, "Four things are needed before it can be sent: the problem, where it happens, how often, and what good would look like. A guess is fine. The draft is saved.");
    public static readonly Problem NotEditable = new("decide.request-not-editable", ProblemKind.Conflict, "The request has been sent, so its text stays as it is. Add what is new as a comment; the team can change the text while it is being clarified.");
    public static readonly Problem Moved = new("decide.request-moved", ProblemKind.Conflict, "Somebody has moved this request meanwhile. Look where it stands now, then decide what to do.");
    public static readonly Problem NoReason = new("decide.request-no-reason", ProblemKind.Invalid, "Say in a few words why. Who wrote the request reads it, and it stays in the history.", "Reason");
    public static readonly Problem NotScored = new("decide.request-not-scored", ProblemKind.Conflict, "A criterion has no score yet, and nothing stands in for it. Score it first.");
    public static readonly Problem NotBuilt = new("decide.request-not-built", ProblemKind.Conflict, "It is approved, so it is built, released and measured before it is closed.");
    public static readonly Problem NotDeferred = new("decide.request-not-deferred", ProblemKind.Conflict, "Only a request that was deferred is taken up again. Who wrote it may appeal once.");
    public static readonly Problem NothingToAppeal = new("decide.request-nothing-to-appeal", ProblemKind.Conflict, "It was approved as asked, so there is nothing to appeal.");
    public static readonly Problem AppealedBefore = new("decide.request-appealed-before", ProblemKind.Conflict, "This request was appealed once already, and that is how often it can be. Write a new request if something has changed since.");
    public static readonly Problem NoQuestion = new("decide.clarification-no-question", ProblemKind.Invalid, "Write the question.", "Question");
    public static readonly Problem NoReply = new("decide.clarification-no-reply", ProblemKind.Invalid, "Write an answer. “I do not know” is one.", "Reply");
    public static readonly Problem NotAsked = new("decide.clarification-not-asked", ProblemKind.Conflict, "Nobody waits for an answer here any more: the request has moved on. What you wrote was not sent; add it as a comment.");
    public static readonly Problem BadCapacity = new("decide.capacity-range", ProblemKind.Invalid, "Give the hours of the quarter as a whole number from 0 to 1,000,000.", "Hours");

    public static Problem NoSuchStep(RequestState from, RequestState to, IReadOnlyList<RequestState> open) => new("decide.request-no-such-step", ProblemKind.Conflict,
        $"A request that is {RequestWords.State(from)} cannot become {RequestWords.State(to)}.{(open.Count == 0 ? "" : $" From here it can become {string.Join(" or ", open.Select(RequestWords.State))}.")}");

    public static Problem NotApproved(RequestOutcome? outcome) => new("decide.request-not-approved", ProblemKind.Conflict, $"It was {(outcome is { } known ? RequestWords.Outcome(known) : "not decided")}, so it is not built.");
}
