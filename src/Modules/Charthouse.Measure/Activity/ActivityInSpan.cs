using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Lake;

namespace Charthouse.Measure.Activity;

/// <summary>
/// What each atom of a span adds up to under one rule, and so the measures of any filter: sums over the whole atoms inside it. Kept, because every page that
/// looks at this span asks the same.
/// </summary>
internal sealed class ActivityInSpan : ILargeAnswer
{
    private readonly Population people;
    private readonly Dictionary<Population.Atom, (ActivityTotals Counted, ActivityTotals Others)> totals;

    private ActivityInSpan(Population people, ILookup<GroupKeys, MemberWeeks> members, WeekSpan span, Estimator estimator)
    {
        this.people = people;
        totals = people.Atoms.ToDictionary(atom => atom, atom =>
        {
            var ofAtom = atom.Cells.SelectMany(keys => members[keys]).Where(member => atom.People.Contains(member.User)).ToLookup(member => atom.Counted.Contains(member.User));
            return (Sum(ofAtom[true], span, estimator), Sum(ofAtom[false], span, estimator));
        });
    }

    /// <summary>About 300 bytes for the totals of one. The people are counted where they are kept; every page asks for them, so they stay longer than this.</summary>
    public long Bytes => 2 * 300L * totals.Count;

    /// <summary>Some spans of a page under one rule.</summary>
    /// <param name="cache">Where they are kept.</param>
    /// <param name="facts">The log.</param>
    /// <param name="weeks">The weeks of the page.</param>
    /// <param name="people">The people of its spans.</param>
    /// <param name="within">What holds the spans: as much of the log is read.</param>
    /// <param name="spans">The spans.</param>
    /// <param name="rule">Credit rule.</param>
    public static async Task<IReadOnlyDictionary<WeekSpan, ActivityInSpan>> ReadAsync(
        AnswerCache cache, LogFacts facts, ActivityWeeks weeks, IReadOnlyDictionary<WeekSpan, Population> people, WeekSpan within, IEnumerable<WeekSpan> spans, CreditRule rule)
    {
        // Read when the first span is not known yet.
        var members = new Lazy<Task<ILookup<GroupKeys, MemberWeeks>>>(async () => (await WeeklyLog.ReadAsync(cache, facts, weeks, within, rule)).Members.ToLookup(member => member.Keys));
        Dictionary<WeekSpan, ActivityInSpan> read = [];
        foreach (var span in spans)
        {
            read.Add(span, await cache.GetAsync(
                facts.Version, (nameof(ActivityInSpan), weeks.PeriodOf(span), rule), async () => new ActivityInSpan(people[span], await members.Value, span, rule.Estimator), CancellationToken.None));
        }

        return read;
    }

    /// <summary>What a filter shows. Sessions and switches are not added up: a week begins a session of its own.</summary>
    public GroupMeasures Of(ActivityFilter filter)
    {
        var atoms = people.Shown(filter);
        return GroupMeasures.OfAtoms(
            atoms.Select(atom => (totals[atom].Counted, true)).Concat(atoms.Select(atom => (totals[atom].Others, false))),
            people.Count(atoms.Select(atom => atom.People)), people.Count(atoms.Select(atom => atom.Counted)));
    }

    /// <summary>What members add up to in a span.</summary>
    public static ActivityTotals Sum(IEnumerable<MemberWeeks> members, WeekSpan span, Estimator estimator)
    {
        Span<long> categories = stackalloc long[ActivityCategories.Count];
        Span<long> windows = stackalloc long[ActivityWindowNames.Count];
        var (events, scheduled) = (0L, 0L);
        foreach (var member in members)
        {
            member.AddCredit(categories, windows, span, estimator);
            var presence = member.Presence(span);
            events += presence.Events;
            scheduled += presence.ScheduledMicroseconds;
        }

        var sum = ActivityTotals.FromSums(0, categories, windows);
        (sum.Events, sum.ScheduledMicroseconds) = (events, scheduled);
        return sum;
    }
}
