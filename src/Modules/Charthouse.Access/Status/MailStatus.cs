using Charthouse.Platform.Mail;
using Charthouse.Platform.Status;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Status;

/// <summary>The outbox, for the status page.</summary>
internal sealed class MailStatus(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock) : IStatusSource
{
    private static readonly TimeSpan longWait = TimeSpan.FromHours(1);

    public async Task<StatusGroup> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var due = clock.GetUtcNow() - longWait;
        var mails = db.Set<OutgoingMail>().AsNoTracking();
        var waiting = await mails.CountAsync(m => m.State == MailState.Queued, cancellationToken);
        var late = await mails.CountAsync(m => m.State == MailState.Queued && m.CreatedAt < due, cancellationToken);
        var failed = await mails.CountAsync(m => m.State == MailState.Failed, cancellationToken);
        return new StatusGroup("Mail", 40,
        [
            new StatusLine("Mails waiting", Numbers.Whole(waiting), Warning: late == 0 ? null : $"{late} {(late == 1 ? "mail has" : "mails have")} been waiting for more than an hour. The Outbox says what the mail server answered."),
            new StatusLine("Mails that failed", Numbers.Whole(failed), Warning: failed == 0 ? null : $"{failed} {(failed == 1 ? "mail" : "mails")} could not be sent. The Outbox says why; send them again or give them up there."),
        ]);
    }
}
