using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Organisation;

/// <summary>All units with their placements: where the rules that concern more than one unit are kept.</summary>
internal sealed class OrganisationTree
{
    private readonly Dictionary<Guid, Unit> units;
    private readonly WorkbenchDb? db;

    public OrganisationTree(IEnumerable<Unit> units, WorkbenchDb? db = null) => (this.units, this.db) = (units.ToDictionary(unit => unit.Id), db);

    public IReadOnlyCollection<Unit> Units => units.Values;

    public static async Task<OrganisationTree> ReadAsync(WorkbenchDb db, CancellationToken cancellationToken) =>
        new(await db.Set<Unit>().Include(u => u.Placements).ToListAsync(cancellationToken), db);

    /// <summary>As <see cref="ReadAsync"/>, for pages that change nothing.</summary>
    public static async Task<OrganisationTree> ReadOnlyAsync(WorkbenchDb db, CancellationToken cancellationToken) =>
        new(await db.Set<Unit>().AsNoTracking().Include(u => u.Placements).ToListAsync(cancellationToken));

    public Unit? Find(Guid? id) => id is { } known ? units.GetValueOrDefault(known) : null;

    /// <summary>What lies directly in a unit on a day, by kind and name; <c>null</c> for the top.</summary>
    public IReadOnlyList<Unit> ChildrenOf(Guid? parent, DateOnly day) =>
        [.. units.Values.Where(unit => unit.On(day) is { } placement && placement.ParentId == parent).OrderBy(unit => unit.Kind).ThenBy(unit => unit.Name, StringComparer.CurrentCultureIgnoreCase)];

    /// <summary>A unit and all that it lies in on a day, the largest first. A unit that does not exist then is shown where it was last.</summary>
    public IReadOnlyList<Unit> PathOf(Unit unit, DateOnly day)
    {
        List<Unit> path = [unit];
        while (Find((path[0].On(day) ?? path[0].Last)?.ParentId) is { } parent && !path.Contains(parent)) path.Insert(0, parent);
        return path;
    }

    /// <summary>"Harbor Main › Heart Center"; the system is left out, because it is the same for all.</summary>
    public string NameOf(Unit unit, DateOnly day) => string.Join(" › ", PathOf(unit, day).Where(part => part.Kind != UnitKind.System || part == unit).Select(part => part.Name));

    /// <summary>A unit and all that lies in it on a day.</summary>
    public IReadOnlySet<Guid> AllIn(Guid unit, DateOnly day)
    {
        HashSet<Guid> all = [unit];
        var children = units.Values.ToLookup(child => (child.On(day) ?? child.Last)?.ParentId);
        Queue<Guid> open = new([unit]);
        while (open.TryDequeue(out var next))
        {
            foreach (var child in children[next].Where(child => all.Add(child.Id))) open.Enqueue(child.Id);
        }

        return all;
    }

    /// <summary>Whether a unit ever lay in another, directly or not.</summary>
    public bool EverLayIn(Unit unit, Unit ancestor) =>
        unit.Placements.Any(placement => Find(placement.ParentId) is { } parent && (parent == ancestor || EverLayIn(parent, ancestor)));

    /// <summary>Makes a unit.</summary>
    public Outcome<Unit> Add(UnitKind kind, string? name, string? code, Unit? parent, Validity validity)
    {
        var unit = new Unit { Id = Guid.CreateVersion7(), Kind = kind, Name = Clean(name) ?? "", Code = Clean(code) };
        List<Problem> problems = [.. Texts(unit, unit.Name, unit.Code)];
        if (MayLie(unit, parent, validity) is { } problem) problems.Add(problem);
        if (problems.Count > 0) return problems;
        unit.Place(parent?.Id, validity);
        parent?.Touch();
        units.Add(unit.Id, unit);
        return unit;
    }

    /// <summary>Changes name and code.</summary>
    public List<Problem> Rename(Unit unit, string? name, string? code)
    {
        var (newName, newCode) = (Clean(name) ?? "", Clean(code));
        List<Problem> problems = [.. Texts(unit, newName, newCode)];
        if (unit.Placements.Select(placement => Twin(unit, newName, placement.ParentId, placement.Validity)).FirstOrDefault(twin => twin is not null) is { } twin) problems.Add(UnitProblems.NameTaken(twin));
        if (problems.Count > 0 || (unit.Name == newName && unit.Code == newCode)) return problems;
        (unit.Name, unit.Code) = (newName, newCode);
        unit.Touch();
        return problems;
    }

    /// <summary>Ends where a unit lies on the day before, and starts it elsewhere. What lies in it goes with it.</summary>
    public Problem? Move(Unit unit, Unit? parent, DateOnly on)
    {
        if (unit.Last is not { } last || !last.Validity.Holds(on) || last.ValidFrom == on) return UnitProblems.NotThereThen(unit);
        if (last.ParentId == parent?.Id) return UnitProblems.AlreadyThere(unit, parent);
        var validity = last.Validity with { From = on };
        if (MayLie(unit, parent, validity) is { } problem) return problem;
        unit.Change(last, last.Validity with { To = on });
        unit.Place(parent?.Id, validity);
        parent?.Touch();
        return null;
    }

