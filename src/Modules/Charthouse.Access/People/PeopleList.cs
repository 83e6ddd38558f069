using Charthouse.Access.Organisation;
using Charthouse.Ui;
using Charthouse.Ui.Export;

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
internal sealed class PeopleList(KeptPeople kept, ReadShellState readShell)
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
        var (people, today) = (await kept.ReadAsync(cancellationToken), await TodayAsync(cancellationToken));
        var chosen = Chosen(people, filter, today);
        var rows = chosen.Skip((page - 1) * PageSize).Take(PageSize).Select(person => new Row(person.Id, person.Name, person.Email, person.LogUser, person.IsArchived, [.. person.On(today).Select(assignment => HeldOf(people.Tree, assignment, today))]));
        return new Answer(chosen.Count, filter.IsAll ? chosen.Count : people.Current, [.. rows], ChoicesOf(people, today));
    }

    /// <summary>All people of a filter, one row for each assignment of today, as the import reads them.</summary>
    public async Task<Table> ExportAsync(PeopleFilter filter, CancellationToken cancellationToken)
    {
        var (people, today) = (await kept.ReadAsync(cancellationToken), await TodayAsync(cancellationToken));
        List<IReadOnlyList<object?>> rows = [];
        foreach (var person in Chosen(people, filter, today))
        {
            object? archived = person.IsArchived ? "yes" : "no";
            List<Assignment> assignments = [.. person.On(today)];
            if (assignments.Count == 0) rows.Add([person.Name, person.Email, person.LogUser, archived, null, null, null, null, null, null, null, null, null]);
            foreach (var assignment in assignments)
            {
                var path = people.Tree.Find(assignment.UnitId) is { } unit ? people.Tree.PathOf(unit, today) : [];
                string? Of(UnitKind kind) => path.FirstOrDefault(part => part.Kind == kind)?.Name;
                var standIn = assignment.DelegateId is { } id ? people.Find(id) : null;
                rows.Add([person.Name, person.Email, person.LogUser, archived, assignment.Role, assignment.Specialty, Of(UnitKind.System), Of(UnitKind.Site), Of(UnitKind.Department), Of(UnitKind.Unit), assignment.ValidFrom, assignment.ValidTo, standIn?.Email ?? standIn?.LogUser]);
            }
        }

        return new Table("People", ["name", "email", "log_user", "archived", "role", "specialty", "system", "site", "department", "unit", "from", "to", "delegate"], rows);
    }

    private static List<KeptPerson> Chosen(PeopleSnapshot people, PeopleFilter filter, DateOnly today)
    {
        var words = Person.Searchable(filter.Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(8).ToArray();
        List<IReadOnlySet<Guid>> inside = [.. new[] { filter.SiteId, filter.UnitId }.OfType<Guid>().Select(unit => people.Tree.AllIn(unit, today))];
        var asksForAssignment = filter is not { SiteId: null, UnitId: null, Specialty: null, Role: null };
        return [.. people.In(filter.Sort).Where(person => IsOfState(person) && Array.TrueForAll(words, word => person.SearchText.Contains(word, StringComparison.Ordinal)) && (!asksForAssignment || Array.Exists(person.Assignments, IsAskedFor)))];

        bool IsOfState(KeptPerson person) => filter.State switch
        {
            "all" => true,
            "archived" => person.IsArchived,
            "unassigned" => !person.IsArchived && !Array.Exists(person.Assignments, assignment => assignment.Validity.Holds(today)),
            _ => !person.IsArchived,
        };

        bool IsAskedFor(Assignment assignment) =>
            (filter.Role is null || assignment.Role == filter.Role) && (filter.Specialty is null || assignment.Specialty == filter.Specialty)
            && assignment.Validity.Holds(today) && inside.TrueForAll(units => units.Contains(assignment.UnitId));
    }

    private static Held HeldOf(OrganisationTree tree, Assignment assignment, DateOnly today)
    {
        var path = tree.Find(assignment.UnitId) is { } unit ? tree.PathOf(unit, today) : [];
        return new Held(assignment.Role, assignment.Specialty, path.Count > 0 ? path[^1].Name : "", path.FirstOrDefault(part => part.Kind == UnitKind.Site)?.Name, assignment.ValidFrom);
    }

    private static Choices ChoicesOf(PeopleSnapshot people, DateOnly today)
    {
        // A department may be called the same on several sites; then the site stands before it.
        var tree = people.Tree;
        var departments = tree.Units.Where(unit => unit.Kind is UnitKind.Department or UnitKind.Unit && unit.On(today) is not null).ToList();
        var twice = departments.GroupBy(unit => unit.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => same.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new Choices(
            [.. tree.Units.Where(unit => unit.Kind == UnitKind.Site && unit.On(today) is not null).Select(unit => (unit.Id, unit.Name)).OrderBy(u => u.Name, StringComparer.CurrentCultureIgnoreCase)],
            [.. departments.Select(unit => (unit.Id, Name: twice.Contains(unit.Name) ? tree.NameOf(unit, today) : unit.Name)).OrderBy(u => u.Name, StringComparer.CurrentCultureIgnoreCase)],
            people.Specialties,
            people.Roles);
    }
}
