using Charthouse.Improve.Aims;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Improve.Cycles;

/// <summary>Cycles, for pages of other modules.</summary>
internal sealed class CycleKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor, WithholdResults withhold) : IRecordKind
{
    public static Searchable Searchable { get; } = Searchable.Of<Cycle>(Cycle.RecordKind, ImprovePermissions.View, cycle => new(cycle.Id, cycle.Title,
        string.Join('\n', [cycle.Question, cycle.Prediction, cycle.Measured, cycle.Who, cycle.Place, cycle.Tasks, cycle.Owner, .. cycle.IsOfFew ? [] : (string?[])[cycle.WhatHappened, cycle.Surprises, cycle.Findings, cycle.DecisionReason]])));

    public string Kind => Cycle.RecordKind;

    public string Label => "Cycle";

    public string Icon => "autorenew";

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ImprovePermissions.View)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Cycle>().AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, Summarise, cancellationToken);
    }

    public async Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ImprovePermissions.View)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return Titles.With(text, limit, await db.Set<Cycle>().Where(c => c.ArchivedAt == null).Select(c => new ValueTuple<Guid, string>(c.Id, c.Title)).ToListAsync(cancellationToken));
    }

    public async Task<IReadOnlyDictionary<Guid, IReadOnlySet<string>>> WithheldAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var cycles = await db.Set<Cycle>().AsNoTracking().Where(c => ids.Contains(c.Id)).ToListAsync(cancellationToken);
        return (await withhold.FindAsync(cycles, cancellationToken)).ToDictionary(cycle => cycle.Id, _ => CycleResults.InHistory);
    }

    private RecordSummary Summarise(Cycle cycle) => new($"Cycle {cycle.Number}: {cycle.Title}", $"cycles/{cycle.Id}", CycleWords.State(cycle), cycle.Owner, cycle.DecidedOn ?? cycle.EndedOn ?? cycle.StartedOn ?? cycle.PlannedFrom)
    {
        MayChange = actor.Now.May(ImprovePermissions.Edit),
        IsDone = cycle.Decision is not null,
        Since = cycle.DecidedOn ?? cycle.EndedOn ?? cycle.StartedOn,
    };
}

/// <summary>First and last days of cycles, for the charts of what they are linked with: directly, or through their change idea, its driver or its aim.</summary>
internal sealed class CycleEvents(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IDatedEvents
{
    public async Task<IReadOnlyList<DatedEvent>> AroundAsync(RecordRef record, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ImprovePermissions.View)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var links = await db.Set<RecordLink>().AsNoTracking().Where(l => l.ArchivedAt == null && ((l.FromKind == record.Kind && l.FromId == record.Id) || (l.ToKind == record.Kind && l.ToId == record.Id))).ToListAsync(cancellationToken);
        var ends = links.Select(link => link.From == record ? link.To : link.From).Append(record).ToLookup(end => end.Kind, end => end.Id);
        List<Guid> cycles = [.. ends[Cycle.RecordKind]], ideas = [.. ends[ChangeIdea.RecordKind]], drivers = [.. ends[Driver.RecordKind]], aims = [.. ends[Aim.RecordKind]];
        if (cycles.Count + ideas.Count + drivers.Count + aims.Count == 0) return [];
        ideas.AddRange(await (from idea in db.Set<ChangeIdea>()
                              join driver in db.Set<Driver>() on idea.DriverId equals driver.Id
                              where aims.Contains(idea.AimId) || drivers.Contains(driver.Id) || (driver.ParentId != null && drivers.Contains(driver.ParentId!.Value))
                              select idea.Id).ToListAsync(cancellationToken));
        var found = await db.Set<Cycle>().AsNoTracking().Where(c => c.ArchivedAt == null && c.StartedOn != null && (cycles.Contains(c.Id) || (c.ChangeIdeaId != null && ideas.Contains(c.ChangeIdeaId!.Value)))).ToListAsync(cancellationToken);
        return
        [
            .. from cycle in found
               from day in new[] { (On: cycle.StartedOn, Word: "begins"), (On: cycle.EndedOn, Word: "ends") }
               where day.On is not null
               orderby day.On, cycle.Number, cycle.Id
               select new DatedEvent(new(Cycle.RecordKind, cycle.Id), day.On!.Value, $"Cycle {cycle.Number} {day.Word}: {cycle.Title}", $"cycles/{cycle.Id}"),
        ];
    }
}
