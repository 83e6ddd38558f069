using Charthouse.Access.Organisation;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.People;

/// <summary>Assignments that people hold today.</summary>
internal sealed class OwnedAssignments(IDbContextFactory<WorkbenchDb> dbs, ReadShellState readShell) : IOwnedRecords
{
    public async Task<IReadOnlyList<OwnedRecord>> HeldByAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellationToken)
    {
        var today = (await readShell(cancellationToken)).Today;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await (from assignment in db.Set<Assignment>()
                      join unit in db.Set<Unit>() on assignment.UnitId equals unit.Id
                      where people.Contains(assignment.PersonId) && (assignment.ValidTo == null || assignment.ValidTo > today)
                      select new OwnedRecord(assignment.PersonId, "Assignment", assignment.Role + ", " + unit.Name, "people/" + assignment.PersonId, assignment.ValidFrom)).ToListAsync(cancellationToken);
    }
}

/// <summary>Assignments of others in which people stand in.</summary>
internal sealed class OwnedDelegations(IDbContextFactory<WorkbenchDb> dbs, ReadShellState readShell) : IOwnedRecords
{
    public async Task<IReadOnlyList<OwnedRecord>> HeldByAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellationToken)
    {
        var today = (await readShell(cancellationToken)).Today;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await (from assignment in db.Set<Assignment>()
                      join person in db.Set<Person>() on assignment.PersonId equals person.Id
                      join unit in db.Set<Unit>() on assignment.UnitId equals unit.Id
                      where assignment.DelegateId != null && people.Contains(assignment.DelegateId!.Value) && (assignment.ValidTo == null || assignment.ValidTo > today)
                      select new OwnedRecord(assignment.DelegateId!.Value, "Delegate", "for " + person.Name + ", " + assignment.Role + ", " + unit.Name, "people/" + assignment.PersonId, assignment.ValidFrom)).ToListAsync(cancellationToken);
    }
}
