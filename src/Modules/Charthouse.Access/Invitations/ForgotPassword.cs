using Charthouse.Access.Accounts;
using Charthouse.Access.Outbox;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Invitations;

/// <summary>Writes a mail with a link to a new password. Whoever asks learns nothing about who has an account, neither from the answer nor from the time that it takes.</summary>
internal sealed class ForgotPassword(UserManager<Account> users, WorkbenchDb db, MailQueue mails, MailLinks links, TimeProvider clock)
{
    public const string Subject = "A new password for Charthouse";

    // Longer than the work takes, so that the answer comes after the same time with and without an account.
    private static readonly TimeSpan answerAfter = TimeSpan.FromMilliseconds(500);

    // Nobody can fill the mail box of somebody else.
    private static readonly TimeSpan oneMailIn = TimeSpan.FromMinutes(2);

    public Task RunAsync(string? email, CancellationToken cancellationToken) => Task.WhenAll(WriteAsync(email?.Trim(), cancellationToken), Task.Delay(answerAfter, clock, cancellationToken));

    private async Task WriteAsync(string? email, CancellationToken cancellationToken)
    {
        if (email is not { Length: > 0 and <= 320 } || await users.FindByEmailAsync(email) is not { DeactivatedAt: null, IsLockedByAdministrator: false, Email: { } address } account) return;
        var since = clock.GetUtcNow() - oneMailIn;
        if (await db.Set<OutgoingMail>().AnyAsync(m => m.To == address && m.Subject == Subject && m.CreatedAt > since, cancellationToken)) return;
        var token = await users.GenerateUserTokenAsync(account, LinkPurpose.Reset.Provider, LinkPurpose.Reset.Purpose);
        await mails.EnqueueAsync(db, address, Subject, $"""
            Hello {account.DisplayName},

            Somebody, probably you, asked for a new password for your account in Charthouse. Choose it here:

            {OutgoingMail.LinkMark}

            The link works once, for two hours. A new password ends all sessions, also on other devices.
            If you did not ask for it, you need not do anything: your password stays as it is.
            """, links.Of(LinkPurpose.Reset.Page, new("account", account.Id.ToString()), new("token", token)));
        await db.SaveChangesAsync(cancellationToken);
    }
}
