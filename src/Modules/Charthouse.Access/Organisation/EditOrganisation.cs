using Charthouse.Access.People;
using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Organisation;

/// <summary>Adds a part of the organisation.</summary>
internal sealed class AddUnit(IDbContextFactory<WorkbenchDb> dbs)
{
    public async Task<Outcome<Guid>> RunAsync(UnitKind kind, string? name, string? code, Guid? parentId, Validity validity, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var tree = await OrganisationTree.ReadAsync(db, cancellationToken);
        var parent = tree.Find(parentId);
        if (parentId is not null && parent is null) return UnitProblems.NotFound;
        // Nobody said since when: since its parent.
        if (validity.From is null && parent?.Existence() is [.., var last]) validity = validity with { From = last.From };
        var added = tree.Add(kind, name, code, parent, validity);
        if (!added.Succeeded) return added.Problems.ToList();
        db.Add(added.Value);
        return await db.TrySaveAsync(UnitProblems.CodeJustTaken, null, cancellationToken) is { } problem ? problem : added.Value.Id;
    }
}

/// <summary>Changes name and code of a part of the organisation.</summary>
internal sealed class RenameUnit(IDbContextFactory<WorkbenchDb> dbs)
{
    public async Task<Outcome<Guid>> RunAsync(Guid id, int version, string? name, string? code, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var tree = await OrganisationTree.ReadAsync(db, cancellationToken);
        if (tree.Find(id) is not { } unit) return UnitProblems.NotFound;
        if (unit.Version != version) return StoreProblems.ChangedMeanwhile;
        if (tree.Rename(unit, name, code) is { Count: > 0 } problems) return problems;
        return await db.TrySaveAsync(UnitProblems.CodeJustTaken, null, cancellationToken) is { } problem ? problem : id;
    }
}

/// <summary>Moves a part of the organisation to another place from a day on; until then it stays where it was.</summary>
internal sealed class MoveUnit(IDbContextFactory<WorkbenchDb> dbs)
{
    public async Task<Outcome<Guid>> RunAsync(Guid id, int version, Guid? parentId, DateOnly? on, string? reason, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var tree = await OrganisationTree.ReadAsync(db, cancellationToken);
        var parent = tree.Find(parentId);
        if (tree.Find(id) is not { } unit || (parentId is not null && parent is null)) return UnitProblems.NotFound;
        if (unit.Version != version) return StoreProblems.ChangedMeanwhile;
        if (on is not { } day) return UnitProblems.DayMissing;
        if (tree.Move(unit, parent, day) is { } refused) return refused;
        db.Reason = Person.Clean(reason);
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : id;
    }
}

/// <summary>Ends a part of the organisation, and the assignments in it with it.</summary>
internal sealed class EndUnit(IDbContextFactory<WorkbenchDb> dbs)
{
    public async Task<Outcome<Guid>> RunAsync(Guid id, int version, DateOnly? on, string? reason, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var tree = await OrganisationTree.ReadAsync(db, cancellationToken);
        if (tree.Find(id) is not { } unit) return UnitProblems.NotFound;
        if (unit.Version != version) return StoreProblems.ChangedMeanwhile;
        if (on is not { } day) return UnitProblems.DayMissing;
        if (tree.End(unit, day) is { } refused) return refused;
        foreach (var assignment in await db.Set<Assignment>().Where(a => a.UnitId == id && (a.ValidTo == null || a.ValidTo > day)).ToListAsync(cancellationToken))
        {
            // One that would have begun later never was.
            if (assignment.ValidFrom >= day) db.Remove(assignment);
            else assignment.EndOn(day);
        }

        db.Reason = Person.Clean(reason) ?? $"{unit.Name} ended";
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : id;
    }
}
