namespace Charthouse.AuditActivity;

/// <summary>One scheduled appointment, half-open: [<paramref name="StartMicroseconds"/>, <paramref name="EndMicroseconds"/>).</summary>
/// <param name="StartMicroseconds">Start, microseconds since 1970-01-01T00:00Z.</param>
/// <param name="EndMicroseconds">End, after the start.</param>
public readonly record struct Appointment(long StartMicroseconds, long EndMicroseconds);

/// <summary>
/// One clinician's scheduled patient time: the union of the appointments (overlaps count once), and for each local date on which
/// an appointment starts, the first start and the last end. Cancelled appointments are left out by the caller.
/// </summary>
public sealed class Schedule
{
    private readonly Dictionary<int, DaySpan> days = [];

    /// <summary>Builds the schedule from appointments in any order.</summary>
    /// <exception cref="ArgumentException">An appointment does not end after it starts.</exception>
    public Schedule(ReadOnlySpan<Appointment> appointments, ZoneCalendar zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var sorted = appointments.ToArray();
        Array.Sort(sorted, static (a, b) => a.StartMicroseconds.CompareTo(b.StartMicroseconds));
        List<Appointment> union = [];
        foreach (var appointment in sorted)
        {
            if (appointment.EndMicroseconds <= appointment.StartMicroseconds)
                throw new ArgumentException("An appointment must end after it starts.", nameof(appointments));

            var day = zone.LocalDay(appointment.StartMicroseconds);
            days[day] = days.TryGetValue(day, out var span)
                ? span with { LastEnd = Math.Max(span.LastEnd, appointment.EndMicroseconds) }
                : new DaySpan(appointment.StartMicroseconds, appointment.EndMicroseconds);

            if (union.Count > 0 && appointment.StartMicroseconds <= union[^1].EndMicroseconds)
                union[^1] = union[^1] with { EndMicroseconds = Math.Max(union[^1].EndMicroseconds, appointment.EndMicroseconds) };
            else
                union.Add(appointment);
        }

        Union = union;
    }

    /// <summary>The scheduled time without overlaps, in order.</summary>
    public IReadOnlyList<Appointment> Union { get; }

    /// <summary>The local dates (days since 1970-01-01) on which an appointment starts, with the first start.</summary>
    public IEnumerable<(int LocalDay, long FirstStartMicroseconds)> Days => days.Select(day => (day.Key, day.Value.FirstStart));

    internal bool TryGetDay(int localDay, out DaySpan span) => days.TryGetValue(localDay, out span);

    internal readonly record struct DaySpan(long FirstStart, long LastEnd);
}
