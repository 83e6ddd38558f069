using Charthouse.Measure.Lake;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.OwnActivity;

/// <summary>Ends a share of the signed-in clinician at once.</summary>
internal sealed class RevokeActivityShare(IDbContextFactory<WorkbenchDb> dbs, ReadLogFacts readLogFacts, CurrentActor actor, TimeProvider clock)
{
    public async Task<Outcome<ActivityShare>> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (actor.Now.AccountId is not { } account || await db.Set<ActivityShare>().SingleOrDefaultAsync(s => s.Id == id && s.AccountId == account, cancellationToken) is not { } share) return ActivityShareProblems.NotFound;
        if (share.Revoke(clock.GetUtcNow(), await readLogFacts.TodayAsync(cancellationToken)) is { } refused) return refused;
        db.Reason = "Revoked by the clinician.";
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : share;
    }
}
