using CsCheck;

namespace Charthouse.AuditActivity.Tests;

public sealed class ZoneCalendarTests
{
    // Half hours, quarter hours, changes at midnight and a minute after it, negative summer time, a lost day, Ramadan.
    private static readonly string[] zones =
    [
        "UTC", "America/New_York", "America/Phoenix", "America/Havana", "America/St_Johns", "America/Sao_Paulo", "America/Santiago", "America/Caracas", "Europe/London", "Europe/Dublin",
        "Europe/Berlin", "Europe/Moscow", "Africa/Casablanca", "Africa/Cairo", "Asia/Beirut", "Asia/Gaza", "Asia/Tehran", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Pyongyang",
        "Australia/Lord_Howe", "Australia/Adelaide", "Pacific/Chatham", "Pacific/Apia", "Pacific/Kiritimati",
    ];

    private static readonly Gen<string> zone = Gen.OneOf(zones);
    private static readonly long first = A.Instant("1989-01-02T00:00Z");
    private static readonly long last = A.Instant("2100-12-30T00:00Z");

    [Fact]
    public void Offset_IsThatOfTimeZoneInfo() => Gen.Select(zone, Gen.Long[first, last]).Sample((name, at) => AgreesAt(name, at), iter: 20_000);

    [Fact]
    public void Offset_ChangesAtTheSameInstantAsTimeZoneInfo()
    {
        foreach (var name in zones)
        {
            var calendar = A.Calendar(name);
            for (var at = first; at < last;)
            {
                // An hour's walk from change to change by the calendar itself; TimeZoneInfo judges both sides.
                var next = NextChange(calendar, at);
                if (next is not { } change) break;
                AgreesAt(name, change - 1);
                AgreesAt(name, change);
                at = change;
            }
        }
    }

    [Fact]
    public void StartOfDay_IsTheFirstInstantOfTheDateOrALaterOne() => Gen.Select(zone, Gen.Int[7_000, 47_000]).Sample(
        (name, day) =>
        {
            var calendar = A.Calendar(name);
            var start = calendar.StartOfDay(day);
            Assert.True(calendar.LocalDay(start) >= day);
            for (var back = 1L; back <= 3 * Microseconds.PerHour; back += back < Microseconds.PerMinute ? Microseconds.PerMinute - 1 : Microseconds.PerMinute)
                Assert.True(calendar.LocalDay(start - back) < day, $"{name} {ZoneCalendar.ToDate(day):O}");
        },
        iter: 1_000);

    [Theory]
    [InlineData("America/New_York", "2024-03-10", "2024-03-10T05:00Z")]
    [InlineData("America/New_York", "2024-03-11", "2024-03-11T04:00Z")]
    [InlineData("America/Havana", "2024-03-10", "2024-03-10T05:00Z")] // the clock shows 01:00
    [InlineData("Asia/Beirut", "2024-10-27", "2024-10-26T22:00Z")] // after the second 23:00 to 24:00
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00Z")] // a date that never was: the next one
    [InlineData("Pacific/Apia", "2011-12-31", "2011-12-30T10:00Z")]
    public void StartOfDay_KnowsMidnightsThatMove(string zone, string date, string instant) =>
        Assert.Equal(A.Instant(instant), A.Calendar(zone).StartOfDay(A.Period(date, date).FromDay));

    [Fact]
    public void DayNumbers_GoBothWays() => Gen.Int[-700_000, 2_900_000].Sample(day =>
    {
        var date = ZoneCalendar.ToDate(day);
        Assert.Equal(day, ZoneCalendar.ToDay(date));
        Assert.Equal(date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday, ZoneCalendar.IsWeekend(day));
    });

    private static void AgreesAt(string name, long at)
    {
        var calendar = A.Calendar(name);
        var clock = TimeZoneInfo.ConvertTime(Microseconds.ToInstant(at), calendar.Zone);
        Assert.True(clock.Offset.Ticks / 10 == calendar.OffsetMicroseconds(at), $"{name} at {Microseconds.ToInstant(at):O}: {clock.Offset}");
        Assert.Equal(DateOnly.FromDateTime(clock.DateTime), ZoneCalendar.ToDate(calendar.LocalDay(at)));
    }

    private static long? NextChange(ZoneCalendar calendar, long at)
    {
        var offset = calendar.OffsetMicroseconds(at);
        var (before, after) = (at, at + Microseconds.PerDay);
        while (calendar.OffsetMicroseconds(after) == offset)
        {
            if (after > last) return null;
            (before, after) = (after, after + Microseconds.PerDay);
        }

        while (after - before > 1)
        {
            var middle = before + ((after - before) / 2);
            if (calendar.OffsetMicroseconds(middle) == offset) before = middle; else after = middle;
        }

        return after;
    }
}
