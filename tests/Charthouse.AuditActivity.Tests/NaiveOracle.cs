namespace Charthouse.AuditActivity.Tests;

/// <summary>What one group gets, in milliseconds.</summary>
internal sealed class NaiveTotals
{
    public long Events, Sessions, PatientSwitches, ActiveDays, ScheduledDays, ScheduledSeconds, Active;
    public long[] Categories = new long[13];
    public Dictionary<string, long> Windows = new(StringComparer.Ordinal);
}

/// <summary>
/// activity-cli.md, "Report", 1 to 7, once more and as slowly as it reads: each second of credited time is asked for its clock time
/// (by TimeZoneInfo) and whether a visit holds it (by looking at every visit). Shares nothing with the engine but the inputs.
/// </summary>
internal static class NaiveOracle
{
    public static SortedDictionary<int, NaiveTotals> Measure(Scenario scenario)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(scenario.Zone);
        var events = scenario.Events;
        SortedDictionary<int, NaiveTotals> groups = [];
        var starts = scenario.Visits.Select(visit => (visit.StartSeconds, visit.EndSeconds, Date: DateOnly.FromDateTime(Clock(visit.StartSeconds)))).ToList();

        for (var i = 0; i < events.Length; i++)
        {
            var at = events[i].AtMilliseconds;
            if (InPeriod(Date(at)))
            {
                var totals = Of(GroupAt(at * 1000));
                totals.Events++;
                if (BeginsSession(i)) totals.Sessions++;
                if (events[i].Patient is { } patient && LastPatient(i) is { } last && last != patient) totals.PatientSwitches++;
            }

            var end = at + Credit(i);
            for (var second = FloorSecond(at); second * 1000 < end; second++)
            {
                var clock = Clock(second);
                if (!InPeriod(DateOnly.FromDateTime(clock))) continue;
                var totals = Of(GroupAt(at * 1000));
                var part = Math.Min(end, (second + 1) * 1000) - Math.Max(at, second * 1000);
                totals.Active += part;
                totals.Categories[(int)events[i].Category] += part;
                foreach (var window in Windows(second, clock)) totals.Windows[window] = totals.Windows.GetValueOrDefault(window) + part;
            }
        }

        foreach (var day in events.Select(e => (Group: GroupAt(e.AtMilliseconds * 1000), Date: Date(e.AtMilliseconds))).Distinct())
        {
            if (InPeriod(day.Date)) Of(day.Group).ActiveDays++;
        }

        for (var i = 0; i < scenario.Visits.Length; i++)
        {
            for (var second = scenario.Visits[i].StartSeconds; second < scenario.Visits[i].EndSeconds; second++)
            {
                if (scenario.Visits.Take(i).Any(earlier => earlier.StartSeconds <= second && second < earlier.EndSeconds)) continue;
                if (InPeriod(DateOnly.FromDateTime(Clock(second)))) Of(GroupAt(second * 1_000_000)).ScheduledSeconds++;
            }
        }

        // A date belongs to the group at its first start.
        foreach (var day in starts.GroupBy(start => start.Date).Where(day => InPeriod(day.Key)))
            Of(GroupAt(day.Min(start => start.StartSeconds) * 1_000_000)).ScheduledDays++;

        return groups;

        NaiveTotals Of(int group)
        {
            if (!groups.TryGetValue(group, out var totals)) groups.Add(group, totals = new NaiveTotals());
            return totals;
        }

        DateTime Clock(long second) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.UnixEpoch.AddSeconds(second), zone);
        DateOnly Date(long milliseconds) => DateOnly.FromDateTime(Clock(FloorSecond(milliseconds)));
        bool InPeriod(DateOnly date) => date >= scenario.Period.From && date < scenario.Period.To;
        int GroupAt(long microseconds) => scenario.Memberships.Where((membership, i) => i == 0 || membership.FromMicroseconds <= microseconds).Last().Group;

        bool Within(long gap)
        {
            var timeOut = scenario.Rule.TimeOutMicroseconds / 1000;
            return scenario.Rule.Boundary == TimeOutBoundary.Inclusive ? gap <= timeOut : gap < timeOut;
        }

        bool BeginsSession(int i) =>
            i == 0 || !InPeriod(Date(events[i - 1].AtMilliseconds)) || !Within(events[i].AtMilliseconds - events[i - 1].AtMilliseconds);

        int? LastPatient(int i)
        {
            while (!BeginsSession(i))
            {
                i--;
                if (events[i].Patient is { } patient) return patient;
            }

            return null;
        }

        long Credit(int i)
        {
            var timeOut = scenario.Rule.TimeOutMicroseconds / 1000;
            if (i == events.Length - 1) return scenario.Rule.Estimator == Estimator.Union ? timeOut : 0;
            var gap = events[i + 1].AtMilliseconds - events[i].AtMilliseconds;
            if (scenario.Rule.Estimator != Estimator.Drop) return Math.Min(gap, timeOut);
            return Within(gap) ? gap : 0;
        }

        IEnumerable<string> Windows(long second, DateTime clock)
        {
            var hour = clock.TimeOfDay.TotalHours;
            var isWeekend = clock.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            var date = DateOnly.FromDateTime(clock);
            var startsToday = starts.Where(start => start.Date == date).ToList();
            if (!starts.Any(visit => visit.StartSeconds <= second && second < visit.EndSeconds)) yield return "outsideScheduled";
            if (startsToday.Count > 0 && (second < startsToday.Min(v => v.StartSeconds) - 1800 || second >= startsToday.Max(v => v.EndSeconds) + 1800)) yield return "outsideSchedule30";
            if (startsToday.Count == 0) yield return "unscheduledDay";
            if (hour < 7 || hour >= 19) yield return "outside7to19";
            if (isWeekend || hour < 7 || hour >= 17.5) yield return "pajama";
            if (isWeekend || hour < 6 || hour >= 18) yield return "after18before6Weekend";
            if (hour < 6 || hour >= 18) yield return "night18to6";
            if (isWeekend) yield return "weekend";
        }
    }

    private static long FloorSecond(long milliseconds) => (long)Math.Floor(milliseconds / 1000.0);
}
