using System.Globalization;
using Charthouse.Access.Organisation;

namespace Charthouse.Access.People.Import;

/// <summary>
/// The organisation as a people file tells it, brought into the tree. A row without a person states where a unit lies and from when to when; rows of people only name
/// units, which are made when they are missing. What comes out depends on the rows and not on their order.
/// </summary>
internal sealed class UnitsOfFile
{
    private readonly OrganisationTree tree;
    private readonly DateOnly today;
    private readonly List<PeopleIssue> issues;
    private readonly List<PeopleChange> changes;
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Group> byCode = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Unit, Group> byUnit = [];
    private readonly Dictionary<Unit, (string Name, string? Code, string Times, bool IsOpen)> before;

    private UnitsOfFile(OrganisationTree tree, DateOnly today, List<PeopleIssue> issues, List<PeopleChange> changes)
    {
        (this.tree, this.today, this.issues, this.changes) = (tree, today, issues, changes);
        before = tree.Units.ToDictionary(unit => unit, Picture);
    }

    /// <summary>Units that are new.</summary>
    public List<Unit> Added { get; } = [];

    /// <summary>Units whose times may have changed.</summary>
    public HashSet<Guid> Touched { get; } = [];

    public static UnitsOfFile Apply(OrganisationTree tree, IReadOnlyList<PeopleRow> rows, DateOnly today, List<PeopleIssue> issues, List<PeopleChange> changes)
    {
        var units = new UnitsOfFile(tree, today, issues, changes);
        units.Collect(rows);
        // Parents come before what lies in them, because a part lies only in a larger one.
        foreach (var kind in Enum.GetValues<UnitKind>())
        {
            var open = units.nodes.Values.Where(node => node.Kind == kind).OrderBy(node => node.Key, StringComparer.Ordinal).ToLookup(node => node.Code is not null || node.Rows.Exists(row => !row.IsOfPerson));
            units.Settle(open[true]);
            units.EndWithParents();
            // A row of a person means what is there after all that the file says, so that the same file a second time means the same.
            units.Settle(open[false]);
        }

        units.EndWithParents();
        units.Report();
        return units;
    }

    /// <summary>The unit that a row names; <c>null</c> when it could not be told.</summary>
    public Unit? Of(PeopleRow row) => nodes.GetValueOrDefault(KeyOf(row.Path, row.Path.Count)) is { Group: { IsBad: false } group } ? group.Unit : null;

    private static string KeyOf(IReadOnlyList<(UnitKind Kind, string Name)> path, int count) =>
        string.Join('\u0001', path.Take(count).Select(part => ((int)part.Kind).ToString(CultureInfo.InvariantCulture) + part.Name.ToUpperInvariant()));

