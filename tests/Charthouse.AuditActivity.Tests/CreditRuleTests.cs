namespace Charthouse.AuditActivity.Tests;

public sealed class CreditRuleTests
{
    [Fact]
    public void Constructor_RefusesTimeOutsOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CreditRule(Estimator.Drop, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CreditRule(Estimator.Drop, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CreditRule(Estimator.Drop, Microseconds.PerDay + 1));
        Assert.Equal(Microseconds.PerDay, new CreditRule(Estimator.Drop, Microseconds.PerDay).TimeOutMicroseconds);
    }

    [Fact]
    public void Constructor_RefusesUnknownNames()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CreditRule((Estimator)3, Microseconds.PerSecond));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CreditRule(Estimator.Drop, Microseconds.PerSecond, (TimeOutBoundary)2));
    }

    [Fact]
    public void Default_IsTheDefinitionsDefault() => Assert.Equal(A.Rule(Estimator.Drop, 300, TimeOutBoundary.Inclusive), CreditRule.Default);

    // A millisecond below, at and above the time-out of 300 s; null is the very last event.
    [Theory]
    [InlineData(Estimator.Drop, TimeOutBoundary.Inclusive, 299_999, 299_999)]
    [InlineData(Estimator.Drop, TimeOutBoundary.Inclusive, 300_000, 300_000)]
    [InlineData(Estimator.Drop, TimeOutBoundary.Inclusive, 300_001, 0)]
    [InlineData(Estimator.Drop, TimeOutBoundary.Exclusive, 299_999, 299_999)]
    [InlineData(Estimator.Drop, TimeOutBoundary.Exclusive, 300_000, 0)]
    [InlineData(Estimator.Drop, TimeOutBoundary.Inclusive, 0, 0)]
    [InlineData(Estimator.Drop, TimeOutBoundary.Inclusive, null, 0)]
    [InlineData(Estimator.Cap, TimeOutBoundary.Inclusive, 299_999, 299_999)]
    [InlineData(Estimator.Cap, TimeOutBoundary.Exclusive, 300_000, 300_000)]
    [InlineData(Estimator.Cap, TimeOutBoundary.Inclusive, 300_001, 300_000)]
    [InlineData(Estimator.Cap, TimeOutBoundary.Inclusive, null, 0)]
    [InlineData(Estimator.Union, TimeOutBoundary.Exclusive, 300_001, 300_000)]
    [InlineData(Estimator.Union, TimeOutBoundary.Inclusive, null, 300_000)]
    public void Credit_FollowsTheEstimator(Estimator estimator, TimeOutBoundary boundary, int? gapMilliseconds, long creditMilliseconds) =>
        Assert.Equal(creditMilliseconds * Microseconds.PerMillisecond, A.Rule(estimator, 300, boundary).Credit(gapMilliseconds * Microseconds.PerMillisecond));
}
