using System.Globalization;
using Charthouse.Decide.Committees;

namespace Charthouse.Decide.Decisions;

/// <summary>Decisions in words.</summary>
internal static class DecisionWords
{
    public static string Number(int number) => string.Create(CultureInfo.InvariantCulture, $"D-{number:0000}");

    public static string State(DecisionState state) => state switch
    {
        DecisionState.NotCarried => "not carried",
        _ => state.ToString().ToLowerInvariant(),
    };

    public static string State(Decision decision) => decision.ArchivedAt is not null ? "archived" : State(decision.State);

    /// <summary>Icon, word and look of a state, and of the review where that is due.</summary>
    public static (string Icon, string Word, string? Look) Look(Decision decision, DateOnly today, bool isVoting, int? replacedBy) => decision.ArchivedAt is not null ? ("archive", "archived", "archived")
        : replacedBy is { } other ? ("swap_vert", $"replaced by {Number(other)}", null)
        : (decision.State, decision.ReviewAt(today)) switch
        {
            (_, ReviewState.DueSoon) => ("schedule", Review(ReviewState.DueSoon), "concern"),
            (_, ReviewState.Overdue or ReviewState.Expired) => ("schedule", Review(decision.ReviewAt(today)!.Value), "error"),
            (DecisionState.Decided, _) => ("check_circle", "decided", "ok"),
            (DecisionState.Proposed, _) => ("pending", isVoting ? "ballot open" : "proposed", null),
            var (state, _) => ("undo", State(state), null),
        };

    public static string Risk(ClinicalRisk risk) => risk switch
    {
        ClinicalRisk.Medication => "medication",
        ClinicalRisk.Ai => "AI",
        ClinicalRisk.LifeCritical => "critical to life",
        _ => "none",
    };

    public static string Review(ReviewState state) => state switch
    {
        ReviewState.DueSoon => "review due soon",
        ReviewState.Overdue => "review overdue",
        ReviewState.Expired => "expired",
        _ => "current",
    };

    /// <summary>"7 to 0", with abstentions and recusals where there are some.</summary>
    public static string? Votes(Decision decision) => decision.YesCount is not { } yes ? null
        : $"{yes} to {decision.NoCount}{(decision.AbstainCount > 0 ? $", {decision.AbstainCount} abstained" : "")}{(decision.RecusedCount > 0 ? $", {decision.RecusedCount} recused" : "")}";

    public static string Choice(VoteChoice choice) => choice switch
    {
        VoteChoice.Abstain => "abstained",
        VoteChoice.Recused => "recused",
        _ => choice.ToString().ToLowerInvariant(),
    };

    public static string Result(BallotCounted count) => count.Result switch
    {
        BallotResult.NoQuorum => $"No quorum: {count.Reason}.",
        BallotResult.Carried => $"Carried, {count.Yes} to {count.No}.",
        _ => $"Not carried, {count.Yes} to {count.No}.",
    };
}
