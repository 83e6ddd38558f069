namespace Charthouse.AuditActivity.Tests;

public sealed class GroupMeasuresTests
{
    [Fact]
    public void Of_AddsUpBeforeItDivides()
    {
        // 4 × (10 h scheduled, 5 h active) and 1 × (40 h, 2 h): 8 × 22 / 80.
        var group = GroupMeasures.Of([.. Enumerable.Repeat(Of(10, 5), 4), Of(40, 2)], isOneClinician: false);
        Assert.Equal((5, 5, false), (group.Clinicians, group.Included, group.IsSuppressed));
        Assert.Equal(2.2, group.PerEight!.EhrTime, 1e-12);
        Assert.Equal(22 * Microseconds.PerHour, group.Sums.ActiveMicroseconds);
        Assert.Null(group.Reason);
    }

    // Rule 8: those below the minimum count in the sums and not in the per-8-hour measures.
    [Fact]
    public void Of_LeavesThoseBelowTheMinimumOutOfPerEight()
    {
        var group = GroupMeasures.Of([.. Enumerable.Repeat(Of(8, 4), 5), Of(7.999, 4)], isOneClinician: false);
        Assert.Equal((6, 5), (group.Clinicians, group.Included));
        Assert.Equal(4, group.PerEight!.EhrTime, 1e-12);
        Assert.Equal(24 * Microseconds.PerHour, group.Sums.ActiveMicroseconds);
    }

    [Fact]
    public void Of_SuppressesAGroupOfFewerThanFive()
    {
        Assert.True(GroupMeasures.Of([.. Enumerable.Repeat(Of(10, 5), 4)], isOneClinician: false).IsSuppressed);
        // The fifth has credited time only: neither an event nor a visit of the period.
        Assert.True(GroupMeasures.Of([.. Enumerable.Repeat(Of(10, 5), 4), new ActivityTotals()], isOneClinician: false).IsSuppressed);
        Assert.False(GroupMeasures.Of([.. Enumerable.Repeat(Of(10, 5), 4), new ActivityTotals { Events = 1 }], isOneClinician: false).IsSuppressed);
    }

    [Fact]
    public void Of_NeedsFiveWithScheduledHoursForPerEight()
    {
        var group = GroupMeasures.Of([.. Enumerable.Repeat(Of(10, 5), 4), Of(1, 1)], isOneClinician: false);
        Assert.Equal((false, 4), (group.IsSuppressed, group.Included));
        Assert.Null(group.PerEight);
        Assert.Equal(MissingReason.TooFewWithScheduledHours, group.Reason);
        Assert.Equal(21 * Microseconds.PerHour, group.Sums.ActiveMicroseconds);
    }

    [Fact]
    public void Of_NeverSuppressesOneClinician()
    {
        var group = GroupMeasures.Of([Of(8, 4)], isOneClinician: true);
        Assert.Equal((1, 1, false), (group.Clinicians, group.Included, group.IsSuppressed));
        Assert.Equal(4, group.PerEight!.EhrTime, 1e-12);
    }

    [Fact]
    public void Of_GivesNoPerEightBelowTheMinimum()
    {
        var group = GroupMeasures.Of([Of(7.999, 4)], isOneClinician: true);
        Assert.Equal((1, 0, false), (group.Clinicians, group.Included, group.IsSuppressed));
        Assert.Null(group.PerEight);
        Assert.Equal(MissingReason.ScheduledHoursBelowMinimum, group.Reason);
    }

    [Fact]
    public void PerEight_TakesEachMeasureFromItsCategory()
    {
        var totals = new ActivityTotals { Events = 1, ScheduledMicroseconds = 16 * Microseconds.PerHour };
        totals.Add(ActivityCategory.NoteWriting, ActivityWindows.OutsideScheduled, 1 * Microseconds.PerHour);
        totals.Add(ActivityCategory.Inbox, ActivityWindows.OutsideScheduled | ActivityWindows.Weekend, 2 * Microseconds.PerHour);
        totals.Add(ActivityCategory.Prescriptions, ActivityWindows.None, 4 * Microseconds.PerHour);
        totals.Add(ActivityCategory.Orders, ActivityWindows.None, 8 * Microseconds.PerHour);
        var perEight = GroupMeasures.Of([totals], isOneClinician: true).PerEight!;
        Assert.Equal((7.5, 1.5, 0.5, 1.0, 2.0), (perEight.EhrTime, perEight.WorkOutsideWork, perEight.NoteTime, perEight.InboxTime, perEight.PrescriptionTime));
        Assert.Equal(1.0, perEight.OfWindow(7));
    }

    private static ActivityTotals Of(double scheduledHours, int activeHours)
    {
        var totals = new ActivityTotals { Events = 1, ScheduledMicroseconds = (long)(scheduledHours * Microseconds.PerHour) };
        totals.Add(ActivityCategory.Inbox, ActivityWindows.None, activeHours * Microseconds.PerHour);
        return totals;
    }
}
