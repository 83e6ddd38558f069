using System.Globalization;

namespace Charthouse.AuditActivity.Tests;

/// <summary>Builders with plain defaults: one clinician, no visits, one group.</summary>
internal static class A
{
    public static readonly LocalPeriod AllTime = new(new DateOnly(1990, 1, 1), new DateOnly(2090, 1, 1));

    private static readonly Lock gate = new();
    private static readonly Dictionary<string, ZoneCalendar> calendars = new(StringComparer.Ordinal);

    public static ZoneCalendar Calendar(string zone)
    {
        lock (gate)
        {
            if (!calendars.TryGetValue(zone, out var calendar)) calendars.Add(zone, calendar = new ZoneCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone)));
            return calendar;
        }
    }

    /// <summary>An instant written with Z or an offset.</summary>
    public static long Instant(string text) => Microseconds.FromInstant(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture));

    public static LocalPeriod Period(string from, string to) => new(DateOnly.Parse(from, CultureInfo.InvariantCulture), DateOnly.Parse(to, CultureInfo.InvariantCulture));

    public static CreditRule Rule(Estimator estimator, int timeOutSeconds, TimeOutBoundary boundary = TimeOutBoundary.Inclusive) =>
        new(estimator, timeOutSeconds * Microseconds.PerSecond, boundary);

    public static ActivityEvent Event(string at, int? patient = null) => new(Instant(at), ActivityCategory.Other, patient);

    public static Appointment Visit(string from, string to) => new(Instant(from), Instant(to));

    public static ClinicianLog Log(ActivityEvent[] events, string zone = "UTC", params Appointment[] visits) =>
        new(events, visits, [new Membership(long.MinValue, 0)], Calendar(zone));

    /// <summary>Activity without a pause: an event a minute, the last one at the end.</summary>
    public static IEnumerable<ActivityEvent> Working(string from, string to)
    {
        var end = Instant(to);
        for (var at = Instant(from); at < end; at += Microseconds.PerMinute) yield return new ActivityEvent(at, ActivityCategory.Other, null);
        yield return new ActivityEvent(end, ActivityCategory.Other, null);
    }

    public static double Minutes(this ActivityTotals totals, ActivityWindows window) =>
        totals.WindowMicroseconds[System.Numerics.BitOperations.TrailingZeroCount((uint)window)] / (double)Microseconds.PerMinute;
}
