namespace Charthouse.AuditActivity;

/// <summary>A stretch of time in which a zone's offset from UTC does not change.</summary>
/// <param name="StartMicroseconds">First instant.</param>
/// <param name="EndMicroseconds">First instant after it.</param>
/// <param name="OffsetMicroseconds">Clock time minus UTC.</param>
public readonly record struct ZoneSpan(long StartMicroseconds, long EndMicroseconds, long OffsetMicroseconds);

/// <summary>
/// The civil calendar of one time zone, from 1989 to 2100: a list of spans in which the offset from UTC does not change.
/// Inside a span clock time is a plain sum, so that clock changes neither add nor lose time. Safe for many threads.
/// </summary>
public sealed class ZoneCalendar
{
    private const int FirstYear = 1989;
    private const int EndYear = 2101;
    private readonly long[] startsMicroseconds;
    private readonly long[] offsetsMicroseconds;

    /// <summary>Reads the offsets of a zone, one probe a day and a bisection to the second at each change.</summary>
    public ZoneCalendar(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        Zone = zone;
        List<long> starts = [long.MinValue];
        var day = new DateTime(FirstYear, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var end = new DateTime(EndYear, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var offset = zone.GetUtcOffset(day);
        List<long> offsets = [offset.Ticks / TimeSpan.TicksPerMicrosecond];
        for (; day < end; day = day.AddDays(1))
        {
            var next = zone.GetUtcOffset(day.AddDays(1));
            if (next == offset) continue;

            var (before, after) = (day, day.AddDays(1));
            while (after - before > TimeSpan.FromSeconds(1))
            {
                var middle = before.AddSeconds(Math.Floor((after - before).TotalSeconds / 2));
                if (zone.GetUtcOffset(middle) == offset) before = middle; else after = middle;
            }

            starts.Add((after.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
            offsets.Add(next.Ticks / TimeSpan.TicksPerMicrosecond);
            offset = next;
        }

        startsMicroseconds = [.. starts];
        offsetsMicroseconds = [.. offsets];
    }

    /// <summary>The zone.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Clock time minus UTC at an instant, in microseconds.</summary>
    public long OffsetMicroseconds(long atMicroseconds) => offsetsMicroseconds[IndexAt(atMicroseconds)];

    /// <summary>The local date at an instant, as days since 1970-01-01.</summary>
    public int LocalDay(long atMicroseconds) => LocalDay(atMicroseconds, OffsetMicroseconds(atMicroseconds));

    /// <summary>The first instant whose local date is the given one or later.</summary>
    /// <param name="localDay">Days since 1970-01-01.</param>
    public long StartOfDay(int localDay)
    {
        // Clock time at the start of the date, read with every offset that could hold there; the earliest instant that fits.
        var clock = localDay * Microseconds.PerDay;
        for (var index = IndexAt(clock - Microseconds.PerDay); ; index++)
        {
            var span = Span(index);
            var candidate = Math.Max(clock - span.OffsetMicroseconds, span.StartMicroseconds);
            if (candidate < span.EndMicroseconds) return candidate;
        }
    }

    /// <summary>The date of a day number.</summary>
    public static DateOnly ToDate(int localDay) => DateOnly.FromDayNumber(EpochDayNumber + localDay);

    /// <summary>The day number of a date: days since 1970-01-01.</summary>
    public static int ToDay(DateOnly date) => date.DayNumber - EpochDayNumber;

    /// <summary>Whether a day is a Saturday or Sunday.</summary>
    public static bool IsWeekend(int localDay) => (localDay + 3) % 7 is var fromMonday && (fromMonday < 0 ? fromMonday + 7 : fromMonday) >= 5;

    internal const int EpochDayNumber = 719_162;

    /// <summary>The span that holds an instant.</summary>
    public ZoneSpan SpanAt(long atMicroseconds) => Span(IndexAt(atMicroseconds));

    /// <summary>Local date of an instant that lies in a span, as days since 1970-01-01.</summary>
    public static int LocalDay(long atMicroseconds, ZoneSpan span) => LocalDay(atMicroseconds, span.OffsetMicroseconds);

    private ZoneSpan Span(int index) => new(
        startsMicroseconds[index], index + 1 < startsMicroseconds.Length ? startsMicroseconds[index + 1] : long.MaxValue, offsetsMicroseconds[index]);

    private int IndexAt(long atMicroseconds)
    {
        var index = Array.BinarySearch(startsMicroseconds, atMicroseconds);
        return index >= 0 ? index : ~index - 1;
    }

    private static int LocalDay(long atMicroseconds, long offsetMicroseconds) =>
        (int)Microseconds.FloorDivide(atMicroseconds + offsetMicroseconds, Microseconds.PerDay);
}
