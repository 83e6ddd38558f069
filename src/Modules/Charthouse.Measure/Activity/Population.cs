using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Lake;

namespace Charthouse.Measure.Activity;

/// <summary>
/// The people of a week, cut once into atoms (docs/adr/0014). A selection shows the sum of the whole atoms that lie inside its filter, week by week, and leaves
/// the rest out, so that no subtraction of one filter or period from another leads to fewer than five people.
/// </summary>
internal sealed class Population : ILargeAnswer
{
    /// <summary>Who counts in per-8-hour measures is decided on so many weeks, the last of them this one: every period that holds the week decides alike.</summary>
    public const int WeeksOfSchedule = 4;

    private readonly List<(GroupKeys Keys, HashSet<string> People)> cells;
    private readonly List<Atom> atoms = [];
    private readonly List<List<GroupKeys>> blocks = [];

    public Population(WeeklyLog log, int week)
    {
        Dictionary<GroupKeys, HashSet<string>> present = [];
        Dictionary<string, long> scheduled = new(StringComparer.Ordinal);
        foreach (var member in log.Members)
        {
            if (member.Presence(new WeekSpan(week, week + 1)) is (0, 0)) continue;
            if (!present.TryGetValue(member.Keys, out var people)) present.Add(member.Keys, people = new HashSet<string>(StringComparer.Ordinal));
            people.Add(member.User);
            scheduled.TryAdd(member.User, 0);
        }

        foreach (var member in log.Members)
        {
            if (scheduled.TryGetValue(member.User, out var known)) scheduled[member.User] = known + member.Presence(new WeekSpan(week + 1 - WeeksOfSchedule, week + 1)).ScheduledMicroseconds;
        }

        cells = [.. present.Select(cell => (cell.Key, cell.Value))];
        bool IsIncluded(string user) => scheduled[user] >= GroupMeasures.MinimumScheduledHours * Microseconds.PerHour;
        Cut(isIncluded: true, IsIncluded);
        Cut(isIncluded: false, user => !IsIncluded(user));
        JoinBlocks();
    }

    /// <summary>Two sets of people, of whom each takes about 40 bytes.</summary>
    public long Bytes => 2 * 40L * cells.Sum(cell => cell.People.Count);

    public IReadOnlyList<Atom> Atoms => atoms;

    /// <summary>Everybody whom a filter selects, shown or not; who changed groups in this week may come twice.</summary>
    public IEnumerable<string> People(ActivityFilter filter) => cells.Where(cell => filter.Fits(cell.Keys)).SelectMany(cell => cell.People);

    /// <summary>The people of some cells; who changed groups in this week may come twice.</summary>
    public IEnumerable<string> People(HashSet<GroupKeys> of) => cells.Where(cell => of.Contains(cell.Keys)).SelectMany(cell => cell.People);

    /// <summary>The keys of one kind that anybody of a filter has.</summary>
    public IEnumerable<string> Keys(ActivityFilter filter, GroupBy kind) => cells.Where(cell => filter.Fits(cell.Keys)).Select(cell => cell.Keys[kind]);

    /// <summary>The whole atoms inside a filter.</summary>
    public IEnumerable<Atom> Shown(ActivityFilter filter) => atoms.Where(atom => atom.Cells.TrueForAll(filter.Fits));

    /// <summary>The cells inside a filter whose people all belong to whole atoms of these cells: what is known by cell only can be shown of them.</summary>
    public IEnumerable<GroupKeys> WholeCells(ActivityFilter filter) => blocks.Where(block => block.TrueForAll(filter.Fits)).SelectMany(block => block);

    // Those with enough scheduled hours and the others are cut apart, because per-8-hour measures are of the first only.
    private void Cut(bool isIncluded, Func<string, bool> isOfThem)
    {
        var people = cells.ConvertAll(cell => cell.People.Where(isOfThem).ToHashSet(StringComparer.Ordinal));
        var numbers = people.SelectMany(set => set).Distinct(StringComparer.Ordinal).Index().ToDictionary(user => user.Item, user => user.Index, StringComparer.Ordinal);
        var cut = PopulationAtoms.Cut(
            [.. cells.Select(cell => new PopulationCell(cell.Keys.Site, cell.Keys.Department, cell.Keys.Specialty, cell.Keys.Role))],
            [.. people.Select(set => set.Select(user => numbers[user]).ToList())]);
        foreach (var ofAtom in Enumerable.Range(0, cells.Count).Where(i => cut[i] >= 0).GroupBy(i => cut[i]))
            atoms.Add(new Atom([.. ofAtom.Select(i => cells[i].Keys)], ofAtom.SelectMany(i => people[i]).ToHashSet(StringComparer.Ordinal), isIncluded));
    }

    // Cells that share an atom, directly or through others. A cell with somebody in no atom makes its block useless.
    private void JoinBlocks()
    {
        var shown = atoms.SelectMany(atom => atom.People).ToHashSet(StringComparer.Ordinal);
        var blockOf = cells.ToDictionary(cell => cell.Keys, cell => new List<GroupKeys> { cell.Keys });
        foreach (var atom in atoms)
        {
            foreach (var keys in atom.Cells.Skip(1))
            {
                var (one, other) = (blockOf[atom.Cells[0]], blockOf[keys]);
                if (one == other) continue;
                one.AddRange(other);
                foreach (var moved in other) blockOf[moved] = one;
            }
        }

        var broken = cells.Where(cell => !shown.IsSupersetOf(cell.People)).Select(cell => blockOf[cell.Keys]).ToHashSet();
        blocks.AddRange(blockOf.Values.Distinct().Where(block => !broken.Contains(block)));
    }

    /// <summary>People of one or several neighbouring cells, five or more of them.</summary>
    internal sealed class Atom(List<GroupKeys> cells, HashSet<string> people, bool isIncluded)
    {
        /// <summary>Its cells; people of the other kind in them belong to other atoms.</summary>
        public List<GroupKeys> Cells => cells;

        public HashSet<string> People => people;

        /// <summary>Whether they have the scheduled hours that per-8-hour measures ask for.</summary>
        public bool IsIncluded => isIncluded;
    }
}
