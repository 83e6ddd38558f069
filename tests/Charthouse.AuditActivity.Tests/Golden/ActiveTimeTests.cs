namespace Charthouse.AuditActivity.Tests.Golden;

/// <summary>activity.md §11.1: one user, t = 0, 10, 70, 370, 671, 700, 2000, 2005 s.</summary>
public sealed class ActiveTimeTests
{
    private static readonly int[] seconds = [0, 10, 70, 370, 671, 700, 2000, 2005];

    [Theory]
    [InlineData(5, 5, 0, 35, 40, 7, 8)]
    [InlineData(30, 44, 44, 164, 194, 5, 5)]
    [InlineData(45, 44, 44, 224, 269, 5, 5)]
    [InlineData(90, 104, 104, 374, 464, 4, 4)]
    [InlineData(300, 404, 104, 1004, 1304, 3, 4)]
    public void Measure_GivesTheTableOf11_1(int timeOut, int drop, int dropExclusive, int cap, int union, int sessions, int sessionsExclusive)
    {
        Assert.Equal((drop, sessions), Measured(Estimator.Drop, timeOut, TimeOutBoundary.Inclusive));
        Assert.Equal((dropExclusive, sessionsExclusive), Measured(Estimator.Drop, timeOut, TimeOutBoundary.Exclusive));
        Assert.Equal((cap, sessions), Measured(Estimator.Cap, timeOut, TimeOutBoundary.Inclusive));
        Assert.Equal((union, sessions), Measured(Estimator.Union, timeOut, TimeOutBoundary.Inclusive));
    }

    // AT-SPAN has no estimator of its own: it equals AT-DROP for the same time-out, a session of one event being 0.
    [Theory]
    [InlineData(5, 5)]
    [InlineData(30, 44)]
    [InlineData(45, 44)]
    [InlineData(90, 104)]
    [InlineData(300, 404)]
    public void SessionSpans_AddUpToDrop(int timeOut, int drop)
    {
        var (spans, first) = (0, seconds[0]);
        for (var i = 1; i < seconds.Length; i++)
        {
            if (seconds[i] - seconds[i - 1] <= timeOut) continue;
            spans += seconds[i - 1] - first;
            first = seconds[i];
        }

        spans += seconds[^1] - first;
        Assert.Equal(drop, spans);
        Assert.Equal(spans, Measured(Estimator.Drop, timeOut, TimeOutBoundary.Inclusive).Seconds);
    }

    private static (long Seconds, long Sessions) Measured(Estimator estimator, int timeOut, TimeOutBoundary boundary)
    {
        var start = A.Instant("2024-03-05T09:00Z");
        var log = A.Log([.. seconds.Select(second => new ActivityEvent(start + (second * Microseconds.PerSecond), ActivityCategory.Other, null))]);
        var totals = Assert.Single(log.Measure(A.Period("2024-03-05", "2024-03-06"), A.Rule(estimator, timeOut, boundary)));
        return (totals.ActiveMicroseconds / Microseconds.PerSecond, totals.Sessions);
    }
}
