using Charthouse.Measure.Interventions;
using Charthouse.Measure.Measures.Points;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Measures.Charts;

/// <summary>A recorded point, or a gap with its reason.</summary>
internal sealed record SeriesPoint(DateOnly On, double? Numerator, double? Denominator, string? MissingReason = null);

/// <summary>A measure with everything that its chart is made of.</summary>
internal sealed record MeasureSeries(
    ChartedMeasure Measure, ActivityFeed? Feed, IReadOnlyList<SeriesPoint> Points, IReadOnlyList<MeasureTarget> Targets, IReadOnlyList<MeasurePart> Parts,
    IReadOnlyList<MeasureExclusion> Exclusions, IReadOnlyList<Intervention> Interventions, string? Owner)
{
    public double? LatestTarget => Targets.Count == 0 ? null : Targets[^1].Value;

    public double? TargetOn(DateOnly day) => Targets.LastOrDefault(target => target.FromOn <= day)?.Value;
}

/// <summary>Reads measures with their points, wherever these come from. Other sources than the activity log join here.</summary>
internal sealed class ReadSeries(IDbContextFactory<WorkbenchDb> dbs, ActivitySeries activity, IDirectory directory)
{
    public async Task<MeasureSeries?> RunAsync(Guid id, CancellationToken cancellationToken) => await RunAsync(measures => measures.Where(m => m.Id == id), cancellationToken) is [var only] ? only : null;

    public async Task<IReadOnlyList<MeasureSeries>> RunAsync(Func<IQueryable<ChartedMeasure>, IQueryable<ChartedMeasure>> choose, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var measures = await choose(db.Set<ChartedMeasure>().AsNoTracking()).ToListAsync(cancellationToken);
        var ids = measures.ConvertAll(measure => measure.Id);
        var feeds = await db.Set<ActivityFeed>().AsNoTracking().Where(f => ids.Contains(f.MeasureId)).ToDictionaryAsync(f => f.MeasureId, cancellationToken);
        var points = (await db.Set<MeasurePoint>().AsNoTracking().Where(p => ids.Contains(p.MeasureId)).OrderBy(p => p.On).Select(p => new { p.MeasureId, Point = new SeriesPoint(p.On, p.Numerator, p.Denominator, null) }).ToListAsync(cancellationToken)).ToLookup(p => p.MeasureId, p => p.Point);
        var targets = (await db.Set<MeasureTarget>().AsNoTracking().Where(t => ids.Contains(t.MeasureId)).OrderBy(t => t.FromOn).ToListAsync(cancellationToken)).ToLookup(t => t.MeasureId);
        var parts = (await db.Set<MeasurePart>().AsNoTracking().Where(p => ids.Contains(p.MeasureId)).OrderBy(p => p.StartsOn).ToListAsync(cancellationToken)).ToLookup(p => p.MeasureId);
        var exclusions = (await db.Set<MeasureExclusion>().AsNoTracking().Where(e => ids.Contains(e.MeasureId)).OrderBy(e => e.On).ToListAsync(cancellationToken)).ToLookup(e => e.MeasureId);
        var interventions = (await (from link in db.Set<InterventionMeasure>().AsNoTracking()
                                    join intervention in db.Set<Intervention>().AsNoTracking() on link.InterventionId equals intervention.Id
                                    where ids.Contains(link.MeasureId) && intervention.ArchivedAt == null
                                    orderby intervention.On, intervention.Id
                                    select new { link.MeasureId, Intervention = intervention }).ToListAsync(cancellationToken)).ToLookup(link => link.MeasureId, link => link.Intervention);
        var owners = await directory.NamesAsync([.. measures.Select(measure => measure.OwnerId).OfType<Guid>().Distinct()], cancellationToken);
        List<MeasureSeries> series = [];
        foreach (var measure in measures)
        {
            var feed = feeds.GetValueOrDefault(measure.Id);
            series.Add(new(
                measure, feed,
                feed is not null ? await activity.ReadAsync(feed, cancellationToken) : [.. points[measure.Id]],
                [.. targets[measure.Id]], [.. parts[measure.Id]], [.. exclusions[measure.Id]], [.. interventions[measure.Id]],
                measure.OwnerId is { } owner ? owners.GetValueOrDefault(owner) : null));
        }

        return series;
    }
}
