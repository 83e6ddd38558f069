using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Improve.Forms;

/// <summary>What is put away with a reason, and can be taken back.</summary>
internal interface IArchived
{
    DateTimeOffset? ArchivedAt { get; set; }

    int Version { get; set; }

    /// <summary>Why it cannot be archived now; <c>null</c> when it can.</summary>
    Task<Problem?> RefuseArchivingAsync(WorkbenchDb db, CancellationToken cancellationToken) => Task.FromResult<Problem?>(null);
}

/// <summary>Archives a record, or takes it back. The reason stays in the history.</summary>
internal sealed class Archive<T>(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock)
    where T : class, IArchived
{
    private const int LongestReason = 500;

    /// <param name="isArchived">Whether to archive; otherwise to restore.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid id, bool isArchived, string? reason, CancellationToken cancellationToken)
    {
        if (FormReader.Clean(reason) is not { } why) return ArchiveProblems.NoReason;
        if (why.Length > LongestReason) return ArchiveProblems.LongReason;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // Nothing is put below it between the look and the save.
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<T>().FindAsync([id], cancellationToken) is not { } record) return ArchiveProblems.NotFound;
        if (isArchived == record.ArchivedAt is not null) return isArchived ? ArchiveProblems.IsArchived : ArchiveProblems.IsNotArchived;
        if (isArchived && await record.RefuseArchivingAsync(db, cancellationToken) is { } refused) return refused;
        record.ArchivedAt = isArchived ? clock.GetUtcNow() : null;
        record.Version++;
        db.Reason = why;
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }
}

internal static class ArchiveProblems
{
    public static readonly Problem NotFound = new("improve.not-found", ProblemKind.NotFound, "This does not exist, or you may not see it.");
    public static readonly Problem NoReason = new("improve.no-reason", ProblemKind.Invalid, "Say why, in a few words. The reason stays in the history.", "Reason");
    public static readonly Problem LongReason = new("improve.long-reason", ProblemKind.Invalid, "The reason is longer than 500 characters. Shorten it.", "Reason");
    public static readonly Problem IsArchived = new("improve.is-archived", ProblemKind.Conflict, "Somebody has archived this already.");
    public static readonly Problem IsNotArchived = new("improve.is-not-archived", ProblemKind.Conflict, "This is not archived. Reload the page.");
}
