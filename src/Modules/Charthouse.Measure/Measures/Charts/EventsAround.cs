using Charthouse.Measure.Interventions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Measures.Charts;

/// <summary>What other modules say happened around a measure: cycles, go-lives.</summary>
internal sealed class EventsAround(IEnumerable<IDatedEvents> modules, IDbContextFactory<WorkbenchDb> dbs)
{
    /// <param name="All">Everything.</param>
    /// <param name="Twins">Interventions and what says the same as one of them: somebody recorded a go-live here, and it has a record of its own elsewhere.</param>
    public sealed record Answer(MeasureSeries Series, IReadOnlyList<DatedEvent> All, IReadOnlyList<(RecordRef Intervention, RecordRef Other)> Twins)
    {
        /// <summary>What stands on the chart beside the interventions; nothing twice.</summary>
        public IReadOnlyList<DatedEvent> Pins => [.. All.Where(one => !Twins.Any(twin => twin.Other == one.Record))];

        /// <summary>The measure without an intervention that says the same as what happened.</summary>
        public MeasureSeries Without(DatedEvent happened) => Series with { Interventions = [.. Series.Interventions.Where(one => !Twins.Contains((new(Intervention.RecordKind, one.Id), happened.Record)))] };
    }

    public async Task<Answer> RunAsync(MeasureSeries series, CancellationToken cancellationToken)
    {
        List<DatedEvent> events = [];
        foreach (var module in modules) events.AddRange(await module.AroundAsync(new(ChartedMeasure.RecordKind, series.Measure.Id), cancellationToken));
        if (events.Count == 0 || series.Interventions.Count == 0) return new(series, events, []);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        List<Guid> ids = [.. series.Interventions.Select(one => one.Id)];
        var links = await db.Set<RecordLink>().AsNoTracking().Where(l => l.ArchivedAt == null && l.Relation == LinkRelation.Duplicates && (ids.Contains(l.FromId) || ids.Contains(l.ToId))).ToListAsync(cancellationToken);
        return new(series, events, [.. links.Select(link => link.FromKind == Intervention.RecordKind && ids.Contains(link.FromId) ? (link.From, link.To) : (link.To, link.From))]);
    }
}
