using CsCheck;
using static Charthouse.Planning.ServiceLevels.Tests.WorkingCalendarTests;

namespace Charthouse.Planning.ServiceLevels.Tests;

/// <summary>What holds for every calendar, with times that fall on opening, closing and midnight as often as between them.</summary>
public sealed class LawTests
{
    private static readonly DateOnly monday = new(2026, 6, 1);
    private static readonly Gen<WorkingCalendar> calendar = Gen.Select(Gen.Int[0, 22], Gen.Int[1, 24], Gen.Int[1, 127], Gen.Int[0, 30].Array[0, 8]).Select((opens, length, days, holidays) => new WorkingCalendar(
        new TimeOnly(opens, 0), opens + length >= 24 ? default : new TimeOnly(opens + length, 0), Enum.GetValues<DayOfWeek>().Where(day => (days & (1 << (int)day)) != 0).ToHashSet(), holidays.Select(monday.AddDays).ToHashSet()));

    private static readonly Gen<DateTime> time = Gen.Select(Gen.Int[0, 28], Gen.Frequency((1, Gen.Int[0, 23].Select(hour => hour * 60)), (1, Gen.Int[0, 1439]))).Select((day, minute) => monday.AddDays(day).ToDateTime(default).AddMinutes(minute));
    private static readonly Gen<TimeSpan> working = Gen.Frequency((1, Gen.Int[0, 60].Select(hours => TimeSpan.FromHours(hours))), (1, Gen.Int[0, 5000].Select(minutes => TimeSpan.FromMinutes(minutes))));

    [Fact]
    public void AddThenBetween_IsTheSameWorkingTime() => Gen.Select(calendar, time, working).Sample((one, from, work) => Assert.Equal(work, one.Between(from, one.Add(from, work))));

    // The first moment: a tick earlier, less has been worked.
    [Fact]
    public void Add_IsTheFirstMoment() => Gen.Select(calendar, time, working.Where(work => work > TimeSpan.Zero)).Sample((one, from, work) => Assert.True(one.Between(from, one.Add(from, work).AddTicks(-1)) < work));

    [Fact]
    public void Add_InTwoPartsIsAddInOne() => Gen.Select(calendar, time, working, working).Sample((one, from, first, second) => Assert.Equal(one.Add(from, first + second), second == TimeSpan.Zero ? one.Add(from, first) : one.Add(one.Add(from, first), second)));

    [Fact]
    public void Between_AddsUp() => Gen.Select(calendar, time.Array[3, 3]).Sample((one, times) =>
    {
        Array.Sort(times);
        Assert.Equal(one.Between(times[0], times[2]), one.Between(times[0], times[1]) + one.Between(times[1], times[2]));
    });

    [Fact]
    public void LaterStartOrMoreWork_NeverEndsEarlier() => Gen.Select(calendar, time, time, working, working).Sample((one, a, b, little, more) =>
    {
        Assert.True(one.Add(a < b ? a : b, little) <= one.Add(a < b ? b : a, little));
        Assert.True(one.Add(a, little < more ? little : more) <= one.Add(a, little < more ? more : little));
    });

    [Fact]
    public void AddWorkingDaysThenBetween_IsTheSameCount() => Gen.Select(calendar, Gen.Int[0, 28], Gen.Int[0, 60]).Sample((one, day, count) => Assert.Equal(count, one.WorkingDaysBetween(monday.AddDays(day), one.AddWorkingDays(monday.AddDays(day), count))));

    // Minute by minute, as somebody with a watch would do it.
    [Fact]
    public void Promise_IsWhatAWatchSays() => Gen.Select(calendar, time, waits, Gen.Int[0, 3]).Sample((one, created, waiting, p) =>
    {
        var levels = ServiceLevels.Default with { Calendar = one, Targets = ServiceLevels.Default.Targets.ToDictionary(pair => pair.Key, pair => pair.Value with { Respond = TimeSpan.FromMinutes(45), Resolve = TimeSpan.FromHours(5) }) };
        var promise = levels.PromiseOf((Priority)p, created, waiting);
        Assert.Equal((Watch(45), Watch(300)), (promise.RespondBy, promise.ResolveBy));

        DateTime Watch(int minutes)
        {
            var now = created;
            for (var worked = 0; worked < minutes; now = now.AddMinutes(1))
            {
                var isOpen = levels.Targets[(Priority)p].IsAroundTheClock || (one.IsWorkingDay(DateOnly.FromDateTime(now)) && TimeOnly.FromDateTime(now) >= one.Opens && (one.Closes == default || TimeOnly.FromDateTime(now) < one.Closes));
                if (isOpen && !waiting.Any(wait => wait.From <= now && now < wait.To)) worked++;
            }

            return now;
        }
    });

    [Fact]
    public void WaitingLonger_NeverMakesAPromiseEarlier() => Gen.Select(calendar, time, waits, Gen.Int[0, 3], Gen.Int[0, 3000], Gen.Int[0, 3000]).Sample((one, created, waiting, p, before, after) =>
    {
        var levels = ServiceLevels.Default with { Calendar = one };
        var longer = waiting.Select(wait => (wait.From.AddMinutes(-before), wait.To.AddMinutes(after))).ToArray();
        var (none, less, more) = (levels.PromiseOf((Priority)p, created), levels.PromiseOf((Priority)p, created, waiting), levels.PromiseOf((Priority)p, created, longer));
        Assert.True(none.RespondBy <= less.RespondBy && less.RespondBy <= more.RespondBy);
        Assert.True(none.ResolveBy <= less.ResolveBy && less.ResolveBy <= more.ResolveBy);
        Assert.True(less.RespondBy <= less.ResolveBy);
    });

    private static Gen<(DateTime From, DateTime To)[]> waits => Gen.Select(time, Gen.Int[0, 3000]).Select((from, minutes) => (from, from.AddMinutes(minutes))).Array[0, 4];
}
