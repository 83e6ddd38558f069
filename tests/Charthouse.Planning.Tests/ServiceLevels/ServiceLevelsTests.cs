using static Charthouse.Planning.ServiceLevels.Tests.WorkingCalendarTests;

namespace Charthouse.Planning.ServiceLevels.Tests;

public sealed class ServiceLevelsTests
{
    [Theory]
    [InlineData(null, Priority.P4)]
    [InlineData('A', Priority.P4)]
    [InlineData('b', Priority.P4)]
    [InlineData('C', Priority.P2)]
    [InlineData('d', Priority.P2)]
    [InlineData('E', Priority.P1)]
    [InlineData('i', Priority.P1)]
    public void Harm_RaisesTheLowestPriority(char? harm, Priority expected) => Assert.Equal(expected, ServiceLevels.Default.PriorityOf(Level.Low, Level.Low, harm));

    [Fact]
    public void Harm_NeverLowersAPriority()
    {
        foreach (var harm in "ABCDEFGHI") Assert.Equal(Priority.P1, ServiceLevels.Default.PriorityOf(Level.High, Level.High, harm));
        Assert.Equal(Priority.P2, ServiceLevels.Default.PriorityOf(Level.High, Level.Medium, 'C'));
    }

    // docs/methods/service-levels.md
    [Fact]
    public void WorkedExample_IsTheOneOfTheMethodsPage()
    {
        var levels = ServiceLevels.Default with { Calendar = WorkingCalendar.Default with { Holidays = new HashSet<DateOnly> { new(2026, 5, 25) } } };
        var friday = At("2026-05-22 18:30");
        Assert.Equal(Priority.P3, levels.PriorityOf(Level.Medium, Level.Medium, null));
        Assert.Equal(new ServicePromise(Priority.P3, At("2026-05-26 10:30"), At("2026-05-28 18:30")), levels.PromiseOf(Priority.P3, friday));
        Assert.Equal(new ServicePromise(Priority.P3, At("2026-05-26 10:30"), At("2026-05-29 10:30")), levels.PromiseOf(Priority.P3, friday, [(At("2026-05-27 15:00"), At("2026-05-27 21:00"))]));
        Assert.Equal(Priority.P2, levels.PriorityOf(Level.Medium, Level.Medium, 'C'));
        Assert.Equal(new ServicePromise(Priority.P2, At("2026-05-22 19:30"), At("2026-05-23 02:30")), levels.PromiseOf(Priority.P2, friday));
        Assert.Equal(new DateOnly(2026, 5, 27), levels.Calendar.AddWorkingDays(new DateOnly(2026, 5, 22), 2));
    }

    [Theory]
    [InlineData("2026-06-01 06:00", "2026-06-01 07:00", "2026-06-01 11:00")] // before opening: nothing stands still
    [InlineData("2026-06-01 11:00", "2026-06-01 15:00", "2026-06-01 11:00")] // begins when the promise is due
    [InlineData("2026-06-01 10:59", "2026-06-01 15:00", "2026-06-01 15:01")]
    [InlineData("2026-06-01 07:00", "2026-06-01 19:00", "2026-06-02 11:00")] // the whole day
    [InlineData("2026-05-30 08:00", "2026-05-31 08:00", "2026-06-01 11:00")] // before it came
    [InlineData("2026-06-01 09:00", "2026-06-01 09:00", "2026-06-01 11:00")] // no time at all
    public void Waiting_StopsTheClock(string from, string to, string expected) => Assert.Equal(At(expected), ServiceLevels.Default.PromiseOf(Priority.P3, At("2026-06-01 05:00"), [(At(from), At(to))]).RespondBy);

    [Fact]
    public void Waiting_ThatOverlapsCountsOnceInAnyOrder() => Assert.Equal(At("2026-06-01 13:00"), ServiceLevels.Default.PromiseOf(Priority.P3, At("2026-06-01 07:00"), [(At("2026-06-01 09:30"), At("2026-06-01 10:00")), (At("2026-06-01 08:00"), At("2026-06-01 10:00"))]).RespondBy);

    [Fact]
    public void Nonsense_IsRefused()
    {
        var levels = ServiceLevels.Default;
        var monday = At("2026-06-01 08:00");
        Assert.Throws<ArgumentOutOfRangeException>(() => levels.PriorityOf(Level.Low, Level.Low, 'J'));
        Assert.Throws<ArgumentOutOfRangeException>(() => levels.PriorityOf((Level)3, Level.Low, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => levels.PromiseOf((Priority)4, monday));
        Assert.Throws<ArgumentException>(() => levels.PromiseOf(Priority.P1, DateTime.SpecifyKind(monday, DateTimeKind.Utc)));
        Assert.Throws<ArgumentException>(() => levels.PromiseOf(Priority.P1, monday, [(monday, monday.AddMinutes(-1))]));
        Assert.Throws<ArgumentException>(() => levels with { Matrix = new Dictionary<(Level, Level), Priority>() });
        Assert.Throws<ArgumentException>(() => levels with { Targets = new Dictionary<Priority, Target> { [Priority.P1] = levels.Targets[Priority.P1] } });
        Assert.Throws<ArgumentException>(() => levels with { Targets = levels.Targets.ToDictionary(pair => pair.Key, pair => pair.Value with { Respond = TimeSpan.FromTicks(-1) }) });
        Assert.Throws<InvalidOperationException>(() => (levels with { Calendar = WorkingCalendar.Default with { WorkingDays = new HashSet<DayOfWeek>() } }).PromiseOf(Priority.P4, monday));
    }
}
