using Charthouse.Access.Organisation;
using Charthouse.Platform;
using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Access.People;

/// <summary>What a person is in the hospital, where, and from when to when.</summary>
internal sealed class Assignment
{
    public const int LongestText = 200;

    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>The role in the hospital, such as Physician; not what the person may do here.</summary>
    public required string Role { get; set; }

    public string? Specialty { get; set; }

    public required Guid UnitId { get; set; }

    public DateOnly? ValidFrom { get; set; }

    /// <summary>The first day on which it does not hold.</summary>
    public DateOnly? ValidTo { get; set; }

    /// <summary>Who stands in for the person in this role.</summary>
    public Guid? DelegateId { get; set; }

    public int Version { get; set; }

    public Validity Validity => new(ValidFrom, ValidTo);

    /// <summary>Changes the assignment; changes nothing when it is refused.</summary>
    /// <param name="others">The person's other assignments.</param>
    public List<Problem> Change(string? role, string? specialty, Unit? unit, Validity validity, Guid? delegateId, IEnumerable<Assignment> others)
    {
        (role, specialty) = (Person.Clean(role), Person.Clean(specialty));
        List<Problem> problems = [];
        if (role is null) problems.Add(AssignmentProblems.RoleMissing);
        if (role?.Length > LongestText) problems.Add(AssignmentProblems.RoleTooLong);
        if (specialty?.Length > LongestText) problems.Add(AssignmentProblems.SpecialtyTooLong);
        if (delegateId == PersonId) problems.Add(AssignmentProblems.OwnDelegate);
        if (unit is null) problems.Add(AssignmentProblems.UnitMissing);
        if (validity.IsEmpty) problems.Add(AssignmentProblems.EndsBeforeItStarts);
        else if (unit is not null && !IsWithin(unit, validity)) problems.Add(AssignmentProblems.OutsideUnit(unit));
        if (problems.Count == 0 && others.FirstOrDefault(other => other.Id != Id && other.IsAt(unit!.Id, role!) && other.Validity.Overlaps(validity)) is { } same) problems.Add(AssignmentProblems.Twice(same));
        if (problems.Count > 0 || (Role == role && Specialty == specialty && UnitId == unit!.Id && Validity == validity && DelegateId == delegateId)) return problems;
        (Role, Specialty, UnitId, ValidFrom, ValidTo, DelegateId) = (role!, specialty, unit!.Id, validity.From, validity.To, delegateId);
        Version++;
        return problems;
    }

    /// <summary>The same role in the same place.</summary>
    public bool IsAt(Guid unit, string role) => UnitId == unit && string.Equals(Role, role, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the unit exists as long as the assignment lasts. An assignment whose start nobody knows starts with the unit.</summary>
    public static bool IsWithin(Unit unit, Validity validity) =>
        unit.Existence().Any(time => time.Covers(validity.From is null ? validity with { From = time.From } : validity) && !(validity.To <= time.From));

    /// <summary>Cuts the assignment at a day.</summary>
    public void EndOn(DateOnly day)
    {
        ValidTo = day;
        Version++;
    }
}

/// <summary>Refusals about assignments.</summary>
internal static class AssignmentProblems
{
    public static readonly Problem NotFound = new("access.assignment-not-found", ProblemKind.NotFound, "There is no such assignment.");
    public static readonly Problem RoleMissing = new("access.assignment-role-missing", ProblemKind.Invalid, "Give the role, such as Physician or Nurse.", "Role");
    public static readonly Problem RoleTooLong = new("access.assignment-role-too-long", ProblemKind.Invalid, "The role is longer than 200 characters. Shorten it.", "Role");
    public static readonly Problem SpecialtyTooLong = new("access.assignment-specialty-too-long", ProblemKind.Invalid, "The specialty is longer than 200 characters. Shorten it.", "Specialty");
    public static readonly Problem UnitMissing = new("access.assignment-unit-missing", ProblemKind.Invalid, "Choose where: a site, a department or a unit.", "Unit");
    public static readonly Problem EndsBeforeItStarts = new("access.assignment-ends-before-it-starts", ProblemKind.Invalid, "It ends on or before the day on which it starts. Choose a later end, or an earlier start.", "To");
    public static readonly Problem OwnDelegate = new("access.assignment-own-delegate", ProblemKind.Invalid, "Nobody stands in for themselves. Name another person.", "Delegate");
    public static readonly Problem DelegateUnknown = new("access.assignment-delegate-unknown", ProblemKind.Invalid, "Nobody in the directory has this e-mail address or is this user of the log.", "Delegate");
    public static readonly Problem DelegateArchived = new("access.assignment-delegate-archived", ProblemKind.Invalid, "This person is archived and cannot stand in for others. Name another person.", "Delegate");

    public static Problem OutsideUnit(Unit unit) => new("access.assignment-outside-unit", ProblemKind.Invalid, $"{unit.Name} does not exist all that time: it exists {string.Join(" and ", unit.Existence())}. Choose days within that.", "From");

    public static Problem Twice(Assignment other) => new("access.assignment-twice", ProblemKind.Conflict, $"The person is {other.Role} in the same place already, {other.Validity}. Change that assignment, or choose other days.", "Role");
}

internal sealed class AssignmentMapping : IEntityTypeConfiguration<Assignment>
{
    public void Configure(EntityTypeBuilder<Assignment> builder)
    {
        builder.ToTable("access_assignments").HasHistoryOf(Person.RecordKind, nameof(Assignment.PersonId), "assignment");
        builder.Property(a => a.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(a => a.PersonId).HasColumnName("person_id");
        builder.Property(a => a.Role).HasColumnName("role").HasMaxLength(Assignment.LongestText);
        builder.Property(a => a.Specialty).HasColumnName("specialty").HasMaxLength(Assignment.LongestText);
        builder.Property(a => a.UnitId).HasColumnName("unit_id");
        builder.Property(a => a.ValidFrom).HasColumnName("valid_from");
        builder.Property(a => a.ValidTo).HasColumnName("valid_to");
        builder.Property(a => a.DelegateId).HasColumnName("delegate_id");
        builder.Property(a => a.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Ignore(a => a.Validity);
        builder.HasIndex(a => a.PersonId);
        builder.HasIndex(a => a.DelegateId);
        builder.HasIndex(a => new { a.UnitId, a.PersonId });
        builder.HasIndex(a => a.Role);
        builder.HasIndex(a => a.Specialty);
        builder.HasOne<Person>().WithMany().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(a => a.DelegateId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Unit>().WithMany().HasForeignKey(a => a.UnitId).OnDelete(DeleteBehavior.Restrict);
    }
}
