using Charthouse.Decide.Committees;
using Charthouse.Decide.Requests;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Ui;

namespace Charthouse.Decide.Decisions;

/// <summary>Where a decision stands.</summary>
internal enum DecisionState
{
    /// <summary>Prepared, and not decided.</summary>
    Proposed,
    Decided,

    /// <summary>The committee said no to it.</summary>
    NotCarried,
    Withdrawn,
}

/// <summary>A question with its options, what was decided, by whom, why, and until when it holds.</summary>
internal sealed class Decision : IArchived
{
    public const string RecordKind = "decision";
    public const int LongestTitle = 200, LongestLine = 500, LongestText = 4000, LongestInitiative = 80, MostOptions = 6, MostMonths = 120, UsualMonths = 24;

    private readonly List<DecisionOption> options = [];
    private readonly List<DecisionCondition> conditions = [];
    private readonly List<DecisionRenewal> renewals = [];
    private readonly List<Ballot> ballots = [];

    public required Guid Id { get; init; }

    /// <summary>Counts from 1 in an installation; shown as D-0001.</summary>
    public required int Number { get; init; }

    /// <summary>Came with the empty form: sent twice, it is one decision.</summary>
    public required Guid SubmissionKey { get; init; }

    /// <summary>The request that it decides; <c>null</c> for a decision of its own.</summary>
    public Guid? RequestId { get; init; }

    public string Title { get; private set; } = "";

    public string? Question { get; private set; }

    /// <summary>Who decides, or decided: a committee or a role, in words.</summary>
    public string? Body { get; private set; }

    /// <summary>What is proposed for the request, and holds once it is decided.</summary>
    public RequestOutcome Outcome { get; private set; }

    public DateOnly? DeferredUntil { get; private set; }

    /// <summary>What is decided, in the words that hold.</summary>
    public string? Text { get; private set; }

    public string? Rationale { get; private set; }

    /// <summary>Where the evidence is; records are linked besides.</summary>
    public string? Evidence { get; private set; }

    /// <summary>What those said who were against it.</summary>
    public string? Dissent { get; private set; }

    /// <summary>Total commitment over the term, in minor units; <c>null</c> when no money is bound.</summary>
    public long? AmountMinor { get; private set; }

    public string? Currency { get; private set; }

    /// <summary>What belongs together, so that splitting does not lower the authority.</summary>
    public string? Initiative { get; private set; }

    public ClinicalRisk Risk { get; private set; }

    public DateOnly? EffectiveOn { get; private set; }

    /// <summary>Months until it has to be renewed.</summary>
    public int ReviewMonths { get; private set; } = UsualMonths;

    /// <summary>The decision that it takes the place of.</summary>
    public Guid? SupersedesId { get; private set; }

    public DecisionState State { get; private set; }

    public DateTimeOffset StateSince { get; private set; }

    public DateOnly? DecidedOn { get; private set; }

    /// <summary>Person or committee that decided.</summary>
    public string? DecidedBy { get; private set; }

    public int? YesCount { get; private set; }

    public int? NoCount { get; private set; }

    public int? AbstainCount { get; private set; }

    public int? RecusedCount { get; private set; }

    public Guid? ProposedById { get; init; }

