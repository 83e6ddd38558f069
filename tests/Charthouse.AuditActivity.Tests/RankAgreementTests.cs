using CsCheck;

namespace Charthouse.AuditActivity.Tests;

public sealed class RankAgreementTests
{
    private static readonly Gen<(double A, double B)[]> pairs = Gen.Select(Gen.Int[0, 5].Select(i => (double)i), Gen.Int[0, 5].Select(i => (double)i)).Array[0, 9];

    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 10, 20, 30, 40 }, 1)]
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 4, 3, 2, 1 }, -1)]
    // One pair of six is out of order: (5 − 1) / 6.
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 1, 2, 4, 3 }, 0.66666666666666663)]
    // A tie in each list: 4 concordant, 0 discordant, 1 tied only in a, 1 only in b: 4 / √(5·5).
    [InlineData(new double[] { 1, 1, 2, 3 }, new double[] { 1, 2, 3, 3 }, 0.8)]
    // The same tie in both lists takes the pair out of both sides: 5 / √(5·5).
    [InlineData(new double[] { 1, 1, 2, 3 }, new double[] { 5, 5, 6, 7 }, 1)]
    public void KendallTauB_KnownValues(double[] a, double[] b, double tau) => Assert.Equal(tau, RankAgreement.KendallTauB(a, b)!.Value, 1e-15);

    [Fact]
    public void KendallTauB_IsNullWithoutAnOrder()
    {
        Assert.Null(RankAgreement.KendallTauB([], []));
        Assert.Null(RankAgreement.KendallTauB([1], [2]));
        Assert.Null(RankAgreement.KendallTauB([1, 2], [3, 3]));
        Assert.Throws<ArgumentException>(() => RankAgreement.KendallTauB([1, 2], [1]));
    }

    [Fact]
    public void KendallTauB_IsSymmetricAndTurnsItsSign() => pairs.Sample(values =>
    {
        double[] a = [.. values.Select(pair => pair.A)], b = [.. values.Select(pair => pair.B)], reversed = [.. b.Select(value => -value)];
        var tau = RankAgreement.KendallTauB(a, b);
        Assert.Equal(tau, RankAgreement.KendallTauB(b, a));
        Assert.Equal(tau, -RankAgreement.KendallTauB(a, reversed));
        Assert.True(tau is null or (>= -1 and <= 1));
    });

    [Fact]
    public void KendallTauB_DependsOnRanksOnly() => pairs.Sample(values =>
    {
        double[] a = [.. values.Select(pair => pair.A)], b = [.. values.Select(pair => pair.B)], stretched = [.. a.Select(value => Math.Exp(value) - 7)];
        Assert.Equal(RankAgreement.KendallTauB(a, b), RankAgreement.KendallTauB(stretched, b));
    });
}