    private void Collect(IReadOnlyList<PeopleRow> rows)
    {
        foreach (var row in rows.Where(row => row.Path.Count > 0))
        {
            Node? parent = null;
            for (var i = 1; i <= row.Path.Count; i++)
            {
                var key = KeyOf(row.Path, i);
                if (!nodes.TryGetValue(key, out var node)) nodes.Add(key, node = new Node(key, row.Path[i - 1].Kind, parent));
                node.Names.Add(row.Path[i - 1].Name);
                parent = node;
            }

            parent!.Rows.Add(row);
        }

        foreach (var node in nodes.Values)
        {
            List<string> codes = [.. node.Rows.Select(row => row.Code).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
            if (codes.Count > 1) Refuse(node, "code", $"{node.Name} has several codes in this file: {string.Join(", ", codes)}. Decide for one.");
            else node.Code = node.Rows.Select(row => row.Code).OfType<string>().Order(StringComparer.Ordinal).FirstOrDefault();
        }
    }

    private void EndWithParents()
    {
        foreach (var cut in tree.EndWithParents()) Touched.Add(cut.Id);
    }

    // Those that say most of where they lie come first; a row that leaves levels out means one of them.
    private void Settle(IEnumerable<Node> open)
    {
        var settled = nodes.Values.Select(node => node.Group).OfType<Group>().ToHashSet();
        List<Group> groups = [.. open.OrderByDescending(node => node.Depth).ThenBy(node => node.Code is null).Select(GroupOf).OfType<Group>().Distinct()];
        foreach (var group in groups.Where(group => !settled.Contains(group))) Settle(group);
    }

    // Which unit a node means: one that is known, one that an earlier node made, or a new one.
    private Group? GroupOf(Node node)
    {
        if (node.IsBad) return null;
        if (node.Parent is { } above && above.Group is not { IsBad: false })
        {
            Refuse(node, UnitWords.Of(node.Kind), $"{above.Name}, in which it lies, could not be told. See the rows about it.");
            return null;
        }

        Group? group = null;
        Unit? known = null;
        if (node.Code is { } code && !byCode.TryGetValue(code, out group)) known = tree.Units.FirstOrDefault(unit => string.Equals(unit.Code, code, StringComparison.OrdinalIgnoreCase));
        var kind = group?.Kind ?? known?.Kind;
        if (kind is { } other && other != node.Kind)
        {
            Refuse(node, "code", $"The code {node.Code} belongs to a {UnitWords.Of(other)}, not to a {UnitWords.Of(node.Kind)}.");
            return null;
        }

        if (group is null && known is null)
        {
            var candidates = Candidates(node);
            if (candidates.Count > 1)
            {
                Refuse(node, UnitWords.Of(node.Kind), $"There are {candidates.Count} called {node.Name}: {string.Join("; ", candidates.Select(unit => tree.NameOf(unit, today)).Order(StringComparer.Ordinal))}. Name what it lies in, or give its code.");
                return null;
            }

            known = candidates.Count == 1 ? candidates[0] : null;
        }

        if (group is null && known is not null) byUnit.TryGetValue(known, out group);
        if (group is null && known is null)
        {
            List<Node> fuller = [.. nodes.Values.Where(other => other.Group is not null && node.LeavesOut(other)).OrderBy(other => other.Key, StringComparer.Ordinal)];
            if (fuller.Select(other => other.Group).Distinct().Skip(1).Any())
            {
                Refuse(node, UnitWords.Of(node.Kind), $"The file has several called {node.Name}. Name what it lies in.");
                return null;
            }

            node.Means = fuller.FirstOrDefault();
            group = node.Means?.Group;
        }

        group ??= new Group(node.Kind, known);
        if (known is not null) byUnit.TryAdd(known, group);
        if (node.Code is not null) byCode.TryAdd(node.Code, group);
        group.Nodes.Add(node);
        node.Group = group;
        return group;
    }

    private List<Unit> Candidates(Node node)
    {
        List<Unit> named = [.. tree.Units.Where(unit => unit.Kind == node.Kind && string.Equals(unit.Name, node.Name, StringComparison.OrdinalIgnoreCase)
            && (unit.Code is null || node.Code is null || string.Equals(unit.Code, node.Code, StringComparison.OrdinalIgnoreCase)))];
        if (node.Parent?.Group?.Unit is { } parent)
        {
            List<Unit> inside = [.. named.Where(unit => tree.EverLayIn(unit, parent))];
            List<Unit> directly = [.. inside.Where(unit => unit.Placements.Any(placement => placement.ParentId == parent.Id))];
            // Nobody has said yet what it lies in: then it is the one that stands at the top, if the file has no other of that name.
            var isOnly = !nodes.Values.Any(other => other != node && other.Parent is not null && other.Kind == node.Kind && string.Equals(other.Name, node.Name, StringComparison.OrdinalIgnoreCase));
            named = directly.Count > 0 ? directly : inside.Count > 0 ? inside : isOnly ? [.. named.Where(unit => unit.Last?.ParentId is null)] : [];
        }
        else if (named.Where(unit => unit.Last?.ParentId is null).ToList() is { Count: > 0 } top)
        {
            named = top;
        }

        List<Unit> current = [.. named.Where(unit => unit.On(today) is not null)];
        return current.Count > 0 ? current : named;
    }

    // Names, makes and places the unit of a group.
    private void Settle(Group group)
    {
        var nodesInOrder = group.Nodes.OrderBy(node => node.Key, StringComparer.Ordinal).ToList();
        List<(Node Node, PeopleRow Row)> statements = [.. from node in nodesInOrder from row in node.Rows where !row.IsOfPerson select (node, row)];
        var latest = statements.Count == 0 ? nodesInOrder[0] : statements.OrderByDescending(s => s.Row.Validity.From ?? DateOnly.MinValue).ThenBy(s => s.Node.Key, StringComparer.Ordinal).First().Node;
        var code = nodesInOrder.Select(node => node.Code).OfType<string>().FirstOrDefault();
        List<(Unit? Parent, Validity Validity)> stated = [.. statements.Select(s => (ParentOf(group, s.Node), Bounded(s.Row.Validity, ParentOf(group, s.Node)))).Distinct()];
        for (var i = 0; i < stated.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!stated[i].Validity.Overlaps(stated[j].Validity)) continue;
                RefuseAll(group, statements, "from", $"{latest.Name} would lie in two places at once, {stated[j].Validity} and {stated[i].Validity}. Give each place its from and to.");
                return;
            }
        }

