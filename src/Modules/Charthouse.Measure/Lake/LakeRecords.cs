using Charthouse.AuditActivity;
using Charthouse.Lake;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Measure.Lake;

/// <summary>Counts the changes of the lake. One row.</summary>
internal sealed class LakeVersion
{
    public required int Id { get; init; }

    public required long Version { get; set; }
}

/// <summary>One segment of the lake; a file without a row does not exist.</summary>
internal sealed class LakeSegment
{
    public required Guid Id { get; init; }

    public required SegmentKind Kind { get; init; }

    public required int Shard { get; init; }

    public required int Month { get; init; }

    public required long Rows { get; init; }

    public required long Bytes { get; init; }

    public required long FirstMicroseconds { get; init; }

    public required long LastMicroseconds { get; init; }
}

/// <summary>A clinician of the log.</summary>
internal sealed class ActivityClinician
{
    public required int Code { get; init; }

    public required string User { get; init; }

    public string? Zone { get; set; }
}

/// <summary>A combination of groups.</summary>
internal sealed class ActivityProfile
{
    public required int Code { get; init; }

    public string? Role { get; init; }

    public string? Specialty { get; init; }

    public string? Department { get; init; }

    public string? Site { get; init; }
}

/// <summary>What a person was from an instant on; never changed, a newer one is added.</summary>
internal sealed class ActivityPerson
{
    public required Guid Id { get; init; }

    public required string User { get; init; }

    /// <summary>Order among the versions of one user.</summary>
    public required int Number { get; init; }

    public required long FromMicroseconds { get; init; }

    public required int Profile { get; init; }

    public string? Zone { get; init; }
}

/// <summary>An action of the log.</summary>
internal sealed class ActivityAction
{
    public required int Code { get; init; }

    public required string Name { get; init; }
}

/// <summary>A mapping of an action to a category; never changed, the newest holds.</summary>
internal sealed class ActionMapping
{
    public required Guid Id { get; init; }

    public required string Action { get; init; }

    public required ActivityCategory Category { get; init; }

    public required long LakeVersion { get; init; }

    public required DateTimeOffset MappedAt { get; init; }

    /// <summary>Import that brought it, or <c>null</c> for a person.</summary>
    public string? ImportId { get; init; }
}

internal sealed class LakeVersionMapping : IEntityTypeConfiguration<LakeVersion>
{
    public void Configure(EntityTypeBuilder<LakeVersion> builder)
    {
        builder.ToTable("measure_lake");
        builder.Property(v => v.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(v => v.Version).HasColumnName("version").IsConcurrencyToken();
    }
}

internal sealed class LakeSegmentMapping : IEntityTypeConfiguration<LakeSegment>
{
    public void Configure(EntityTypeBuilder<LakeSegment> builder)
    {
        builder.ToTable("measure_segments");
        builder.Property(s => s.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(s => s.Kind).HasColumnName("kind");
        builder.Property(s => s.Shard).HasColumnName("shard");
        builder.Property(s => s.Month).HasColumnName("month");
        builder.Property(s => s.Rows).HasColumnName("rows");
        builder.Property(s => s.Bytes).HasColumnName("bytes");
        builder.Property(s => s.FirstMicroseconds).HasColumnName("first_microseconds");
        builder.Property(s => s.LastMicroseconds).HasColumnName("last_microseconds");
    }
}

internal sealed class ActivityClinicianMapping : IEntityTypeConfiguration<ActivityClinician>
{
    public void Configure(EntityTypeBuilder<ActivityClinician> builder)
    {
        builder.ToTable("measure_clinicians");
        builder.HasKey(c => c.Code);
        builder.Property(c => c.Code).HasColumnName("code").ValueGeneratedNever();
        builder.Property(c => c.User).HasColumnName("user").HasMaxLength(400);
        builder.Property(c => c.Zone).HasColumnName("zone").HasMaxLength(100);
        builder.HasIndex(c => c.User).IsUnique();
    }
}

internal sealed class ActivityProfileMapping : IEntityTypeConfiguration<ActivityProfile>
{
    public void Configure(EntityTypeBuilder<ActivityProfile> builder)
    {
        builder.ToTable("measure_profiles");
        builder.HasKey(p => p.Code);
        builder.Property(p => p.Code).HasColumnName("code").ValueGeneratedNever();
        builder.Property(p => p.Role).HasColumnName("role").HasMaxLength(400);
        builder.Property(p => p.Specialty).HasColumnName("specialty").HasMaxLength(400);
        builder.Property(p => p.Department).HasColumnName("department").HasMaxLength(400);
        builder.Property(p => p.Site).HasColumnName("site").HasMaxLength(400);
    }
}

internal sealed class ActivityPersonMapping : IEntityTypeConfiguration<ActivityPerson>
{
    public void Configure(EntityTypeBuilder<ActivityPerson> builder)
    {
        builder.ToTable("measure_people");
        builder.Property(p => p.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(p => p.User).HasColumnName("user").HasMaxLength(400);
        builder.Property(p => p.Number).HasColumnName("number");
        builder.Property(p => p.FromMicroseconds).HasColumnName("from_microseconds");
        builder.Property(p => p.Profile).HasColumnName("profile");
        builder.Property(p => p.Zone).HasColumnName("zone").HasMaxLength(100);
        builder.HasIndex(p => new { p.User, p.Number }).IsUnique();
    }
}

internal sealed class ActivityActionMapping : IEntityTypeConfiguration<ActivityAction>
{
    public void Configure(EntityTypeBuilder<ActivityAction> builder)
    {
        builder.ToTable("measure_actions");
        builder.HasKey(a => a.Code);
        builder.Property(a => a.Code).HasColumnName("code").ValueGeneratedNever();
        builder.Property(a => a.Name).HasColumnName("name").HasMaxLength(400);
        builder.HasIndex(a => a.Name).IsUnique();
    }
}

internal sealed class ActionMappingMapping : IEntityTypeConfiguration<ActionMapping>
{
    public void Configure(EntityTypeBuilder<ActionMapping> builder)
    {
        builder.ToTable("measure_action_mappings");
        builder.Property(m => m.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(m => m.Action).HasColumnName("action").HasMaxLength(400);
        builder.Property(m => m.Category).HasColumnName("category");
        builder.Property(m => m.LakeVersion).HasColumnName("lake_version");
        builder.Property(m => m.MappedAt).HasColumnName("mapped_at");
        builder.Property(m => m.ImportId).HasColumnName("import_id").HasMaxLength(60);
        builder.HasIndex(m => new { m.Action, m.LakeVersion }).IsUnique();
    }
}
