namespace Charthouse.Spc.Tests.Published;

/// <summary>Swed and Eisenhart 1943, table of 2.5 % points, as in Siegel's table F: significant are runs up to the first and from the second number on.</summary>
public sealed class RunCountTests
{
    [Theory]
    [InlineData(8, 8, 4, 14)]
    [InlineData(10, 10, 6, 16)]
    [InlineData(15, 15, 10, 22)]
    [InlineData(20, 20, 14, 28)]
    public void Limits_AreThoseOfTheTable(int above, int below, int tooFew, int tooMany) => Assert.Equal((tooFew + 1, tooMany - 1), RunCount.Limits(above, below));

    [Fact]
    public void Of_CountsRuns()
    {
        Assert.Equal(3, RunCount.Of([1, 1, 0, 1, -1, -1, 1]).Runs);
        Assert.True(RunCount.Of([.. Enumerable.Repeat(1, 8), .. Enumerable.Repeat(-1, 8)]).IsTooFew);
        Assert.True(RunCount.Of([.. Enumerable.Range(0, 16).Select(i => i % 2 == 0 ? 1 : -1)]).IsTooMany);
        Assert.Equal((1, null, null), (RunCount.Of([1, 1]).Runs, RunCount.Of([1, 1]).Fewest, RunCount.Of([1, 1]).Most));
    }
}
