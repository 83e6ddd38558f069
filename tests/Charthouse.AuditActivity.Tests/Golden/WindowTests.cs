namespace Charthouse.AuditActivity.Tests.Golden;

/// <summary>activity.md §11.2: America/New_York, Fri 2024-03-08, scheduled 08-12 and 13-17, active on Friday and a little on Saturday.</summary>
public sealed class WindowTests
{
    private static readonly ActivityTotals totals = Assert.Single(A.Log(
        [
            .. A.Working("2024-03-08T07:30-05:00", "2024-03-08T08:30-05:00"),
            .. A.Working("2024-03-08T12:15-05:00", "2024-03-08T12:45-05:00"),
            .. A.Working("2024-03-08T16:50-05:00", "2024-03-08T17:20-05:00"),
            .. A.Working("2024-03-08T19:10-05:00", "2024-03-08T19:40-05:00"),
            .. A.Working("2024-03-09T09:00-05:00", "2024-03-09T09:20-05:00"),
        ],
        "America/New_York",
        A.Visit("2024-03-08T08:00-05:00", "2024-03-08T12:00-05:00"),
        A.Visit("2024-03-08T13:00-05:00", "2024-03-08T17:00-05:00")).Measure(A.Period("2024-03-08", "2024-03-10"), CreditRule.Default));

    [Fact]
    public void Measure_GivesTotalAndScheduledTime()
    {
        Assert.Equal(170 * Microseconds.PerMinute, totals.ActiveMicroseconds);
        Assert.Equal(8 * Microseconds.PerHour, totals.ScheduledMicroseconds);
        Assert.Equal(2, totals.ActiveDays);
        Assert.Equal(1, totals.ScheduledDays);
    }

    // 11.2 also prints 100 min → 1.6667 h for the span mode of scheduled time; that mode is not offered in this version (activity-cli.md).
    [Theory]
    [InlineData(ActivityWindows.OutsideScheduled, 130)]
    [InlineData(ActivityWindows.OutsideSchedule30, 30)]
    [InlineData(ActivityWindows.UnscheduledDay, 20)]
    [InlineData(ActivityWindows.Outside7To19, 30)]
    [InlineData(ActivityWindows.Pajama, 50)]
    [InlineData(ActivityWindows.After18Before6Weekend, 50)]
    // Not printed in 11.2; by hand from the same day: 19:10-19:40, and Saturday's 20 min.
    [InlineData(ActivityWindows.Night18To6, 30)]
    [InlineData(ActivityWindows.Weekend, 20)]
    public void Measure_GivesTheWindowsOf11_2(ActivityWindows window, double minutes) => Assert.Equal(minutes, totals.Minutes(window));

    [Fact]
    public void PerEight_GivesTheMeasuresOf11_2()
    {
        var perEight = Assert.IsType<PerEightHours>(GroupMeasures.Of([totals], isOneClinician: true).PerEight);
        Assert.Equal(2.8333, perEight.EhrTime, 4);
        Assert.Equal(2.1667, perEight.WorkOutsideWork, 4);
    }

    // 01:50 EST to 03:10 EDT: the hour from 02:00 does not exist.
    [Fact]
    public void Measure_LosesNothingWhenClocksGoForward()
    {
        var log = A.Log([.. A.Working("2024-03-10T01:50-05:00", "2024-03-10T03:10-04:00")], "America/New_York");
        Assert.Equal(20 * Microseconds.PerMinute, Assert.Single(log.Measure(A.Period("2024-03-10", "2024-03-11"), CreditRule.Default)).ActiveMicroseconds);
    }

    // 00:30 EDT to 02:30 EST: the hour from 01:00 comes twice.
    [Fact]
    public void Measure_LosesNothingWhenClocksGoBack()
    {
        var log = A.Log([.. A.Working("2024-11-03T00:30-04:00", "2024-11-03T02:30-05:00")], "America/New_York");
        Assert.Equal(180 * Microseconds.PerMinute, Assert.Single(log.Measure(A.Period("2024-11-03", "2024-11-04"), CreditRule.Default)).ActiveMicroseconds);
    }
}
