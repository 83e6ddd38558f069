using Charthouse.Measure.Activity;
using Charthouse.Measure.Lake;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.OwnActivity;

/// <summary>The figures of a clinician, for the one person with whom they are shared. Everybody else is told that there is no such share.</summary>
internal sealed class SharedFigures(IDbContextFactory<WorkbenchDb> dbs, IDirectory directory, ReadLogFacts readLogFacts, ReadOwnFigures readOwnFigures, CurrentActor actor)
{
    public sealed record Answer(ActivityShare Share, string Name, OwnAnswer Own);

    public async Task<Outcome<Answer>> RunAsync(Guid id, ActivityQuery query, CancellationToken cancellationToken)
    {
        if (actor.Now.AccountId is not { } account) return ActivityShareProblems.NotFound;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<ActivityShare>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.RecipientId == account, cancellationToken) is not { } share) return ActivityShareProblems.NotFound;
        var standings = await directory.StandingsAsync([share.AccountId, account], cancellationToken);
        if (!IsOpen(share, standings, await readLogFacts.TodayAsync(cancellationToken))) return ActivityShareProblems.NotFound;
        var names = await directory.NamesAsync([share.AccountId], cancellationToken);
        return new Answer(share, names.GetValueOrDefault(share.AccountId, ""), await readOwnFigures.RunAsync(standings[share.AccountId].LogUser, query, cancellationToken));
    }

    /// <summary>Whoever has left, on either side, shares nothing: nobody could revoke it.</summary>
    public static bool IsOpen(ActivityShare share, IReadOnlyDictionary<Guid, DirectoryStanding> standings, DateOnly today) =>
        share.IsOpen(today)
        && standings.GetValueOrDefault(share.AccountId) is { IsActive: true, LogUser: not null }
        && standings.GetValueOrDefault(share.RecipientId) is { IsActive: true };
}
