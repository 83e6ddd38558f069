using Charthouse.Access.Outbox;
using Charthouse.Platform.Jobs;
using Charthouse.Platform.Mail;

namespace Charthouse.Access.Notifications;

/// <summary>Writes the mails about notifications every few minutes.</summary>
internal sealed class NotificationMailsJob(WriteNotificationMails write, MailQueue mails, MailLinks links) : IJobKind
{
    public const string KindName = "access.notification-mails";

    public static RecurringJob Recurring { get; } = new(KindName, TimeSpan.FromMinutes(5));

    public string Name => KindName;

    public string Title => "Write mails about notifications";

    public Task RunAsync(JobRun run, CancellationToken cancellationToken) => write.RunAsync(mails.EnqueueAsync, page => links.Of(page), cancellationToken);
}
