using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Lake;

namespace Charthouse.Measure.Activity;

/// <summary>A run of weeks, by number.</summary>
internal readonly record struct WeekSpan(int First, int End);

/// <summary>
/// The weeks that a page looks at, numbered from 0. All its periods are made of whole weeks that end on the same weekday, so the log by week answers for all
/// of them: times and scheduled hours of weeks add up exactly.
/// </summary>
internal sealed record ActivityWeeks(DateOnly To, int Count, int Selected, int Histories, int Shown)
{
    private const int DaysOfYear = 7 * 52;
    private const int MostHistories = 13;
    private const int MostShown = 52;

    public LocalPeriod Period => new(To.AddDays(-7 * Count), To);

    public WeekSpan WholeSpan => new(0, Count);

    public WeekSpan SelectedSpan => new(Count - Selected, Count);

    /// <summary>The weeks before the selected ones; <c>null</c> when the log does not reach back so far.</summary>
    public WeekSpan? BeforeSpan { get; private init; }

    public WeekSpan LatestSpan => new(Count - 4, Count);

    public LocalPeriod PeriodOf(WeekSpan span) => new(Start(span), Period.From.AddDays(7 * span.End));

    public DateOnly Start(WeekSpan span) => Period.From.AddDays(7 * span.First);

    public IEnumerable<WeekSpan> HistorySpans => Enumerable.Range(0, Histories).Select(i => new WeekSpan(Count - 4 * (Histories - i), Count - 4 * (Histories - i - 1)));

    public IEnumerable<WeekSpan> ShownSpans => Enumerable.Range(Count - Shown, Shown).Select(week => new WeekSpan(week, week + 1));

    public IEnumerable<WeekSpan> AllSpans =>
        ShownSpans.Concat(HistorySpans).Append(LatestSpan).Append(SelectedSpan).Concat(BeforeSpan is { } before ? [before] : []).Distinct();

    /// <summary>
    /// The years of 52 weeks, with the number of their first week, that hold a span. They are counted from the latest full week (or the same weekday after it),
    /// so that pages with different periods share them. A year from before the log is left out.
    /// </summary>
    public IEnumerable<(LocalPeriod Period, int FirstWeek)> Years(WeekSpan span, LogFacts facts)
    {
        var origin = facts.LatestEnd.AddDays(Modulo(To.DayNumber - facts.LatestEnd.DayNumber, 7));
        var (from, end) = PeriodOf(span);
        for (from = from.AddDays(-Modulo(from.DayNumber - origin.DayNumber, DaysOfYear)); from < end; from = from.AddDays(DaysOfYear))
        {
            if (from.AddDays(DaysOfYear) > facts.Since) yield return (new LocalPeriod(from, from.AddDays(DaysOfYear)), (from.DayNumber - Period.From.DayNumber) / 7);
        }

        static int Modulo(int days, int by) => ((days % by) + by) % by;
    }

    public static ActivityWeeks Of(ActivitySelection selection, DateOnly firstDay)
    {
        var whole = Math.Max(0, selection.To.DayNumber - firstDay.DayNumber) / 7;
        var count = Math.Max(Math.Max(4, selection.Weeks), Math.Min(Math.Max(MostShown, 2 * selection.Weeks), whole));
        return new ActivityWeeks(selection.To, count, selection.Weeks, Math.Clamp(whole / 4, 1, MostHistories), Math.Clamp(whole, 1, Math.Min(MostShown, count)))
        {
            BeforeSpan = whole >= 2 * selection.Weeks ? new WeekSpan(count - 2 * selection.Weeks, count - selection.Weeks) : null,
        };
    }
}

/// <summary>
/// The measures of any selection in some spans under one rule: sums over the whole atoms of a span that lie inside the filter. What each atom gives is added up
/// once, so that every filter of a page and of the pages after it costs a handful of sums.
/// </summary>
internal sealed class ActivityInWeeks : ILargeAnswer
{
    private readonly IReadOnlyDictionary<WeekSpan, Population> people;
    private readonly Dictionary<WeekSpan, Dictionary<Population.Atom, (ActivityTotals Counted, ActivityTotals Others)>> totals;
    private readonly List<GroupKeys> keys;

    public ActivityInWeeks(WeeklyLog log, IReadOnlyDictionary<WeekSpan, Population> people, IEnumerable<WeekSpan> spans, Estimator estimator)
    {
        this.people = people;
        var members = log.Members.ToLookup(member => member.Keys);
        keys = [.. members.Select(group => group.Key)];
        totals = spans.ToDictionary(span => span, span => people[span].Atoms.ToDictionary(atom => atom, atom =>
        {
            var ofAtom = atom.Cells.SelectMany(cell => members[cell]).Where(member => atom.People.Contains(member.User)).ToLookup(member => atom.Counted.Contains(member.User));
            return (Sum(ofAtom[true], span, estimator), Sum(ofAtom[false], span, estimator));
        }));
    }

    /// <summary>About 300 bytes for totals.</summary>
    public long Bytes => 2 * 300L * totals.Values.Sum(atoms => atoms.Count);

    /// <summary>What a filter shows of a span. Sessions and switches are not added up: a week begins a session of its own.</summary>
    public GroupMeasures Of(ActivityFilter filter, WeekSpan span)
    {
        var atoms = people[span].Shown(filter);
        var ofSpan = totals[span];
        return GroupMeasures.OfAtoms(
            atoms.Select(atom => (ofSpan[atom].Counted, true)).Concat(atoms.Select(atom => (ofSpan[atom].Others, false))),
            people[span].Count(atoms.Select(atom => atom.People)), people[span].Count(atoms.Select(atom => atom.Counted)));
    }

    /// <summary>The keys of one kind that anybody of the filter has, in any week that was read, by name.</summary>
    public IReadOnlyList<string> Keys(ActivityFilter filter, GroupBy kind) =>
        [.. keys.Where(filter.Fits).Select(own => own[kind]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static ActivityTotals Sum(IEnumerable<MemberWeeks> members, WeekSpan span, Estimator estimator)
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
