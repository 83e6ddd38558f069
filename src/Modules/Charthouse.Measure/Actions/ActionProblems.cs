using Charthouse.Platform;

namespace Charthouse.Measure.Actions;

internal static class ActionProblems
{
    public static readonly Problem NothingChosen = new(
        "measure.action-nothing-chosen", ProblemKind.Invalid, "No category was changed. Choose one for at least one action, then save.");

    public static readonly Problem UnknownAction = new(
        "measure.action-unknown", ProblemKind.NotFound, "One of the actions does not occur in the log, so nothing was saved. Reload the page and choose again.");

    public static readonly Problem UnknownCategory = new(
        "measure.action-unknown-category", ProblemKind.Invalid, "One of the categories does not exist, so nothing was saved. Choose from the list.");

    private static readonly Problem[] shown = [NothingChosen, UnknownAction, UnknownCategory];

    public static Problem? Find(string? code) => Array.Find(shown, problem => problem.Code == code);
}
