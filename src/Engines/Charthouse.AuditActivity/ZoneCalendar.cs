namespace Charthouse.AuditActivity;

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
    public long OffsetMicroseconds(long atMicroseconds) => offsetsMicroseconds[SpanAt(atMicroseconds)];

    /// <summary>The local date at an instant, as days since 1970-01-01.</summary>
    public int LocalDay(long atMicroseconds) => LocalDay(atMicroseconds, OffsetMicroseconds(atMicroseconds));

    /// <summary>The first instant whose local date is the given one or later.</summary>
    /// <param name="localDay">Days since 1970-01-01.</param>
    public long StartOfDay(int localDay)
    {
        // Clock time at the start of the date, read with every offset that could hold there; the earliest instant that fits.
        var clock = localDay * Microseconds.PerDay;
        var span = SpanAt(clock - Microseconds.PerDay);
        while (true)
        {
            var spanEnd = span + 1 < startsMicroseconds.Length ? startsMicroseconds[span + 1] : long.MaxValue;
            var candidate = Math.Max(clock - offsetsMicroseconds[span], startsMicroseconds[span]);
            if (candidate < spanEnd) return candidate;
            span++;
        }
    }

    /// <summary>The date of a day number.</summary>
    public static DateOnly ToDate(int localDay) => DateOnly.FromDayNumber(EpochDayNumber + localDay);

    /// <summary>The day number of a date: days since 1970-01-01.</summary>
    public static int ToDay(DateOnly date) => date.DayNumber - EpochDayNumber;

    /// <summary>Whether a day is a Saturday or Sunday.</summary>
    public static bool IsWeekend(int localDay) => (localDay + 3) % 7 is var fromMonday && (fromMonday < 0 ? fromMonday + 7 : fromMonday) >= 5;

    internal const int EpochDayNumber = 719_162;

    internal int SpanCount => startsMicroseconds.Length;

    internal int SpanAt(long atMicroseconds)
    {
        var index = Array.BinarySearch(startsMicroseconds, atMicroseconds);
        return index >= 0 ? index : ~index - 1;
    }

    internal long SpanOffset(int span) => offsetsMicroseconds[span];

    internal long SpanEnd(int span) => span + 1 < startsMicroseconds.Length ? startsMicroseconds[span + 1] : long.MaxValue;

    internal static int LocalDay(long atMicroseconds, long offsetMicroseconds) =>
        (int)Microseconds.FloorDivide(atMicroseconds + offsetMicroseconds, Microseconds.PerDay);
}
