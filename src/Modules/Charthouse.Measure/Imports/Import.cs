using Charthouse.Lake;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Measure.Imports;

/// <summary>Where an import stands.</summary>
internal enum ImportState
{
    /// <summary>Waits for its turn.</summary>
    Queued,
    /// <summary>Runs.</summary>
    Running,
    /// <summary>Done, every row taken in or known.</summary>
    Accepted,
    /// <summary>Done, some rows were set aside or a file was cut off.</summary>
    AcceptedWithIssues,
    /// <summary>Nothing was done: a file was refused.</summary>
    Rejected,
    /// <summary>Nothing was done: something broke.</summary>
    Failed,
    /// <summary>Nothing was done: a person stopped it.</summary>
    Cancelled,
}

/// <summary>One import of an audit log: what came in, when, from which files.</summary>
internal sealed class Import
{
    private readonly List<ImportFile> files = [];

    /// <summary>Sortable identity, also the name of its file of rejected rows.</summary>
    public required string Id { get; init; }

    public required ImportState State { get; set; }

    public required string Source { get; init; }

    public string? Zone { get; init; }

    /// <summary>Folder with the uploaded files while it waits or runs; <c>null</c> for an import from the command line.</summary>
    public string? UploadFolder { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Account that sent the files, and is told how it ends; <c>null</c> for the command line.</summary>
    public Guid? RequestedBy { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    public long RowsRead { get; set; }

    public long RowsNew { get; set; }

    public long RowsKnown { get; set; }

    public long RowsRejected { get; set; }

    public int Users { get; set; }

    public DateTimeOffset? FirstAt { get; set; }

    public DateTimeOffset? LastAt { get; set; }

    public double Seconds { get; set; }

    /// <summary>What it is doing, or why nothing was done, or what a person should know.</summary>
    public string? Message { get; set; }

    /// <summary>0 to 1 while it runs.</summary>
    public double Share { get; set; }

    public IReadOnlyList<ImportFile> Files => files;

    /// <summary>Whether it is still to come or under way.</summary>
    public bool IsOpen => State is ImportState.Queued or ImportState.Running;

    public void AddFile(ImportFile file) => files.Add(file);

    /// <summary>Takes over what the import did.</summary>
    public void Complete(ImportSummary summary, DateTimeOffset at)
    {
        State = summary.RowsRejected > 0 || summary.Warnings.Count > 0 ? ImportState.AcceptedWithIssues : ImportState.Accepted;
        FinishedAt = at;
        (RowsRead, RowsNew, RowsKnown, RowsRejected) = (summary.RowsRead, summary.RowsNew, summary.RowsKnown, summary.RowsRejected);
        (Users, FirstAt, LastAt, Seconds, Share) = (summary.Users, summary.From, summary.To, summary.Seconds, 1);
        var reasons = summary.RejectedByReason.Select(reason => $"{reason.Value:N0} × {reason.Key.Replace('-', ' ')}");
        Message = string.Join(" ", summary.Warnings.Concat(summary.EmptyFiles.Select(name => $"{name} holds no rows, only a header.")).Concat(summary.RejectedByReason.Count == 0 ? [] : ["Set aside: " + string.Join(", ", reasons) + "."]));
        if (Message.Length > 2000) Message = Message[..2000];
        files.Clear();
        foreach (var (file, number) in summary.Files.Select((file, number) => (file, number)))
            files.Add(new ImportFile { Number = number, Name = file.Name.Length > 400 ? file.Name[..400] : file.Name, Kind = file.Kind, Bytes = file.Bytes, Rows = file.Rows });
    }

    /// <summary>Ends it without any effect.</summary>
    public void End(ImportState state, string message, DateTimeOffset at) =>
        (State, Message, FinishedAt, Share) = (state, message.Length > 2000 ? message[..2000] : message, at, 0);
}

/// <summary>One file of an import.</summary>
internal sealed class ImportFile
{
    public required int Number { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }

    public required long Bytes { get; init; }

    public required long Rows { get; init; }
}

internal sealed class ImportMapping : IEntityTypeConfiguration<Import>
{
    public void Configure(EntityTypeBuilder<Import> builder)
    {
        builder.ToTable("measure_imports");
        builder.Property(i => i.Id).HasColumnName("id").HasMaxLength(60).ValueGeneratedNever();
        builder.Property(i => i.State).HasColumnName("state");
        builder.Property(i => i.Source).HasColumnName("source").HasMaxLength(200);
        builder.Property(i => i.Zone).HasColumnName("zone").HasMaxLength(100);
        builder.Property(i => i.UploadFolder).HasColumnName("upload_folder").HasMaxLength(100);
        builder.Property(i => i.RequestedAt).HasColumnName("requested_at");
        builder.Property(i => i.RequestedBy).HasColumnName("requested_by");
        builder.Property(i => i.FinishedAt).HasColumnName("finished_at");
        builder.Property(i => i.RowsRead).HasColumnName("rows_read");
        builder.Property(i => i.RowsNew).HasColumnName("rows_new");
        builder.Property(i => i.RowsKnown).HasColumnName("rows_known");
        builder.Property(i => i.RowsRejected).HasColumnName("rows_rejected");
        builder.Property(i => i.Users).HasColumnName("users");
        builder.Property(i => i.FirstAt).HasColumnName("first_at");
        builder.Property(i => i.LastAt).HasColumnName("last_at");
        builder.Property(i => i.Seconds).HasColumnName("seconds");
        builder.Property(i => i.Message).HasColumnName("message").HasMaxLength(2000);
        builder.Property(i => i.Share).HasColumnName("share");
        builder.Ignore(i => i.IsOpen);
        builder.OwnsMany(i => i.Files, file =>
        {
            file.ToTable("measure_import_files");
            file.WithOwner().HasForeignKey("import_id");
            file.HasKey("import_id", nameof(ImportFile.Number));
            file.Property(f => f.Number).HasColumnName("number").ValueGeneratedNever();
            file.Property(f => f.Name).HasColumnName("name").HasMaxLength(400);
            file.Property(f => f.Kind).HasColumnName("kind").HasMaxLength(20);
            file.Property(f => f.Bytes).HasColumnName("bytes");
            file.Property(f => f.Rows).HasColumnName("rows");
        });
        builder.HasIndex(i => i.RequestedAt);
    }
}
