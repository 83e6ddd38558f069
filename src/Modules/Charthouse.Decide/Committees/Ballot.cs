using Charthouse.Decide.Decisions;
using Charthouse.Platform;

namespace Charthouse.Decide.Committees;

/// <summary>A committee's vote on a decision, in a window. It keeps the members and the rule that it began with.</summary>
internal sealed class Ballot
{
    private readonly List<Vote> votes = [];

    public required Guid Id { get; init; }

    public required Guid DecisionId { get; init; }

    public required Guid CommitteeId { get; init; }

    public required string CommitteeName { get; init; }

    public required DateTimeOffset OpensAt { get; init; }

    /// <summary>From then on no vote is taken.</summary>
    public required DateTimeOffset ClosesAt { get; init; }

    public required int QuorumPercent { get; init; }

    public required bool IsStrict { get; init; }

    public required Majority Majority { get; init; }

    public string? RequiredRoles { get; init; }

    public int? MostOfOneOrganisationPercent { get; init; }

    /// <summary>When it was counted; <c>null</c> while it was not.</summary>
    public DateTimeOffset? CountedAt { get; private set; }

    public BallotResult? Result { get; private set; }

    /// <summary>The result in a sentence, with its numbers.</summary>
    public string? ResultText { get; private set; }

    /// <summary>A row for each member, with the vote once there is one.</summary>
    public IReadOnlyList<Vote> Votes => votes;

    public bool IsOpen(DateTimeOffset now) => CountedAt is null && OpensAt <= now && now < ClosesAt;

    /// <summary>Whether everybody has voted, so that nothing is gained by waiting.</summary>
    public bool IsComplete => votes.TrueForAll(vote => vote.Choice is not null);

    public static Ballot Begin(Guid decisionId, Committee committee, DateTimeOffset opensAt, DateTimeOffset closesAt)
    {
        var ballot = new Ballot
        {
            Id = Guid.CreateVersion7(),
            DecisionId = decisionId,
            CommitteeId = committee.Id,
            CommitteeName = committee.Name,
            OpensAt = opensAt,
            ClosesAt = closesAt,
            QuorumPercent = committee.QuorumPercent,
            IsStrict = committee.IsStrict,
            Majority = committee.Majority,
            RequiredRoles = committee.RequiredRoles,
            MostOfOneOrganisationPercent = committee.MostOfOneOrganisationPercent,
        };
        ballot.votes.AddRange(committee.Members.OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => new Vote { Id = Guid.CreateVersion7(), BallotId = ballot.Id, DecisionId = decisionId, MemberId = member.AccountId, MemberName = member.Name, Role = member.Role, Organisation = member.Organisation }));
        return ballot;
    }

    /// <summary>The votes so far, counted by the rule. Present is who voted: nobody sits in a room.</summary>
    public BallotCounted Count() => BallotCount.Of(
        [.. votes.Select(vote => new Voter(vote.MemberId.ToString(), vote.Role, vote.Organisation))],
        votes.Where(vote => vote.Choice is not null).Select(vote => vote.MemberId.ToString()).ToHashSet(StringComparer.Ordinal),
        votes.Where(vote => vote.Choice is not null).ToDictionary(vote => vote.MemberId.ToString(), vote => vote.Choice!.Value, StringComparer.Ordinal),
        new VotingRule(QuorumPercent / 100.0, IsStrict, Majority, Committee.RolesOf(RequiredRoles), MostOfOneOrganisation: MostOfOneOrganisationPercent / 100.0));

    public void Close(BallotCounted count, DateTimeOffset at) => (CountedAt, Result, ResultText) = (at, count.Result, DecisionWords.Result(count));
}

/// <summary>A member's vote.</summary>
internal sealed class Vote
{
    public const int LongestNote = 500;

    public required Guid Id { get; init; }

    public required Guid BallotId { get; init; }

    public required Guid DecisionId { get; init; }

    /// <summary>Account of the member.</summary>
    public required Guid MemberId { get; init; }

    public required string MemberName { get; init; }

    public required string Role { get; init; }

    public string? Organisation { get; init; }

    /// <summary><c>null</c> while nothing was said.</summary>
    public VoteChoice? Choice { get; set; }

    public DateTimeOffset? CastAt { get; set; }

    /// <summary>Who wrote it down, where that was not the member.</summary>
    public string? OnBehalfBy { get; set; }

    public string? Note { get; set; }
}

internal static class BallotProblems
{
    public static readonly Problem NotFound = new("decide.ballot-not-found", ProblemKind.NotFound, "There is no such ballot.");
    public static readonly Problem NotMember = new("decide.ballot-not-member", ProblemKind.Forbidden, "You are no voting member of this committee as it was when the ballot opened.");
    public static readonly Problem Closed = new("decide.ballot-closed", ProblemKind.Conflict, "The ballot is closed, so this vote was not counted. The result stands below; write a comment if it should be looked at again.");
    public static readonly Problem NoChoice = new("decide.ballot-no-choice", ProblemKind.Invalid, "Choose yes, no, abstain, or recused if you have an interest in the matter.", "Choice");
    public static readonly Problem NotBehalf = new("decide.ballot-not-behalf", ProblemKind.Forbidden, "Votes for others are written down by those who manage committees.");
    public static readonly Problem BehalfNote = new("decide.ballot-behalf-note", ProblemKind.Invalid, "Say how the member gave this vote, such as by phone or in the meeting.", "Note");
    public static readonly Problem StillOpen = new("decide.ballot-still-open", ProblemKind.Conflict, "The window is open and not everybody has voted. Count it when it closes.");
    public static readonly Problem BadWindow = new("decide.ballot-window", ProblemKind.Invalid, "A ballot is open from one to sixty days.", "Days");
    public static readonly Problem NoCommittee = new("decide.ballot-no-committee", ProblemKind.Invalid, "Choose the committee that votes.", "Committee");
    public static readonly Problem IsCounted = new("decide.ballot-counted", ProblemKind.Conflict, "This ballot was counted already.");
}