        if (stated.Count == 0)
        {
            List<Unit?> parents = [.. nodesInOrder.Select(node => ParentOf(group, node)).Distinct()];
            if (group.Unit is null)
            {
                if (parents.Count > 1)
                {
                    RefuseAll(group, [], "code", $"{latest.Name} has the code {code} in several places. Add rows without a person that say from when to when it lies where.");
                    return;
                }

                stated = [(parents[0], Bounded(Validity.Always, parents[0]))];
            }
            else if (parents is [{ } parent] && group.Unit.On(today) is { } now && !tree.PathOf(group.Unit, today).Contains(parent))
            {
                // A row of a person puts it elsewhere without a date: it has been there since nobody said otherwise, or from today on.
                stated = [(parent, now.ParentId is null ? now.Validity : now.Validity with { From = today })];
            }
        }

        foreach (var (parent, validity) in stated)
        {
            var trial = group.Unit ?? new Unit { Id = Guid.CreateVersion7(), Kind = group.Kind, Name = latest.Name };
            if (tree.MayLie(trial, parent, validity) is not { } problem) continue;
            RefuseAll(group, statements, "from", problem.Message);
            return;
        }

        if (group.Unit is null)
        {
            var added = tree.Add(group.Kind, latest.Name, code, stated[0].Parent, stated[0].Validity);
            if (!added.Succeeded)
            {
                RefuseAll(group, statements, "code", added.Problems[0].Message);
                return;
            }

            group.Unit = added.Value;
            byUnit.TryAdd(added.Value, group);
            Added.Add(added.Value);
        }
        else if (tree.Rename(group.Unit, statements.Count > 0 || code is not null ? latest.NameFor(group.Unit.Name) : group.Unit.Name, code ?? group.Unit.Code) is [var problem, ..])
        {
            RefuseAll(group, statements, UnitWords.Of(group.Kind), problem.Message);
            return;
        }

