using System.Collections.Concurrent;
using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;

namespace Charthouse.Analytics.Reference;

/// <summary>A row of the audit log as it stands in the lake, all across time.</summary>
/// <param name="User">Clinician.</param>
/// <param name="AtMicroseconds">Instant, microseconds since 1970-01-01T00:00Z.</param>
/// <param name="Source">Source of the row.</param>
/// <param name="Event">Id of the row within its source, if it has one.</param>
/// <param name="Action">Action.</param>
/// <param name="Patient">Patient, or <c>null</c>.</param>
/// <param name="Detail">Detail, or <c>null</c>.</param>
public sealed record AuditRow(string User, long AtMicroseconds, string Source, string? Event, string Action, string? Patient, string? Detail);

/// <summary>What a person was from an instant on.</summary>
/// <param name="User">Clinician.</param>
/// <param name="FromMicroseconds">First instant; the first version of a person holds from the beginning.</param>
/// <param name="Role">Role, or <c>null</c>.</param>
/// <param name="Specialty">Specialty, or <c>null</c>.</param>
/// <param name="Department">Department, or <c>null</c>.</param>
/// <param name="Site">Site, or <c>null</c>.</param>
public sealed record PersonVersion(string User, long FromMicroseconds, string? Role, string? Specialty, string? Department, string? Site);

/// <summary>An appointment that is not cancelled.</summary>
/// <param name="User">Clinician.</param>
/// <param name="StartMicroseconds">Start.</param>
/// <param name="EndMicroseconds">End.</param>
public sealed record ScheduledAppointment(string User, long StartMicroseconds, long EndMicroseconds);

/// <summary>Everything the reference engine reasons about.</summary>
/// <param name="Rows">The log, in any order.</param>
/// <param name="Appointments">Scheduled appointments, in any order.</param>
/// <param name="People">Versions of people, in order of their start for each person.</param>
/// <param name="Zones">The zone of each clinician; UTC for those who are missing here.</param>
/// <param name="Categories">Category of each mapped action.</param>
public sealed record ReferenceData(
    IReadOnlyList<AuditRow> Rows,
    IReadOnlyList<ScheduledAppointment> Appointments,
    IReadOnlyList<PersonVersion> People,
    IReadOnlyDictionary<string, TimeZoneInfo> Zones,
    IReadOnlyDictionary<string, ActivityCategory> Categories);

/// <summary>The definition of every answer, in plain C# over rows in memory. Slow and plain on purpose.</summary>
public sealed class ReferenceEngine(ReferenceData data) : IAnalyticsEngine
{
    private readonly ConcurrentDictionary<TimeZoneInfo, ZoneCalendar> calendars = [];

    /// <inheritdoc/>
    public bool CanAnswer(Type question) =>
        question == typeof(ActivityByClinician) || question == typeof(ActivityByWeek) || question == typeof(SensitivityByClinician)
        || question == typeof(HoursByWeek) || question == typeof(ActionTotals);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TRow>> AskAsync<TRow>(Question<TRow> question, CancellationToken cancellationToken)
    {
        System.Collections.IEnumerable rows = question switch
        {
            ActivityByClinician activity => Answer(activity),
            ActivityByWeek weeks => Answer(weeks),
            SensitivityByClinician sensitivity => Answer(sensitivity),
            HoursByWeek hours => Answer(hours),
            ActionTotals => AnswerActionTotals(),
            _ => throw new NotSupportedException($"The reference engine does not answer {question.GetType().Name}."),
        };
        return Task.FromResult<IReadOnlyList<TRow>>([.. rows.Cast<TRow>()]);
    }

    private IEnumerable<ClinicianActivity> Answer(ActivityByClinician question)
    {
        List<ClinicianActivity> rows = [];
        foreach (var (user, log, keys) in Logs(KeyOf(question.By, question.Filter)))
        {
            rows.AddRange(log.Measure(question.Period, question.Rule).Where(totals => totals.Group >= 0)
                .Select(totals => new ClinicianActivity(keys[totals.Group], user, totals)));
        }

        return rows.OrderBy(row => row.Key, StringComparer.Ordinal).ThenBy(row => row.User, StringComparer.Ordinal);
    }

