namespace Charthouse.AuditActivity.Tests;

public sealed class ActivityWindowNamesTests
{
    // activity-cli.md, "Names of the windows", in its order; a key's index is the number of the window's bit.
    [Theory]
    [InlineData(ActivityWindows.OutsideScheduled, "outsideScheduled")]
    [InlineData(ActivityWindows.OutsideSchedule30, "outsideSchedule30")]
    [InlineData(ActivityWindows.UnscheduledDay, "unscheduledDay")]
    [InlineData(ActivityWindows.Outside7To19, "outside7to19")]
    [InlineData(ActivityWindows.Pajama, "pajama")]
    [InlineData(ActivityWindows.After18Before6Weekend, "after18before6Weekend")]
    [InlineData(ActivityWindows.Night18To6, "night18to6")]
    [InlineData(ActivityWindows.Weekend, "weekend")]
    public void Keys_StandAtTheBitOfTheirWindow(ActivityWindows window, string key) =>
        Assert.Equal(key, ActivityWindowNames.Keys[System.Numerics.BitOperations.TrailingZeroCount((uint)window)]);

    [Fact]
    public void Keys_AreEight() => Assert.Equal(ActivityWindowNames.Count, ActivityWindowNames.Keys.Count);
}
