using Charthouse.Measure.Measures;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Interventions;

/// <summary>Records an intervention, or changes one, with the measures that it may have moved.</summary>
internal sealed class SaveIntervention(IDbContextFactory<WorkbenchDb> dbs)
{
    public sealed class Form
    {
        public int Version { get; set; }
        public Dictionary<string, string?>? Base { get; set; }
        public string? Name { get; set; }
        public string? What { get; set; }
        public string? On { get; set; }
        public string? Description { get; set; }

        /// <summary>Ids of measures: each in a box of its own, or several in one line where one of two versions was chosen.</summary>
        // A form without a ticked box is read as null.
        public List<string> Measures { get; set => field = value ?? []; } = [];

        public static IReadOnlyList<(string Name, string Label)> Labels { get; } = [("Name", "What was changed"), ("What", "Kind"), ("On", "First day with it"), ("Description", "Description"), ("Measures", "Measures that it may move")];

        public IReadOnlyList<Guid> MeasureIds => [.. Measures.SelectMany(Ids).Distinct()];

        public static IEnumerable<Guid> Ids(string? line) => (line ?? "").Split(';').Select(id => Guid.TryParse(id, out var known) ? known : (Guid?)null).OfType<Guid>();

        public Dictionary<string, string?> Values() => new(StringComparer.Ordinal) { ["Name"] = Name, ["What"] = What, ["On"] = On, ["Description"] = Description, ["Measures"] = string.Join(';', MeasureIds) };
    }

    /// <param name="id">The intervention; <c>null</c> for a new one.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid? id, Form form, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var intervention = id is null ? new Intervention { Id = Guid.CreateVersion7(), Name = "" } : await db.Set<Intervention>().SingleOrDefaultAsync(i => i.Id == id, cancellationToken);
        if (intervention is null) return InterventionProblems.NotFound;
        if (id is not null && intervention.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        List<Problem> problems = [];
        if (ChartedMeasure.Clean(form.Name) is not { } name) problems.Add(InterventionProblems.NameMissing);
        else intervention.Name = name;
        var on = MeasureDates.Read(form.On, InterventionProblems.NoDate, problems);
        if (on is null && problems.All(problem => problem.Field != "On")) problems.Add(InterventionProblems.NoDate);
        if (problems.Count > 0) return problems;
        intervention.On = on!.Value;
        intervention.What = Enum.TryParse<InterventionKind>(form.What, out var what) ? what : InterventionKind.Other;
        intervention.Description = ChartedMeasure.Clean(form.Description);
        intervention.Version++;
        if (id is null) db.Add(intervention);

        var chosen = form.MeasureIds;
        var wanted = await db.Set<ChartedMeasure>().Where(m => chosen.Contains(m.Id)).Select(m => m.Id).ToListAsync(cancellationToken);
        var known = await db.Set<InterventionMeasure>().Where(l => l.InterventionId == intervention.Id).ToListAsync(cancellationToken);
        // Archived measures are not offered, so that they are not sent either: their links stay.
        var offered = await db.Set<ChartedMeasure>().Where(m => m.ArchivedAt == null).Select(m => m.Id).ToListAsync(cancellationToken);
        db.RemoveRange(known.Where(link => offered.Contains(link.MeasureId) && !wanted.Contains(link.MeasureId)));
        db.AddRange(wanted.Except(known.Select(link => link.MeasureId)).Select(measure => new InterventionMeasure { Id = Guid.CreateVersion7(), InterventionId = intervention.Id, MeasureId = measure }));
        return await db.TrySaveAsync(StoreProblems.ChangedMeanwhile, null, cancellationToken) is { } problem ? problem : intervention.Id;
    }
}

/// <summary>Archives an intervention with a reason, or takes it back; archived it stands on no chart.</summary>
internal sealed class ArchiveIntervention(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Guid id, bool isArchived, string? reason, CancellationToken cancellationToken)
    {
        if (ChartedMeasure.Clean(reason) is not { } why) return InterventionProblems.ReasonMissing;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Intervention>().SingleOrDefaultAsync(i => i.Id == id, cancellationToken) is not { } intervention) return InterventionProblems.NotFound;
        if (isArchived == intervention.ArchivedAt is not null) return isArchived ? InterventionProblems.IsArchived : InterventionProblems.IsNotArchived;
        intervention.ArchivedAt = isArchived ? clock.GetUtcNow() : null;
        intervention.Version++;
        db.Reason = why.Length > 500 ? why[..500] : why;
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : id;
    }
}

