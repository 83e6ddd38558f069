namespace Charthouse.Demo.Tests;

public sealed class LargeLogTests
{
    [Theory]
    [InlineData(50_000, 20)]
    [InlineData(1_003, 7)]
    [InlineData(3, 3)]
    [InlineData(30_000, 1)]
    public void Write_MakesExactlyTheRowsAskedForSharedEvenly(int events, int clinicians)
    {
        using var folder = new TemporaryFolder();
        var files = LargeLog.Write(folder.Path, events, clinicians, seed: 1, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(events, files.EventCount);
        var rows = Csv.Read(Assert.Single(files.Events)).Skip(1).ToList();
        Assert.Equal(events, rows.Count);
        var perUser = rows.CountBy(r => r[1]).ToList();
        Assert.Equal(clinicians, perUser.Count);
        Assert.InRange(perUser.Max(u => u.Value) - perUser.Min(u => u.Value), 0, 1);
        Assert.True(rows.Zip(rows.Skip(1)).All(p => string.CompareOrdinal(p.First[2], p.Second[2]) <= 0));
    }

    [Fact]
    public void Write_DependsOnTheSeedAlone()
    {
        Assert.Equal(Text(seed: 5), Text(seed: 5));
        Assert.NotEqual(Text(seed: 5), Text(seed: 6));

        static string Text(int seed)
        {
            using var folder = new TemporaryFolder();
            return File.ReadAllText(LargeLog.Write(folder.Path, 5_000, 10, seed, cancellationToken: TestContext.Current.CancellationToken).Events[0]);
        }
    }
}
