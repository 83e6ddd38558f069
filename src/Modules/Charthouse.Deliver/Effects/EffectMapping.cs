using Charthouse.Deliver.GoLives;
using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Deliver.Effects;

internal sealed class EffectMapping : IEntityTypeConfiguration<Effect>
{
    public void Configure(EntityTypeBuilder<Effect> builder)
    {
        builder.ToTable("deliver_effects").HasHistory(Effect.RecordKind);
        builder.Property(e => e.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(e => e.GoLiveId).HasColumnName("go_live_id");
        builder.Property(e => e.Finding).HasColumnName("finding").HasMaxLength(Effect.LongestFinding);
        builder.Property(e => e.Found).HasColumnName("found");
        builder.Property(e => e.NoMeasureReason).HasColumnName("no_measure_reason").HasMaxLength(Effect.LongestReason);
        builder.Property(e => e.LookedUntil).HasColumnName("looked_until");
        builder.Property(e => e.ReviewOn).HasColumnName("review_on");
        builder.Property(e => e.WrittenOn).HasColumnName("written_on").IsNotInHistory();
        builder.Property(e => e.ConfirmedOn).HasColumnName("confirmed_on");
        builder.Property(e => e.ConfirmedBy).HasColumnName("confirmed_by").HasMaxLength(Effect.LongestName);
        builder.Property(e => e.ConfirmedById).HasColumnName("confirmed_by_id").IsNotInHistory();
        builder.Property(e => e.CreatedAt).HasColumnName("created_at").IsNotInHistory();
        builder.Property(e => e.ArchivedAt).HasColumnName("archived_at");
        builder.Property(e => e.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasOne<GoLive>().WithMany().HasForeignKey(e => e.GoLiveId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(e => e.ReviewOn);
    }
}
