using Charthouse.Platform.Files;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Search;

/// <summary>Something that stands under a record.</summary>
/// <param name="Record">The record.</param>
/// <param name="Name">Its own name; <c>null</c> when it has none.</param>
/// <param name="Anchor">Its place on the page of the record.</param>
internal sealed record RecordPart(RecordRef Record, string? Name, string Anchor);

/// <summary>What stands under records of every kind, and is found by whoever may see the record.</summary>
internal interface IRecordParts
{
    /// <summary>Kind, as its <see cref="Searchable"/> names it.</summary>
    string Kind { get; }

    /// <summary>What one is called, such as "Comment".</summary>
    string Label { get; }

    /// <summary>Icon of the sprite.</summary>
    string Icon { get; }

    /// <summary>The records that they stand under.</summary>
    Task<IReadOnlyDictionary<Guid, RecordPart>> ReadAsync(WorkbenchDb db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);
}

/// <summary>Comments, found by their text.</summary>
internal sealed class CommentParts : IRecordParts
{
    public static Searchable Searchable { get; } = Searchable.Of<Comment>("comment", null, comment => comment.ArchivedAt is null ? new(comment.Id, "", comment.Text) : null);

    public string Kind => Searchable.Kind;

    public string Label => "Comment";

    public string Icon => "comment";

    public async Task<IReadOnlyDictionary<Guid, RecordPart>> ReadAsync(WorkbenchDb db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        await db.Set<Comment>().AsNoTracking().Where(c => ids.Contains(c.Id) && c.ArchivedAt == null)
            .ToDictionaryAsync(c => c.Id, c => new RecordPart(c.Record, null, $"comment-{c.Id}"), cancellationToken);
}

/// <summary>Attachments, found by their file names and notes.</summary>
internal sealed class AttachmentParts : IRecordParts
{
    public static Searchable Searchable { get; } = Searchable.Of<Attachment>("attachment", null, attachment => attachment.ArchivedAt is null ? new(attachment.Id, attachment.FileName, attachment.Note ?? "") : null);

    public string Kind => Searchable.Kind;

    public string Label => "Attachment";

    public string Icon => "attach_file";

    public async Task<IReadOnlyDictionary<Guid, RecordPart>> ReadAsync(WorkbenchDb db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        await db.Set<Attachment>().AsNoTracking().Where(a => ids.Contains(a.Id) && a.ArchivedAt == null)
            .ToDictionaryAsync(a => a.Id, a => new RecordPart(a.Record, a.FileName, "attachments"), cancellationToken);
}
