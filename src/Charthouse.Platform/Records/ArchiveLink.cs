using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Records;

/// <summary>Takes a link away: it does not count from now on, and stays in the history of both records.</summary>
public sealed class ArchiveLink(IDbContextFactory<WorkbenchDb> dbs, RecordKinds kinds, TimeProvider clock)
{
    /// <param name="here">The record that the actor stands on; may be either end.</param>
    /// <param name="linkId">The link.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<bool>> RunAsync(RecordRef here, Guid linkId, string? reason, CancellationToken cancellationToken)
    {
        if (Reasons.Check(reason) is { } wrong) return wrong;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var link = await db.Set<RecordLink>().SingleOrDefaultAsync(l => l.Id == linkId && l.ArchivedAt == null, cancellationToken);
        if (link is null || (link.From != here && link.To != here)) return RecordProblems.Gone;
        var seen = await kinds.SummariseAsync([link.From, link.To], cancellationToken);
        if (seen.Count < 2) return RecordProblems.Gone;
        if (!seen[here].MayChange) return RecordProblems.NotAllowed;
        link.Archive(clock.GetUtcNow());
        db.Reason = reason!.Trim();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}

/// <summary>Reasons that people give and history keeps.</summary>
internal static class Reasons
{
    public const int Longest = 1000;

    public static Problem? Check(string? reason) => string.IsNullOrWhiteSpace(reason) ? RecordProblems.NoReason : reason.Trim().Length > Longest ? RecordProblems.LongReason : null;
}
