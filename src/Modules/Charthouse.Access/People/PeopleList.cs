using Charthouse.Access.Organisation;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.People;

/// <summary>Which people to list; comes from the address of the page.</summary>
/// <param name="Text">Words that name, e-mail address or log user contain.</param>
/// <param name="UnitId">Those who work in this unit or in what lies in it.</param>
/// <param name="State">Empty for current people, <c>archived</c>, <c>unassigned</c> or <c>all</c>.</param>
/// <param name="Sort">Column, with a minus for descending.</param>
internal sealed record PeopleFilter(string? Text, Guid? SiteId, Guid? UnitId, string? Specialty, string? Role, string? State, string? Sort)
{
    public bool IsAll => this is { Text: null, SiteId: null, UnitId: null, Specialty: null, Role: null, State: null };
}

/// <summary>Reads people with what they are today.</summary>
internal sealed class PeopleList(IDbContextFactory<WorkbenchDb> dbs, ReadShellState readShell)
{
    public const int PageSize = 100;

    public sealed record Row(Guid Id, string Name, string? Email, string? LogUser, bool IsArchived, IReadOnlyList<Held> Assignments);

    public sealed record Held(string Role, string? Specialty, string Unit, string? Site, DateOnly? From);

    public sealed record Choices(IReadOnlyList<(Guid Id, string Name)> Sites, IReadOnlyList<(Guid Id, string Name)> Departments, IReadOnlyList<string> Specialties, IReadOnlyList<string> Roles);

    public sealed record Answer(int Total, int Everybody, IReadOnlyList<Row> Rows, Choices Choices);

    /// <summary>The hospital's day.</summary>
    public async Task<DateOnly> TodayAsync(CancellationToken cancellationToken) => (await readShell(cancellationToken)).Today;

    public async Task<Answer> ReadAsync(PeopleFilter filter, int page, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var (tree, today) = (await OrganisationTree.ReadOnlyAsync(db, cancellationToken), await TodayAsync(cancellationToken));
        var people = Filtered(db, tree, filter, today);
        var total = await people.CountAsync(cancellationToken);
        var everybody = filter.IsAll ? total : await db.Set<Person>().CountAsync(p => p.ArchivedAt == null, cancellationToken);
        var rows = await RowsAsync(db, tree, today, Sorted(people, filter.Sort).Skip((page - 1) * PageSize).Take(PageSize), cancellationToken);
        return new Answer(total, everybody, rows, await ChoicesAsync(db, tree, today, cancellationToken));
    }

    /// <summary>All people of a filter, one row for each assignment of today, as the import reads them.</summary>
    public async Task<Table> ExportAsync(PeopleFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var (tree, today) = (await OrganisationTree.ReadOnlyAsync(db, cancellationToken), await TodayAsync(cancellationToken));
        var people = Filtered(db, tree, filter, today);
        var assignments = (await (from person in people
                                  join assignment in db.Set<Assignment>().AsNoTracking() on person.Id equals assignment.PersonId
                                  where (assignment.ValidFrom == null || assignment.ValidFrom <= today) && (assignment.ValidTo == null || assignment.ValidTo > today)
                                  select assignment).ToListAsync(cancellationToken)).ToLookup(a => a.PersonId);
        var delegates = await (from assignment in db.Set<Assignment>() join person in db.Set<Person>() on assignment.DelegateId equals person.Id select new { person.Id, Key = person.Email ?? person.LogUser }).Distinct().ToDictionaryAsync(d => d.Id, d => d.Key, cancellationToken);
        List<IReadOnlyList<object?>> rows = [];
        foreach (var person in await Sorted(people, filter.Sort).ToListAsync(cancellationToken))
        {
            object? archived = person.ArchivedAt is null ? "no" : "yes";
            if (!assignments.Contains(person.Id)) rows.Add([person.Name, person.Email, person.LogUser, archived, null, null, null, null, null, null, null, null, null]);
            foreach (var assignment in assignments[person.Id].OrderBy(a => a.Role, StringComparer.Ordinal).ThenBy(a => a.Id))
            {
                var path = tree.Find(assignment.UnitId) is { } unit ? tree.PathOf(unit, today) : [];
                string? Of(UnitKind kind) => path.FirstOrDefault(part => part.Kind == kind)?.Name;
                rows.Add([person.Name, person.Email, person.LogUser, archived, assignment.Role, assignment.Specialty, Of(UnitKind.System), Of(UnitKind.Site), Of(UnitKind.Department), Of(UnitKind.Unit), assignment.ValidFrom, assignment.ValidTo, assignment.DelegateId is { } id ? delegates.GetValueOrDefault(id) : null]);
            }
        }

        return new Table("People", ["name", "email", "log_user", "archived", "role", "specialty", "system", "site", "department", "unit", "from", "to", "delegate"], rows);
    }

