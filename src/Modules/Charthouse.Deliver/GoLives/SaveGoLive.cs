using Charthouse.Deliver.Effects;
using Charthouse.Deliver.Projects;
using Charthouse.Platform;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Deliver.GoLives;

/// <summary>Plans a go-live of a project, or writes down what became of it.</summary>
internal sealed class SaveGoLive(IDbContextFactory<WorkbenchDb> dbs, AddLink link, TimeProvider clock)
{
    /// <param name="id">The go-live; <c>null</c> for a new one.</param>
    /// <param name="today">Today in the hospital.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid? id, GoLiveForm form, DateOnly today, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // The project is not closed, and does not start later, between the look and the save.
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var live = await db.Set<GoLive>().SingleOrDefaultAsync(g => g.Id == id, cancellationToken);
        if (id is not null && live is null) return GoLiveProblems.NotFound;
        if (live is not null && live.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        var projectId = live?.ProjectId ?? (RecordRef.Of(form.From) is { Kind: Project.RecordKind } source ? source.Id : Guid.Empty);
        if (await db.Set<Project>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == projectId, cancellationToken) is not { } project) return GoLiveProblems.NoProject;
        if (live is null && project.ArchivedAt is not null) return ProjectProblems.Archived;
        var isNew = live is null;
        live ??= new GoLive { Id = Guid.CreateVersion7(), ProjectId = projectId, CreatedAt = clock.GetUtcNow() };
        if (live.Save(form, project, today) is { Count: > 0 } problems) return problems;
        if (live.LiveOn is null && await db.Set<Effect>().AnyAsync(e => e.GoLiveId == live.Id && e.ArchivedAt == null, cancellationToken)) return GoLiveProblems.HasEffect;
        if (isNew)
        {
            db.Add(live);
            if (await link.AddToNewAsync(db, new(GoLive.RecordKind, live.Id), LinkRelation.DerivedFrom, false, new(Project.RecordKind, projectId), cancellationToken) is { } unseen) return unseen;
        }

        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return live.Id;
    }
}
