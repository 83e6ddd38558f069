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
    [InlineData(new[] { 1.0, 2, 3, 5, 8, 13 }, 18.0 / 4)]
    [InlineData(new[] { 1.0, 2, 3, 4, 6, 9, 9 }, 13.0 / 3)]
    [InlineData(new[] { 0.0, 1, 2, 4, 8, 16, 32, 64 }, 30.0 / 4)]
    public void Median_IsNeverTheFigureOfOnePerson(double[] ascending, double middle) => Assert.Equal(middle, ReadOwnFigures.MiddleOf(ascending), 12);

    // Whoever knows the own figure, and takes it away, is left with the sum of two others at least; and no reader's own figure moves the middle by itself alone.
    [Fact]
    public void Median_LeavesTwoOthersAtLeast_ToWhoeverKnowsOne()
    {
        for (var count = 6; count <= 15; count++)
        {
            double[] people = [.. Enumerable.Range(0, count).Select(i => Math.Pow(2, i))];
            var middle = ReadOwnFigures.MiddleOf(people);
            // Powers of two: each sum is made of one set of people only.
            var taken = Enumerable.Range(1, count).First(n => Math.Abs((middle * n) - Math.Round(middle * n)) < 1e-9 && System.Numerics.BitOperations.PopCount((ulong)Math.Round(middle * n)) == n);
            Assert.InRange(taken, 3, 4);
        }
    }
}