/// <summary>Interventions, newest first.</summary>
internal sealed class InterventionList(IDbContextFactory<WorkbenchDb> dbs)
{
    private static readonly string[] columns = ["id", "name", "kind", "date", "description", "measures", "state"];

    public sealed record Row(Intervention Intervention, IReadOnlyList<(Guid Id, string Name)> Measures);

    public async Task<IReadOnlyList<Row>> RunAsync(string? q, string? state, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var all = await db.Set<Intervention>().AsNoTracking().OrderByDescending(i => i.On).ThenBy(i => i.Id).ToListAsync(cancellationToken);
        var measures = (await (from link in db.Set<InterventionMeasure>()
                               join measure in db.Set<ChartedMeasure>() on link.MeasureId equals measure.Id
                               select new { link.InterventionId, measure.Id, measure.Name }).ToListAsync(cancellationToken)).ToLookup(link => link.InterventionId);
        return
        [
            .. all.Where(i => state == "all" || i.ArchivedAt is null != (state == "archived"))
                .Where(i => (q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => $"{i.Name} {i.Description}".Contains(word, StringComparison.CurrentCultureIgnoreCase)))
                .Select(i => new Row(i, [.. measures[i.Id].OrderBy(m => m.Name, StringComparer.CurrentCultureIgnoreCase).Select(m => (m.Id, m.Name))])),
        ];
    }

    /// <summary>One intervention, archived or not; <c>null</c> when there is none.</summary>
    public async Task<Row?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Intervention>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellationToken) is not { } intervention) return null;
        var measures = await (from link in db.Set<InterventionMeasure>()
                              join measure in db.Set<ChartedMeasure>() on link.MeasureId equals measure.Id
                              where link.InterventionId == id
                              select new { measure.Id, measure.Name }).ToListAsync(cancellationToken);
        return new(intervention, [.. measures.OrderBy(m => m.Name, StringComparer.CurrentCultureIgnoreCase).Select(m => (m.Id, m.Name))]);
    }

    public static async Task<FileContentHttpResult> GetAsync(string format, string? q, string? state, InterventionList list, CancellationToken cancellationToken) =>
        TableFiles.Of(new Table("Interventions", columns, [.. (await list.RunAsync(q, state, cancellationToken)).Select(row => (object?[])
        [
            row.Intervention.Id.ToString(), row.Intervention.Name, Intervention.Words(row.Intervention.What), row.Intervention.On, row.Intervention.Description,
            string.Join("; ", row.Measures.Select(measure => measure.Name)), row.Intervention.ArchivedAt is null ? "current" : "archived",
        ])]), format, "interventions");
}

/// <summary>How interventions are shown on pages of other modules.</summary>
internal sealed class InterventionRecords(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    public static Searchable Searchable { get; } = Searchable.Of<Intervention>(Intervention.RecordKind, MeasurePermissions.ViewMeasures, i => new(i.Id, i.Name, i.Description ?? ""));

    public string Kind => Intervention.RecordKind;

    public string Label => "Intervention";

    public string Icon => "flag";

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(MeasurePermissions.ViewMeasures)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var mayChange = actor.Now.May(MeasurePermissions.ManageMeasures);
        return (await db.Set<Intervention>().AsNoTracking().Where(i => ids.Contains(i.Id)).ToListAsync(cancellationToken))
            .ToDictionary(i => i.Id, i => new RecordSummary(i.Name, $"interventions/{i.Id}", i.ArchivedAt is null ? null : "Archived", null, i.On) { MayChange = mayChange });
    }

    public async Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(MeasurePermissions.ViewMeasures)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var names = await db.Set<Intervention>().AsNoTracking().Where(i => i.ArchivedAt == null).Select(i => new { i.Id, i.Name }).ToListAsync(cancellationToken);
        return [.. names.Where(i => i.Name.Contains(text, StringComparison.CurrentCultureIgnoreCase)).OrderBy(i => i.Name, StringComparer.CurrentCultureIgnoreCase).Take(limit).Select(i => i.Id)];
    }
}
