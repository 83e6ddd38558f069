using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Records;

/// <summary>A comment as it is shown.</summary>
/// <param name="Comment">The comment.</param>
/// <param name="Mentioned">Names in its text that mention somebody.</param>
/// <param name="MayEdit">Whether the actor may edit it now.</param>
/// <param name="MayArchive">Whether the actor may take it off the page.</param>
public sealed record ShownComment(Comment Comment, IReadOnlyList<string> Mentioned, bool MayEdit, bool MayArchive);

/// <summary>Comments of a record, oldest first; the newest page when no page is named.</summary>
/// <param name="Comments">Comments.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Page">Page, from 1.</param>
public sealed record CommentPage(IReadOnlyList<ShownComment> Comments, int Total, int Page);

/// <summary>Reads the comments of a record.</summary>
public sealed class ReadComments(IDbContextFactory<WorkbenchDb> dbs, RecordKinds kinds, CurrentActor actor, TimeProvider clock)
{
    /// <summary>Comments on a page.</summary>
    public const int PageSize = 50;

    /// <param name="record">The record.</param>
    /// <param name="page">Page from 1; <c>null</c> for the last, where the newest are.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns><c>null</c> when the record may not be seen.</returns>
    public async Task<CommentPage?> RunAsync(RecordRef record, int? page, CancellationToken cancellationToken)
    {
        if (await kinds.SummariseAsync(record, cancellationToken) is not { } summary) return null;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var all = db.Set<Comment>().AsNoTracking().Where(c => c.RecordKind == record.Kind && c.RecordId == record.Id && c.ArchivedAt == null);
        var total = await all.CountAsync(cancellationToken);
        var last = Math.Max(1, (total + PageSize - 1) / PageSize);
        var shown = Math.Clamp(page ?? last, 1, last);
        var comments = await all.OrderBy(c => c.WrittenAt).ThenBy(c => c.Id).Skip((shown - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        var ids = comments.ConvertAll(comment => comment.Id);
        var mentions = (await db.Set<CommentMention>().AsNoTracking().Where(m => ids.Contains(m.CommentId)).ToListAsync(cancellationToken)).ToLookup(m => m.CommentId, m => m.Name);
        var now = clock.GetUtcNow();
        return new(
            [
                .. comments.Select(comment =>
                {
                    var isOwn = comment.AuthorId == actor.Now.AccountId;
                    return new ShownComment(comment, [.. mentions[comment.Id]], isOwn && now - comment.WrittenAt <= Comment.EditableFor, isOwn || summary.MayChange);
                }),
            ],
            total,
            shown);
    }
}
