using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.People.Import;

/// <summary>Imports people, assignments and organisation from one CSV file, or says what that would change. The page, the command line and the demo all come here, therefore it is public.</summary>
public sealed class ImportPeople
{
    /// <summary>The largest file that is taken.</summary>
    public const int LargestFileBytes = 10_000_000;

    private readonly IDbContextFactory<WorkbenchDb> dbs;
    private readonly LinkNotice notice;
    private readonly CurrentActor actor;
    private readonly TimeProvider clock;

    internal ImportPeople(IDbContextFactory<WorkbenchDb> dbs, LinkNotice notice, CurrentActor actor, TimeProvider clock) => (this.dbs, this.notice, this.actor, this.clock) = (dbs, notice, actor, clock);

    private static readonly TimeSpan previewsLast = TimeSpan.FromDays(1);

    /// <summary>Imports a file, or tries it.</summary>
    /// <param name="fileName">Name of the file, for the history.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="isDryRun">Whether to change nothing and only say what would change.</param>
    /// <param name="cancellationToken">Cancels; nothing is half-written.</param>
    public async Task<Outcome<PeopleImportReport>> RunAsync(string fileName, ReadOnlyMemory<byte> bytes, bool isDryRun, CancellationToken cancellationToken)
    {
        if (bytes.Length > LargestFileBytes) return PeopleFileProblems.TooLarge;
        var text = PeopleFile.Decode(bytes.Span);
        if (!text.Succeeded) return text.Problems.ToList();
        return await RunAsync(new PeopleImport { Id = Guid.CreateVersion7(), FileName = Short(fileName), Text = text.Value, SentAt = clock.GetUtcNow(), SentBy = actor.Now.Name }, isDryRun, null, cancellationToken);
    }

    /// <summary>Keeps a file for the preview; answers with its address.</summary>
    internal async Task<Outcome<Guid>> KeepAsync(string fileName, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.Length > LargestFileBytes) return PeopleFileProblems.TooLarge;
        var text = PeopleFile.Decode(bytes.Span);
        if (!text.Succeeded) return text.Problems.ToList();
        var file = PeopleFile.Read(text.Value);
        if (!file.Succeeded) return file.Problems.ToList();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var (now, oldest) = (clock.GetUtcNow(), clock.GetUtcNow() - previewsLast);
        // Previews that nobody came back to hold names of people; they do not stay.
        await db.Set<PeopleImport>().Where(i => i.ImportedAt == null && i.SentAt < oldest).ExecuteDeleteAsync(cancellationToken);
        var kept = new PeopleImport { Id = Guid.CreateVersion7(), FileName = Short(fileName), Text = text.Value, SentAt = now, SentBy = actor.Now.Name };
        db.Add(kept);
        await db.SaveChangesAsync(cancellationToken);
        return kept.Id;
    }

    /// <summary>Says what a kept file would change.</summary>
    internal Task<Outcome<PeopleImportReport>> PreviewAsync(Guid id, CancellationToken cancellationToken) => RunKeptAsync(id, isDryRun: true, null, cancellationToken);

    /// <summary>Imports a kept file, if it still changes what the preview said.</summary>
    internal Task<Outcome<PeopleImportReport>> ConfirmAsync(Guid id, string? fingerprint, CancellationToken cancellationToken) => RunKeptAsync(id, isDryRun: false, fingerprint ?? "", cancellationToken);

    private async Task<Outcome<PeopleImportReport>> RunKeptAsync(Guid id, bool isDryRun, string? fingerprint, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var kept = await db.Set<PeopleImport>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.ImportedAt == null, cancellationToken);
        return kept is null ? PeopleFileProblems.Gone : await RunAsync(kept, isDryRun, fingerprint, cancellationToken);
    }

    private async Task<Outcome<PeopleImportReport>> RunAsync(PeopleImport import, bool isDryRun, string? fingerprint, CancellationToken cancellationToken)
    {
        var file = PeopleFile.Read(import.Text);
        if (!file.Succeeded) return file.Problems.ToList();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var plan = await PeopleImportPlan.MakeAsync(db, file.Value, actor.Now, DateOnly.FromDateTime(now.UtcDateTime), now, cancellationToken);
        var report = new PeopleImportReport
        {
            FileName = import.FileName,
            IsDryRun = isDryRun,
            Rows = file.Value.RowCount,
            Changes = plan.Changes,
            Issues = plan.Issues,
            Hints = plan.Hints,
            UnknownColumns = file.Value.UnknownColumns,
            Fingerprint = plan.Fingerprint,
        };
        if (isDryRun) return report;
        if (fingerprint is not null && fingerprint != report.Fingerprint) return PeopleFileProblems.Stale;

        // A kept file is in the database already; one from the command line comes with its import.
        if (fingerprint is not null) db.Attach(import);
        else db.Add(import);
        import.Finish(report, now);
        await notice.AddAsync(db, plan.Before, cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        // Somebody may have been given an account since the plan was made.
        if (!plan.GivenByImporter.SetEquals(await FourEyes.AccountsGivenByAsync(db, actor.Now, now, cancellationToken))) return PeopleFileProblems.Stale;
        db.Reason = $"Import of {import.FileName}";
        if (await db.TrySaveAsync(PeopleFileProblems.Stale, PeopleFileProblems.Stale, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return report;
    }

    private static string Short(string fileName)
    {
        var last = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        var safe = new string([.. last.Where(c => !char.IsControl(c))]).Trim();
        return safe.Length == 0 ? "file.csv" : safe.Length > 200 ? safe[..200] : safe;
    }
}
