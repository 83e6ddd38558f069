using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Lake;

namespace Charthouse.Measure.Activity;

/// <summary>A clinician as a member of one combination of groups; whoever changed groups is a member twice.</summary>
internal sealed record Member(string User, GroupKeys Keys);

/// <summary>
/// A year of the answer to <see cref="ActivityByWeek"/>: of each member the totals from the first week up to each week, so that those of any run of weeks are
/// one subtraction. Single clinicians are in it; pages get sums over groups only.
/// </summary>
internal sealed class WeeklyTotals : ILargeAnswer
{
    private const int TimesOfRule = ActivityCategories.Count + ActivityWindowNames.Count;
    private const int Columns = 2 + (3 * TimesOfRule);

    private readonly int firstWeek;
    private readonly int weeks;
    private readonly long[] totalsBefore;

    /// <param name="rows">By week, as the question has them.</param>
    public WeeklyTotals(IReadOnlyList<ClinicianWeek> rows)
    {
        Dictionary<Member, int> numbers = [];
        foreach (var row in rows) numbers.TryAdd(new Member(row.User, row.Keys), numbers.Count);
        Members = [.. numbers.Keys];
        if (rows.Count > 0) (firstWeek, weeks) = (rows[0].Week, rows[^1].Week - rows[0].Week + 1);
        totalsBefore = new long[(weeks + 1) * Members.Count * Columns];
        foreach (var row in rows)
        {
            var own = Before(row.Week - firstWeek + 1, numbers[new Member(row.User, row.Keys)]);
            (own[0], own[1]) = (row.Events, row.ScheduledMicroseconds);
            for (var estimator = 0; estimator < row.Credit.Count; estimator++)
            {
                row.Credit[estimator].CategoryMicroseconds.CopyTo(own[(2 + (estimator * TimesOfRule))..]);
                row.Credit[estimator].WindowMicroseconds.CopyTo(own[(2 + (estimator * TimesOfRule) + ActivityCategories.Count)..]);
            }
        }

        var columnsOfWeek = Members.Count * Columns;
        for (var i = columnsOfWeek; i < totalsBefore.Length; i++) totalsBefore[i] += totalsBefore[i - columnsOfWeek];
    }

    public IReadOnlyList<Member> Members { get; }

    public long Bytes => sizeof(long) * (long)totalsBefore.Length;

    /// <summary>Events and scheduled time of a member from one week to before another.</summary>
    public (long Events, long ScheduledMicroseconds) Presence(int member, int first, int end)
    {
        var from = Before(Clamp(first), member);
        var to = Before(Clamp(end), member);
        return (to[0] - from[0], to[1] - from[1]);
    }

    /// <summary>Adds a member's credited time from one week to before another.</summary>
    public void AddCredit(Span<long> categories, Span<long> windows, int member, int first, int end, Estimator estimator)
    {
        var at = 2 + ((int)estimator * TimesOfRule);
        var from = Before(Clamp(first), member)[at..];
        var to = Before(Clamp(end), member)[at..];
        for (var i = 0; i < categories.Length; i++) categories[i] += to[i] - from[i];
        for (var i = 0; i < windows.Length; i++) windows[i] += to[categories.Length + i] - from[categories.Length + i];
    }

    private int Clamp(int week) => Math.Clamp(week - firstWeek, 0, weeks);

    private Span<long> Before(int week, int member) => totalsBefore.AsSpan(((week * Members.Count) + member) * Columns, Columns);
}

/// <summary>A year of the answer to <see cref="HoursByWeek"/>: 168 hours for each week and combination of groups.</summary>
internal sealed class WeeklyHours : ILargeAnswer
{
    private readonly ILookup<int, WeekHours> byWeek;

    public WeeklyHours(IReadOnlyList<WeekHours> rows)
    {
        byWeek = rows.ToLookup(row => row.Week);
        Bytes = sizeof(long) * (long)WeekHours.Count * rows.Count;
    }

    public long Bytes { get; }

    public void AddTo(long[] hours, int week, HashSet<GroupKeys> cells)
    {
        foreach (var row in byWeek[week])
        {
            if (!cells.Contains(row.Keys)) continue;
            for (var hour = 0; hour < hours.Length; hour++) hours[hour] += row.HourMicroseconds[hour];
        }
    }
}

/// <summary>One member's weeks, numbered as the page numbers them.</summary>
internal sealed class MemberWeeks(Member member, (int FirstWeek, WeeklyTotals Year, int Number)[] years)
{
    public string User => member.User;

    public GroupKeys Keys => member.Keys;

    /// <summary>Events and scheduled time of a span.</summary>
    public (long Events, long ScheduledMicroseconds) Presence(WeekSpan span)
    {
        var (events, scheduled) = (0L, 0L);
        foreach (var (firstWeek, year, number) in years)
        {
            var own = year.Presence(number, span.First - firstWeek, span.End - firstWeek);
            events += own.Events;
            scheduled += own.ScheduledMicroseconds;
        }

        return (events, scheduled);
    }

    /// <summary>Adds the credited time of a span.</summary>
    public void AddCredit(Span<long> categories, Span<long> windows, WeekSpan span, Estimator estimator)
    {
        foreach (var (firstWeek, year, number) in years) year.AddCredit(categories, windows, number, span.First - firstWeek, span.End - firstWeek, estimator);
    }
}

/// <summary>
/// The log by week under one time-out, as far as a page looks at it. It is asked in years of 52 weeks that do not depend on the page, without any filter, and
/// kept: a page with other filters, another period or another estimator adds up the same rows and asks nothing.
/// </summary>
internal sealed class WeeklyLog
{
    private WeeklyLog(IEnumerable<(int FirstWeek, WeeklyTotals Totals)> years) => Members =
    [
        .. years.SelectMany(year => year.Totals.Members.Select((member, number) => (member, Part: (year.FirstWeek, year.Totals, number))))
            .GroupBy(part => part.member, part => part.Part).Select(parts => new MemberWeeks(parts.Key, [.. parts])),
    ];

    /// <summary>Everybody in the years that were read, and so perhaps some who did nothing in the weeks of the page.</summary>
    public IReadOnlyList<MemberWeeks> Members { get; }

    public static async Task<WeeklyLog> ReadAsync(AnswerCache cache, LogFacts facts, ActivityWeeks weeks, WeekSpan span, CreditRule rule) =>
        new(await Task.WhenAll(weeks.Years(span, facts).Select(async year => (year.FirstWeek, await cache.AskAsync(
            facts.Version, new ActivityByWeek(year.Period, rule.TimeOutMicroseconds, rule.Boundary), rows => new WeeklyTotals(rows), CancellationToken.None)))));

    /// <summary>Active microseconds of some combinations of groups, week by week, in each hour of the week, Monday first.</summary>
    public static async Task<long[]> HoursAsync(AnswerCache cache, LogFacts facts, ActivityWeeks weeks, WeekSpan span, CreditRule rule, Dictionary<int, HashSet<GroupKeys>> cells)
    {
        var hours = new long[WeekHours.Count];
        foreach (var (period, firstWeek) in weeks.Years(span, facts))
        {
            var year = await cache.AskAsync(facts.Version, new HoursByWeek(period, rule), rows => new WeeklyHours(rows), CancellationToken.None);
            foreach (var week in span.Weeks) year.AddTo(hours, week - firstWeek, cells[week]);
        }

        return hours;
    }
}
