using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Measures;

/// <summary>How measures are shown on pages of other modules: they show what a go-live changed, and are no step of a thread themselves.</summary>
internal sealed class MeasureRecords(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor, IDirectory directory) : IRecordKind
{
    public static Searchable Searchable { get; } = Searchable.Of<ChartedMeasure>(ChartedMeasure.RecordKind, MeasurePermissions.ViewMeasures, measure => new(
        measure.Id, measure.Name, string.Join('\n', new[] { measure.Definition, measure.NumeratorWords, measure.DenominatorWords, measure.Source, measure.Audience }.OfType<string>())));

    public string Kind => ChartedMeasure.RecordKind;

    public string Label => "Measure";

    public string Icon => "show_chart";

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(MeasurePermissions.ViewMeasures)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var measures = await db.Set<ChartedMeasure>().AsNoTracking().Where(m => ids.Contains(m.Id)).ToListAsync(cancellationToken);
        var owners = await directory.NamesAsync([.. measures.Select(m => m.OwnerId).OfType<Guid>().Distinct()], cancellationToken);
        var mayChange = actor.Now.May(MeasurePermissions.ManageMeasures);
        return measures.ToDictionary(m => m.Id, m => new RecordSummary(
            m.Name, $"measures/{m.Id}", m.ArchivedAt is null ? null : "Archived", m.OwnerId is { } owner ? owners.GetValueOrDefault(owner) : null, m.ReviewOn)
        { MayChange = mayChange });
    }

    public async Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(MeasurePermissions.ViewMeasures)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // Neither store compares the case of every letter as people do; there are hundreds of measures, not millions.
        var names = await db.Set<ChartedMeasure>().AsNoTracking().Where(m => m.ArchivedAt == null).Select(m => new { m.Id, m.Name }).ToListAsync(cancellationToken);
        return [.. names.Where(m => m.Name.Contains(text, StringComparison.CurrentCultureIgnoreCase)).OrderBy(m => m.Name, StringComparer.CurrentCultureIgnoreCase).Take(limit).Select(m => m.Id)];
    }
}
