using System.Text;
using Charthouse.Lake;
using Charthouse.Measure.Lake;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Imports;

/// <summary>Takes files in, streamed to <c>uploads/IMPORT-ID/NUMBER-KIND/NAME</c> of the data directory, and queues their import.</summary>
internal sealed class ImportUploads(LakeDirectory directory, IDbContextFactory<WorkbenchDb> dbs, ImportQueue queue, CurrentActor actor, TimeProvider clock)
{
    public static readonly IReadOnlyList<string> Kinds = ["events", "people", "actions", "appointments"];

    private const string FolderName = "uploads";
    private const int LongestFileNameBytes = 200;

    // The rows are written once more while they are sorted and once as segments, which are smaller.
    private const int DiskPerByte = 2;
    private const long ReserveBytes = 256L << 20;

    /// <summary>Free bytes of the disk that holds the data directory.</summary>
    public Func<long> ReadFreeBytes { get; set; } = () => new DriveInfo(directory.Root).AvailableFreeSpace;

    /// <summary>What the form says beside its files.</summary>
    public sealed record Form(string? Source, string? Zone)
    {
        public string SourceOrDefault => string.IsNullOrWhiteSpace(Source) ? "default" : Source.Trim();

        public string? ZoneOrNone => string.IsNullOrWhiteSpace(Zone) ? null : Zone.Trim();

        public Problem? Check() => SourceOrDefault.Length > 200 ? ImportProblems.SourceTooLong
            : ZoneOrNone is { } zone && (zone.Length > 100 || !AuditLogImport.TryZone(zone, out _)) ? ImportProblems.UnknownZone
            : null;
    }

    /// <summary>Makes room for files of this size.</summary>
    /// <returns>The identity of the import to come.</returns>
    public Outcome<string> Start(long bytes)
    {
        if (Math.Clamp(bytes, 0, long.MaxValue / 4) * DiskPerByte > ReadFreeBytes() - ReserveBytes) return ImportProblems.NotEnoughSpace;
        var id = Guid.CreateVersion7().ToString("N");
        Directory.CreateDirectory(FolderOf(id));
        return id;
    }

    /// <summary>Writes one file of an upload as it comes.</summary>
    public async Task<Outcome<long>> ReceiveAsync(string id, string? kind, string? name, Stream content, CancellationToken cancellationToken)
    {
        if (!IsOpen(id)) return ImportProblems.UnknownUpload;
        if (kind is null || !Kinds.Contains(kind) || name is null) return ImportProblems.UnreadableUpload;
        var folder = Directory.CreateDirectory(Path.Combine(FolderOf(id), FormattableString.Invariant($"{Directory.GetDirectories(FolderOf(id)).Length + 1:00000}-{kind}")));
        try
        {
            await using var file = new FileStream(Path.Combine(folder.FullName, SafeName(name)), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 17, FileOptions.Asynchronous);
            await content.CopyToAsync(file, 1 << 17, cancellationToken);
            return file.Length;
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException or Microsoft.AspNetCore.Http.BadHttpRequestException)
        {
            // A part of a file must never count as the file.
            Abandon(id);
            return ReadFreeBytes() < ReserveBytes / 4 ? ImportProblems.NotEnoughSpace : ImportProblems.BrokeOff;
        }
    }

    /// <summary>All files are there: queues the import.</summary>
    public async Task<Outcome<Import>> FinishAsync(string id, Form form, CancellationToken cancellationToken)
    {
        if (!IsOpen(id)) return ImportProblems.UnknownUpload;
        var files = Files(FolderOf(id));
        if ((files.Count == 0 ? ImportProblems.NoFile : form.Check()) is { } problem)
        {
            Abandon(id);
            return problem;
        }

        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Import>().AnyAsync(i => i.Id == id, cancellationToken)) return ImportProblems.UnknownUpload;
        var import = new Import
        {
            Id = id,
            State = ImportState.Queued,
            Source = form.SourceOrDefault,
            Zone = form.ZoneOrNone,
            UploadFolder = FolderName + "/" + id,
            RequestedAt = clock.GetUtcNow(),
            RequestedBy = actor.Now.AccountId,
        };
        foreach (var (path, kind) in files)
        {
            import.AddFile(new ImportFile { Number = import.Files.Count, Name = Path.GetFileName(path), Kind = kind, Bytes = new FileInfo(path).Length, Rows = 0 });
        }

        db.Add(import);
        await db.SaveChangesAsync(cancellationToken);
        queue.Wake();
        return import;
    }

    /// <summary>Removes what was sent of an upload.</summary>
    public void Abandon(string id)
    {
        if (IsOpen(id)) Directory.Delete(FolderOf(id), recursive: true);
    }

    /// <summary>What the importer reads.</summary>
    public ImportRequest Request(Import import)
    {
        var files = Files(FolderOf(import.Id));
        string? One(string kind) => files.FirstOrDefault(file => file.Kind == kind).Path;
        return new ImportRequest
        {
            ImportId = import.Id,
            EventFiles = [.. files.Where(file => file.Kind == "events").Select(file => file.Path)],
            PeopleFile = One("people"),
            ActionsFile = One("actions"),
            AppointmentsFile = One("appointments"),
            Source = import.Source,
            Zone = import.Zone,
        };
    }

    /// <summary>A message about a file without the folder it lies in, which says nothing to the person who sent it.</summary>
    public string WithoutFolder(Import import, string message) => Files(FolderOf(import.Id))
        .Aggregate(message, (text, file) => text.Replace(file.Path, Path.GetFileName(file.Path), StringComparison.Ordinal));

    /// <summary>Removes the uploads of imports that ended, and those that broke off a day ago.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var root = new DirectoryInfo(Path.Combine(directory.Root, FolderName));
        if (!root.Exists) return;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var yesterday = clock.GetUtcNow().UtcDateTime.AddDays(-1);
        foreach (var folder in root.EnumerateDirectories())
        {
            var states = await db.Set<Import>().Where(i => i.Id == folder.Name).Select(i => i.State).ToListAsync(cancellationToken);
            var isOver = states is [] ? folder.LastWriteTimeUtc < yesterday : states[0] is not (ImportState.Queued or ImportState.Running);
            if (isOver) folder.Delete(recursive: true);
        }
    }

    private string FolderOf(string id) => Path.Combine(directory.Root, FolderName, id);

    // Identities come from addresses: only what Start made is a folder.
    private bool IsOpen(string id) => Guid.TryParseExact(id, "N", out _) && Directory.Exists(FolderOf(id));

    private static List<(string Path, string Kind)> Files(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. new DirectoryInfo(folder).EnumerateDirectories().OrderBy(part => part.Name, StringComparer.Ordinal)
            .SelectMany(part => part.EnumerateFiles().Select(file => (file.FullName, part.Name[(part.Name.IndexOf('-', StringComparison.Ordinal) + 1)..]))),
    ];

    // The name is shown and kept, so it stays what it was as far as a file can be called that.
    private static string SafeName(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var safe = new StringBuilder();
        var bytes = 0;
        foreach (var rune in last.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || rune.Value == Rune.ReplacementChar.Value) continue;
            bytes += rune.Utf8SequenceLength;
            if (bytes > LongestFileNameBytes) break;
            safe.Append(rune.ToString());
        }

        return safe.ToString().Trim() is { Length: > 0 } text and not ("." or "..") ? text : "file";
    }
}
