using Charthouse.Platform.Notifications;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Records;

/// <summary>Writes a comment under a record that the actor may see, or edits an own one within <see cref="Comment.EditableFor"/>.</summary>
public sealed class WriteComment(IDbContextFactory<WorkbenchDb> dbs, RecordKinds kinds, IDirectory directory, Notifications.Notifications notifications, CurrentActor actor, TimeProvider clock)
{
    /// <summary>Tells people that a comment names them.</summary>
    public static NotificationKind MentionKind { get; } = new("mention", "Somebody mentioned you", "A comment names you.", NotificationDelivery.Mail);

    private readonly Mentions mentions = new(directory);

    /// <param name="record">The record.</param>
    /// <param name="commentId">The comment to edit; <c>null</c> for a new one.</param>
    /// <param name="text">The text; an @ before a name of the directory mentions that person.</param>
    /// <param name="chosen">Accounts that were chosen where several people have a mentioned name.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<Guid>> RunAsync(RecordRef record, Guid? commentId, string? text, IReadOnlyCollection<Guid> chosen, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        if (by.AccountId is not { } author) return RecordProblems.NobodySignedIn;
        text = text?.ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal).Trim() ?? "";
        if (text.Length == 0) return RecordProblems.EmptyComment;
        if (text.Length > Comment.LongestText) return RecordProblems.LongComment;
        if (await kinds.SummariseAsync(record, cancellationToken) is not { } summary) return RecordProblems.NotFound;
        var found = await mentions.FindAsync(text, chosen, cancellationToken);
        if (!found.Succeeded) return found.Problems.ToList();

        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        Comment? comment;
        if (commentId is null)
        {
            comment = new Comment { Id = Guid.CreateVersion7(), RecordKind = record.Kind, RecordId = record.Id, AuthorId = author, AuthorName = by.Name, WrittenAt = clock.GetUtcNow(), Text = text };
            db.Add(comment);
        }
        else
        {
            comment = await db.Set<Comment>().SingleOrDefaultAsync(c => c.Id == commentId && c.RecordKind == record.Kind && c.RecordId == record.Id && c.ArchivedAt == null, cancellationToken);
            if (comment is null) return RecordProblems.Gone;
            if (comment.AuthorId != author) return RecordProblems.NotYours;
            if (clock.GetUtcNow() - comment.WrittenAt > Comment.EditableFor) return RecordProblems.TooLate;
            if (comment.Text == text) return comment.Id;
            comment.Text = text;
            comment.EditedAt = clock.GetUtcNow();
            comment.Version++;
        }

        var known = await db.Set<CommentMention>().Where(m => m.CommentId == comment.Id).Select(m => m.AccountId).ToListAsync(cancellationToken);
        foreach (var mention in found.Value.Where(mention => !known.Contains(mention.AccountId)))
        {
            db.Add(new CommentMention { Id = Guid.CreateVersion7(), CommentId = comment.Id, AccountId = mention.AccountId, Name = mention.Name });
            if (mention.AccountId != author) notifications.Add(db, mention.AccountId, MentionKind.Name, $"{by.Name} mentioned you in a comment on {summary.Title}.", summary.Href);
        }

        return await db.TrySaveAsync(null, null, cancellationToken) is { } refused ? refused : comment.Id;
    }

    /// <summary>Whom a name in the text may mean, where several people have it.</summary>
    public Task<IReadOnlyList<DirectoryEntry>> ChoicesAsync(string? text, CancellationToken cancellationToken) => mentions.ChoicesAsync(text ?? "", cancellationToken);
}
