using Charthouse.Platform;
using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Access.Organisation;

/// <summary>What a part of the organisation is, from the largest to the smallest. A part lies only in a larger one.</summary>
internal enum UnitKind
{
    /// <summary>Several hospitals under one roof.</summary>
    System,
    /// <summary>A place: a hospital, a clinic.</summary>
    Site,
    /// <summary>A department of a site.</summary>
    Department,
    /// <summary>A ward, a team, a section.</summary>
    Unit,
}

/// <summary>A part of the organisation. Where it lay at which time stands in its placements, so that a report of last year finds last year's organisation.</summary>
internal sealed class Unit
{
    public const string RecordKind = "organisation-unit";
    public const int LongestName = 200;
    public const int LongestCode = 60;

    private readonly List<UnitPlacement> placements = [];

    public required Guid Id { get; init; }

    public required UnitKind Kind { get; init; }

    public required string Name { get; set; }

    /// <summary>What the hospital's own systems call it; lets an import recognise a unit that was moved or renamed.</summary>
    public string? Code { get; set; }

    public int Version { get; set; }

    /// <summary>Where it lay when, in the order of time.</summary>
    public IReadOnlyList<UnitPlacement> Placements => placements;

    /// <summary>Where it lies on a day; <c>null</c> when it does not exist then.</summary>
    public UnitPlacement? On(DateOnly day) => placements.Find(p => p.Validity.Holds(day));

    /// <summary>The last of its placements in time; <c>null</c> when it has none.</summary>
    public UnitPlacement? Last => placements.MaxBy(p => p.ValidFrom ?? DateOnly.MinValue);

    /// <summary>The times in which it exists: placements that follow each other without a gap are one time.</summary>
    public IReadOnlyList<Validity> Existence()
    {
        List<Validity> times = [];
        foreach (var validity in placements.Select(p => p.Validity).OrderBy(v => v.From ?? DateOnly.MinValue))
        {
            if (times.Count > 0 && times[^1].To == validity.From && validity.From is not null) times[^1] = times[^1] with { To = validity.To };
            else times.Add(validity);
        }

        return times;
    }

    public bool Exists(Validity validity) => Existence().Any(time => time.Covers(validity));

    internal void Place(Guid? parentId, Validity validity)
    {
        placements.Add(new UnitPlacement { Id = Guid.CreateVersion7(), UnitId = Id, ParentId = parentId, ValidFrom = validity.From, ValidTo = validity.To });
        Version++;
    }

    internal void Change(UnitPlacement placement, Validity validity)
    {
        (placement.ValidFrom, placement.ValidTo) = (validity.From, validity.To);
        Version++;
    }

    internal void Remove(UnitPlacement placement)
    {
        placements.Remove(placement);
        Version++;
    }

    /// <summary>A change in what lies under it: an editor who ends it meanwhile is told.</summary>
    internal void Touch() => Version++;
}

/// <summary>Where a unit lies in a time.</summary>
internal sealed class UnitPlacement
{
    public required Guid Id { get; init; }

    public required Guid UnitId { get; init; }

    /// <summary>The unit that it lies in; <c>null</c> at the top.</summary>
    public Guid? ParentId { get; init; }

    public DateOnly? ValidFrom { get; set; }

    /// <summary>The first day on which it does not hold.</summary>
    public DateOnly? ValidTo { get; set; }

    public Validity Validity => new(ValidFrom, ValidTo);
}

/// <summary>Refusals about the organisation.</summary>
internal static class UnitProblems
{
    public static readonly Problem NotFound = new("access.unit-not-found", ProblemKind.NotFound, "There is no such part of the organisation.");
    public static readonly Problem NameMissing = new("access.unit-name-missing", ProblemKind.Invalid, "Give it a name.", "Name");
    public static readonly Problem NameTooLong = new("access.unit-name-too-long", ProblemKind.Invalid, "The name is longer than 200 characters. Shorten it.", "Name");
    public static readonly Problem CodeTooLong = new("access.unit-code-too-long", ProblemKind.Invalid, "The code is longer than 60 characters. Shorten it.", "Code");
    public static readonly Problem EndsBeforeItStarts = new("access.unit-ends-before-it-starts", ProblemKind.Invalid, "It ends on or before the day on which it starts. Choose a later end.", "To");
    public static readonly Problem DayMissing = new("access.unit-day-missing", ProblemKind.Invalid, "Choose a day.", "On");

    public static readonly Problem CodeJustTaken = new("access.unit-code-just-taken", ProblemKind.Conflict, "Somebody has just saved a part of the organisation with this code. Choose another code.", "Code");

