using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Records;

/// <summary>What is put away with a reason, and can be taken back.</summary>
public interface IArchived
{
    /// <summary>Since when; <c>null</c> while it is not.</summary>
    DateTimeOffset? ArchivedAt { get; set; }

    /// <summary>Goes up with each change.</summary>
    int Version { get; set; }

    /// <summary>Why it cannot be archived now; <c>null</c> when it can.</summary>
    Task<Problem?> RefuseArchivingAsync(WorkbenchDb db, CancellationToken cancellationToken) => Task.FromResult<Problem?>(null);
}

/// <summary>Archives a record, or takes it back. The reason stays in the history.</summary>
public sealed class Archive<T>(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock)
    where T : class, IArchived
{
    /// <param name="id">The record.</param>
    /// <param name="isArchived">Whether to archive; otherwise to restore.</param>
    /// <param name="reason">Why; stays in the history.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid id, bool isArchived, string? reason, CancellationToken cancellationToken)
    {
        if (Reasons.Check(reason) is { } wrong) return wrong;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // Nothing is put below it between the look and the save.
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<T>().FindAsync([id], cancellationToken) is not { } record) return ArchiveProblems.NotFound;
        if (isArchived == record.ArchivedAt is not null) return isArchived ? ArchiveProblems.IsArchived : ArchiveProblems.IsNotArchived;
        if (isArchived && await record.RefuseArchivingAsync(db, cancellationToken) is { } refused) return refused;
        record.ArchivedAt = isArchived ? clock.GetUtcNow() : null;
        record.Version++;
        db.Reason = reason!.Trim();
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }
}

internal static class ArchiveProblems
{
    public static readonly Problem NotFound = new("platform.archive-not-found", ProblemKind.NotFound, "This does not exist, or you may not see it.");
    public static readonly Problem IsArchived = new("platform.is-archived", ProblemKind.Conflict, "Somebody has archived this already.");
    public static readonly Problem IsNotArchived = new("platform.is-not-archived", ProblemKind.Conflict, "This is not archived. Reload the page.");
}
