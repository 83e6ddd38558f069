using System.Globalization;

namespace Charthouse.Planning.ServiceLevels.Tests;

public sealed class WorkingCalendarTests
{
    // 2026-06-01 is a Monday; Wednesday the 3rd is a holiday.
    internal static readonly WorkingCalendar Week = WorkingCalendar.Default with { Holidays = new HashSet<DateOnly> { new(2026, 6, 3) } };

    [Theory]
    [InlineData("2026-06-01 07:00", 60, "2026-06-01 08:00")] // exactly at opening
    [InlineData("2026-06-01 19:00", 1, "2026-06-02 07:01")] // exactly at closing
    [InlineData("2026-06-01 18:59", 1, "2026-06-01 19:00")] // ends at closing, not at the next opening
    [InlineData("2026-06-01 05:00", 720, "2026-06-01 19:00")] // the whole of a day
    [InlineData("2026-06-01 05:00", 721, "2026-06-02 07:01")]
    [InlineData("2026-06-01 23:30", 1, "2026-06-02 07:01")]
    [InlineData("2026-06-02 18:00", 90, "2026-06-04 07:30")] // over the holiday
    [InlineData("2026-06-03 12:00", 1, "2026-06-04 07:01")] // begins on the holiday
    [InlineData("2026-06-05 18:30", 31, "2026-06-08 07:01")] // over the weekend
    [InlineData("2026-06-06 12:00", 1, "2026-06-08 07:01")]
    [InlineData("2026-06-06 12:00", 0, "2026-06-06 12:00")] // no work ends at once
    [InlineData("2026-06-01 19:00", 0, "2026-06-01 19:00")]
    public void Add_EndsWhenTheWorkIsDone(string from, int minutes, string expected)
    {
        var end = Week.Add(At(from), TimeSpan.FromMinutes(minutes));
        Assert.Equal((At(expected), DateTimeKind.Unspecified), (end, end.Kind));
    }

    [Theory]
    [InlineData("2026-06-01 07:00", "2026-06-01 19:00", 720)]
    [InlineData("2026-06-01 00:00", "2026-06-02 00:00", 720)]
    [InlineData("2026-06-01 18:00", "2026-06-02 08:00", 120)]
    [InlineData("2026-06-01 19:00", "2026-06-02 07:00", 0)]
    [InlineData("2026-06-02 18:00", "2026-06-04 08:00", 120)]
    [InlineData("2026-06-06 00:00", "2026-06-07 23:59", 0)]
    [InlineData("2026-06-02 08:00", "2026-06-02 08:00", 0)]
    [InlineData("2026-06-02 09:00", "2026-06-02 08:00", 0)]
    public void Between_CountsWorkingTime(string from, string to, int minutes) => Assert.Equal(TimeSpan.FromMinutes(minutes), Week.Between(At(from), At(to)));

    [Fact]
    public void AroundTheClock_IsPlainTime()
    {
        Assert.Equal(At("2026-06-08 03:15"), WorkingCalendar.AroundTheClock.Add(At("2026-06-05 23:45"), TimeSpan.FromHours(51.5)));
        Assert.Equal(TimeSpan.FromHours(51.5), WorkingCalendar.AroundTheClock.Between(At("2026-06-05 23:45"), At("2026-06-08 03:15")));
        Assert.Equal(DateTime.MaxValue - DateTime.MinValue, WorkingCalendar.AroundTheClock.Between(DateTime.MinValue, DateTime.MaxValue));
        Assert.Equal(At("2026-06-02 00:00"), WorkingCalendar.AroundTheClock.Add(At("2026-06-01 00:00"), TimeSpan.FromDays(1)));
    }

    [Fact]
    public void WorkingDays_AreCountedWithoutTheFirst()
    {
        DateOnly monday = new(2026, 6, 1), saturday = new(2026, 6, 6);
        Assert.Equal(monday, Week.AddWorkingDays(monday, 0));
        Assert.Equal(saturday, Week.AddWorkingDays(saturday, 0));
        Assert.Equal(new DateOnly(2026, 6, 4), Week.AddWorkingDays(monday, 2));
        Assert.Equal(new DateOnly(2026, 6, 8), Week.AddWorkingDays(saturday, 1));
        Assert.Equal(2, Week.WorkingDaysBetween(monday, new DateOnly(2026, 6, 4)));
        Assert.Equal(0, Week.WorkingDaysBetween(saturday, new DateOnly(2026, 6, 7)));
        Assert.Equal(0, Week.WorkingDaysBetween(monday, monday));
        Assert.Equal(0, Week.WorkingDaysBetween(saturday, monday));
        Assert.Equal(0, Week.WorkingDaysBetween(DateOnly.MaxValue, DateOnly.MaxValue));
        Assert.False(Week.IsWorkingDay(new DateOnly(2026, 6, 3)));
    }

    // 2024 is a leap year: 366 closed days in a row are possible, 367 are a mistake.
    [Fact]
    public void AYearOfHolidays_IsPassedAndMoreIsRefused()
    {
        var daily = WorkingCalendar.AroundTheClock with { Holidays = Enumerable.Range(0, 366).Select(new DateOnly(2024, 1, 1).AddDays).ToHashSet() };
        Assert.Equal(At("2025-01-01 01:00"), daily.Add(At("2024-01-01 08:00"), TimeSpan.FromHours(1)));
        Assert.Equal(new DateOnly(2025, 1, 1), daily.AddWorkingDays(new DateOnly(2023, 12, 31), 1));

        var never = WorkingCalendar.Default with { WorkingDays = new HashSet<DayOfWeek>() };
        Assert.Contains("no working day from 2026-06-01 to 2027-06-02", Assert.Throws<InvalidOperationException>(() => never.Add(At("2026-06-01 08:00"), TimeSpan.FromTicks(1))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => never.AddWorkingDays(new DateOnly(2026, 6, 1), 1));
        Assert.Equal(TimeSpan.Zero, never.Between(At("2026-06-01 08:00"), At("2030-06-01 08:00")));
        Assert.Equal(0, never.WorkingDaysBetween(new DateOnly(2026, 6, 1), new DateOnly(2030, 6, 1)));
    }

    [Fact]
    public void Nonsense_IsRefused()
    {
        var monday = At("2026-06-01 08:00");
        Assert.Throws<ArgumentOutOfRangeException>(() => Week.Add(monday, TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Week.Add(monday, TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkingCalendar.AroundTheClock.Add(DateTime.MaxValue, TimeSpan.FromTicks(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Week.AddWorkingDays(new DateOnly(2026, 6, 1), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Week.AddWorkingDays(DateOnly.MaxValue, 1));
        Assert.Throws<ArgumentException>(() => Week.Add(DateTime.SpecifyKind(monday, DateTimeKind.Utc), TimeSpan.Zero));
        Assert.Throws<ArgumentException>(() => Week.Between(monday, DateTime.SpecifyKind(monday, DateTimeKind.Utc)));
        Assert.Throws<InvalidOperationException>(() => (Week with { Opens = new TimeOnly(19, 0) }).Add(monday, TimeSpan.FromHours(1)));
        Assert.Throws<InvalidOperationException>(() => (Week with { Closes = new TimeOnly(6, 0) }).Between(monday, monday.AddHours(1)));
    }

    internal static DateTime At(string text) => DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
