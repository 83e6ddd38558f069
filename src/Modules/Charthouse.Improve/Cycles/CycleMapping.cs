using Charthouse.Improve.Aims;
using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Improve.Cycles;

internal sealed class CycleMapping : IEntityTypeConfiguration<Cycle>
{
    public void Configure(EntityTypeBuilder<Cycle> builder)
    {
        builder.ToTable("improve_cycles").HasHistory(Cycle.RecordKind);
        builder.Property(c => c.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(c => c.ChainId).HasColumnName("chain_id").IsNotInHistory();
        builder.Property(c => c.PredecessorId).HasColumnName("predecessor_id").IsNotInHistory();
        builder.Property(c => c.Number).HasColumnName("number");
        builder.Property(c => c.ChangeIdeaId).HasColumnName("change_idea_id");
        builder.Property(c => c.Title).HasColumnName("title").HasMaxLength(Cycle.LongestTitle);
        builder.Property(c => c.Owner).HasColumnName("owner").HasMaxLength(Cycle.LongestTitle);
        builder.Property(c => c.Question).HasColumnName("question").HasMaxLength(Cycle.LongestText);
        builder.Property(c => c.Prediction).HasColumnName("prediction").HasMaxLength(Cycle.LongestText);
        builder.Property(c => c.PredictedValue).HasColumnName("predicted_value");
        builder.Property(c => c.PredictionIsFixed).HasColumnName("prediction_is_fixed");
        builder.Property(c => c.Measured).HasColumnName("measured").HasMaxLength(Cycle.LongestLine);
        builder.Property(c => c.Unit).HasColumnName("unit").HasMaxLength(Cycle.LongestUnit);
        builder.Property(c => c.Who).HasColumnName("who").HasMaxLength(Cycle.LongestLine);
        builder.Property(c => c.Place).HasColumnName("place").HasMaxLength(Cycle.LongestLine);
        builder.Property(c => c.Scale).HasColumnName("scale");
        builder.Property(c => c.ScaleNote).HasColumnName("scale_note").HasMaxLength(Cycle.LongestLine);
        builder.Property(c => c.PeopleCount).HasColumnName("people_count");
        builder.Property(c => c.Tasks).HasColumnName("tasks").HasMaxLength(Cycle.LongestText);
        builder.Property(c => c.PlannedFrom).HasColumnName("planned_from");
        builder.Property(c => c.PlannedTo).HasColumnName("planned_to");
        builder.Property(c => c.StartedOn).HasColumnName("started_on");
        builder.Property(c => c.EndedOn).HasColumnName("ended_on");
        builder.Property(c => c.WhatHappened).HasColumnName("what_happened").HasMaxLength(Cycle.LongestText);
        builder.Property(c => c.Surprises).HasColumnName("surprises").HasMaxLength(Cycle.LongestText);
        builder.Property(c => c.Findings).HasColumnName("findings").HasMaxLength(Cycle.LongestText);
        builder.Property(c => c.PredictionHeld).HasColumnName("prediction_held");
        builder.Property(c => c.Decision).HasColumnName("decision");
        builder.Property(c => c.DecidedOn).HasColumnName("decided_on");
        builder.Property(c => c.DecisionReason).HasColumnName("decision_reason").HasMaxLength(Cycle.LongestText);
        builder.Property(c => c.CreatedAt).HasColumnName("created_at").IsNotInHistory();
        builder.Property(c => c.ArchivedAt).HasColumnName("archived_at");
        builder.Property(c => c.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Ignore(c => c.Withheld);
        builder.HasOne<ChangeIdea>().WithMany().HasForeignKey(c => c.ChangeIdeaId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Cycle>().WithMany().HasForeignKey(c => c.PredecessorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(c => c.Observations).WithOne().HasForeignKey(o => o.CycleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(c => c.ChainId);
    }
}

internal sealed class CycleObservationMapping : IEntityTypeConfiguration<CycleObservation>
{
    /// <summary>What one is called in the history of its cycle.</summary>
    public const string Part = "observation";

    public void Configure(EntityTypeBuilder<CycleObservation> builder)
    {
        builder.ToTable("improve_cycle_observations").HasHistoryOf(Cycle.RecordKind, nameof(CycleObservation.CycleId), Part);
        builder.Property(o => o.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(o => o.CycleId).HasColumnName("cycle_id");
        builder.Property(o => o.On).HasColumnName("on_day");
        builder.Property(o => o.Value).HasColumnName("value");
        builder.Property(o => o.Note).HasColumnName("note").HasMaxLength(200);
        builder.HasIndex(o => new { o.CycleId, o.On }).IsUnique();
    }
}
