namespace Charthouse.AuditActivity;

/// <summary>Lengths of time in microseconds. Instants are microseconds since 1970-01-01T00:00Z.</summary>
public static class Microseconds
{
    /// <summary>Microseconds in one millisecond.</summary>
    public const long PerMillisecond = 1_000;

    /// <summary>Microseconds in one second.</summary>
    public const long PerSecond = 1_000_000;

    /// <summary>Microseconds in one minute.</summary>
    public const long PerMinute = 60 * PerSecond;

    /// <summary>Microseconds in one hour.</summary>
    public const long PerHour = 60 * PerMinute;

    /// <summary>Microseconds in one day of 24 hours.</summary>
    public const long PerDay = 24 * PerHour;

    /// <summary>Microseconds since 1970-01-01T00:00Z, anything finer cut off.</summary>
    public static long FromInstant(DateTimeOffset at) => FloorDivide(at.UtcTicks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond);

    /// <summary>The instant in UTC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside the years 1 to 9999.</exception>
    public static DateTimeOffset ToInstant(long atMicroseconds) => DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(atMicroseconds);

    /// <summary>Hours as a fraction; exact to the precision of a double.</summary>
    public static double ToHours(long microseconds) => microseconds / (double)PerHour;

    internal static long FloorDivide(long value, long divisor)
    {
        var quotient = Math.DivRem(value, divisor, out var remainder);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
