using Charthouse.Platform.Mail;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Access.Outbox;

/// <summary>The list of mails as a file: all that the filters of the page select, newest first. What the mails say, and their links, stay in the outbox.</summary>
internal static class OutboxExport
{
    private static readonly string[] columns = ["Subject", "To", "State", "Written", "Attempts", "Next attempt", "Problem"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? state, string? find, OutboxList list, CancellationToken cancellationToken)
    {
        var answer = await list.RunAsync(Enum.TryParse<MailState>(state, out var known) ? known : null, find?.Trim(), null, cancellationToken);
        return TableFiles.Of(new Table("Outbox", columns,
        [
            .. answer.Rows.Select(mail => (object?[])[mail.Subject, mail.To, StateOfMail.WordOf(mail.State, mail.LastError is not null), mail.CreatedAt, mail.AttemptCount, mail.NextAttemptAt, mail.Error]),
        ]), format, "outbox");
    }
}
