using Charthouse.Measure.OwnActivity;
using Charthouse.Platform.Records;

namespace Charthouse.Measure.Tests.OwnActivity;

/// <summary>The rules of a share, without a store.</summary>
public sealed class ActivityShareTests
{
    private static readonly Guid clinician = Guid.CreateVersion7(), colleague = Guid.CreateVersion7();
    private static readonly DateOnly today = new(2026, 11, 26);
    private static readonly DateTimeOffset now = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Share_EndsAfterItsLastDay_AndNotOnIt()
    {
        var share = ActivityShare.Make(clinician, colleague, today, now, today).Value;
        Assert.True(share.IsOpen(today));
        Assert.False(share.IsOpen(today.AddDays(1)));
        Assert.Equal(ActivityShareProblems.Ended, share.Revoke(now, today.AddDays(1)));
        Assert.Null(share.RevokedAt);
    }

    [Fact]
    public void Share_WithoutALastDay_EndsWhenItIsRevoked()
    {
        var share = ActivityShare.Make(clinician, colleague, null, now, today).Value;
        Assert.True(share.IsOpen(today.AddYears(50)));
        Assert.Null(share.Revoke(now, today));
        Assert.False(share.IsOpen(today));
        Assert.Equal(ActivityShareProblems.Ended, share.Revoke(now, today));
    }

    [Fact]
    public void Share_WithOneself_OrUntilYesterday_IsRefused()
    {
        Assert.Equal(ActivityShareProblems.WithSelf, ActivityShare.Make(clinician, clinician, null, now, today).Problems.Single());
        Assert.Equal(ActivityShareProblems.EndsBeforeToday, ActivityShare.Make(clinician, colleague, today.AddDays(-1), now, today).Problems.Single());
    }

    [Theory]
    [InlineData(true, true, true, true)]
    [InlineData(false, true, true, false)]
    [InlineData(true, false, true, false)]
    [InlineData(true, true, false, false)]
    public void Share_IsOpen_OnlyWhileBothAreThere_AndTheClinicianIsInTheLog(bool isClinicianActive, bool isInLog, bool isColleagueActive, bool isOpen)
    {
        var share = ActivityShare.Make(clinician, colleague, null, now, today).Value;
        Dictionary<Guid, DirectoryStanding> standings = new() { [clinician] = new(isClinicianActive, isInLog ? "U1" : null), [colleague] = new(isColleagueActive, null) };
        Assert.Equal(isOpen, SharedFigures.IsOpen(share, standings, today));
        Assert.False(SharedFigures.IsOpen(share, new Dictionary<Guid, DirectoryStanding>(), today));
    }

    [Theory]
    [InlineData(new[] { 1.0, 2, 3, 4, 5, 6 }, 3.5)]
    [InlineData(new[] { 1.0, 2, 3, 4, 6, 9, 9 }, 13.0 / 3)]
    public void Median_IsNeverTheFigureOfOnePerson(double[] ascending, double middle) => Assert.Equal(middle, ReadOwnFigures.MiddleOf(ascending), 12);
}
