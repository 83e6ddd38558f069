using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Files;

/// <summary>Attachments of records that the actor may see.</summary>
public sealed class ReadAttachments(IDbContextFactory<WorkbenchDb> dbs, RecordKinds kinds, FileContents store)
{
    /// <summary>Attachments of a record, newest first; empty when the record may not be seen.</summary>
    public async Task<IReadOnlyList<Attachment>> RunAsync(RecordRef record, CancellationToken cancellationToken)
    {
        if (await kinds.SummariseAsync(record, cancellationToken) is null) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Attachment>().AsNoTracking().Where(a => a.RecordKind == record.Kind && a.RecordId == record.Id && a.ArchivedAt == null)
            .OrderByDescending(a => a.AddedAt).ThenBy(a => a.Id).ToListAsync(cancellationToken);
    }

    /// <summary>One attachment with its content; <c>null</c> when it does not exist or may not be seen.</summary>
    public async Task<(Attachment Attachment, Stream Content)?> OpenAsync(Guid attachmentId, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var attachment = await db.Set<Attachment>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == attachmentId && a.ArchivedAt == null, cancellationToken);
        if (attachment is null || await kinds.SummariseAsync(attachment.Record, cancellationToken) is null) return null;
        var content = await store.OpenAsync(attachment.Sha256, cancellationToken)
            ?? throw new InvalidDataException($"The content of attachment {attachment.Id} is missing: {attachment.Sha256}. Restore it from a backup.");
        return (attachment, content);
    }
}
