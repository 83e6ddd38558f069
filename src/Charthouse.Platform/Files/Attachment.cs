using Charthouse.Platform.History;
using Charthouse.Platform.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Platform.Files;

/// <summary>A file of a record, or evidence for it.</summary>
public sealed class Attachment
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Kind of the record.</summary>
    public required string RecordKind { get; init; }

    /// <summary>The record.</summary>
    public required Guid RecordId { get; init; }

    /// <summary>Name, without a path.</summary>
    public required string FileName { get; init; }

    /// <summary>As it is served; decided here, never by who sent it.</summary>
    public required string ContentType { get; init; }

    /// <summary>Size in bytes.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>SHA-256 of the content, as hexadecimal text.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether a virus scan let it in; <c>false</c> where the installation has none.</summary>
    public required bool IsScanned { get; init; }

    /// <summary>Account of who added it; <c>null</c> for the operator and the program.</summary>
    public Guid? AddedById { get; init; }

    /// <summary>Name of who added it.</summary>
    public required string AddedByName { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>What it shows; <c>null</c> when the name says it.</summary>
    public string? Note { get; init; }

    /// <summary>The day that it shows; <c>null</c> when that does not matter.</summary>
    public DateOnly? CapturedOn { get; init; }

    /// <summary>Who captured it; <c>null</c> when that does not matter.</summary>
    public string? CapturedBy { get; init; }

    /// <summary>Last day on which it counts as evidence; <c>null</c> when it does not expire.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>From then on it is not shown; the reason stands in the history.</summary>
    public DateTimeOffset? ArchivedAt { get; set; }

    /// <summary>The record.</summary>
    public RecordRef Record => new(RecordKind, RecordId);
}

internal sealed class AttachmentMapping : IEntityTypeConfiguration<Attachment>
{
    public void Configure(EntityTypeBuilder<Attachment> builder)
    {
        builder.ToTable("platform_attachments").HasHistoryOfRecords("attachment", (nameof(Attachment.RecordKind), nameof(Attachment.RecordId)));
        builder.Property(a => a.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(a => a.RecordKind).HasColumnName("record_kind").HasMaxLength(60).IsNotInHistory();
        builder.Property(a => a.RecordId).HasColumnName("record_id").IsNotInHistory();
        builder.Property(a => a.FileName).HasColumnName("file_name").HasMaxLength(200);
        builder.Property(a => a.ContentType).HasColumnName("content_type").HasMaxLength(120).IsNotInHistory();
        builder.Property(a => a.SizeBytes).HasColumnName("size_bytes");
        builder.Property(a => a.Sha256).HasColumnName("sha256").HasMaxLength(64);
        builder.Property(a => a.IsScanned).HasColumnName("is_scanned");
        builder.Property(a => a.AddedById).HasColumnName("added_by_id").IsNotInHistory();
        builder.Property(a => a.AddedByName).HasColumnName("added_by_name").HasMaxLength(200).IsNotInHistory();
        builder.Property(a => a.AddedAt).HasColumnName("added_at").IsNotInHistory();
        builder.Property(a => a.Note).HasColumnName("note").HasMaxLength(500);
        builder.Property(a => a.CapturedOn).HasColumnName("captured_on");
        builder.Property(a => a.CapturedBy).HasColumnName("captured_by").HasMaxLength(200);
        builder.Property(a => a.ValidUntil).HasColumnName("valid_until");
        builder.Property(a => a.ArchivedAt).HasColumnName("archived_at");
        builder.Ignore(a => a.Record);
        builder.HasIndex(a => new { a.RecordKind, a.RecordId });
        builder.HasIndex(a => a.Sha256);
    }
}
