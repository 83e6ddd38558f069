using Charthouse.Deliver.Projects;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Deliver.GoLives;

/// <summary>Go-lives, for pages of other modules. Who owns the project owns them.</summary>
internal sealed class GoLiveKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    public static Searchable Searchable { get; } = Searchable.Of<GoLive>(GoLive.RecordKind, DeliverPermissions.View, live => new(live.Id, live.Name, string.Join('\n', live.Departments, live.Specialties, live.GoNote, live.StateReason)));

    public string Kind => GoLive.RecordKind;

    public string Label => "Go-live";

    public string Icon => "rocket_launch";

    public ThreadStage? Stage => ThreadStage.GoLive;

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(DeliverPermissions.View)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var mayChange = actor.Now.May(DeliverPermissions.Edit);
        return (await (from live in db.Set<GoLive>().AsNoTracking()
                       join project in db.Set<Project>() on live.ProjectId equals project.Id
                       where ids.Contains(live.Id)
                       select new { Live = live, project.Owner }).ToListAsync(cancellationToken))
            .ToDictionary(one => one.Live.Id, one => new RecordSummary(one.Live.Name, $"go-lives/{one.Live.Id}", GoLiveWords.State(one.Live), one.Owner, one.Live.RolledBackOn ?? one.Live.On)
            {
                MayChange = mayChange,
                Since = one.Live.StateSince,
                // A rolled-back or cancelled one is over, too; the next attempt is a go-live of its own.
                IsDone = one.Live.State != GoLiveState.Planned || one.Live.ArchivedAt is not null,
            });
    }

    public async Task<IReadOnlyList<Guid>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await this.NotDoneAsync(await db.Set<GoLive>().Where(r => r.ArchivedAt == null).Select(r => r.Id).ToListAsync(cancellationToken), cancellationToken);
    }

    public async Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(DeliverPermissions.View)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return Titles.With(text, limit, await db.Set<GoLive>().Where(g => g.ArchivedAt == null).Select(g => new ValueTuple<Guid, string>(g.Id, g.Name)).ToListAsync(cancellationToken));
    }
}

/// <summary>Go-lives that are live, for the charts of what is linked with them: with the go-live, its project, or any record of their thread.</summary>
internal sealed class GoLiveEvents(IDbContextFactory<WorkbenchDb> dbs, ReadThread thread, CurrentActor actor) : IDatedEvents
{
    public async Task<IReadOnlyList<DatedEvent>> AroundAsync(RecordRef record, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(DeliverPermissions.View)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var ends = await LinkedAsync(db, [record], cancellationToken);
        var ids = (await thread.RecordsAsync([record, .. ends], cancellationToken)).Keys.Where(one => one.Kind == GoLive.RecordKind).Select(one => one.Id).ToList();
        if (ids.Count == 0) return [];
        var lives = await db.Set<GoLive>().AsNoTracking().Where(g => ids.Contains(g.Id) && g.ArchivedAt == null && g.LiveOn != null).ToListAsync(cancellationToken);
        return
        [
            .. from live in lives
               from happened in new[] { live.Happened!, live.RolledBackOn is { } back ? live.Happened! with { On = back, Title = $"Rolled back: {live.Name}" } : null }
               where happened is not null
               orderby happened.On, live.Name, live.Id
               select happened,
        ];
    }

    /// <summary>What is linked, in any way, with the records of the thread of a go-live: its measures are among them.</summary>
    public async Task<IReadOnlyCollection<RecordRef>> LinkedWithThreadAsync(GoLive live, CancellationToken cancellationToken)
    {
        var records = await thread.RecordsAsync([new(GoLive.RecordKind, live.Id), new(Project.RecordKind, live.ProjectId)], cancellationToken);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await LinkedAsync(db, [.. records.Keys], cancellationToken);
    }

    private static async Task<IReadOnlyCollection<RecordRef>> LinkedAsync(WorkbenchDb db, IReadOnlyCollection<RecordRef> records, CancellationToken cancellationToken)
    {
        List<Guid> ids = [.. records.Select(one => one.Id)];
        var links = await db.Set<RecordLink>().AsNoTracking().Where(l => l.ArchivedAt == null && (ids.Contains(l.FromId) || ids.Contains(l.ToId))).ToListAsync(cancellationToken);
        return [.. links.SelectMany(link => new[] { link.From, link.To }).Except(records)];
    }
}