    /// <summary>Ends a unit. Whoever ends it sees to what still lies in it first.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="on">The first day on which it does not exist.</param>
    public Problem? End(Unit unit, DateOnly on)
    {
        if (unit.Last is not { } last || last.ValidFrom >= on || last.ValidTo < on) return UnitProblems.NotThereThen(unit);
        var later = last.Validity with { From = on };
        List<Unit> children = [.. units.Values.Where(child => child.Placements.Any(placement => placement.ParentId == unit.Id && placement.Validity.Overlaps(later))).OrderBy(child => child.Name, StringComparer.Ordinal)];
        if (children.Count > 0) return UnitProblems.HoldsOthers(unit, children);
        unit.Change(last, last.Validity with { To = on });
        return null;
    }

    /// <summary>Whether a unit may lie in another in a time.</summary>
    public Problem? MayLie(Unit unit, Unit? parent, Validity validity)
    {
        if (validity.IsEmpty) return UnitProblems.EndsBeforeItStarts;
        if (parent is not null)
        {
            // Said first, because it is the better reason.
            if (parent == unit || EverLayIn(parent, unit)) return UnitProblems.Cycle(unit, parent);
            if (unit.Kind <= parent.Kind) return UnitProblems.Below(unit.Kind, parent);
            if (!parent.Exists(validity)) return UnitProblems.OutsideParent(unit.Name, validity, parent);
        }

        return Twin(unit, unit.Name, parent?.Id, validity) is { } twin ? UnitProblems.NameTaken(twin) : null;
    }

    /// <summary>States where a unit lies from the first of the given times on. What was before stays as it was.</summary>
    /// <returns>Whether that changed anything.</returns>
    public bool State(Unit unit, IReadOnlyList<(Unit? Parent, Validity Validity)> stated)
    {
        var from = stated.Min(s => s.Validity.From ?? DateOnly.MinValue);
        List<(Guid? Parent, Validity Validity)> wanted =
        [
            .. unit.Placements.Select(p => (p.ParentId, p.Validity.Within(new Validity(null, from)))).Where(p => !p.Item2.IsEmpty && from != DateOnly.MinValue),
            .. stated.Select(s => (s.Parent?.Id, s.Validity)),
        ];
        // The same place without a gap is one placement: a statement that continues what is known adds nothing.
        List<(Guid? Parent, Validity Validity)> joined = [];
        foreach (var next in wanted.OrderBy(w => w.Validity.From ?? DateOnly.MinValue))
        {
            if (joined.Count > 0 && joined[^1].Parent == next.Parent && joined[^1].Validity.To == next.Validity.From) joined[^1] = (next.Parent, joined[^1].Validity with { To = next.Validity.To });
            else joined.Add(next);
        }

        return Set(unit, joined);
    }

    /// <summary>Cuts what lies in an ended unit to the time in which that exists, from the largest to the smallest.</summary>
    /// <returns>The units that were cut.</returns>
    public IReadOnlyList<Unit> EndWithParents()
    {
        List<Unit> cut = [];
        foreach (var unit in units.Values.OrderBy(unit => unit.Kind).ThenBy(unit => unit.Id))
        {
            List<(Guid? Parent, Validity Validity)> kept = [];
            foreach (var placement in unit.Placements)
            {
                if (Find(placement.ParentId) is not { } parent) kept.Add((placement.ParentId, placement.Validity));
                else kept.AddRange(parent.Existence().Select(time => (placement.ParentId, placement.Validity.Within(time))).Where(part => !part.Item2.IsEmpty));
            }

            if (Set(unit, kept)) cut.Add(unit);
        }

        return cut;
    }

    // Keeps the placements that stay, changes those that stay in the same place, and adds and removes the others.
    private bool Set(Unit unit, IReadOnlyList<(Guid? Parent, Validity Validity)> wanted)
    {
        var missing = wanted.ToList();
        List<UnitPlacement> surplus = [.. unit.Placements.Where(placement => !missing.Remove((placement.ParentId, placement.Validity)))];
        if (missing.Count == 0 && surplus.Count == 0) return false;
        foreach (var placement in surplus)
        {
            var same = missing.FindIndex(m => m.Parent == placement.ParentId && m.Validity.Overlaps(placement.Validity));
            if (same < 0)
            {
                // Known to the database or not yet: either way it goes, and before its unit lets go of it.
                if (db?.Entry(placement).State is { } state and not EntityState.Detached) db.Remove(placement);
                unit.Remove(placement);
                continue;
            }

            unit.Change(placement, missing[same].Validity);
            missing.RemoveAt(same);
        }

        foreach (var (parent, validity) in missing)
        {
            unit.Place(parent, validity);
            Find(parent)?.Touch();
        }

        return true;
    }

    private IEnumerable<Problem> Texts(Unit unit, string name, string? code)
    {
        if (name.Length == 0) yield return UnitProblems.NameMissing;
        if (name.Length > Unit.LongestName) yield return UnitProblems.NameTooLong;
        if (code?.Length > Unit.LongestCode) yield return UnitProblems.CodeTooLong;
        if (code is not null && units.Values.FirstOrDefault(other => other != unit && string.Equals(other.Code, code, StringComparison.OrdinalIgnoreCase)) is { } taken) yield return UnitProblems.CodeTaken(taken);
    }

    private Unit? Twin(Unit unit, string name, Guid? parent, Validity validity) => units.Values.FirstOrDefault(other => other != unit && other.Kind == unit.Kind
        && string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase) && other.Placements.Any(placement => placement.ParentId == parent && placement.Validity.Overlaps(validity)));

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
