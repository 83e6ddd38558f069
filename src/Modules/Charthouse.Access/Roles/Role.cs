using Charthouse.Platform.History;
using Charthouse.Platform.Permissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Access.Roles;

/// <summary>A set of permissions.</summary>
internal sealed class Role
{
    public required Guid Id { get; init; }

    /// <summary>Stable name, such as <c>informatics</c>.</summary>
    public required string Name { get; init; }

    public required string Title { get; set; }

    /// <summary>From then on it gives nobody anything; <c>null</c> while it is in use.</summary>
    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; private set; }

    /// <summary>Whether the program brings it; such a role can be changed, and neither renamed nor archived.</summary>
    public bool IsBuiltIn => BuiltInRoles.All.Any(role => string.Equals(role.Name, Name, StringComparison.Ordinal));

    /// <summary>Marks a change, so that whoever edits the role at the same time is told.</summary>
    public void Touch() => Version++;
}

/// <summary>A permission of a role.</summary>
internal sealed class RolePermission
{
    public required Guid Id { get; init; }

    public required Guid RoleId { get; init; }

    public required string Permission { get; init; }
}

/// <summary>A permission whose default roles have been given it once; what people change later stays changed.</summary>
internal sealed class KnownPermission
{
    public required string Permission { get; init; }
}

internal sealed class RoleMapping : IEntityTypeConfiguration<Role>
{
    public void Configure(EntityTypeBuilder<Role> builder)
    {
        builder.ToTable("access_roles").HasHistory("role");
        builder.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(r => r.Name).HasColumnName("name").HasMaxLength(60);
        builder.Property(r => r.Title).HasColumnName("title").HasMaxLength(100);
        builder.Property(r => r.ArchivedAt).HasColumnName("archived_at");
        builder.Property(r => r.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasIndex(r => r.Name).IsUnique();
    }
}

internal sealed class RolePermissionMapping : IEntityTypeConfiguration<RolePermission>
{
    public void Configure(EntityTypeBuilder<RolePermission> builder)
    {
        builder.ToTable("access_role_permissions").HasHistoryOf("role", nameof(RolePermission.RoleId), "permission");
        builder.Property(p => p.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(p => p.RoleId).HasColumnName("role_id");
        builder.Property(p => p.Permission).HasColumnName("permission").HasMaxLength(100);
        builder.HasIndex(p => new { p.RoleId, p.Permission }).IsUnique();
        builder.HasOne<Role>().WithMany().HasForeignKey(p => p.RoleId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class KnownPermissionMapping : IEntityTypeConfiguration<KnownPermission>
{
    public void Configure(EntityTypeBuilder<KnownPermission> builder)
    {
        builder.ToTable("access_known_permissions");
        builder.HasKey(p => p.Permission);
        builder.Property(p => p.Permission).HasColumnName("permission").HasMaxLength(100);
    }
}
