using Charthouse.AuditActivity;

namespace Charthouse.Lake.Csv;

/// <summary>
/// Reads wall-clock times in a zone. Goes by the offsets at instants, never by what the framework says of a wall clock: that is wrong for zones whose
/// winter time counts as the exception (Europe/Dublin). Remembers the last span, so each worker has its own.
/// </summary>
internal sealed class LocalTime(TimeZoneInfo zone)
{
    // No clock change moves the clock by more than a day; beyond twice that from the ends of a span only one reading is possible.
    private const long Margin = 2 * Microseconds.PerDay;
    private const long MaxWallMicroseconds = 253_402_300_799_999_999;
    private const long MinWallMicroseconds = -62_135_596_800_000_000;

    private readonly ZoneCalendar calendar = new(zone);
    private ZoneSpan last = new(long.MaxValue, long.MaxValue, 0);

    /// <summary>
    /// The instant in microseconds since the Unix epoch, or null for a time that the zone skips in spring (or before year 1 or after 9999).
    /// A time that occurs twice is read as the first one.
    /// </summary>
    /// <param name="wallMicroseconds">The wall clock as <see cref="InstantReading.NoOffset"/> gives it.</param>
    public long? ToInstant(long wallMicroseconds)
    {
        if (wallMicroseconds is < MinWallMicroseconds or > MaxWallMicroseconds) return null;
        var at = wallMicroseconds - last.OffsetMicroseconds;
        if (at - Margin >= last.StartMicroseconds && at + Margin < last.EndMicroseconds) return at;

        for (var span = calendar.SpanAt(wallMicroseconds - Margin); ; span = calendar.SpanAt(span.EndMicroseconds))
        {
            at = wallMicroseconds - span.OffsetMicroseconds;
            if (at >= span.StartMicroseconds && at < span.EndMicroseconds)
            {
                last = span;
                return at;
            }

            if (span.EndMicroseconds > wallMicroseconds + Margin) return null;
        }
    }
}
