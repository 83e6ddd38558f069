using Charthouse.Deliver.GoLives;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Deliver.Projects;

/// <summary>Starts a project, out of a decision or a request where it has one, or changes it.</summary>
internal sealed class SaveProject(IDbContextFactory<WorkbenchDb> dbs, AddLink link, TimeProvider clock)
{
    /// <param name="id">The project; <c>null</c> for a new one.</param>
    /// <param name="today">Today in the hospital.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid? id, ProjectForm form, DateOnly today, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // No other project takes the number, and no go-live is planned, between the look and the save.
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var project = id is null
            ? new Project { Id = Guid.CreateVersion7(), Number = 1 + (await db.Set<Project>().MaxAsync(p => (int?)p.Number, cancellationToken) ?? 0), CreatedAt = clock.GetUtcNow() }
            : await db.Set<Project>().SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (project is null) return ProjectProblems.NotFound;
        if (id is not null && project.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        var goLives = await db.Set<GoLive>().AsNoTracking().Where(g => g.ProjectId == id && g.ArchivedAt == null && g.State != GoLiveState.Cancelled).ToListAsync(cancellationToken);
        if (project.Save(form, today, goLives.ConvertAll(live => (live.Name, live.On, live.State == GoLiveState.Planned))) is { Count: > 0 } problems) return problems;
        if (id is null)
        {
            db.Add(project);
            if (RecordRef.Of(form.From) is { } source && await link.AddToNewAsync(db, new(Project.RecordKind, project.Id), LinkRelation.DerivedFrom, false, source, cancellationToken) is { } unseen) return unseen;
        }

        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return project.Id;
    }
}

/// <summary>Puts something on the checklist of a project, or changes it.</summary>
internal sealed class SaveItem(IDbContextFactory<WorkbenchDb> dbs)
{
    /// <param name="id">The item; <c>null</c> for a new one.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid projectId, Guid? id, ItemForm form, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<Project>().Include(p => p.Checklist).SingleOrDefaultAsync(p => p.Id == projectId, cancellationToken) is not { } project) return ProjectProblems.NotFound;
        if (project.ArchivedAt is not null) return ProjectProblems.Archived;
        var item = id is null ? new ChecklistItem { Id = Guid.CreateVersion7(), ProjectId = projectId, Position = 1 + project.Checklist.Select(i => i.Position).DefaultIfEmpty().Max() } : project.Checklist.Find(i => i.Id == id);
        if (item is null) return ProjectProblems.ItemNotFound;
        if (id is not null && item.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        if (id is null && project.Checklist.Count >= ChecklistItem.MostItems) return ProjectProblems.TooManyItems;
        if (item.Save(form) is { Count: > 0 } problems) return problems;
        if (id is null) db.Add(item);
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return item.Id;
    }
}

/// <summary>Ticks an item of a checklist, takes the tick away, or takes the item off the list; the history of the project keeps it.</summary>
internal sealed class TickItem(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor, TimeProvider clock)
{
    /// <param name="isDone">What the button said: two people who tick at the same moment do not undo each other.</param>
    public Task<Outcome<Guid>> RunAsync(Guid projectId, Guid id, bool isDone, CancellationToken cancellationToken) => ChangeAsync(projectId, id, (_, item) =>
    {
        if (item.DoneAt is not null != isDone) item.Tick(isDone, clock.GetUtcNow(), actor.Now.Name, actor.Now.AccountId);
    }, cancellationToken);

    public Task<Outcome<Guid>> RemoveAsync(Guid projectId, Guid id, CancellationToken cancellationToken) => ChangeAsync(projectId, id, (db, item) => db.Remove(item), cancellationToken);

    private async Task<Outcome<Guid>> ChangeAsync(Guid projectId, Guid id, Action<WorkbenchDb, ChecklistItem> change, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<Project>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == projectId, cancellationToken) is not { } project) return ProjectProblems.NotFound;
        if (project.ArchivedAt is not null) return ProjectProblems.Archived;
        if (await db.Set<ChecklistItem>().SingleOrDefaultAsync(i => i.Id == id && i.ProjectId == projectId, cancellationToken) is not { } item) return ProjectProblems.ItemNotFound;
        change(db, item);
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }
}