    public required string ProposedByName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }

    public IReadOnlyList<DecisionOption> Options => options;

    public IReadOnlyList<DecisionCondition> Conditions => conditions;

    /// <summary>Each time it was looked at and holds on.</summary>
    public IReadOnlyList<DecisionRenewal> Renewals => renewals;

    public IReadOnlyList<Ballot> Ballots => ballots;

    /// <summary>The day by which it has to be renewed; <c>null</c> while nothing is decided.</summary>
    public DateOnly? ReviewOn { get; private set; }

    public ReviewState? ReviewAt(DateOnly today) => State == DecisionState.Decided && ReviewOn is { } due ? ReviewDate.State(due, today) : null;

    /// <summary>Changes what is proposed; changes nothing when it is refused.</summary>
    public List<Problem> Change(DecisionForm form, out List<DecisionOption> removed)
    {
        removed = [];
        if (State is not DecisionState.Proposed) return [DecisionProblems.IsDecided];
        var read = new FormReader();
        var (title, question, text) = (read.Required("Title", "a title", form.Title, LongestTitle), read.Required("Question", "the question that is decided", form.Question, LongestText), read.Text("Text", form.Text, LongestText));
        var (body, rationale, evidence, dissent) = (read.Text("Body", form.Body, LongestTitle), read.Text("Rationale", form.Rationale, LongestText), read.Text("Evidence", form.Evidence, LongestText), read.Text("Dissent", form.Dissent, LongestText));
        var (initiative, effective, deferred) = (read.Text("Initiative", form.Initiative, LongestInitiative), read.Day("EffectiveOn", form.EffectiveOn), read.Day("DeferredUntil", form.DeferredUntil));
        var months = read.Whole("ReviewMonths", form.ReviewMonths, 1, MostMonths);
        var outcome = FormReader.Choice<RequestOutcome>(form.Outcome);
        if (outcome is null) read.Missing("Outcome", "what is proposed");
        if (outcome == RequestOutcome.Deferred && deferred is null && FormReader.Clean(form.DeferredUntil) is null) read.Missing("DeferredUntil", "the day on which it is looked at again");
        var currency = FormReader.Clean(form.Currency)?.ToUpperInvariant();
        long? amount = null;
        if (FormReader.Clean(form.Amount) is { } given)
        {
            if (!Money.IsCurrency(currency)) read.Problems.Add(DecisionProblems.NoCurrency);
            else if ((amount = Money.Of(given, currency!)) is null) read.Problems.Add(DecisionProblems.NoAmount);
        }

        List<(string Title, string? Pros, string? Cons, bool IsChosen)> wanted = [];
        foreach (var (row, i) in form.Options.Select((row, i) => (row, i)))
        {
            if (FormReader.Clean(row.Title) is null)
            {
                if (FormReader.Clean(row.Pros) is not null || FormReader.Clean(row.Cons) is not null) read.Missing("Options", "a name for each option");
                continue;
            }

            wanted.Add((read.Text("Options", row.Title, LongestTitle)!, read.Text("Options", row.Pros, LongestText), read.Text("Options", row.Cons, LongestText), form.Chosen == i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        if (read.Problems.Count > 0) return read.Problems;
        (Title, Question, Text, Body, Rationale, Evidence, Dissent, Initiative, EffectiveOn) = (title, question, text, body, rationale, evidence, dissent, initiative, effective);
        (Outcome, DeferredUntil, ReviewMonths, AmountMinor, Currency, Risk, SupersedesId) = (outcome!.Value, outcome == RequestOutcome.Deferred ? deferred : null, months ?? UsualMonths, amount, amount is null ? null : currency, FormReader.Choice<ClinicalRisk>(form.Risk) ?? ClinicalRisk.None, FormReader.Id(form.Supersedes));
        removed = [.. options.OrderBy(option => option.Position).Skip(wanted.Count)];
        options.RemoveAll(removed.Contains);
        foreach (var (option, i) in wanted.Select((option, i) => (option, i)))
        {
            var known = options.Find(one => one.Position == i + 1);
            if (known is null) options.Add(known = new DecisionOption { Id = Guid.CreateVersion7(), DecisionId = Id, Position = i + 1 });
            (known.Title, known.Pros, known.Cons, known.IsChosen) = option;
        }

        Version++;
        return [];
    }

    /// <summary>What is missing before it can be decided; <c>null</c> when nothing is.</summary>
    public Problem? RefuseDeciding() => State is not DecisionState.Proposed || ArchivedAt is not null ? DecisionProblems.IsDecided : Text is null || Rationale is null ? DecisionProblems.NoText : null;

    /// <summary>Decides it: from now on its text stays.</summary>
    public void Settle(string decidedBy, DateOnly on, DateTimeOffset at, BallotCounted? votes)
    {
        (State, StateSince, DecidedBy, DecidedOn) = (DecisionState.Decided, at, decidedBy, on);
        EffectiveOn ??= on;
        ReviewOn = ReviewDate.Of(on, ReviewMonths);
        if (votes is not null) (YesCount, NoCount, AbstainCount, RecusedCount) = (votes.Yes, votes.No, votes.Abstain, votes.Recused);
        Version++;
    }

    /// <summary>Writes down that the committee said no.</summary>
    public void Fail(string body, DateOnly on, DateTimeOffset at, BallotCounted votes)
    {
        (State, StateSince, DecidedBy, DecidedOn) = (DecisionState.NotCarried, at, body, on);
        (YesCount, NoCount, AbstainCount, RecusedCount) = (votes.Yes, votes.No, votes.Abstain, votes.Recused);
        Version++;
    }

    public void Withdraw(DateTimeOffset at)
    {
        (State, StateSince) = (DecisionState.Withdrawn, at);
        Version++;
    }

    public void Renew(string reason, int months, DateOnly on, Actor by)
    {
        renewals.Add(new DecisionRenewal { Id = Guid.CreateVersion7(), DecisionId = Id, RenewedOn = on, Months = months, Reason = reason, ByName = by.Name });
        (ReviewMonths, ReviewOn) = (months, ReviewDate.Of(on, months));
        Version++;
    }

    public void Add(DecisionCondition condition)
    {
        conditions.Add(condition);
        Version++;
    }

    public void Open(Ballot ballot)
    {
        ballots.Add(ballot);
        Version++;
    }
}

/// <summary>A way that was weighed.</summary>
internal sealed class DecisionOption
{
    public required Guid Id { get; init; }

    public required Guid DecisionId { get; init; }

    public required int Position { get; init; }

    public string Title { get; set; } = "";

    public string? Pros { get; set; }

    public string? Cons { get; set; }

    public bool IsChosen { get; set; }
}

/// <summary>What has to be done for the decision to hold.</summary>
internal sealed class DecisionCondition
{
    public required Guid Id { get; init; }

    public required Guid DecisionId { get; init; }

    public required string Text { get; init; }

    /// <summary>A person or a committee.</summary>
    public required string Owner { get; init; }

    public required DateOnly DueOn { get; init; }

    public DateOnly? MetOn { get; set; }

    public string? MetNote { get; set; }
}

/// <summary>A look at a decision after which it holds on.</summary>
internal sealed class DecisionRenewal
{
    public required Guid Id { get; init; }

    public required Guid DecisionId { get; init; }

    public required DateOnly RenewedOn { get; init; }

    public required int Months { get; init; }

    public required string Reason { get; init; }

    public required string ByName { get; init; }
}

internal static class DecisionProblems
{
    public static readonly Problem NotFound = new("decide.decision-not-found", ProblemKind.NotFound, "There is no such decision, or you may not see it.");
    public static readonly Problem IsDecided = new("decide.decision-is-decided", ProblemKind.Conflict, "This is decided, so its words stay. Prepare a new decision that replaces it.");
    public static readonly Problem NoText = new("decide.decision-no-text", ProblemKind.Conflict, "Write down what is decided and why, before anybody decides it.");
    public static readonly Problem NoCurrency = new("decide.decision-no-currency", ProblemKind.Invalid, "Give the currency of the amount by its three letters, such as USD or EUR.", "Currency");
    public static readonly Problem NoAmount = new("decide.decision-no-amount", ProblemKind.Invalid, "Write the amount as a number with a decimal point and without commas, such as 18000 or 18000.50.", "Amount");
    public static readonly Problem NoSuperseded = new("decide.decision-no-superseded", ProblemKind.Invalid, "The decision that this one replaces does not exist, or is not decided. Choose another one.", "Supersedes");
    public static readonly Problem NotAllowed = new("decide.decision-not-allowed", ProblemKind.Forbidden, "Deciding alone is for those with that permission. Open a ballot, or ask the CMIO.");
    public static readonly Problem NotWaiting = new("decide.decision-request-not-waiting", ProblemKind.Conflict, "The request does not wait for a decision now: it has moved on, or a question to who wrote it is open. Look at the request first.");
    public static readonly Problem NotDecided = new("decide.decision-not-decided", ProblemKind.Conflict, "Only what is decided can be renewed, and can have its conditions met.");
    public static readonly Problem NoReason = new("decide.decision-no-reason", ProblemKind.Invalid, "Say in a few words why it holds on.", "Reason");
    public static readonly Problem NoCondition = new("decide.condition-incomplete", ProblemKind.Invalid, "A condition needs words, an owner and a day.", "Text");
    public static readonly Problem ConditionMet = new("decide.condition-met", ProblemKind.Conflict, "Somebody has marked this condition already, or it is gone. Reload the page.");
    public static readonly Problem OpenBallot = new("decide.decision-ballot-open", ProblemKind.Conflict, "A committee is voting on this. Wait for the count.");

    public static Problem OwnRequest(string who) => new("decide.decision-own-request", ProblemKind.Forbidden, $"You wrote the request, so you cannot decide about it. {who} can, or a committee by ballot.");

    public static Problem AboveAuthority(string authority, string because) => new("decide.decision-above-authority", ProblemKind.Forbidden, $"One person cannot decide this: {because}. It needs {authority}: open a ballot in a committee with that authority.");

    public static Problem CommitteeTooLow(string committee, string authority, string because) => new("decide.decision-committee-too-low", ProblemKind.Forbidden, $"{committee} cannot decide this: {because}. It needs {authority}.");

    public static Problem OtherCurrency(string currencies) => new("decide.decision-other-currency", ProblemKind.Conflict, $"The same initiative has approvals in {currencies}, and amounts in different currencies cannot be added. Write this one in the same currency.", "Currency");
}
