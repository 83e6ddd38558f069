using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Platform.Records;

/// <summary>What somebody wrote under a record.</summary>
public sealed class Comment
{
    /// <summary>How long its author may edit it.</summary>
    public static readonly TimeSpan EditableFor = TimeSpan.FromMinutes(15);

    /// <summary>Longest text.</summary>
    public const int LongestText = 10_000;

    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Kind of the record.</summary>
    public required string RecordKind { get; init; }

    /// <summary>The record.</summary>
    public required Guid RecordId { get; init; }

    /// <summary>Account of who wrote it.</summary>
    public required Guid AuthorId { get; init; }

    /// <summary>Name of who wrote it, as it was then.</summary>
    public required string AuthorName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>The text, in a part of Markdown.</summary>
    public required string Text { get; set; }

    /// <summary>When it was last edited; <c>null</c> when it is as it was written.</summary>
    public DateTimeOffset? EditedAt { get; set; }

    /// <summary>From then on it is not shown; the reason stands in the history.</summary>
    public DateTimeOffset? ArchivedAt { get; set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; set; }

    /// <summary>The record.</summary>
    public RecordRef Record => new(RecordKind, RecordId);
}

/// <summary>Somebody who is named in a comment.</summary>
internal sealed class CommentMention
{
    public required Guid Id { get; init; }

    public required Guid CommentId { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>As it stands in the text, without the @.</summary>
    public required string Name { get; init; }
}

internal sealed class CommentMapping : IEntityTypeConfiguration<Comment>
{
    public void Configure(EntityTypeBuilder<Comment> builder)
    {
        builder.ToTable("platform_comments").HasHistoryOfRecords("comment", (nameof(Comment.RecordKind), nameof(Comment.RecordId)));
        builder.Property(c => c.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(c => c.RecordKind).HasColumnName("record_kind").HasMaxLength(60).IsNotInHistory();
        builder.Property(c => c.RecordId).HasColumnName("record_id").IsNotInHistory();
        builder.Property(c => c.AuthorId).HasColumnName("author_id").IsNotInHistory();
        builder.Property(c => c.AuthorName).HasColumnName("author_name").HasMaxLength(200).IsNotInHistory();
        builder.Property(c => c.WrittenAt).HasColumnName("written_at").IsNotInHistory();
        builder.Property(c => c.Text).HasColumnName("text").HasMaxLength(Comment.LongestText);
        builder.Property(c => c.EditedAt).HasColumnName("edited_at").IsNotInHistory();
        builder.Property(c => c.ArchivedAt).HasColumnName("archived_at");
        builder.Property(c => c.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Ignore(c => c.Record);
        builder.HasIndex(c => new { c.RecordKind, c.RecordId, c.WrittenAt });
    }
}

internal sealed class CommentMentionMapping : IEntityTypeConfiguration<CommentMention>
{
    public void Configure(EntityTypeBuilder<CommentMention> builder)
    {
        builder.ToTable("platform_comment_mentions");
        builder.Property(m => m.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(m => m.CommentId).HasColumnName("comment_id");
        builder.Property(m => m.AccountId).HasColumnName("account_id");
        builder.Property(m => m.Name).HasColumnName("name").HasMaxLength(200);
        builder.HasIndex(m => new { m.CommentId, m.AccountId }).IsUnique();
        builder.HasIndex(m => m.AccountId);
        builder.HasOne<Comment>().WithMany().HasForeignKey(m => m.CommentId).OnDelete(DeleteBehavior.Restrict);
    }
}
