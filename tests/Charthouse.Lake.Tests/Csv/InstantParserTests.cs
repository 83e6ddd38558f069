using System.Globalization;
using System.Text;
using Charthouse.Lake.Csv;
using CsCheck;

namespace Charthouse.Lake.Tests.Csv;

public sealed class InstantParserTests
{
    private static (InstantReading Reading, long Microseconds) Parse(string text)
    {
        var reading = InstantParser.Parse(Encoding.UTF8.GetBytes(text), out var microseconds);
        return (reading, microseconds);
    }

    private static long Microseconds(string utc) =>
        (DateTime.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal) - DateTime.UnixEpoch).Ticks / 10;

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z")]
    [InlineData("2026-02-23T07:08:09.123Z", "2026-02-23T07:08:09.123Z")]
    [InlineData("2026-02-23t07:08:09.123456789012z", "2026-02-23T07:08:09.123456Z")]
    [InlineData("2026-02-23 07:08:09,5+02:00", "2026-02-23T05:08:09.5Z")]
    [InlineData("2026-02-23T07:08:09-0530", "2026-02-23T12:38:09Z")]
    [InlineData("2026-02-23T07:08+01", "2026-02-23T06:08:00Z")]
    [InlineData("2026-02-23T07:08Z", "2026-02-23T07:08:00Z")]
    [InlineData("2026-12-31T24:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("2024-02-28T24:00Z", "2024-02-29T00:00:00Z")]
    [InlineData("2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z")]
    [InlineData("1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z")]
    [InlineData("0001-01-01T00:00:00-00:00", "0001-01-01T00:00:00Z")]
    public void Parse_ReadsInstants(string text, string utc) => Assert.Equal((InstantReading.Ok, Microseconds(utc)), Parse(text));

    [Theory]
    [InlineData("2026-02-23T07:08:09.25", "2026-02-23T07:08:09.25Z")]
    [InlineData("2026-02-23 07:08", "2026-02-23T07:08:00Z")]
    [InlineData("2026-02-23T24:00:00.000", "2026-02-24T00:00:00Z")]
    public void Parse_GivesTheWallClockWithoutAnOffset(string text, string wall) => Assert.Equal((InstantReading.NoOffset, Microseconds(wall)), Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("2026-02-23")]
    [InlineData("2026-02-23T07")]
    [InlineData("2026-02-23T07Z")]
    [InlineData("2026-02-30T00:00:00Z")]
    [InlineData("2025-02-29T00:00:00Z")]
    [InlineData("1900-02-29T00:00:00Z")]
    [InlineData("2026-00-10T00:00:00Z")]
    [InlineData("2026-13-10T00:00:00Z")]
    [InlineData("2026-01-00T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("2026-01-01T25:00:00Z")]
    [InlineData("2026-01-01T24:00:00.1Z")]
    [InlineData("2026-01-01T24:01:00Z")]
    [InlineData("2026-01-01T00:60:00Z")]
    [InlineData("2026-01-01T00:00:60Z")]
    [InlineData("2026-01-01T00:00:00.Z")]
    [InlineData("2026-01-01T00:00:00.1234567890123Z")]
    [InlineData("2026-01-01T00:00.5Z")]
    [InlineData("2026-01-01T00:00:0Z")]
    [InlineData("2026-01-01T00:00:00+14:01")]
    [InlineData("2026-01-01T00:00:00+01:60")]
    [InlineData("2026-01-01T00:00:00+1")]
    [InlineData("2026-01-01T00:00:00+01:0")]
    [InlineData("2026-01-01T00:00:00+01-00")]
    [InlineData("2026-01-01T00:00:00Z ")]
    [InlineData(" 2026-01-01T00:00:00Z")]
    [InlineData("2026-01-01\000:00:00Z")]
    [InlineData("2026-01-01T00:00:00ZZ")]
    [InlineData("01/02/2026 07:08:09 AM")]
    public void Parse_RefusesTheRest(string text) => Assert.Equal((InstantReading.Unreadable, 0), Parse(text));

    [Fact]
    public void Parse_AgreesWithDateTimeOffset() =>
        Gen.Select(Gen.Long[864_000_000_000, DateTime.MaxValue.Ticks - 864_000_000_000], Gen.Int[-14 * 60, 14 * 60])
            .Sample(
                (ticks, minutes) =>
                {
                    var at = new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes));
                    var expected = (InstantReading.Ok, (long)Math.Floor((at - DateTimeOffset.UnixEpoch).Ticks / 10m));
                    return Parse(at.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture)) == expected
                        && Parse(at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss,fffffff'Z'", CultureInfo.InvariantCulture)) == expected;
                },
                iter: 50_000);

    [Fact]
    public void Parse_NeverThrows() =>
        Gen.Select(Gen.Int[0, 26], Gen.Byte, Gen.Int[0, 27])
            .Sample(
                (at, value, length) =>
                {
                    var text = "2026-02-23T07:08:09.1+01:00"u8.ToArray();
                    text[at] = value;
                    InstantParser.Parse(text.AsSpan(0, length), out _);
                },
                iter: 20_000);
}

public sealed class LocalTimeTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    private static long Wall(string text)
    {
        Assert.Equal(InstantReading.NoOffset, InstantParser.Parse(Encoding.UTF8.GetBytes(text), out var microseconds));
        return microseconds;
    }

    private static string? Read(string wall, TimeZoneInfo zone) =>
        new LocalTime(zone).ToInstant(Wall(wall)) is { } microseconds
            ? DateTime.UnixEpoch.AddTicks(microseconds * 10).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
            : null;

    [Theory]
    [InlineData("2026-01-15T12:00:00", "2026-01-15T17:00:00")]
    [InlineData("2026-07-15T12:00:00", "2026-07-15T16:00:00")]
    [InlineData("2026-03-08T01:59:59", "2026-03-08T06:59:59")]
    [InlineData("2026-03-08T02:00:00", null)]
    [InlineData("2026-03-08T02:59:59", null)]
    [InlineData("2026-03-08T03:00:00", "2026-03-08T07:00:00")]
    [InlineData("2026-11-01T00:59:59", "2026-11-01T04:59:59")]
    [InlineData("2026-11-01T01:30:00", "2026-11-01T05:30:00")]
    [InlineData("2026-11-01T02:00:00", "2026-11-01T07:00:00")]
    public void ToInstant_ReadsTheWallClock(string wall, string? utc) => Assert.Equal(utc, Read(wall, NewYork));

    [Theory]
    [InlineData("2026-10-04T01:59:59", "2026-10-03T15:29:59")]
    [InlineData("2026-10-04T02:15:00", null)]
    [InlineData("2026-10-04T02:30:00", "2026-10-03T15:30:00")]
    [InlineData("2026-04-05T01:45:00", "2026-04-04T14:45:00")]
    [InlineData("2026-04-05T02:00:00", "2026-04-04T15:30:00")]
    public void ToInstant_KnowsHalfAnHour(string wall, string? utc) =>
        Assert.Equal(utc, Read(wall, TimeZoneInfo.FindSystemTimeZoneById("Australia/Lord_Howe")));

    [Fact]
    public void ToInstant_RefusesWhatNoCalendarHolds()
    {
        var local = new LocalTime(NewYork);
        Assert.Null(local.ToInstant(long.MinValue));
        Assert.Null(local.ToInstant(long.MaxValue));
    }

    // Ireland's law calls winter time the exception; the framework then takes the wrong hour for the skipped one.
    [Theory]
    [InlineData("2006-03-26T00:59:59", "2006-03-26T00:59:59")]
    [InlineData("2006-03-26T01:30:00", null)]
    [InlineData("2006-03-26T02:00:00", "2006-03-26T01:00:00")]
    [InlineData("2006-10-29T01:30:00", "2006-10-29T00:30:00")]
    [InlineData("2006-10-29T02:00:00", "2006-10-29T02:00:00")]
    public void ToInstant_KnowsWinterAsTheException(string wall, string? utc) =>
        Assert.Equal(utc, Read(wall, TimeZoneInfo.FindSystemTimeZoneById("Europe/Dublin")));

    [Fact]
    public void ToInstant_IsTheFirstInstantThatShowsTheWallClock()
    {
        var zones = new[] { "America/New_York", "Australia/Lord_Howe", "Europe/Dublin", "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Apia", "UTC" }
            .Select(TimeZoneInfo.FindSystemTimeZoneById).ToArray();
        var used = zones.Select(z => new LocalTime(z)).ToArray();
        // From 1990, where imports begin, to 2040; half of the times lie near a change of the clock.
        var anywhere = Gen.Long[631_152_000_000_000, 2_208_988_800_000_000];
        var nearChange = Gen.Select(Gen.Int[0, zones.Length - 1], anywhere, Gen.Long[-7_200_000_000, 7_200_000_000]).Select((zone, at, by) => (zone, ChangeAfter(zones[zone], at) + by));
        Gen.Select(Gen.OneOf(Gen.Select(Gen.Int[0, zones.Length - 1], anywhere), nearChange), Gen.Int[0, 3600].Array[1, 20])
            .Sample(
                (start, steps) => steps.All(step =>
                {
                    var (zone, wall) = (start.Item1, start.Item2 + (step * 1_000_000L));
                    return used[zone].ToInstant(wall) == First(zones[zone], wall);
                }),
                iter: 3000,
                threads: 1);

        static DateTime Utc(long microseconds) => DateTime.UnixEpoch.AddTicks(microseconds * 10);

        // Any offset that holds within a day and a half may be the right one.
        static long? First(TimeZoneInfo zone, long wall) => Enumerable.Range(-36, 73)
            .Select(hours => zone.GetUtcOffset(Utc(wall + (hours * 3_600_000_000L)))).Distinct()
            .Select(offset => (Offset: offset, At: wall - (offset.Ticks / 10)))
            .Where(candidate => zone.GetUtcOffset(Utc(candidate.At)) == candidate.Offset)
            .Select(candidate => (long?)candidate.At).Min();

        // The wall clock at the first change within two years, else the time itself.
        static long ChangeAfter(TimeZoneInfo zone, long at)
        {
            for (var day = 0; day < 730; day++)
            {
                var from = at + (day * 86_400_000_000L);
                if (zone.GetUtcOffset(Utc(from)) != zone.GetUtcOffset(Utc(from + 86_400_000_000L))) return from + (zone.GetUtcOffset(Utc(from)).Ticks / 10);
            }

            return at;
        }
    }
}
