using Charthouse.Access.Organisation;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.People;

/// <summary>Assignments that people hold today.</summary>
internal sealed class OwnedAssignments(IDbContextFactory<WorkbenchDb> dbs, ReadShellState readShell) : IOwnedRecords
{
    public async Task<IReadOnlyList<OwnedRecord>> HeldByAsync(IReadOnlyCollection<Holder> holders, CancellationToken cancellationToken)
    {
        var today = (await readShell(cancellationToken)).Today;
        var people = holders.Where(holder => holder.PersonId is not null).ToDictionary(holder => holder.PersonId!.Value);
        var ids = people.Keys.ToList();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var held = await (from assignment in db.Set<Assignment>()
                          join unit in db.Set<Unit>() on assignment.UnitId equals unit.Id
                          where ids.Contains(assignment.PersonId) && (assignment.ValidTo == null || assignment.ValidTo > today)
                          select new { assignment.PersonId, Title = assignment.Role + ", " + unit.Name, assignment.ValidFrom }).ToListAsync(cancellationToken);
        return [.. held.Select(one => new OwnedRecord(people[one.PersonId], "Assignment", one.Title, "people/" + one.PersonId, one.ValidFrom))];
    }
}

/// <summary>Assignments of others in which people stand in.</summary>
internal sealed class OwnedDelegations(IDbContextFactory<WorkbenchDb> dbs, ReadShellState readShell) : IOwnedRecords
{
    public async Task<IReadOnlyList<OwnedRecord>> HeldByAsync(IReadOnlyCollection<Holder> holders, CancellationToken cancellationToken)
    {
        var today = (await readShell(cancellationToken)).Today;
        var people = holders.Where(holder => holder.PersonId is not null).ToDictionary(holder => holder.PersonId!.Value);
        var ids = people.Keys.ToList();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var held = await (from assignment in db.Set<Assignment>()
                          join person in db.Set<Person>() on assignment.PersonId equals person.Id
                          join unit in db.Set<Unit>() on assignment.UnitId equals unit.Id
                          where assignment.DelegateId != null && ids.Contains(assignment.DelegateId!.Value) && (assignment.ValidTo == null || assignment.ValidTo > today)
                          select new { DelegateId = assignment.DelegateId!.Value, assignment.PersonId, Title = "for " + person.Name + ", " + assignment.Role + ", " + unit.Name, assignment.ValidFrom }).ToListAsync(cancellationToken);
        return [.. held.Select(one => new OwnedRecord(people[one.DelegateId], "Delegate", one.Title, "people/" + one.PersonId, one.ValidFrom))];
    }
}
