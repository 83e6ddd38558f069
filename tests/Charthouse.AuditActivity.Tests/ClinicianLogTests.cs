namespace Charthouse.AuditActivity.Tests;

public sealed class ClinicianLogTests
{
    private static readonly LocalPeriod day = A.Period("2024-03-05", "2024-03-06");

    [Fact]
    public void Constructor_RefusesWhatMakesNoSense()
    {
        Assert.Throws<ArgumentException>(() => A.Log([A.Event("2024-03-05T09:00Z"), A.Event("2024-03-05T08:59Z")]));
        Assert.Throws<ArgumentException>(() => A.Log([], "UTC", A.Visit("2024-03-05T09:00Z", "2024-03-05T09:00Z")));
        Assert.Throws<ArgumentException>(() => new ClinicianLog([], [], [], A.Calendar("UTC")));
    }

    [Fact]
    public void Constructor_RefusesMembershipsOutOfOrder()
    {
        Assert.Throws<ArgumentException>(() => new ClinicianLog(
            [], [], [new Membership(long.MinValue, 0), new Membership(A.Instant("2024-03-05T12:00Z"), 1), new Membership(A.Instant("2024-03-05T09:00Z"), 2)], A.Calendar("UTC")));
    }

    [Fact]
    public void Measure_GivesNothingForSomebodyWhoWasAway() =>
        Assert.Empty(A.Log([A.Event("2024-03-04T09:00Z"), A.Event("2024-03-07T09:00Z")]).Measure(day, CreditRule.Default));

    // Rule 1: the gap goes to the next event whatever the period; rule 3: the interval is clipped to it.
    [Fact]
    public void Measure_CountsCreditThatRunsIntoThePeriod()
    {
        var totals = Assert.Single(A.Log([A.Event("2024-03-04T23:59Z"), A.Event("2024-03-05T00:03Z")]).Measure(day, CreditRule.Default));
        Assert.Equal((3 * Microseconds.PerMinute, 1L, 1L), (totals.ActiveMicroseconds, totals.Events, totals.Sessions));
    }

    [Fact]
    public void Measure_CountsCreditUpToTheEndOfThePeriod()
    {
        var totals = Assert.Single(A.Log([A.Event("2024-03-05T23:59Z"), A.Event("2024-03-06T00:03Z")]).Measure(day, CreditRule.Default));
        Assert.Equal(Microseconds.PerMinute, totals.ActiveMicroseconds);
    }

    [Fact]
    public void Measure_DoesNotCallSomebodyPresentForCreditAlone()
    {
        var totals = Assert.Single(A.Log([A.Event("2024-03-04T23:59Z")]).Measure(day, A.Rule(Estimator.Union, 300)));
        Assert.Equal(4 * Microseconds.PerMinute, totals.ActiveMicroseconds);
        Assert.False(totals.IsPresent);
    }

    // Rule 7: the first event of the period starts a session; what came before does not make a switch.
    [Fact]
    public void Measure_StartsASessionWithThePeriod()
    {
        var totals = Assert.Single(A.Log([A.Event("2024-03-04T23:59Z", 1), A.Event("2024-03-05T00:01Z", 2), A.Event("2024-03-05T00:02Z", 3)]).Measure(day, CreditRule.Default));
        Assert.Equal((1L, 1L), (totals.Sessions, totals.PatientSwitches));
    }

    [Fact]
    public void Measure_ForgetsThePatientBetweenSessions()
    {
        var totals = Assert.Single(A.Log([A.Event("2024-03-05T09:00Z", 1), A.Event("2024-03-05T09:05:00.001Z", 2)]).Measure(day, CreditRule.Default));
        Assert.Equal((2L, 0L), (totals.Sessions, totals.PatientSwitches));
    }

