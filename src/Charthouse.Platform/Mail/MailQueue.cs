using Charthouse.Platform.Storage;

namespace Charthouse.Platform.Mail;

/// <summary>Access's answer to "what is the address of this page in a mail?": absolute, and never made from a request.</summary>
/// <param name="page">The page, relative to the base address.</param>
public delegate string MakeMailLink(string page);

/// <summary>Where modules leave mails. They are sent in the background, and wait where no mail server is known.</summary>
#pragma warning disable CA1711 // The rule means a collection type; this is where mails queue.
public sealed class MailQueue(TimeProvider clock)
#pragma warning restore CA1711
{
    /// <summary>Adds a mail to the caller's unit of work: it is saved, or not, with the caller's change.</summary>
    /// <param name="db">The caller's unit of work.</param>
    /// <param name="to">Address of the receiver.</param>
    /// <param name="subject">Subject, one line.</param>
    /// <param name="text">Plain text.</param>
    public Task EnqueueAsync(WorkbenchDb db, string to, string subject, string text) => EnqueueAsync(db, to, subject, text, null);

    /// <summary>Adds a mail with a link that only its receiver may see.</summary>
    /// <param name="db">The caller's unit of work.</param>
    /// <param name="to">Address of the receiver.</param>
    /// <param name="subject">Subject, one line.</param>
    /// <param name="text">Plain text with <see cref="OutgoingMail.LinkMark"/> where the link goes.</param>
    /// <param name="secretLink">The link.</param>
    public async Task EnqueueAsync(WorkbenchDb db, string to, string subject, string text, string? secretLink)
    {
        ArgumentNullException.ThrowIfNull(db);
        await db.AddAsync(OutgoingMail.Write(to, subject, text, secretLink, clock.GetUtcNow()));
    }
}