    public static Problem Below(UnitKind kind, Unit parent) => new("access.unit-kind", ProblemKind.Invalid, $"A {UnitWords.Of(kind)} cannot lie in {parent.Name}, which is a {UnitWords.Of(parent.Kind)}. A part lies only in a larger one: system, site, department, unit.", "Parent");

    public static Problem Cycle(Unit unit, Unit parent)
    {
        var why = unit == parent ? "It is the same" : $"{parent.Name} lies in {unit.Name}";
        return new Problem("access.unit-cycle", ProblemKind.Invalid, $"{why}, so {unit.Name} cannot lie in {parent.Name}.", "Parent");
    }

    public static Problem OutsideParent(string name, Validity validity, Unit parent) => new("access.unit-outside-parent", ProblemKind.Invalid, $"{name} would be there {validity}, but {parent.Name} exists {Times(parent)}. Choose days within that.", "From");

    public static Problem NameTaken(Unit other) => new("access.unit-name-taken", ProblemKind.Conflict, $"There is already a {UnitWords.Of(other.Kind)} called {other.Name} in the same place at that time.", "Name");

    public static Problem CodeTaken(Unit other) => new("access.unit-code-taken", ProblemKind.Conflict, $"{other.Name} has this code already.", "Code");

    public static Problem AlreadyThere(Unit unit, Unit? parent) => new("access.unit-already-there", ProblemKind.Invalid, parent is null ? $"{unit.Name} is at the top already." : $"{unit.Name} lies in {parent.Name} already.", "Parent");

    public static Problem NotThereThen(Unit unit) => new("access.unit-not-there-then", ProblemKind.Invalid, $"{unit.Name} exists {Times(unit)}. Choose a day after its start and before its end, and after its last move.", "On");

    public static Problem HoldsOthers(Unit unit, IReadOnlyList<Unit> children)
    {
        var names = string.Join(", ", children.Take(3).Select(child => child.Name));
        var more = children.Count > 3 ? $" and {children.Count - 3} more" : "";
        var them = children.Count == 1 ? "it" : "them";
        return new Problem("access.unit-holds-others", ProblemKind.Conflict, $"{names}{more} would still lie in {unit.Name}. Move or end {them} first.", "On");
    }

    private static string Times(Unit unit) => unit.Existence() is { Count: > 0 } times ? string.Join(" and ", times) : "at no time";
}

/// <summary>Kinds in words.</summary>
internal static class UnitWords
{
    public static string Of(UnitKind kind) => kind switch
    {
        UnitKind.System => "system",
        UnitKind.Site => "site",
        UnitKind.Department => "department",
        _ => "unit",
    };

    public static string Title(UnitKind kind) => kind switch
    {
        UnitKind.System => "System",
        UnitKind.Site => "Site",
        UnitKind.Department => "Department",
        _ => "Unit",
    };

    public static string Icon(UnitKind kind) => kind switch
    {
        UnitKind.System => "domain",
        UnitKind.Site => "local_hospital",
        UnitKind.Department => "apartment",
        _ => "groups",
    };
}

internal sealed class UnitMapping : IEntityTypeConfiguration<Unit>
{
    public void Configure(EntityTypeBuilder<Unit> builder)
    {
        builder.ToTable("access_units").HasHistory(Unit.RecordKind);
        builder.Property(u => u.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(u => u.Kind).HasColumnName("kind");
        builder.Property(u => u.Name).HasColumnName("name").HasMaxLength(Unit.LongestName);
        builder.Property(u => u.Code).HasColumnName("code").HasMaxLength(Unit.LongestCode);
        builder.Property(u => u.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasMany(u => u.Placements).WithOne().HasForeignKey(p => p.UnitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(u => u.Code).IsUnique();
    }
}

internal sealed class UnitPlacementMapping : IEntityTypeConfiguration<UnitPlacement>
{
    public void Configure(EntityTypeBuilder<UnitPlacement> builder)
    {
        builder.ToTable("access_unit_placements").HasHistoryOf(Unit.RecordKind, nameof(UnitPlacement.UnitId), "placement");
        builder.Property(p => p.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(p => p.UnitId).HasColumnName("unit_id");
        builder.Property(p => p.ParentId).HasColumnName("parent_id");
        builder.Property(p => p.ValidFrom).HasColumnName("valid_from");
        builder.Property(p => p.ValidTo).HasColumnName("valid_to");
        builder.Ignore(p => p.Validity);
        builder.HasIndex(p => p.UnitId);
        builder.HasIndex(p => p.ParentId);
        builder.HasOne<Unit>().WithMany().HasForeignKey(p => p.ParentId).OnDelete(DeleteBehavior.Restrict);
    }
}
