using Charthouse.Deliver.Projects;
using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Deliver.GoLives;

internal sealed class GoLiveMapping : IEntityTypeConfiguration<GoLive>
{
    public void Configure(EntityTypeBuilder<GoLive> builder)
    {
        builder.ToTable("deliver_go_lives").HasHistory(GoLive.RecordKind);
        builder.Property(g => g.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(g => g.ProjectId).HasColumnName("project_id");
        builder.Property(g => g.Name).HasColumnName("name").HasMaxLength(GoLive.LongestName);
        builder.Property(g => g.Departments).HasColumnName("departments").HasMaxLength(Lines.Longest);
        builder.Property(g => g.Specialties).HasColumnName("specialties").HasMaxLength(Lines.Longest);
        builder.Property(g => g.PlannedOn).HasColumnName("planned_on");
        builder.Property(g => g.LiveOn).HasColumnName("live_on");
        builder.Property(g => g.RolledBackOn).HasColumnName("rolled_back_on");
        builder.Property(g => g.State).HasColumnName("state");
        builder.Property(g => g.StateReason).HasColumnName("state_reason").HasMaxLength(GoLive.LongestText);
        builder.Property(g => g.StateSince).HasColumnName("state_since").IsNotInHistory();
        builder.Property(g => g.GoNote).HasColumnName("go_note").HasMaxLength(GoLive.LongestText);
        builder.Property(g => g.CreatedAt).HasColumnName("created_at").IsNotInHistory();
        builder.Property(g => g.ArchivedAt).HasColumnName("archived_at");
        builder.Property(g => g.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Ignore(g => g.Happened);
        builder.HasOne<Project>().WithMany().HasForeignKey(g => g.ProjectId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(g => g.PlannedOn);
    }
}
