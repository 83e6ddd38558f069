using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Records;

/// <summary>Takes a comment off the page. Its author may, and who may change the record; history keeps the text.</summary>
public sealed class ArchiveComment(IDbContextFactory<WorkbenchDb> dbs, RecordKinds kinds, CurrentActor actor, TimeProvider clock)
{
    /// <param name="record">The record.</param>
    /// <param name="commentId">The comment.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<bool>> RunAsync(RecordRef record, Guid commentId, string? reason, CancellationToken cancellationToken)
    {
        if (Reasons.Check(reason) is { } wrong) return wrong;
        if (await kinds.SummariseAsync(record, cancellationToken) is not { } summary) return RecordProblems.NotFound;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var comment = await db.Set<Comment>().SingleOrDefaultAsync(c => c.Id == commentId && c.RecordKind == record.Kind && c.RecordId == record.Id && c.ArchivedAt == null, cancellationToken);
        if (comment is null) return RecordProblems.Gone;
        if (comment.AuthorId != actor.Now.AccountId && !summary.MayChange) return RecordProblems.NotAllowed;
        comment.ArchivedAt = clock.GetUtcNow();
        comment.Version++;
        db.Reason = reason!.Trim();
        return await db.TrySaveAsync(null, null, cancellationToken) is { } refused ? refused : true;
    }
}
