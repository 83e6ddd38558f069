using Charthouse.Platform.Notifications;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;

namespace Charthouse.Decide.Requests;

/// <summary>Tells who wrote a request of each step that others take.</summary>
internal static class RequestNotices
{
    public static NotificationKind Moved { get; } = new("request-moved", "Your request moved", "A request that you wrote got to its next step, or was decided.", NotificationDelivery.Mail);

    public static NotificationKind Asked { get; } = new("request-question", "A question about your request", "Somebody needs to know more about a request that you wrote. It waits for your answer.", NotificationDelivery.Mail);

    /// <summary>Adds a notification to the caller's unit of work, unless who wrote it does this.</summary>
    public static void Tell(this Notifications notices, WorkbenchDb db, Request request, NotificationKind kind, Actor by, string what)
    {
        if (request.RequesterId is not { } requester || requester == by.AccountId) return;
        notices.Add(db, requester, kind.Name, $"{RequestWords.Number(request.Number)}, {request.Title}: {what}", $"requests/{request.Id}");
    }
}