    [Fact]
    public void Measure_CountsOverlappingAndTouchingVisitsOnce()
    {
        var log = A.Log([], "UTC",
            A.Visit("2024-03-05T10:00Z", "2024-03-05T11:00Z"), A.Visit("2024-03-05T09:00Z", "2024-03-05T10:00Z"),
            A.Visit("2024-03-05T09:30Z", "2024-03-05T10:30Z"), A.Visit("2024-03-05T09:40Z", "2024-03-05T09:50Z"));
        Assert.Equal(2 * Microseconds.PerHour, Assert.Single(log.Measure(day, CreditRule.Default)).ScheduledMicroseconds);
    }

    [Fact]
    public void Measure_ClipsAVisitOverMidnightToThePeriod()
    {
        var totals = Assert.Single(A.Log([], "UTC", A.Visit("2024-03-04T22:00Z", "2024-03-05T03:00Z")).Measure(day, CreditRule.Default));
        Assert.Equal((3 * Microseconds.PerHour, 0L), (totals.ScheduledMicroseconds, totals.ScheduledDays));
        Assert.True(totals.IsPresent);
    }

    // Rule 4: a date's last end may lie on the next day; the next date has no start of its own.
    [Fact]
    public void Measure_KeepsTheMarginOnTheDateOfTheStart()
    {
        var log = A.Log(
            [.. A.Working("2024-03-05T21:00Z", "2024-03-05T22:00Z"), .. A.Working("2024-03-06T02:00Z", "2024-03-06T04:00Z")], "UTC", A.Visit("2024-03-05T22:00Z", "2024-03-06T03:00Z"));
        var totals = Assert.Single(log.Measure(A.Period("2024-03-05", "2024-03-07"), CreditRule.Default));
        Assert.Equal(30, totals.Minutes(ActivityWindows.OutsideSchedule30));
        Assert.Equal(120, totals.Minutes(ActivityWindows.UnscheduledDay));
        Assert.Equal(120, totals.Minutes(ActivityWindows.OutsideScheduled));
    }

    [Fact]
    public void Measure_SplitsBetweenGroupsAtTheEvent()
    {
        var log = new ClinicianLog(
            [A.Event("2024-03-05T09:58Z"), A.Event("2024-03-05T10:01Z"), A.Event("2024-03-05T10:02Z")], [A.Visit("2024-03-05T09:00Z", "2024-03-05T11:00Z")],
            [new Membership(long.MinValue, 7), new Membership(A.Instant("2024-03-05T10:00Z"), 8)], A.Calendar("UTC"));
        var groups = log.Measure(day, CreditRule.Default);
        Assert.Equal([7, 8], groups.Select(totals => totals.Group));
        // The credit of 09:58 stays whole with the group at its event; scheduled time is split at the instant of the change.
        Assert.Equal([3 * Microseconds.PerMinute, Microseconds.PerMinute], groups.Select(totals => totals.ActiveMicroseconds));
        Assert.Equal([Microseconds.PerHour, Microseconds.PerHour], groups.Select(totals => totals.ScheduledMicroseconds));
        Assert.Equal([1L, 0L], groups.Select(totals => totals.Sessions));
    }

    [Fact]
    public void Measure_AllocatesNothingForEachEvent()
    {
        var start = A.Instant("2024-01-01T00:00Z");
        var events = new ActivityEvent[100_000];
        for (var i = 0; i < events.Length; i++) events[i] = new ActivityEvent(start + (i * 37L * Microseconds.PerSecond), (ActivityCategory)(i % 13), i % 5 == 0 ? null : i % 7);
        var visits = Enumerable.Range(0, 30).Select(i => new Appointment(start + (i * Microseconds.PerDay) + (9 * Microseconds.PerHour), start + (i * Microseconds.PerDay) + (15 * Microseconds.PerHour))).ToArray();
        var log = A.Log(events, "America/New_York", visits);
        var period = A.Period("2024-01-01", "2024-04-01");
        log.Measure(period, CreditRule.Default);

        var before = GC.GetAllocatedBytesForCurrentThread();
        log.Measure(period, CreditRule.Default);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 50_000, $"{allocated} bytes for 100,000 events");
    }
}
