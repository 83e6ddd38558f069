using Charthouse.AuditActivity;
using Charthouse.Lake;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Lake;

/// <summary>How far the data reach, and the hospital's civil time. Read for every page, so it is kept until the lake changes.</summary>
internal sealed class Freshness(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock)
{
    private Answer? last;

    /// <param name="Version">Version of the lake.</param>
    /// <param name="DataThrough">Last local date with events.</param>
    /// <param name="Zone">The zone of most people, else of most clinicians, else UTC.</param>
    public sealed record Answer(long Version, DateOnly? DataThrough, TimeZoneInfo Zone)
    {
        public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

        public DateOnly LocalDay(DateTimeOffset at) => DateOnly.FromDateTime(Local(at).DateTime);
    }

    public DateOnly Today(Answer answer) => answer.LocalDay(clock.GetUtcNow());

    public async Task<Answer> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var version = await db.Set<LakeVersion>().Select(v => v.Version).SingleOrDefaultAsync(cancellationToken);
        if (last is { } known && known.Version == version) return known;

        var micros = await db.Set<LakeSegment>().Where(s => s.Kind == SegmentKind.Events).MaxAsync(s => (long?)s.LastMicroseconds, cancellationToken);
        var id = await db.Set<ActivityPerson>().Where(p => p.Zone != null).GroupBy(p => p.Zone).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => g.Key).FirstOrDefaultAsync(cancellationToken)
            ?? await db.Set<ActivityClinician>().Where(c => c.Zone != null).GroupBy(c => c.Zone).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => g.Key).FirstOrDefaultAsync(cancellationToken);
        var zone = id is not null && AuditLogImport.TryZone(id, out var found) ? found! : TimeZoneInfo.Utc;
        var answer = new Answer(version, null, zone);
        if (micros is { } at) answer = answer with { DataThrough = answer.LocalDay(Microseconds.ToInstant(at)) };
        return last = answer;
    }
}