    private IEnumerable<ClinicianWeek> Answer(ActivityByWeek question)
    {
        List<ClinicianWeek> rows = [];
        var rules = Enum.GetValues<Estimator>().Select(estimator => new CreditRule(estimator, question.TimeOutMicroseconds, question.Boundary)).ToList();
        foreach (var (user, log, keys) in Logs((_, keys) => keys))
        {
            foreach (var (week, period) in Weeks(question.Period))
            {
                var measured = rules.Select(rule => log.Measure(period, rule).ToDictionary(totals => totals.Group)).ToList();
                foreach (var group in measured.SelectMany(totals => totals.Keys).Distinct())
                {
                    var totals = measured.Select(totals => totals.GetValueOrDefault(group) ?? new ActivityTotals()).ToList();
                    // Events and scheduled time are the same under each rule; only credit that runs into a week may be missing under one.
                    rows.Add(new ClinicianWeek(
                        week, user, keys[group], totals.Max(one => one.Events), totals.Max(one => one.ScheduledMicroseconds),
                        [.. totals.Select(one => new CreditedTime(one.CategoryMicroseconds.ToArray(), one.WindowMicroseconds.ToArray()))]));
                }
            }
        }

        return rows.OrderBy(row => row.Week).ThenBy(row => row.User, StringComparer.Ordinal).ThenBy(row => row.Keys, GroupKeys.Order);
    }

    private static IEnumerable<(int Week, LocalPeriod Period)> Weeks(LocalPeriod period)
    {
        for (var (week, from) = (0, period.From); from < period.To; week++, from = from.AddDays(7))
        {
            var to = from.AddDays(7);
            yield return (week, new LocalPeriod(from, to < period.To ? to : period.To));
        }
    }

    private IEnumerable<ClinicianSensitivity> Answer(SensitivityByClinician question)
    {
        List<ClinicianSensitivity> rows = [];
        foreach (var (user, log, keys) in Logs(KeyOf(question.By, question.Filter)))
        {
            var measured = SensitivityDefinitions.All.Select(rule => log.Measure(question.Period, rule).ToDictionary(totals => totals.Group)).ToList();
            foreach (var group in measured.SelectMany(totals => totals.Keys).Where(group => group >= 0).Distinct())
            {
                var standard = measured[SensitivityDefinitions.DefaultIndex].GetValueOrDefault(group) ?? new ActivityTotals();
                rows.Add(new ClinicianSensitivity(
                    keys[group], user, standard.IsPresent, standard.ScheduledMicroseconds,
                    [.. measured.Select(totals => totals.GetValueOrDefault(group)?.ActiveMicroseconds ?? 0)], standard.WindowMicroseconds.ToArray()));
            }
        }

        return rows.OrderBy(row => row.Key, StringComparer.Ordinal).ThenBy(row => row.User, StringComparer.Ordinal);
    }

    private IEnumerable<WeekHours> Answer(HoursByWeek question)
    {
        Dictionary<(int Week, GroupKeys Keys), long[]> hours = [];
        foreach (var clinician in Clinicians())
        {
            List<GroupKeys> keys = [];
            var memberships = Memberships(clinician.User, (_, keys) => keys, keys);
            for (var i = 0; i < clinician.Events.Length; i++)
            {
                var at = clinician.Events[i].AtMicroseconds;
                var group = memberships.Last(membership => membership.FromMicroseconds <= at || membership.FromMicroseconds == long.MinValue).Group;
                var end = at + question.Rule.Credit(i + 1 < clinician.Events.Length ? clinician.Events[i + 1].AtMicroseconds - at : null);
                while (at < end)
                {
                    var (day, hour, hourEnd) = ClockHours.At(clinician.Calendar, at);
                    var to = Math.Min(end, hourEnd);
                    if (question.Period.Contains(day))
                    {
                        var name = ((day - question.Period.FromDay) / 7, keys[group]);
                        if (!hours.TryGetValue(name, out var week)) hours.Add(name, week = new long[WeekHours.Count]);
                        week[WeekHours.IndexOf(day, hour)] += to - at;
                    }

                    at = to;
                }
            }
        }

        return hours.Select(week => new WeekHours(week.Key.Week, week.Key.Keys, week.Value)).OrderBy(row => row.Week).ThenBy(row => row.Keys, GroupKeys.Order);
    }

