using Charthouse.Measure.Lake;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.OwnActivity;

/// <summary>The shares of the signed-in person: those given, and those received.</summary>
internal sealed class ActivityShareList(IDbContextFactory<WorkbenchDb> dbs, IDirectory directory, ReadLogFacts readLogFacts, CurrentActor actor)
{
    /// <param name="Share">Share.</param>
    /// <param name="Name">The other person.</param>
    /// <param name="IsOpen">Whether the figures can be seen today.</param>
    public sealed record Row(ActivityShare Share, string Name, bool IsOpen);

    /// <param name="Given">Open ones by name, then those that have ended, latest first.</param>
    /// <param name="Received">Open ones only, by name.</param>
    /// <param name="Today">Today in the hospital's civil time.</param>
    public sealed record Answer(IReadOnlyList<Row> Given, IReadOnlyList<Row> Received, DateOnly Today)
    {
        /// <summary>Those given that can be seen today, and so can be revoked.</summary>
        public IEnumerable<Row> Open => Given.Where(row => row.IsOpen);
    }

    public async Task<Answer> RunAsync(CancellationToken cancellationToken)
    {
        var today = await readLogFacts.TodayAsync(cancellationToken);
        if (actor.Now.AccountId is not { } account) return new([], [], today);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var shares = await db.Set<ActivityShare>().AsNoTracking().Where(s => s.AccountId == account || (s.RecipientId == account && s.RevokedAt == null)).ToListAsync(cancellationToken);
        var others = shares.Select(share => share.AccountId == account ? share.RecipientId : share.AccountId).Append(account).Distinct().ToList();
        var names = await directory.NamesAsync(others, cancellationToken);
        var standings = await directory.StandingsAsync(others, cancellationToken);
        var rows = shares.ConvertAll(share =>
        {
            var other = share.AccountId == account ? share.RecipientId : share.AccountId;
            return new Row(share, names.GetValueOrDefault(other, "somebody"), SharedFigures.IsOpen(share, standings, today));
        });
        return new(
            [.. rows.Where(row => row.Share.AccountId == account).OrderBy(row => row.IsOpen ? 0 : 1).ThenByDescending(row => row.IsOpen ? null : row.Share.RevokedAt).ThenBy(row => row.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(row => row.Share.Id)],
            [.. rows.Where(row => row.Share.AccountId != account && row.IsOpen).OrderBy(row => row.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(row => row.Share.Id)],
            today);
    }
}
