using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Platform.Status;

/// <summary>Something that happened to the installation last, such as its backup. One row for each name.</summary>
public sealed class SystemFact
{
    /// <summary>The last backup that was written whole; the value says where.</summary>
    public const string LastBackup = "last-backup";

    /// <summary>The key of patient identifiers, where the database keeps it; never shown.</summary>
    public const string PatientKey = "patient-key";

    /// <summary>The kinds of records that search has the documents of.</summary>
    public const string SearchKinds = "search-kinds";

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>What is known, in a few words.</summary>
    public required string Value { get; set; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; set; }

    /// <summary>Adds a fact to the caller's unit of work, in place of the one with the same name.</summary>
    public static async Task SetAsync(WorkbenchDb db, string name, string value, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var fact = await db.Set<SystemFact>().SingleOrDefaultAsync(f => f.Name == name, cancellationToken);
        if (fact is null) db.Add(new SystemFact { Name = name, Value = value, At = at });
        else (fact.Value, fact.At) = (value, at);
    }
}

internal sealed class SystemFactMapping : IEntityTypeConfiguration<SystemFact>
{
    public void Configure(EntityTypeBuilder<SystemFact> builder)
    {
        builder.ToTable("platform_system_facts");
        builder.HasKey(f => f.Name);
        builder.Property(f => f.Name).HasColumnName("name").HasMaxLength(60);
        builder.Property(f => f.Value).HasColumnName("value").HasMaxLength(1000);
        builder.Property(f => f.At).HasColumnName("at");
    }
}
