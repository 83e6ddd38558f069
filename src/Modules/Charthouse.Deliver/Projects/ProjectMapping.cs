using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Deliver.Projects;

internal sealed class ProjectMapping : IEntityTypeConfiguration<Project>
{
    public void Configure(EntityTypeBuilder<Project> builder)
    {
        builder.ToTable("deliver_projects").HasHistory(Project.RecordKind);
        builder.Property(p => p.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(p => p.Number).HasColumnName("number");
        builder.Property(p => p.Title).HasColumnName("title").HasMaxLength(Project.LongestTitle);
        builder.Property(p => p.Change).HasColumnName("change").HasMaxLength(Project.LongestText);
        builder.Property(p => p.Owner).HasColumnName("owner").HasMaxLength(Project.LongestTitle);
        builder.Property(p => p.StartsOn).HasColumnName("starts_on");
        builder.Property(p => p.EndsOn).HasColumnName("ends_on");
        builder.Property(p => p.State).HasColumnName("state");
        builder.Property(p => p.StateReason).HasColumnName("state_reason").HasMaxLength(Project.LongestReason);
        builder.Property(p => p.StateSince).HasColumnName("state_since").IsNotInHistory();
        builder.Property(p => p.Departments).HasColumnName("departments").HasMaxLength(Lines.Longest);
        builder.Property(p => p.CreatedAt).HasColumnName("created_at").IsNotInHistory();
        builder.Property(p => p.ArchivedAt).HasColumnName("archived_at");
        builder.Property(p => p.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasMany(p => p.Checklist).WithOne().HasForeignKey(i => i.ProjectId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(p => p.Number).IsUnique();
    }
}

internal sealed class ChecklistItemMapping : IEntityTypeConfiguration<ChecklistItem>
{
    public void Configure(EntityTypeBuilder<ChecklistItem> builder)
    {
        builder.ToTable("deliver_checklist_items").HasHistoryOf(Project.RecordKind, nameof(ChecklistItem.ProjectId), "checklist-item");
        builder.Property(i => i.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(i => i.ProjectId).HasColumnName("project_id");
        builder.Property(i => i.Text).HasColumnName("text").HasMaxLength(ChecklistItem.LongestText);
        builder.Property(i => i.Owner).HasColumnName("owner").HasMaxLength(Project.LongestTitle);
        builder.Property(i => i.DueOn).HasColumnName("due_on");
        builder.Property(i => i.DoneAt).HasColumnName("done_at");
        builder.Property(i => i.DoneBy).HasColumnName("done_by").HasMaxLength(Project.LongestTitle);
        builder.Property(i => i.DoneById).HasColumnName("done_by_id").IsNotInHistory();
        builder.Property(i => i.Position).HasColumnName("position").IsNotInHistory();
        builder.Property(i => i.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasIndex(i => new { i.ProjectId, i.Position });
        builder.HasIndex(i => i.DueOn);
    }
}
