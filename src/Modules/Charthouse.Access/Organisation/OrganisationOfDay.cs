using Charthouse.Access.People;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Organisation;

/// <summary>The organisation as it was on a day: each part followed by what lay in it, with how many people worked there.</summary>
internal sealed class OrganisationOfDay(IDbContextFactory<WorkbenchDb> dbs)
{
    /// <param name="Parent">What it lay in; <c>null</c> at the top.</param>
    /// <param name="People">Everybody in it and in all that lay in it, each person once.</param>
    public sealed record Row(Unit Unit, UnitPlacement Placement, Unit? Parent, int Depth, int People);

    /// <param name="UnitCount">Parts that exist on any day.</param>
    public sealed record Answer(int UnitCount, IReadOnlyList<Row> Rows);

    public async Task<Answer> ReadAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var tree = await OrganisationTree.ReadOnlyAsync(db, cancellationToken);
        var end = new DateTimeOffset(day.AddDays(1).ToDateTime(default), TimeSpan.Zero);
        var held = await (from assignment in db.Set<Assignment>()
                          join person in db.Set<Person>() on assignment.PersonId equals person.Id
                          where (person.ArchivedAt == null || person.ArchivedAt >= end) && (assignment.ValidFrom == null || assignment.ValidFrom <= day) && (assignment.ValidTo == null || assignment.ValidTo > day)
                          select new { assignment.UnitId, assignment.PersonId }).ToListAsync(cancellationToken);
        var people = held.ToLookup(a => a.UnitId, a => a.PersonId);
        List<Row> rows = [];
        foreach (var root in tree.ChildrenOf(null, day)) Add(root, null, 0);
        return new Answer(tree.Units.Count, rows);

        // A person with two roles in a part counts once.
        HashSet<Guid> Add(Unit unit, Unit? parent, int depth)
        {
            var place = rows.Count;
            HashSet<Guid> inside = [.. people[unit.Id]];
            foreach (var child in tree.ChildrenOf(unit.Id, day)) inside.UnionWith(Add(child, unit, depth + 1));
            rows.Insert(place, new Row(unit, unit.On(day)!, parent, depth, inside.Count));
            return inside;
        }
    }
}