    private IEnumerable<ActionTotal> AnswerActionTotals()
    {
        Dictionary<string, (long Events, long Time)> totals = new(StringComparer.Ordinal);
        foreach (var rows in Ordered().Select(group => group.ToList()))
        {
            for (var i = 0; i < rows.Count; i++)
            {
                var credit = CreditRule.Default.Credit(i + 1 < rows.Count ? rows[i + 1].AtMicroseconds - rows[i].AtMicroseconds : null);
                var (events, time) = totals.GetValueOrDefault(rows[i].Action);
                totals[rows[i].Action] = (events + 1, time + credit);
            }
        }

        return totals.Select(total => new ActionTotal(total.Key, data.Categories.GetValueOrDefault(total.Key), total.Value.Events, total.Value.Time))
            .OrderByDescending(total => total.ActiveMicroseconds).ThenBy(total => total.Action, StringComparer.Ordinal);
    }

    // The key under which a membership counts, or null for one that the filter leaves out.
    private static Func<string, GroupKeys, string?> KeyOf(GroupBy by, ActivityFilter filter) =>
        (user, keys) => !filter.Fits(keys) ? null : by == GroupBy.Clinician ? user : keys[by];

    private IEnumerable<(string User, ClinicianLog Log, List<TKey> Keys)> Logs<TKey>(Func<string, GroupKeys, TKey?> keyOf) where TKey : class
    {
        foreach (var clinician in Clinicians())
        {
            List<TKey> keys = [];
            var memberships = Memberships(clinician.User, keyOf, keys);
            yield return (clinician.User, new ClinicianLog(clinician.Events, clinician.Appointments, memberships, clinician.Calendar), keys);
        }
    }

    private IEnumerable<(string User, ActivityEvent[] Events, Appointment[] Appointments, ZoneCalendar Calendar)> Clinicians()
    {
        var appointments = data.Appointments.ToLookup(appointment => appointment.User, StringComparer.Ordinal);
        var logs = Ordered().ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        Dictionary<string, int> patients = new(StringComparer.Ordinal);
        foreach (var user in logs.Keys.Union(appointments.Select(group => group.Key), StringComparer.Ordinal))
        {
            ActivityEvent[] events = [.. (logs.GetValueOrDefault(user) ?? []).Select(row => new ActivityEvent(
                row.AtMicroseconds, data.Categories.GetValueOrDefault(row.Action), row.Patient is null ? null : Number(row.Patient)))];
            var zone = data.Zones.GetValueOrDefault(user) ?? TimeZoneInfo.Utc;
            yield return (user, events, [.. appointments[user].Select(visit => new Appointment(visit.StartMicroseconds, visit.EndMicroseconds))], calendars.GetOrAdd(zone, of => new ZoneCalendar(of)));
        }

        int Number(string patient)
        {
            if (!patients.TryGetValue(patient, out var number)) patients.Add(patient, number = patients.Count);
            return number;
        }
    }

    // activity-cli.md, "Report", 1: by instant, ties by source, event, action, patient, detail; absent first.
    private IEnumerable<IGrouping<string, AuditRow>> Ordered() => data.Rows
        .OrderBy(row => row.AtMicroseconds)
        .ThenBy(row => row.Source, StringComparer.Ordinal).ThenBy(row => row.Event, StringComparer.Ordinal)
        .ThenBy(row => row.Action, StringComparer.Ordinal).ThenBy(row => row.Patient, StringComparer.Ordinal)
        .ThenBy(row => row.Detail, StringComparer.Ordinal)
        .GroupBy(row => row.User, StringComparer.Ordinal);

    private Membership[] Memberships<TKey>(string user, Func<string, GroupKeys, TKey?> keyOf, List<TKey> keys) where TKey : class
    {
        var versions = data.People.Where(version => version.User == user).ToList();
        if (versions.Count == 0) versions = [new PersonVersion(user, long.MinValue, null, null, null, null)];
        return [.. versions.Select((version, index) => new Membership(index == 0 ? long.MinValue : version.FromMicroseconds, Group(version)))];

        int Group(PersonVersion version)
        {
            if (keyOf(user, GroupKeys.Of(version.Site, version.Department, version.Specialty, version.Role)) is not { } key) return -1;
            if (!keys.Contains(key)) keys.Add(key);
            return keys.IndexOf(key);
        }
    }
}
