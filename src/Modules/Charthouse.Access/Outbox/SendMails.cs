using System.Net.Sockets;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Storage;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Charthouse.Access.Outbox;

/// <summary>Sends the mails that are due. What cannot be sent stays in the queue with its reason and is tried again later.</summary>
internal sealed class SendMails(IDbContextFactory<WorkbenchDb> dbs, MailSettings settings, TimeProvider clock)
{
    private const int AtATime = 50;
    private const int TimeoutMilliseconds = 30_000;

    /// <returns>How many the mail server took.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!settings.CanSend) return 0;
        List<Guid> due;
        await using (var db = await dbs.CreateDbContextAsync(cancellationToken))
        {
            var now = clock.GetUtcNow();
            due = await db.Set<OutgoingMail>().Where(m => m.State == MailState.Queued && m.NextAttemptAt <= now).OrderBy(m => m.NextAttemptAt).Take(AtATime).Select(m => m.Id).ToListAsync(cancellationToken);
        }

        using var client = new SmtpClient();
        client.Timeout = TimeoutMilliseconds;
        var count = 0;
        foreach (var id in due)
        {
            await using var db = await dbs.CreateDbContextAsync(cancellationToken);
            if (await db.Set<OutgoingMail>().SingleOrDefaultAsync(m => m.Id == id && m.State == MailState.Queued && m.NextAttemptAt <= clock.GetUtcNow(), cancellationToken) is not { } mail) continue;
            mail.Begin(clock.GetUtcNow());
            // Somebody else, a person or a second process, has it.
            if (await db.TrySaveAsync(null, null, cancellationToken) is not null) continue;
            var mayGoOn = true;
            try
            {
                await SendAsync(client, mail, cancellationToken);
                mail.Succeed(clock.GetUtcNow());
                count++;
            }
            catch (SmtpCommandException refusal) when (refusal.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted or SmtpErrorCode.SenderNotAccepted)
            {
                // 5xx is for good, but a sender that is refused is a setting, which somebody will put right.
                mail.Fail($"{(int)refusal.StatusCode} {refusal.Message}", isFinal: (int)refusal.StatusCode >= 500 && refusal.ErrorCode != SmtpErrorCode.SenderNotAccepted);
            }
            catch (ParseException)
            {
                mail.Fail("This is not an e-mail address.", isFinal: true);
            }
            catch (Exception outage) when (outage is CommandException or ProtocolException or AuthenticationException or SslHandshakeException or NotSupportedException or SocketException or IOException or TimeoutException)
            {
                mail.Fail(outage.Message, isFinal: false);
                // The server is away: the others keep their attempts.
                mayGoOn = false;
            }

            // The server may have taken it: that is written down even when the program ends.
            await db.TrySaveAsync(null, null, CancellationToken.None);
            if (!mayGoOn) break;
        }

        if (client.IsConnected) await client.DisconnectAsync(quit: true, CancellationToken.None);
        return count;
    }

    // The settings were checked when the program started: with a host there is a sender, with a user a password.
    private async Task SendAsync(SmtpClient client, OutgoingMail mail, CancellationToken cancellationToken)
    {
        using var message = new MimeMessage();
        message.From.Add(MailboxAddress.Parse(settings.From!));
        message.To.Add(MailboxAddress.Parse(mail.To));
        message.Subject = mail.Subject;
        message.Date = mail.CreatedAt;
        // The same for each attempt, so that a mail box can tell a second copy.
        message.MessageId = $"{mail.Id:N}@{((MailboxAddress)message.From[0]).Domain}";
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new TextPart("plain") { Text = mail.Text.Replace(OutgoingMail.LinkMark, mail.SecretLink, StringComparison.Ordinal) };
        if (!client.IsConnected)
        {
            await client.ConnectAsync(settings.Host!, settings.Port, settings.Security switch
            {
                MailSecurity.StartTls => SecureSocketOptions.StartTls,
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                _ => SecureSocketOptions.None,
            }, cancellationToken);
            if (settings.User is not null) await client.AuthenticateAsync(settings.User, settings.Password!, cancellationToken);
        }

        await client.SendAsync(message, cancellationToken);
    }
}
