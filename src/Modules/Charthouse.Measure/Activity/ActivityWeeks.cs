using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Lake;

namespace Charthouse.Measure.Activity;

/// <summary>A run of weeks, by number.</summary>
internal readonly record struct WeekSpan(int First, int End)
{
    public IEnumerable<int> Weeks => Enumerable.Range(First, End - First);
}

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
