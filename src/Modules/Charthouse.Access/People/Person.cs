using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Access.People;

/// <summary>A person of the directory: clinician or not, with or without an account.</summary>
internal sealed class Person
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    public string? Email { get; set; }

    /// <summary>The person's user id in the audit log of the health-record system; links activity to the person.</summary>
    public string? LogUser { get; set; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }
}

internal sealed class PersonMapping : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("access_people").HasHistory("person");
        builder.Property(p => p.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(p => p.Name).HasColumnName("name").HasMaxLength(200);
        builder.Property(p => p.Email).HasColumnName("email").HasMaxLength(320);
        builder.Property(p => p.LogUser).HasColumnName("log_user").HasMaxLength(400);
        builder.Property(p => p.ArchivedAt).HasColumnName("archived_at");
        builder.Property(p => p.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasIndex(p => p.LogUser).IsUnique();
    }
}
