using Charthouse.Access.Outbox;
using Charthouse.Platform.Jobs;
using Charthouse.Platform.Mail;
using Charthouse.Ui;

namespace Charthouse.Access.Notifications;

/// <summary>Writes the mails about notifications every few minutes.</summary>
internal sealed class NotificationMailsJob(WriteNotificationMails write, MailQueue mails, MailLinks links, ReadShellState readShellState) : IJobKind
{
    public const string KindName = "access.notification-mails";

    public static RecurringJob Recurring { get; } = new(KindName, TimeSpan.FromMinutes(5));

    public string Name => KindName;

    public string Title => "Write mails about notifications";

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken) => await write.RunAsync(mails.EnqueueAsync, page => links.Of(page), (await readShellState(cancellationToken)).Zone, cancellationToken);
}
