namespace Charthouse.AuditActivity;

/// <summary>A stretch of time on one local date in which every window either holds throughout or not at all.</summary>
/// <param name="StartMicroseconds">First instant.</param>
/// <param name="EndMicroseconds">First instant after it.</param>
/// <param name="LocalDay">Local date as days since 1970-01-01.</param>
/// <param name="Windows">The windows that hold.</param>
public readonly record struct ActivityCell(long StartMicroseconds, long EndMicroseconds, int LocalDay, ActivityWindows Windows);

/// <summary>Cuts time into cells for one clinician: at local midnights, at the edges of every window, of scheduled time and of clock changes.</summary>
public sealed class ActivityCells
{
    private static readonly long[] clockEdges =
    [
        0, 6 * Microseconds.PerHour, 7 * Microseconds.PerHour, (17 * Microseconds.PerHour) + (30 * Microseconds.PerMinute),
        18 * Microseconds.PerHour, 19 * Microseconds.PerHour, Microseconds.PerDay,
    ];

    private const ActivityWindows Night = ActivityWindows.Outside7To19 | ActivityWindows.Pajama | ActivityWindows.After18Before6Weekend | ActivityWindows.Night18To6;

    private static readonly ActivityWindows[] clockWindows =
    [
        Night,                                                                                              // 00:00-06:00
        ActivityWindows.Outside7To19 | ActivityWindows.Pajama,                                              // 06:00-07:00
        ActivityWindows.None,                                                                               // 07:00-17:30
        ActivityWindows.Pajama,                                                                             // 17:30-18:00
        ActivityWindows.Pajama | ActivityWindows.After18Before6Weekend | ActivityWindows.Night18To6,        // 18:00-19:00
        Night,                                                                                              // 19:00-24:00
    ];

    private const ActivityWindows WholeWeekend = ActivityWindows.Weekend | ActivityWindows.Pajama | ActivityWindows.After18Before6Weekend;

    private readonly ZoneCalendar zone;
    private readonly Schedule schedule;
    private readonly List<ActivityCell> ahead = [];
    private ActivityCell current;
    private int nextAhead;

    /// <summary>Cells for one clinician's zone and schedule.</summary>
    public ActivityCells(ZoneCalendar zone, Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(schedule);
        this.zone = zone;
        this.schedule = schedule;
    }

    /// <summary>The cell that holds an instant. Fast when instants come in order; right in any order. Not safe for several threads.</summary>
    public ActivityCell At(long atMicroseconds)
    {
        if (atMicroseconds >= current.StartMicroseconds && atMicroseconds < current.EndMicroseconds) return current;

        while (nextAhead < ahead.Count && atMicroseconds >= ahead[nextAhead].StartMicroseconds)
        {
            current = ahead[nextAhead++];
            if (atMicroseconds < current.EndMicroseconds) return current;
        }

        FillDay(atMicroseconds);
        for (nextAhead = 0; nextAhead < ahead.Count; nextAhead++)
        {
            current = ahead[nextAhead];
            if (atMicroseconds >= current.StartMicroseconds && atMicroseconds < current.EndMicroseconds)
            {
                nextAhead++;
                return current;
            }
        }

        throw new InvalidOperationException($"No cell holds the instant {atMicroseconds}.");
    }

    // All cells of the stretch with one local date and one offset that holds the instant, in order.
    private void FillDay(long at)
    {
        ahead.Clear();
        var span = zone.SpanAt(at);
        var day = ZoneCalendar.LocalDay(at, span);
        var midnight = (day * Microseconds.PerDay) - span.OffsetMicroseconds;
        var start = Math.Max(midnight, span.StartMicroseconds);
        var end = Math.Min(midnight + Microseconds.PerDay, span.EndMicroseconds);

        var hasStart = schedule.TryGetDay(day, out var visits);
        var (marginStart, marginEnd) = hasStart
            ? (visits.FirstStart - (30 * Microseconds.PerMinute), visits.LastEnd + (30 * Microseconds.PerMinute))
            : (long.MinValue, long.MaxValue);
        var dayWindows = (ZoneCalendar.IsWeekend(day) ? WholeWeekend : ActivityWindows.None) | (hasStart ? ActivityWindows.None : ActivityWindows.UnscheduledDay);

        var visit = FirstVisitEndingAfter(start);
        var clock = 0;
        for (var from = start; from < end;)
        {
            while (clockEdges[clock + 1] <= from - midnight) clock++;
            var to = Math.Min(end, midnight + clockEdges[clock + 1]);
            if (marginStart > from) to = Math.Min(to, marginStart);
            if (marginEnd > from) to = Math.Min(to, marginEnd);

            while (visit < schedule.Union.Count && schedule.Union[visit].EndMicroseconds <= from) visit++;
            var inVisit = visit < schedule.Union.Count && schedule.Union[visit].StartMicroseconds <= from;
            if (visit < schedule.Union.Count)
                to = Math.Min(to, inVisit ? schedule.Union[visit].EndMicroseconds : schedule.Union[visit].StartMicroseconds);

            var windows = dayWindows | clockWindows[clock];
            if (!inVisit) windows |= ActivityWindows.OutsideScheduled;
            if (hasStart && (from < marginStart || from >= marginEnd)) windows |= ActivityWindows.OutsideSchedule30;
            ahead.Add(new ActivityCell(from, to, day, windows));
            from = to;
        }
    }

    private int FirstVisitEndingAfter(long at)
    {
        var (low, high) = (0, schedule.Union.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (schedule.Union[middle].EndMicroseconds <= at) low = middle + 1; else high = middle;
        }

        return low;
    }
}
