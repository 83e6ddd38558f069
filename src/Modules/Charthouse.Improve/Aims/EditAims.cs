using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Improve.Aims;

/// <summary>Sets an aim, or changes one.</summary>
internal sealed class SaveAim(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock)
{
    /// <param name="id">The aim; <c>null</c> for a new one.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid? id, AimForm form, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var aim = id is null ? new Aim { Id = Guid.CreateVersion7(), CreatedAt = clock.GetUtcNow() } : await db.Set<Aim>().SingleOrDefaultAsync(a => a.Id == id, cancellationToken);
        if (aim is null) return AimProblems.NotFound;
        if (id is not null && aim.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        if (aim.Change(form) is { Count: > 0 } problems) return problems;
        if (id is null) db.Add(aim);
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : aim.Id;
    }
}

/// <summary>Adds a driver to an aim, or changes one. A driver keeps its place in the tree: to move it, archive it and add it elsewhere.</summary>
internal sealed class SaveDriver(IDbContextFactory<WorkbenchDb> dbs)
{
    /// <param name="id">The driver; <c>null</c> for a new one.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid aimId, Guid? id, PartForm form, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<Aim>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == aimId, cancellationToken) is not { } aim) return AimProblems.NotFound;
        if (aim.ArchivedAt is not null) return AimProblems.Archived;
        var driver = await db.Set<Driver>().SingleOrDefaultAsync(d => d.Id == id && d.AimId == aimId, cancellationToken);
        if (id is not null && driver is null) return DriverProblems.NotFound;
        if (driver is null)
        {
            var parentId = FormReader.Id(form.Driver);
            if (parentId is not null)
            {
                if (await db.Set<Driver>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == parentId && d.AimId == aimId && d.ArchivedAt == null, cancellationToken) is not { } parent) return DriverProblems.NotFound;
                if (parent.ParentId is not null) return DriverProblems.TooDeep;
            }

            driver = new Driver { Id = Guid.CreateVersion7(), AimId = aimId, ParentId = parentId, Position = 1 + await db.Set<Driver>().CountAsync(d => d.AimId == aimId && d.ParentId == parentId, cancellationToken) };
            db.Add(driver);
        }
        else if (driver.Version != form.Version)
        {
            return StoreProblems.ChangedMeanwhile;
        }

        if (driver.Change(form) is { Count: > 0 } problems) return problems;
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return driver.Id;
    }
}

/// <summary>Adds a change idea to a driver, or changes one.</summary>
internal sealed class SaveIdea(IDbContextFactory<WorkbenchDb> dbs)
{
    /// <param name="id">The idea; <c>null</c> for a new one.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid aimId, Guid? id, PartForm form, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<Aim>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == aimId, cancellationToken) is not { } aim) return AimProblems.NotFound;
        if (aim.ArchivedAt is not null) return AimProblems.Archived;
        var driverId = FormReader.Id(form.Driver);
        var driver = await db.Set<Driver>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == driverId && d.AimId == aimId && d.ArchivedAt == null, cancellationToken);
        var idea = await db.Set<ChangeIdea>().SingleOrDefaultAsync(i => i.Id == id && i.AimId == aimId, cancellationToken);
        if (id is not null && idea is null) return ChangeIdeaProblems.NotFound;
        if (idea is not null && idea.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        var isNew = idea is null;
        idea ??= new ChangeIdea { Id = Guid.CreateVersion7(), AimId = aimId, DriverId = driverId ?? Guid.Empty, Position = 1 + await db.Set<ChangeIdea>().CountAsync(i => i.DriverId == driverId, cancellationToken) };
        if (idea.Change(form, driver) is { Count: > 0 } problems) return problems;
        if (isNew) db.Add(idea);
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return idea.Id;
    }
}
