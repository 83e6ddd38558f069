using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Lake;

namespace Charthouse.Measure.Activity;

/// <summary>
/// The people of a span of weeks, cut once into atoms (docs/adr/0014). A selection shows the sum of the whole atoms that lie inside its filter and leaves the
/// rest out, so that no subtraction of one filter from another leads to fewer than five people.
/// </summary>
internal sealed class Population : ILargeAnswer
{
    private readonly List<Atom> atoms = [];
    private readonly List<(GroupKeys Keys, HashSet<string> People)> cells;
    private readonly bool isEverybodyInOneCell;

    public Population(WeeklyLog log, WeekSpan span)
    {
        Dictionary<GroupKeys, HashSet<string>> present = [];
        Dictionary<string, long> scheduled = new(StringComparer.Ordinal);
        foreach (var member in log.Members)
        {
            var own = member.Presence(span);
            if (own is (0, 0)) continue;
            if (!present.TryGetValue(member.Keys, out var people)) present.Add(member.Keys, people = new HashSet<string>(StringComparer.Ordinal));
            people.Add(member.User);
            scheduled[member.User] = scheduled.GetValueOrDefault(member.User) + own.ScheduledMicroseconds;
        }

        cells = [.. present.Select(cell => (cell.Key, cell.Value))];
        isEverybodyInOneCell = cells.Sum(cell => cell.People.Count) == scheduled.Count;
        var numbers = scheduled.Keys.Index().ToDictionary(user => user.Item, user => user.Index, StringComparer.Ordinal);
        var cut = PopulationAtoms.Cut(
            [.. cells.Select(cell => new PopulationCell(cell.Keys.Site, cell.Keys.Department, cell.Keys.Specialty, cell.Keys.Role))],
            [.. cells.Select(cell => cell.People.Select(user => numbers[user]).ToList())]);
        foreach (var cellsOfAtom in Enumerable.Range(0, cells.Count).Where(i => cut[i] >= 0).GroupBy(i => cut[i], i => cells[i]))
        {
            atoms.Add(new Atom([.. cellsOfAtom.Select(cell => cell.Keys)], [.. cellsOfAtom.SelectMany(cell => cell.People).Distinct(StringComparer.Ordinal)], scheduled));
        }
    }

    /// <summary>Three sets of people, of whom each takes about 40 bytes.</summary>
    public long Bytes => 3 * 40L * cells.Sum(cell => cell.People.Count);

    /// <summary>
    /// The people of every span of a page. They depend on no filter and no credit rule, and those of a week or of four are the same for the pages of other
    /// periods: each is cut once.
    /// </summary>
    public static Task<IReadOnlyDictionary<WeekSpan, Population>> ReadAsync(AnswerCache cache, LogFacts facts, ActivityWeeks weeks, CreditRule rule, CancellationToken cancellationToken) =>
        ReadSpansAsync(cache, facts, weeks, new Lazy<Task<WeeklyLog>>(() => WeeklyLog.ReadAsync(cache, facts, weeks, weeks.WholeSpan, rule)), cancellationToken);

    // The log is read when the first span is not known yet.
    private static async Task<IReadOnlyDictionary<WeekSpan, Population>> ReadSpansAsync(AnswerCache cache, LogFacts facts, ActivityWeeks weeks, Lazy<Task<WeeklyLog>> log, CancellationToken cancellationToken)
    {
        Dictionary<WeekSpan, Population> people = [];
        foreach (var span in weeks.AllSpans)
            people.Add(span, await cache.GetAsync(facts.Version, (nameof(Population), weeks.PeriodOf(span)), async () => new Population(await log.Value, span), cancellationToken));
        return people;
    }

    /// <summary>How many people a filter selects, shown or not.</summary>
    public int Count(ActivityFilter filter) => Count(cells.Where(cell => filter.Fits(cell.Keys)).Select(cell => cell.People));

    /// <summary>How many different people there are in some cells or atoms.</summary>
    public int Count(IEnumerable<IReadOnlyCollection<string>> sets) =>
        isEverybodyInOneCell ? sets.Sum(people => people.Count) : sets.SelectMany(people => people).Distinct(StringComparer.Ordinal).Count();

    /// <summary>The keys of one kind that anybody of a filter has.</summary>
    public IEnumerable<string> Keys(ActivityFilter filter, GroupBy kind) => cells.Where(cell => filter.Fits(cell.Keys)).Select(cell => cell.Keys[kind]);

    public IReadOnlyList<Atom> Atoms => atoms;

    /// <summary>The whole atoms inside a filter.</summary>
    public IReadOnlyList<Atom> Shown(ActivityFilter filter) => [.. atoms.Where(atom => atom.Cells.TrueForAll(filter.Fits))];

    /// <summary>People of one or several neighbouring cells, five or more of them.</summary>
    internal sealed class Atom
    {
        private readonly HashSet<string> counted;

        public Atom(List<GroupKeys> cells, HashSet<string> people, Dictionary<string, long> scheduledMicroseconds)
        {
            (Cells, People) = (cells, people);
            counted = [.. people.Where(user => scheduledMicroseconds[user] >= GroupMeasures.MinimumScheduledHours * Microseconds.PerHour)];
            if (counted.Count < GroupMeasures.SmallestGroup) counted = [];
            // All but a few would give those few by subtraction from the sums over everybody: then everybody counts.
            else if (people.Count - counted.Count < GroupMeasures.SmallestGroup) counted = people;
        }

        public List<GroupKeys> Cells { get; }

        public HashSet<string> People { get; }

        /// <summary>People who count in the per-8-hour measures: those with enough scheduled hours, or everybody when too few lack them, or nobody when too few have them.</summary>
        public IReadOnlySet<string> Counted => counted;
    }
}
