using System.Globalization;
using Charthouse.Decide.Scoring;

namespace Charthouse.Decide.Requests;

/// <summary>Requests in words.</summary>
internal static class RequestWords
{
    public static string Number(int number) => string.Create(CultureInfo.InvariantCulture, $"R-{number:0000}");

    public static string State(RequestState state) => state switch
    {
        RequestState.Submitted => "sent",
        RequestState.Clarification => "in clarification",
        RequestState.Ready => "ready to score",
        RequestState.Build => "in build",
        RequestState.Test => "in test",
        RequestState.Release => "released",
        RequestState.Measuring => "being measured",
        RequestState.RolledBack => "rolled back",
        RequestState.Draft => "a draft",
        _ => state.ToString().ToLowerInvariant(),
    };

    public static string Outcome(RequestOutcome outcome) => outcome switch
    {
        RequestOutcome.ApprovedWithChange => "approved with a change",
        RequestOutcome.RedirectedToTraining => "redirected to training",
        RequestOutcome.RedirectedToWorkflow => "redirected to a change of workflow",
        RequestOutcome.RedirectedToPolicy => "redirected to policy",
        _ => outcome.ToString().ToLowerInvariant(),
    };

    /// <summary>The state as lists show it; what was decided stands in for "decided".</summary>
    public static string State(Request request) => request.ArchivedAt is not null ? "archived" : State(request.State, request.Outcome);

    public static string State(RequestState state, RequestOutcome? outcome) => state switch
    {
        RequestState.Draft => "draft",
        RequestState.Decided when outcome is { } decided => Outcome(decided),
        RequestState.Closed when outcome is { } decided && !RequestFlow.IsApproval(decided) => $"closed, {Outcome(decided)}",
        _ => State(state),
    };

    /// <summary>The icon of a state, and whether it is good news.</summary>
    public static (string Icon, string? Look) Look(Request request) => request switch
    {
        { ArchivedAt: not null } => ("archive", "archived"),
        { State: RequestState.Draft } => ("draft", null),
        { State: RequestState.Clarification } => ("help", null),
        { State: RequestState.Decided } when RequestFlow.IsApproval(request.Outcome) => ("check_circle", "good"),
        { State: RequestState.Decided } => ("gavel", null),
        { State: RequestState.Build or RequestState.Test } => ("tune", null),
        { State: RequestState.Release } => ("rocket_launch", "good"),
        { State: RequestState.Measuring } => ("show_chart", "good"),
        { State: RequestState.Closed } => ("check_circle", "good"),
        { State: RequestState.Withdrawn } => ("undo", null),
        { State: RequestState.RolledBack } => ("replay", null),
        _ => ("inbox", null),
    };

    public static string Override(ScoreOverride reason) => reason switch
    {
        ScoreOverride.Regulatory => "law or regulation",
        ScoreOverride.Security => "security",
        ScoreOverride.VendorSupport => "support of the vendor ends",
        _ => "a unit opens or grows",
    };

    /// <summary>Who does the next thing.</summary>
    public static string Next(Request request) => request.State switch
    {
        RequestState.Draft => "Finish and send it",
        RequestState.Submitted => "Screen: complete, a duplicate, a matter of safety?",
        RequestState.Screened => "Estimate the effort, then mark it as ready",
        RequestState.Clarification => $"{request.RequesterName} answers the question",
        RequestState.Ready => "Score it",
        RequestState.Scored => "Decide",
        RequestState.Decided when RequestFlow.IsApproval(request.Outcome) => "Start building",
        RequestState.Decided when request.Outcome == RequestOutcome.Deferred => "Take it up again on the day it was put off to",
        RequestState.Decided => "Close with the answer",
        RequestState.Build => "Build",
        RequestState.Test => "Test",
        RequestState.Release => "Start measuring",
        RequestState.Measuring => "Say what it changed",
        RequestState.RolledBack => "Build again, or close with the answer",
        _ => "Nothing more",
    };
}
