namespace Charthouse.AuditActivity;

/// <summary>One logged action of one clinician.</summary>
/// <param name="AtMicroseconds">Instant, microseconds since 1970-01-01T00:00Z.</param>
/// <param name="Category">What the action is about.</param>
/// <param name="Patient">A number that stands for the patient; <c>null</c> when the action has none.</param>
public readonly record struct ActivityEvent(long AtMicroseconds, ActivityCategory Category, int? Patient);

/// <summary>From an instant on, the clinician belongs to a group (until the next membership begins).</summary>
/// <param name="FromMicroseconds">First instant; <see cref="long.MinValue"/> for "from the beginning".</param>
/// <param name="Group">A number that stands for the group.</param>
public readonly record struct Membership(long FromMicroseconds, int Group);

/// <summary>The period of a report: local dates from <paramref name="From"/> (included) to <paramref name="To"/> (excluded).</summary>
/// <param name="From">First local date.</param>
/// <param name="To">First local date after the period.</param>
public readonly record struct LocalPeriod(DateOnly From, DateOnly To)
{
    /// <summary>First day, as days since 1970-01-01.</summary>
    public int FromDay => ZoneCalendar.ToDay(From);

    /// <summary>Day after the last, as days since 1970-01-01.</summary>
    public int ToDay => ZoneCalendar.ToDay(To);

    /// <summary>Whether the period holds a local day (days since 1970-01-01).</summary>
    public bool Contains(int localDay) => localDay >= FromDay && localDay < ToDay;
}

/// <summary>Everything known about one clinician, across all time: gaps reach beyond any period.</summary>
public sealed class ClinicianLog
{
    private readonly ActivityEvent[] events;
    private readonly Membership[] memberships;
    private readonly ZoneCalendar zone;
    private readonly Schedule schedule;

    /// <summary>Takes one clinician's log.</summary>
    /// <param name="events">All events in their total order: by instant, ties as activity-cli.md says.</param>
    /// <param name="appointments">All appointments that are not cancelled, in any order.</param>
    /// <param name="memberships">Groups over time, ordered by their start; the first holds from the beginning.</param>
    /// <param name="zone">The clinician's zone.</param>
    /// <exception cref="ArgumentException">Events or memberships are not in order of time, there is no membership, or an appointment does not end after it starts.</exception>
    public ClinicianLog(ActivityEvent[] events, ReadOnlySpan<Appointment> appointments, Membership[] memberships, ZoneCalendar zone)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(memberships);
        if (memberships.Length == 0) throw new ArgumentException("A clinician needs at least one membership.", nameof(memberships));
        for (var i = 1; i < events.Length; i++)
        {
            if (events[i].AtMicroseconds < events[i - 1].AtMicroseconds) throw new ArgumentException("Events must be in order of time.", nameof(events));
        }

        for (var i = 1; i < memberships.Length; i++)
        {
            if (memberships[i].FromMicroseconds < memberships[i - 1].FromMicroseconds) throw new ArgumentException("Memberships must be in order of time.", nameof(memberships));
        }

        this.events = events;
        this.memberships = memberships;
        this.zone = zone;
        schedule = new Schedule(appointments, zone);
    }

    /// <summary>
    /// The clinician's totals in a period, one for each group the clinician belonged to with an event, credited time or scheduled time in it.
    /// Rules: activity-cli.md, "Report", 1 to 7.
    /// </summary>
    public IReadOnlyList<ActivityTotals> Measure(LocalPeriod period, CreditRule rule)
    {
        Dictionary<int, ActivityTotals> byGroup = [];
        AddSchedule(period, byGroup);
        AddEvents(period, rule, byGroup);
        return [.. byGroup.Values.OrderBy(totals => totals.Group)];
    }

    private void AddEvents(LocalPeriod period, CreditRule rule, Dictionary<int, ActivityTotals> byGroup)
    {
        var cells = new ActivityCells(zone, schedule);
        var (fromDay, toDay) = (period.FromDay, period.ToDay);
        HashSet<(int Group, int Day)> activeDays = [];
        var sessionRuns = false;
        int? sessionPatient = null;

        for (var i = 0; i < events.Length; i++)
        {
            ref readonly var logged = ref events[i];
            var gap = i + 1 < events.Length ? events[i + 1].AtMicroseconds - logged.AtMicroseconds : (long?)null;
            var credit = rule.Credit(gap);
            var cell = cells.At(logged.AtMicroseconds);
            var inPeriod = cell.LocalDay >= fromDay && cell.LocalDay < toDay;
            if (!inPeriod && credit == 0) continue;

            var group = GroupAt(logged.AtMicroseconds);
            if (inPeriod)
            {
                var totals = Of(group, byGroup);
                totals.Events++;
                if (activeDays.Add((group, cell.LocalDay))) totals.ActiveDays++;

                // The first event of the period always starts a session.
                if (!sessionRuns || !rule.IsWithin(logged.AtMicroseconds - events[i - 1].AtMicroseconds))
                {
                    totals.Sessions++;
                    sessionPatient = null;
                }

                sessionRuns = true;
                if (logged.Patient is { } patient)
                {
                    if (sessionPatient is { } last && last != patient) totals.PatientSwitches++;
                    sessionPatient = patient;
                }
            }

            // The credited interval belongs to its event's category and group, and to the windows of each stretch it crosses.
            var (at, end) = (logged.AtMicroseconds, logged.AtMicroseconds + credit);
            while (at < end)
            {
                if (at >= cell.EndMicroseconds) cell = cells.At(at);
                var to = Math.Min(end, cell.EndMicroseconds);
                if (cell.LocalDay >= fromDay && cell.LocalDay < toDay) Of(group, byGroup).Add(logged.Category, cell.Windows, to - at);
                at = to;
            }
        }
    }

    private void AddSchedule(LocalPeriod period, Dictionary<int, ActivityTotals> byGroup)
    {
        // By local date, as events are: where a clock goes back after midnight, the end of the day before comes twice.
        var (periodStart, periodEnd) = (zone.StartOfDay(period.FromDay), zone.StartOfDay(period.ToDay) + Microseconds.PerDay);
        foreach (var visit in schedule.Union)
        {
            var (from, end) = (Math.Max(visit.StartMicroseconds, periodStart), Math.Min(visit.EndMicroseconds, periodEnd));
            while (from < end)
            {
                var span = zone.SpanAt(from);
                var day = ZoneCalendar.LocalDay(from, span);
                var to = Math.Min(end, Math.Min(span.EndMicroseconds, ((day + 1) * Microseconds.PerDay) - span.OffsetMicroseconds));
                var index = MembershipAt(from);
                if (index + 1 < memberships.Length) to = Math.Min(to, memberships[index + 1].FromMicroseconds);
                if (period.Contains(day)) Of(memberships[index].Group, byGroup).ScheduledMicroseconds += to - from;
                from = to;
            }
        }

        foreach (var (day, firstStart) in schedule.Days)
        {
            if (period.Contains(day)) Of(GroupAt(firstStart), byGroup).ScheduledDays++;
        }
    }

    private static ActivityTotals Of(int group, Dictionary<int, ActivityTotals> byGroup)
    {
        if (!byGroup.TryGetValue(group, out var totals)) byGroup.Add(group, totals = new ActivityTotals { Group = group });
        return totals;
    }

    private int GroupAt(long at) => memberships[MembershipAt(at)].Group;

    private int MembershipAt(long at)
    {
        var index = memberships.Length - 1;
        while (index > 0 && memberships[index].FromMicroseconds > at) index--;
        return index;
    }
}
