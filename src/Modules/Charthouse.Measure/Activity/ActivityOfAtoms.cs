using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Lake;

namespace Charthouse.Measure.Activity;

/// <summary>What each atom of each week adds up to under one rule, and so the figures of any filter and span: sums over the whole atoms inside them.</summary>
internal sealed class ActivityOfAtoms
{
    private readonly PopulationOfWeeks people;
    private readonly Dictionary<int, Week> weeks = [];

    private ActivityOfAtoms(PopulationOfWeeks people) => this.people = people;

    /// <summary>Some spans of a page under one rule.</summary>
    /// <param name="cache">Where the weeks are kept: every page that looks at one asks the same.</param>
    /// <param name="facts">The log.</param>
    /// <param name="weeks">The weeks of the page.</param>
    /// <param name="people">The people of its weeks.</param>
    /// <param name="within">What holds the spans: as much of the log is read.</param>
    /// <param name="spans">The spans.</param>
    /// <param name="rule">Credit rule.</param>
    public static async Task<ActivityOfAtoms> ReadAsync(AnswerCache cache, LogFacts facts, ActivityWeeks weeks, PopulationOfWeeks people, WeekSpan within, IEnumerable<WeekSpan> spans, CreditRule rule)
    {
        // Read when the first week is not known yet.
        var members = new Lazy<Task<ILookup<GroupKeys, MemberWeeks>>>(async () => (await WeeklyLog.ReadAsync(cache, facts, weeks, within, rule)).Members.ToLookup(member => member.Keys));
        ActivityOfAtoms read = new(people);
        foreach (var week in spans.SelectMany(span => span.Weeks).Distinct())
        {
            var span = new WeekSpan(week, week + 1);
            read.weeks.Add(week, await cache.GetAsync(
                facts.Version, (nameof(ActivityOfAtoms), weeks.PeriodOf(span), rule), async () => new Week(people[week], await members.Value, span, rule.Estimator), CancellationToken.None));
        }

        return read;
    }

    /// <summary>What a filter shows of a span. Sessions and switches are not added up: a week begins a session of its own.</summary>
    public GroupFigures Of(string key, ActivityFilter filter, WeekSpan span)
    {
        List<(ActivityTotals Totals, bool IsIncluded)> parts = [];
        HashSet<string> clinicians = new(StringComparer.Ordinal), included = new(StringComparer.Ordinal);
        var weeksWithOthers = 0;
        foreach (var week in span.Weeks)
        {
            HashSet<string> ofWeek = new(StringComparer.Ordinal);
            foreach (var atom in people[week].Shown(filter))
            {
                parts.Add((weeks[week].Totals[atom], atom.IsIncluded));
                ofWeek.UnionWith(atom.People);
                if (atom.IsIncluded) included.UnionWith(atom.People);
            }

            if (!ofWeek.IsSupersetOf(people[week].People(filter))) weeksWithOthers++;
            clinicians.UnionWith(ofWeek);
        }

        return GroupFigures.Of(key, GroupMeasures.OfAtoms(parts, clinicians.Count, included.Count), people.People(filter, span).Count, weeksWithOthers);
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

    /// <summary>The totals of the atoms of a week.</summary>
    private sealed class Week(Population people, ILookup<GroupKeys, MemberWeeks> members, WeekSpan span, Estimator estimator) : ILargeAnswer
    {
        public Dictionary<Population.Atom, ActivityTotals> Totals { get; } = people.Atoms.ToDictionary(
            atom => atom, atom => Sum(atom.Cells.SelectMany(keys => members[keys]).Where(member => atom.People.Contains(member.User)), span, estimator));

        /// <summary>About 300 bytes for the totals of one. The people are counted where they are kept; every page asks for them, so they stay longer than this.</summary>
        public long Bytes => 300L * Totals.Count;
    }
}
