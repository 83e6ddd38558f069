using Charthouse.Platform.Mail;
using Charthouse.Platform.Notifications;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.PainPoints;

/// <summary>Tells everybody who raised a voice: people with an account in the application, others by e-mail with a link of their own, and whoever has only a code when they look.</summary>
internal sealed class FollowLinks(IDataProtectionProvider protection, MakeMailLink makeLink, Notifications notifications)
{
    public static NotificationKind NewsKind { get; } = new("pain-point-news", "News about something you reported", "Somebody wrote to you about a pain point that you reported or added your voice to, or answered it.", NotificationDelivery.Mail);

    private readonly IDataProtector protector = protection.CreateProtector("Charthouse.Listen.Follow");

    /// <summary>The part of an address that leads a voice to its pain point, made for a mail.</summary>
    public string KeyOf(Guid voiceId) => protector.Protect(voiceId.ToString("N"));

    /// <summary>The voice that a key leads to; <c>null</c> for anything else.</summary>
    public Guid? VoiceOf(string key)
    {
        try
        {
            return Guid.TryParse(protector.Unprotect(key), out var id) ? id : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Thanks somebody by e-mail, with the link.</summary>
    public Task WelcomeAsync(WorkbenchDb db, MailQueue mails, string address, PainPoint point, string code) => mails.EnqueueAsync(db, address, $"Thank you for your report {point.Name}", $"""
        Thank you for telling us what gets in your way.

        A person writes back by {point.ReplyDueOn:dddd d MMMM yyyy}. This link shows where it stands, and lets you write to the team. It is yours alone:

        {OutgoingMail.LinkMark}

        Nobody sees your address but the few who answer.
        """, makeLink($"follow/{code}"));

    /// <summary>Tells all voices of a pain point, in the caller's unit of work.</summary>
    /// <param name="db">The caller's unit of work.</param>
    /// <param name="mails">Where mails are left.</param>
    /// <param name="point">The pain point.</param>
    /// <param name="subject">What happened, such as "There is an answer to your report T-0412". Nothing of its content: mails are read over shoulders.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How many people raised their voice.</returns>
    public async Task<int> TellAsync(WorkbenchDb db, MailQueue mails, PainPoint point, string subject, CancellationToken cancellationToken)
    {
        var voices = await db.Set<Voice>().AsNoTracking().Where(v => v.PainPointId == point.Id).Select(v => new { v.Id, v.AccountId, v.Email }).ToListAsync(cancellationToken);
        foreach (var account in voices.Select(v => v.AccountId).OfType<Guid>().Distinct()) notifications.Add(db, account, NewsKind.Name, $"{subject}.", $"pain-points/{point.Id}");
        foreach (var voice in voices.Where(v => v is { AccountId: null, Email: not null }))
        {
            await mails.EnqueueAsync(db, voice.Email!, subject, $"""
                {subject}.

                {OutgoingMail.LinkMark}

                The link is yours alone. Thank you for speaking up.
                """, makeLink($"follow/by/{KeyOf(voice.Id)}"));
        }

        return voices.Count;
    }
}
