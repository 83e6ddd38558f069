using Charthouse.Measure.Measures;
using Charthouse.Platform;
using Charthouse.Platform.History;
using Charthouse.Platform.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Measure.Interventions;

/// <summary>What kind of thing happened.</summary>
internal enum InterventionKind { GoLive, Change, Training, AlertRetired, Policy, Other }

/// <summary>Something that was changed on a day, and may have moved measures.</summary>
internal sealed class Intervention
{
    public const string RecordKind = "intervention";

    public required Guid Id { get; init; }

    public required string Name { get; set; }

    public InterventionKind What { get; set; }

    /// <summary>The first day with it.</summary>
    public DateOnly On { get; set; }

    public string? Description { get; set; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }

    /// <summary>As what other modules say happened.</summary>
    public DatedEvent Happened => new(new(RecordKind, Id), On, Name, $"interventions/{Id}");

    public static string Words(InterventionKind what) => what switch { InterventionKind.GoLive => "Go-live", InterventionKind.AlertRetired => "Alert retired", _ => what.ToString() };
}

/// <summary>A measure that an intervention may have moved: the intervention stands on its chart.</summary>
internal sealed class InterventionMeasure
{
    public required Guid Id { get; init; }

    public required Guid InterventionId { get; init; }

    public required Guid MeasureId { get; init; }
}

/// <summary>Refusals about interventions.</summary>
internal static class InterventionProblems
{
    public static readonly Problem NotFound = new("measure.intervention-not-found", ProblemKind.NotFound, "There is no such intervention.");
    public static readonly Problem NameMissing = new("measure.intervention-name-missing", ProblemKind.Invalid, "Say what was changed, in a few words.", "Name");
    public static readonly Problem NoDate = new("measure.intervention-no-date", ProblemKind.Invalid, "Give the first day with it, from 1990 to 2199.", "On");
    public static readonly Problem ReasonMissing = new("measure.intervention-reason-missing", ProblemKind.Invalid, "Say why, in a few words. The reason stays in the history.", "Reason");
    public static readonly Problem IsArchived = new("measure.intervention-archived", ProblemKind.Conflict, "This intervention is archived already.");
    public static readonly Problem IsNotArchived = new("measure.intervention-not-archived", ProblemKind.Conflict, "This intervention is not archived.");
}

internal sealed class InterventionMapping : IEntityTypeConfiguration<Intervention>
{
    public void Configure(EntityTypeBuilder<Intervention> builder)
    {
        builder.ToTable("measure_interventions").HasHistory(Intervention.RecordKind);
        builder.Property(i => i.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(i => i.Name).HasColumnName("name").HasMaxLength(ChartedMeasure.LongestName);
        builder.Property(i => i.What).HasColumnName("what");
        builder.Property(i => i.On).HasColumnName("on_day");
        builder.Property(i => i.Description).HasColumnName("description").HasMaxLength(ChartedMeasure.LongestText);
        builder.Property(i => i.ArchivedAt).HasColumnName("archived_at");
        builder.Property(i => i.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Ignore(i => i.Happened);
        builder.HasIndex(i => i.On);
    }
}

internal sealed class InterventionMeasureMapping : IEntityTypeConfiguration<InterventionMeasure>
{
    public void Configure(EntityTypeBuilder<InterventionMeasure> builder)
    {
        builder.ToTable("measure_intervention_measures").HasHistoryOf(Intervention.RecordKind, nameof(InterventionMeasure.InterventionId), "measure");
        builder.Property(l => l.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(l => l.InterventionId).HasColumnName("intervention_id");
        builder.Property(l => l.MeasureId).HasColumnName("measure_id");
        builder.HasIndex(l => new { l.InterventionId, l.MeasureId }).IsUnique();
        builder.HasIndex(l => l.MeasureId);
        builder.HasOne<Intervention>().WithMany().HasForeignKey(l => l.InterventionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ChartedMeasure>().WithMany().HasForeignKey(l => l.MeasureId).OnDelete(DeleteBehavior.Restrict);
    }
}