    private static IQueryable<Person> Filtered(WorkbenchDb db, OrganisationTree tree, PeopleFilter filter, DateOnly today)
    {
        var people = db.Set<Person>().AsNoTracking();
        people = filter.State switch
        {
            "all" => people,
            "archived" => people.Where(p => p.ArchivedAt != null),
            "unassigned" => people.Where(p => p.ArchivedAt == null && !db.Set<Assignment>().Any(a => a.PersonId == p.Id && (a.ValidFrom == null || a.ValidFrom <= today) && (a.ValidTo == null || a.ValidTo > today))),
            _ => people.Where(p => p.ArchivedAt == null),
        };
        foreach (var word in Person.Searchable(filter.Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(8))
        {
            people = people.Where(p => p.SearchText.Contains(word));
        }

        if (filter is { SiteId: null, UnitId: null, Specialty: null, Role: null }) return people;
        var current = db.Set<Assignment>().Where(a => (a.ValidFrom == null || a.ValidFrom <= today) && (a.ValidTo == null || a.ValidTo > today));
        foreach (var unit in new[] { filter.SiteId, filter.UnitId }.OfType<Guid>())
        {
            var inside = tree.AllIn(unit, today).ToList();
            current = current.Where(a => inside.Contains(a.UnitId));
        }

        if (filter.Specialty is { } specialty) current = current.Where(a => a.Specialty == specialty);
        if (filter.Role is { } role) current = current.Where(a => a.Role == role);
        // Asked once and not for every person: with an index on the role SQLite would else read all nurses for each of them.
        var chosen = current.Select(a => a.PersonId);
        return people.Where(p => chosen.Contains(p.Id));
    }

    private static IQueryable<Person> Sorted(IQueryable<Person> people, string? sort) => sort switch
    {
        "-name" => people.OrderByDescending(p => p.SortName).ThenBy(p => p.Id),
        "email" => people.OrderBy(p => p.NormalizedEmail == null).ThenBy(p => p.NormalizedEmail).ThenBy(p => p.Id),
        "-email" => people.OrderBy(p => p.NormalizedEmail == null).ThenByDescending(p => p.NormalizedEmail).ThenBy(p => p.Id),
        "log-user" => people.OrderBy(p => p.LogUser == null).ThenBy(p => p.LogUser).ThenBy(p => p.Id),
        "-log-user" => people.OrderBy(p => p.LogUser == null).ThenByDescending(p => p.LogUser).ThenBy(p => p.Id),
        _ => people.OrderBy(p => p.SortName).ThenBy(p => p.Id),
    };

    private static async Task<IReadOnlyList<Row>> RowsAsync(WorkbenchDb db, OrganisationTree tree, DateOnly today, IQueryable<Person> page, CancellationToken cancellationToken)
    {
        var people = await page.Select(p => new { p.Id, p.Name, p.Email, p.LogUser, IsArchived = p.ArchivedAt != null }).ToListAsync(cancellationToken);
        var ids = people.Select(p => p.Id).ToList();
        var held = (await db.Set<Assignment>().AsNoTracking().Where(a => ids.Contains(a.PersonId) && (a.ValidFrom == null || a.ValidFrom <= today) && (a.ValidTo == null || a.ValidTo > today)).ToListAsync(cancellationToken)).ToLookup(a => a.PersonId);
        return [.. people.Select(person => new Row(person.Id, person.Name, person.Email, person.LogUser, person.IsArchived,
            [.. held[person.Id].OrderBy(a => a.Role, StringComparer.Ordinal).ThenBy(a => a.Id).Select(a => Held(a))]))];

        Held Held(Assignment assignment)
        {
            var path = tree.Find(assignment.UnitId) is { } unit ? tree.PathOf(unit, today) : [];
            return new Held(assignment.Role, assignment.Specialty, path.Count > 0 ? path[^1].Name : "", path.FirstOrDefault(part => part.Kind == UnitKind.Site)?.Name, assignment.ValidFrom);
        }
    }

    private static async Task<Choices> ChoicesAsync(WorkbenchDb db, OrganisationTree tree, DateOnly today, CancellationToken cancellationToken)
    {
        // A department may be called the same on several sites; then the site stands before it.
        var departments = tree.Units.Where(unit => unit.Kind is UnitKind.Department or UnitKind.Unit && unit.On(today) is not null).ToList();
        var twice = departments.GroupBy(unit => unit.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => same.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var specialties = await db.Set<Assignment>().Where(a => a.Specialty != null).Select(a => a.Specialty!).Distinct().ToListAsync(cancellationToken);
        var roles = await db.Set<Assignment>().Select(a => a.Role).Distinct().ToListAsync(cancellationToken);
        return new Choices(
            [.. tree.Units.Where(unit => unit.Kind == UnitKind.Site && unit.On(today) is not null).Select(unit => (unit.Id, unit.Name)).OrderBy(u => u.Name, StringComparer.CurrentCultureIgnoreCase)],
            [.. departments.Select(unit => (unit.Id, Name: twice.Contains(unit.Name) ? tree.NameOf(unit, today) : unit.Name)).OrderBy(u => u.Name, StringComparer.CurrentCultureIgnoreCase)],
            [.. specialties.Order(StringComparer.CurrentCultureIgnoreCase)],
            [.. roles.Order(StringComparer.CurrentCultureIgnoreCase)]);
    }
}
