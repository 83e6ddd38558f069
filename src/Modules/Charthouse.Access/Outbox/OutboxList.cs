using Charthouse.Platform;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Outbox;

/// <summary>Mails, newest first, and how many there are of each state.</summary>
internal sealed class OutboxList(IDbContextFactory<WorkbenchDb> dbs)
{
    public const int PageSize = 100;

    public sealed record Row(Guid Id, string To, string Subject, DateTimeOffset CreatedAt, MailState State, int AttemptCount, DateTimeOffset? NextAttemptAt, string? LastError, DateTimeOffset? SentAt)
    {
        /// <summary>What kept it from being sent; nothing once it was sent or given up.</summary>
        public string? Error => State is MailState.Queued or MailState.Failed ? LastError : null;
    }

    public sealed record Answer(IReadOnlyList<Row> Rows, int Total, IReadOnlyDictionary<MailState, int> Counts);

    /// <param name="state">State; <c>null</c> for all.</param>
    /// <param name="text">Part of the receiver or the subject.</param>
    /// <param name="page">From 1; <c>null</c> for all of them.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Answer> RunAsync(MailState? state, string? text, int? page, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var mails = db.Set<OutgoingMail>().AsNoTracking();
        var counts = await mails.GroupBy(m => m.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        if (state is { } wanted) mails = mails.Where(m => m.State == wanted);
        if (text is { Length: > 0 })
        {
#pragma warning disable CA1304, CA1311, CA1862, MA0011 // Translated to SQL, where there is no culture.
            var lower = text.ToLowerInvariant();
            mails = mails.Where(m => m.To.ToLower().Contains(lower) || m.Subject.ToLower().Contains(lower));
#pragma warning restore CA1304, CA1311, CA1862, MA0011
        }

        var total = await mails.CountAsync(cancellationToken);
        var rows = await mails.OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).OnPage(page, PageSize)
            .Select(m => new Row(m.Id, m.To, m.Subject, m.CreatedAt, m.State, m.AttemptCount, m.NextAttemptAt, m.LastError, m.SentAt)).ToListAsync(cancellationToken);
        return new Answer(rows, total, counts);
    }
}

/// <summary>Lets a mail be tried again at once.</summary>
internal sealed class SendMailAgain(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock)
{
    public async Task<Outcome<OutgoingMail>> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<OutgoingMail>().SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } mail) return MailProblems.NotFound;
        var outcome = mail.SendAgain(clock.GetUtcNow());
        return outcome.Succeeded && await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : outcome;
    }
}

/// <summary>Keeps a mail from being sent.</summary>
internal sealed class GiveUpMail(IDbContextFactory<WorkbenchDb> dbs)
{
    public async Task<Outcome<OutgoingMail>> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<OutgoingMail>().SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } mail) return MailProblems.NotFound;
        var outcome = mail.GiveUp();
        return outcome.Succeeded && await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : outcome;
    }
}
