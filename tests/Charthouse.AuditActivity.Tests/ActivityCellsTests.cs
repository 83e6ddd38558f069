using CsCheck;

namespace Charthouse.AuditActivity.Tests;

public sealed class ActivityCellsTests
{
    [Fact]
    public void At_CutsAPeriodIntoCellsWithoutGapOrOverlap() => Scenarios.Any.Sample(scenario =>
    {
        var calendar = A.Calendar(scenario.Zone);
        var cells = new ActivityCells(calendar, new Schedule(scenario.EngineVisits, calendar));
        var (at, end) = (calendar.StartOfDay(scenario.Period.FromDay), calendar.StartOfDay(scenario.Period.ToDay));
        while (at < end)
        {
            var cell = cells.At(at);
            Assert.Equal(at, cell.StartMicroseconds);
            Assert.True(cell.EndMicroseconds > at);
            Assert.Equal(calendar.LocalDay(at), cell.LocalDay);
            Assert.Equal(cell.LocalDay, calendar.LocalDay(cell.EndMicroseconds - 1));
            at = cell.EndMicroseconds;
        }

        Assert.Equal(end, at);
    });

    [Fact]
    public void At_GivesTheSameCellInAnyOrder() => Gen.Select(Scenarios.Any, Gen.Long[-6 * Microseconds.PerDay, 6 * Microseconds.PerDay].Array[2, 30]).Sample((scenario, distances) =>
    {
        var calendar = A.Calendar(scenario.Zone);
        var schedule = new Schedule(scenario.EngineVisits, calendar);
        var used = new ActivityCells(calendar, schedule);
        foreach (var distance in distances)
        {
            var at = calendar.StartOfDay(scenario.Period.FromDay) + distance;
            Assert.Equal(new ActivityCells(calendar, schedule).At(at), used.At(at));
        }
    });
}