        if (stated.Count > 0 && tree.State(group.Unit, stated)) Touched.Add(group.Unit.Id);
    }

    // A row may leave levels out: what is known to lie in the stated unit stays where it lies in there.
    private Unit? ParentOf(Group group, Node node)
    {
        if (node.Means is { } fuller) return ParentOf(group, fuller);
        var stated = node.Parent?.Group?.Unit;
        var last = tree.Find(group.Unit?.Last?.ParentId);
        return last is not null && (stated is null || tree.EverLayIn(last, stated)) ? last : stated;
    }

    // Nobody said since when: since its parent.
    private static Validity Bounded(Validity validity, Unit? parent) =>
        validity.From is null && parent?.Existence() is [var first, ..] ? validity with { From = first.From } : validity;

    private void Refuse(Node node, string column, string reason)
    {
        node.IsBad = true;
        issues.AddRange(node.Rows.Select(row => new PeopleIssue(row.Line, column, reason)));
    }

    // What is known stays as it is; what is not known is not made, and the rows that name it are left out.
    private void RefuseAll(Group group, List<(Node Node, PeopleRow Row)> statements, string column, string reason)
    {
        issues.AddRange(statements.Select(s => new PeopleIssue(s.Row.Line, column, reason)));
        if (group.Unit is not null) return;
        group.IsBad = true;
        var said = statements.Select(s => s.Row).ToHashSet();
        issues.AddRange(group.Nodes.SelectMany(node => node.Rows).Where(row => !said.Contains(row)).Select(row => new PeopleIssue(row.Line, column, reason)));
    }

    private (string Name, string? Code, string Times, bool IsOpen) Picture(Unit unit) => (unit.Name, unit.Code, Times(unit), unit.Last is { ValidTo: null });

    private string Times(Unit unit) => string.Join("; ", unit.Placements.OrderBy(p => p.ValidFrom ?? DateOnly.MinValue).Select(p => tree.Find(p.ParentId) is { } parent ? $"in {parent.Name} {p.Validity}" : p.Validity.ToString()));

    private void Report()
    {
        foreach (var unit in tree.Units)
        {
            var now = Picture(unit);
            if (!before.TryGetValue(unit, out var was))
            {
                changes.Add(new PeopleChange(PeopleChangeKind.Added, PeopleSubject.Unit, unit.Name, $"{UnitWords.Of(unit.Kind)}, {now.Times}{(now.Code is null ? "" : $", code {now.Code}")}"));
                continue;
            }

            if (was == now) continue;
            List<string> details = [];
            if (was.Name != now.Name) details.Add($"was called {was.Name}");
            if (was.Code != now.Code) details.Add($"code {was.Code ?? "none"} → {now.Code ?? "none"}");
            if (was.Times != now.Times) details.Add($"{was.Times} → {(now.Times.Length > 0 ? now.Times : "at no time")}");
            if (details.Count > 0) changes.Add(new PeopleChange(was.IsOpen && !now.IsOpen ? PeopleChangeKind.Ended : PeopleChangeKind.Changed, PeopleSubject.Unit, unit.Name, string.Join("; ", details)));
        }
    }

    // A place in the file: the same names from the top down.
    private sealed class Node(string key, UnitKind kind, Node? parent)
    {
        public string Key { get; } = key;

        public UnitKind Kind { get; } = kind;

        public Node? Parent { get; } = parent;

        public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

        /// <summary>The place of the file that it means, when it leaves out levels that the other names.</summary>
        public Node? Means { get; set; }

        /// <summary>Whether it is called the same as another place and names a part of what that lies in.</summary>
        public bool LeavesOut(Node other)
        {
            if (other == this || other.Kind != Kind || other.Depth <= Depth || !string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase)) return false;
            for (var above = other.Parent; Parent is not null; above = above.Parent)
            {
                if (above is null) return false;
                if (above.Group == Parent.Group) break;
            }

            return true;
        }

        /// <summary>Its name in every spelling of the file.</summary>
        public SortedSet<string> Names { get; } = new(StringComparer.Ordinal);

        public string Name => Names.Min!;

        public string? Code { get; set; }

        public bool IsBad { get; set; }

        public Group? Group { get; set; }

        /// <summary>The rows whose smallest unit it is.</summary>
        public List<PeopleRow> Rows { get; } = [];

        /// <summary>A spelling that is in use already stays when the file has it too.</summary>
        public string NameFor(string used) => Names.Contains(used) ? used : Name;
    }

    // All nodes that mean one unit.
    private sealed class Group(UnitKind kind, Unit? unit)
    {
        public UnitKind Kind { get; } = kind;

        public Unit? Unit { get; set; } = unit;

        public bool IsBad { get; set; }

        public List<Node> Nodes { get; } = [];
    }
}
