using Charthouse.Platform;
using Charthouse.Platform.History;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Improve.Aims;

/// <summary>What the aim depends on. A primary driver stands below the aim, a secondary one below a primary one.</summary>
internal sealed class Driver : IArchived
{
    public const string RecordKind = "driver";

    public required Guid Id { get; init; }

    public required Guid AimId { get; init; }

    /// <summary>The primary driver that it belongs to; <c>null</c> for a primary driver.</summary>
    public Guid? ParentId { get; init; }

    public string Title { get; private set; } = "";

    /// <summary>Why it is thought to move the aim.</summary>
    public string? Note { get; private set; }

    /// <summary>What shows that it moves, in words.</summary>
    public string? Measured { get; private set; }

    /// <summary>Place among its neighbours, from 1 at the top.</summary>
    public int Position { get; set; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }

    public List<Problem> Change(PartForm form)
    {
        var read = new FormReader();
        var (title, note, measured, position) = form.Read(read);
        if (read.Problems.Count > 0) return read.Problems;
        (Title, Note, Measured, Position) = (title, note, measured, position ?? Position);
        Version++;
        return [];
    }

    // Nothing may hang below what is not drawn.
    public async Task<Problem?> RefuseArchivingAsync(WorkbenchDb db, CancellationToken cancellationToken) =>
        await db.Set<Driver>().AnyAsync(d => d.ParentId == Id && d.ArchivedAt == null, cancellationToken) || await db.Set<ChangeIdea>().AnyAsync(i => i.DriverId == Id && i.ArchivedAt == null, cancellationToken)
            ? DriverProblems.HasBranches : null;
}

/// <summary>A driver or a change idea as its form holds it.</summary>
internal sealed class PartForm
{
    public const int LongestTitle = 200, LongestText = 2000, LongestLine = 500;

    public int Version { get; set; }
    public Dictionary<string, string?>? Base { get; set; }
    public string? Title { get; set; }
    public string? Note { get; set; }
    public string? Measured { get; set; }
    public string? Position { get; set; }

    /// <summary>The driver that it stands below.</summary>
    public string? Driver { get; set; }

    public static IReadOnlyList<(string Name, string Label)> Labels { get; } = [("Title", "Title"), ("Note", "Note"), ("Measured", "What shows that it works"), ("Position", "Place"), ("Driver", "Driver")];

    public static PartForm Of(Driver driver) => new() { Version = driver.Version, Title = driver.Title, Note = driver.Note, Measured = driver.Measured, Position = FormReader.Plain(driver.Position), Driver = driver.ParentId?.ToString() };

    public static PartForm Of(ChangeIdea idea) => new() { Version = idea.Version, Title = idea.Title, Note = idea.Note, Measured = idea.Measured, Position = FormReader.Plain(idea.Position), Driver = idea.DriverId.ToString() };

    public (string Title, string? Note, string? Measured, int? Position) Read(FormReader read)
    {
        var position = read.Number("Position", Position);
        if (position is { } place && (place is < 1 or > 999 || place % 1 != 0)) read.Problems.Add(DriverProblems.NoPlace);
        return (read.Required("Title", "a title", Title, LongestTitle), read.Text("Note", Note, LongestText), read.Text("Measured", Measured, LongestLine), (int?)position);
    }

    public Dictionary<string, string?> Values() => new(StringComparer.Ordinal) { ["Title"] = Title, ["Note"] = Note, ["Measured"] = Measured, ["Position"] = Position, ["Driver"] = Driver };
}

internal static class DriverProblems
{
    public static readonly Problem NotFound = new("improve.driver-not-found", ProblemKind.NotFound, "There is no such driver.");
    public static readonly Problem HasBranches = new("improve.driver-has-branches", ProblemKind.Conflict, "Drivers or change ideas stand below this driver. Archive or move them first.");
    public static readonly Problem TooDeep = new("improve.driver-too-deep", ProblemKind.Invalid, "A secondary driver has no drivers below it. Add a change idea instead.");
    public static readonly Problem NoPlace = new("improve.driver-no-place", ProblemKind.Invalid, "The place is a whole number from 1, counted from the top.", "Position");
    public static readonly Problem NoDriver = new("improve.idea-no-driver", ProblemKind.Invalid, "Choose the driver that the idea is meant to move.", "Driver");
}

internal sealed class DriverMapping : IEntityTypeConfiguration<Driver>
{
    public void Configure(EntityTypeBuilder<Driver> builder)
    {
        builder.ToTable("improve_drivers").HasHistoryOf(Aim.RecordKind, nameof(Driver.AimId), "driver");
        builder.Property(d => d.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(d => d.AimId).HasColumnName("aim_id");
        builder.Property(d => d.ParentId).HasColumnName("parent_id").IsNotInHistory();
        builder.Property(d => d.Title).HasColumnName("title").HasMaxLength(PartForm.LongestTitle);
        builder.Property(d => d.Note).HasColumnName("note").HasMaxLength(PartForm.LongestText);
        builder.Property(d => d.Measured).HasColumnName("measured").HasMaxLength(PartForm.LongestLine);
        builder.Property(d => d.Position).HasColumnName("position").IsNotInHistory();
        builder.Property(d => d.ArchivedAt).HasColumnName("archived_at");
        builder.Property(d => d.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasOne<Aim>().WithMany().HasForeignKey(d => d.AimId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Driver>().WithMany().HasForeignKey(d => d.ParentId).OnDelete(DeleteBehavior.Restrict);
    }
}
