using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Access.People.Import;

/// <summary>A people file that was sent: first only to be looked at, then imported. The text is kept in between and no longer, so that any web process can go on.</summary>
internal sealed class PeopleImport
{
    public required Guid Id { get; init; }

    public required string FileName { get; init; }

    /// <summary>The file; empty once it is imported.</summary>
    public required string Text { get; set; }

    public required DateTimeOffset SentAt { get; init; }

    /// <summary>Who sent it, by name.</summary>
    public required string SentBy { get; init; }

    public DateTimeOffset? ImportedAt { get; set; }

    public int Rows { get; set; }

    public int Added { get; set; }

    public int Changed { get; set; }

    public int Ended { get; set; }

    public int LeftOut { get; set; }

    /// <summary>Those that were imported, newest first.</summary>
    public static IQueryable<PeopleImport> ImportedIn(WorkbenchDb db) => db.Set<PeopleImport>().AsNoTracking().Where(i => i.ImportedAt != null).OrderByDescending(i => i.ImportedAt).ThenByDescending(i => i.Id);

    public void Finish(PeopleImportReport report, DateTimeOffset now)
    {
        Text = "";
        ImportedAt = now;
        Rows = report.Rows;
        Added = report.Count(PeopleChangeKind.Added);
        Changed = report.Count(PeopleChangeKind.Changed);
        Ended = report.Count(PeopleChangeKind.Ended);
        LeftOut = report.RowsLeftOut;
    }
}

internal sealed class PeopleImportMapping : IEntityTypeConfiguration<PeopleImport>
{
    public void Configure(EntityTypeBuilder<PeopleImport> builder)
    {
        builder.ToTable("access_people_imports");
        builder.Property(i => i.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(i => i.FileName).HasColumnName("file_name").HasMaxLength(255);
        builder.Property(i => i.Text).HasColumnName("text").HasMaxLength(ImportPeople.LargestFileBytes);
        builder.Property(i => i.SentAt).HasColumnName("sent_at");
        builder.Property(i => i.SentBy).HasColumnName("sent_by").HasMaxLength(200);
        // Sent twice at the same moment, it is imported once.
        builder.Property(i => i.ImportedAt).HasColumnName("imported_at").IsConcurrencyToken();
        builder.Property(i => i.Rows).HasColumnName("rows");
        builder.Property(i => i.Added).HasColumnName("added");
        builder.Property(i => i.Changed).HasColumnName("changed");
        builder.Property(i => i.Ended).HasColumnName("ended");
        builder.Property(i => i.LeftOut).HasColumnName("left_out");
        builder.HasIndex(i => i.ImportedAt);
    }
}
