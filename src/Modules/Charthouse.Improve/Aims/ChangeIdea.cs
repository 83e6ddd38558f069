using Charthouse.Platform;
using Charthouse.Platform.History;
using Charthouse.Platform.Records;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Improve.Aims;

/// <summary>Something that can be tried, and is thought to move a driver. Cycles try it.</summary>
internal sealed class ChangeIdea : IArchived
{
    public const string RecordKind = "change-idea";

    public required Guid Id { get; init; }

    public required Guid AimId { get; init; }

    public required Guid DriverId { get; set; }

    public string Title { get; private set; } = "";

    public string? Note { get; private set; }

    /// <summary>What shows that it works, in words.</summary>
    public string? Measured { get; private set; }

    /// <summary>Place among its neighbours, from 1 at the top.</summary>
    public int Position { get; set; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }

    /// <param name="driver">The driver that it stands below.</param>
    public List<Problem> Change(PartForm form, Driver? driver)
    {
        var read = new FormReader();
        var (title, note, measured, position) = form.Read(read);
        if (driver is null) read.Problems.Add(DriverProblems.NoDriver);
        if (read.Problems.Count > 0) return read.Problems;
        (Title, Note, Measured, Position, DriverId) = (title, note, measured, position ?? Position, driver!.Id);
        Version++;
        return [];
    }
}

internal static class ChangeIdeaProblems
{
    public static readonly Problem NotFound = new("improve.idea-not-found", ProblemKind.NotFound, "There is no such change idea.");
}

internal sealed class ChangeIdeaMapping : IEntityTypeConfiguration<ChangeIdea>
{
    public void Configure(EntityTypeBuilder<ChangeIdea> builder)
    {
        builder.ToTable("improve_change_ideas").HasHistoryOf(Aim.RecordKind, nameof(ChangeIdea.AimId), "change-idea");
        builder.Property(i => i.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(i => i.AimId).HasColumnName("aim_id");
        builder.Property(i => i.DriverId).HasColumnName("driver_id");
        builder.Property(i => i.Title).HasColumnName("title").HasMaxLength(PartForm.LongestTitle);
        builder.Property(i => i.Note).HasColumnName("note").HasMaxLength(PartForm.LongestText);
        builder.Property(i => i.Measured).HasColumnName("measured").HasMaxLength(PartForm.LongestLine);
        builder.Property(i => i.Position).HasColumnName("position").IsNotInHistory();
        builder.Property(i => i.ArchivedAt).HasColumnName("archived_at");
        builder.Property(i => i.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasOne<Aim>().WithMany().HasForeignKey(i => i.AimId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Driver>().WithMany().HasForeignKey(i => i.DriverId).OnDelete(DeleteBehavior.Restrict);
    }
}
