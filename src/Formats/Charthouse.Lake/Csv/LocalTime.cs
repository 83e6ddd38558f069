namespace Charthouse.Lake.Csv;

/// <summary>Reads wall-clock times in a zone. Remembers offsets by the hour, so each worker has its own.</summary>
internal sealed class LocalTime(TimeZoneInfo zone)
{
    private const long MicrosecondsPerHour = 3_600_000_000;
    private const int Remembered = 4096;
    private const long MaxWallMicroseconds = 253_402_300_799_999_999;
    private const long MinWallMicroseconds = -62_135_596_800_000_000;

    private readonly long[] hours = InitialHours();
    private readonly long[] offsets = new long[Remembered];

    /// <summary>
    /// The instant in microseconds since the Unix epoch, or null for a time that the zone skips in spring (or before year 1 or after 9999).
    /// A time that occurs twice is read as the first one.
    /// </summary>
    /// <param name="wallMicroseconds">The wall clock as <see cref="InstantReading.NoOffset"/> gives it.</param>
    public long? ToInstant(long wallMicroseconds)
    {
        if (wallMicroseconds is < MinWallMicroseconds or > MaxWallMicroseconds) return null;
        var hour = Math.DivRem(wallMicroseconds, MicrosecondsPerHour, out var rest);
        if (rest < 0) hour--;
        var slot = (int)(hour & (Remembered - 1));
        if (hours[slot] == hour) return wallMicroseconds - offsets[slot];

        var wall = At(wallMicroseconds);
        if (zone.IsInvalidTime(wall)) return null;
        if (zone.IsAmbiguousTime(wall)) return wallMicroseconds - zone.GetAmbiguousTimeOffsets(wall).Max().Ticks / TimeSpan.TicksPerMicrosecond;
        var offset = zone.GetUtcOffset(wall);
        var first = At(hour * MicrosecondsPerHour);
        var last = first.AddTicks(TimeSpan.TicksPerHour - 1);
        var offsetMicroseconds = offset.Ticks / TimeSpan.TicksPerMicrosecond;
        if (HasOnly(first, offset) && HasOnly(last, offset)) (hours[slot], offsets[slot]) = (hour, offsetMicroseconds);
        return wallMicroseconds - offsetMicroseconds;
    }

    private bool HasOnly(DateTime wall, TimeSpan offset) =>
        !zone.IsInvalidTime(wall) && !zone.IsAmbiguousTime(wall) && zone.GetUtcOffset(wall) == offset;

    private static DateTime At(long wallMicroseconds) =>
        DateTime.SpecifyKind(DateTime.UnixEpoch.AddTicks(wallMicroseconds * TimeSpan.TicksPerMicrosecond), DateTimeKind.Unspecified);

    private static long[] InitialHours()
    {
        var none = new long[Remembered];
        Array.Fill(none, long.MinValue);
        return none;
    }
}
