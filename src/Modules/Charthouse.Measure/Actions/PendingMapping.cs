using Charthouse.AuditActivity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Measure.Actions;

/// <summary>A mapping that a person chose and that the figures do not show yet. The commit of the recomputation turns it into an <c>ActionMapping</c>.</summary>
internal sealed class PendingMapping
{
    public required string Action { get; init; }

    public required ActivityCategory Category { get; set; }

    public required DateTimeOffset RequestedAt { get; set; }

    /// <summary>Why the recomputation failed; it is tried again when a person asks for it.</summary>
    public string? Problem { get; set; }
}

internal sealed class PendingMappingMapping : IEntityTypeConfiguration<PendingMapping>
{
    public void Configure(EntityTypeBuilder<PendingMapping> builder)
    {
        builder.ToTable("measure_pending_mappings");
        builder.HasKey(m => m.Action);
        builder.Property(m => m.Action).HasColumnName("action").HasMaxLength(400).ValueGeneratedNever();
        builder.Property(m => m.Category).HasColumnName("category");
        builder.Property(m => m.RequestedAt).HasColumnName("requested_at");
        builder.Property(m => m.Problem).HasColumnName("problem").HasMaxLength(400);
    }
}
