using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Files;

/// <summary>Takes an attachment off the page. Its content stays: history points to it.</summary>
public sealed class ArchiveAttachment(IDbContextFactory<WorkbenchDb> dbs, RecordKinds kinds, TimeProvider clock)
{
    /// <param name="record">The record.</param>
    /// <param name="attachmentId">The attachment.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<bool>> RunAsync(RecordRef record, Guid attachmentId, string? reason, CancellationToken cancellationToken)
    {
        if (Reasons.Check(reason) is { } wrong) return wrong;
        if (await kinds.SummariseAsync(record, cancellationToken) is not { } summary) return RecordProblems.NotFound;
        if (!summary.MayChange) return RecordProblems.NotAllowed;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var attachment = await db.Set<Attachment>().SingleOrDefaultAsync(a => a.Id == attachmentId && a.RecordKind == record.Kind && a.RecordId == record.Id && a.ArchivedAt == null, cancellationToken);
        if (attachment is null) return RecordProblems.Gone;
        attachment.ArchivedAt = clock.GetUtcNow();
        db.Reason = reason!.Trim();
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
