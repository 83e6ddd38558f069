using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;

namespace Charthouse.Measure.Activity;

/// <summary>A run of weeks, by number.</summary>
internal readonly record struct WeekSpan(int First, int End);

/// <summary>
/// The weeks that a page looks at, numbered from 0. All its periods are made of whole weeks that end on the same weekday, so one question by week answers
/// for all of them: times and scheduled hours of weeks add up exactly.
/// </summary>
internal sealed record ActivityWeeks(DateOnly To, int Count, int Selected, int Histories, int Shown)
{
    private const int MostHistories = 13;
    private const int MostShown = 52;

    public LocalPeriod Period => new(To.AddDays(-7 * Count), To);

    public WeekSpan SelectedSpan => new(Count - Selected, Count);

    /// <summary>The weeks before the selected ones; <c>null</c> when the log does not reach back so far.</summary>
    public WeekSpan? BeforeSpan { get; private init; }

    public WeekSpan LatestSpan => new(Count - 4, Count);

    public DateOnly Start(WeekSpan span) => Period.From.AddDays(7 * span.First);

    public IEnumerable<WeekSpan> HistorySpans => Enumerable.Range(0, Histories).Select(i => new WeekSpan(Count - 4 * (Histories - i), Count - 4 * (Histories - i - 1)));

    public IEnumerable<WeekSpan> ShownSpans => Enumerable.Range(Count - Shown, Shown).Select(week => new WeekSpan(week, week + 1));

    public IEnumerable<WeekSpan> AllSpans =>
        ShownSpans.Concat(HistorySpans).Append(LatestSpan).Append(SelectedSpan).Concat(BeforeSpan is { } before ? [before] : []).Distinct();

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

/// <summary>The measures of a selection in all spans of a page, made from one answer by week.</summary>
internal sealed class ActivityByWeek
{
    private readonly Dictionary<WeekSpan, IReadOnlyList<ActivityGroup>> groups = [];
    private readonly Dictionary<WeekSpan, GroupMeasures> all = [];

    public ActivityByWeek(IReadOnlyList<ClinicianActivity> rows, ActivityWeeks weeks)
    {
        var byWeek = rows.ToLookup(row => row.Step);
        foreach (var span in weeks.AllSpans)
        {
            var inSpan = Enumerable.Range(span.First, span.End - span.First).SelectMany(week => byWeek[week]).ToList();
            all[span] = GroupMeasures.Of([.. inSpan.GroupBy(row => row.User, StringComparer.Ordinal).Select(Sum)], isOneClinician: false);
            if (span.End - span.First == 1) continue;
            groups[span] =
            [
                .. inSpan.GroupBy(row => row.Key, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new ActivityGroup(
                    group.Key, GroupMeasures.Of([.. group.GroupBy(row => row.User, StringComparer.Ordinal).Select(Sum)], isOneClinician: false))),
            ];
        }
    }

    /// <summary>Everybody selected. Sessions and switches are not added up: a week begins a session of its own.</summary>
    public GroupMeasures All(WeekSpan span) => all[span];

    /// <summary>By group; not kept for single weeks.</summary>
    public IReadOnlyList<ActivityGroup> Groups(WeekSpan span) => groups[span];

    private static ActivityTotals Sum(IEnumerable<ClinicianActivity> rows)
    {
        Span<long> categories = stackalloc long[ActivityCategories.Count];
        Span<long> windows = stackalloc long[ActivityWindowNames.Count];
        var (events, scheduled) = (0L, 0L);
        foreach (var row in rows)
        {
            events += row.Totals.Events;
            scheduled += row.Totals.ScheduledMicroseconds;
            for (var i = 0; i < categories.Length; i++) categories[i] += row.Totals.CategoryMicroseconds[i];
            for (var i = 0; i < windows.Length; i++) windows[i] += row.Totals.WindowMicroseconds[i];
        }

        var sum = ActivityTotals.FromSums(0, categories, windows);
        (sum.Events, sum.ScheduledMicroseconds) = (events, scheduled);
        return sum;
    }
}
