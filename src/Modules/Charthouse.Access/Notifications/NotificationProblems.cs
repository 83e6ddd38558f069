using Charthouse.Platform;

namespace Charthouse.Access.Notifications;

/// <summary>Refusals about notifications.</summary>
internal static class NotificationProblems
{
    public static readonly Problem NotFound = new("access.notification-not-found", ProblemKind.NotFound, "There is no such notification for you.");
    public static readonly Problem UnknownChoice = new("access.notification-choice-unknown", ProblemKind.Invalid, "One of the choices does not exist, so nothing was saved. Reload the page and choose again.");
}
