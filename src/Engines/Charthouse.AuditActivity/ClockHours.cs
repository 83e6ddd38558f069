namespace Charthouse.AuditActivity;

/// <summary>Hours of the local clock.</summary>
public static class ClockHours
{
    /// <summary>Local date (days since 1970-01-01) and hour (0 to 23) at an instant, and the first later instant with another hour or another offset.</summary>
    public static (int LocalDay, int Hour, long EndMicroseconds) At(ZoneCalendar zone, long atMicroseconds)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var span = zone.SpanAt(atMicroseconds);
        var localDay = ZoneCalendar.LocalDay(atMicroseconds, span);
        var clock = atMicroseconds + span.OffsetMicroseconds - (localDay * Microseconds.PerDay);
        var hour = (int)(clock / Microseconds.PerHour);
        return (localDay, hour, Math.Min(atMicroseconds - clock + ((hour + 1) * Microseconds.PerHour), span.EndMicroseconds));
    }
}
