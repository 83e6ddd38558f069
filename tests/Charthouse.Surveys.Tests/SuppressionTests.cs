using CsCheck;

namespace Charthouse.Surveys.Tests;

public sealed class SuppressionTests
{
    private static readonly Gen<int[]> counts = Gen.Frequency((3, Gen.Int[0, 7]), (1, Gen.Int[0, 40])).Array[0, 9];

    [Fact]
    public void GoldenExample_HidesTheNineToo()
    {
        var shown = Suppression.Of([12, 9, 2, 1]);
        Assert.Equal([true, false, false, false], shown.IsShown);
        Assert.True(shown.IsTotalShown);
    }

    [Fact]
    public void Edges()
    {
        Assert.Equal([true, true], Suppression.Of([5, 5]).IsShown);
        Assert.Equal([false, false], Suppression.Of([4, 5]).IsShown);
        Assert.Equal([false, false, true], Suppression.Of([3, 2, 5]).IsShown);
        Assert.Equal([false, false], Suppression.Of([0, 50]).IsShown);
        Assert.False(Suppression.Of([2, 2]).IsTotalShown);
        Assert.False(Suppression.Of([]).IsTotalShown);
        Assert.Equal([true, false, false], Suppression.Of([9, 9, 3], 5).IsShown);
        Assert.Equal([false, false, true], Suppression.Of([9, 9, 12], 10).IsShown);
    }

    // What a reader can compute from shown rows and the total is the sum of all hidden ones, and never less.
    [Fact]
    public void NoHiddenGroup_CanBeComputed() => Gen.Select(counts, Gen.Int[1, 12]).Sample((groups, fewest) =>
    {
        var shown = Suppression.Of(groups, fewest);
        Assert.All(groups.Where((_, i) => shown.IsShown[i]), count => Assert.True(count >= fewest));
        int[] hidden = [.. groups.Where((_, i) => !shown.IsShown[i])];
        Assert.NotEqual(1, groups.Length > 1 ? hidden.Length : 0);
        Assert.True(hidden.Length == 0 || hidden.Sum() >= fewest || !shown.IsTotalShown);
        Assert.Equal(groups.Sum() >= fewest, shown.IsTotalShown);
    });

    [Fact]
    public void OrderOfGroups_ChangesOnlyWhichOfTheSameSizeIsHidden() => Gen.Select(counts, Gen.Int[1, 12]).Sample((groups, fewest) =>
        Assert.Equal(Sizes(groups, fewest), Sizes([.. groups.Reverse()], fewest)));

    [Fact]
    public void Change_OfAFew_IsHidden()
    {
        Assert.Equal([true, true], Suppression.OfChange([10, 10], [10, 15]).IsShown);
        Assert.Equal([false, false], Suppression.OfChange([10, 10], [10, 11]).IsShown);
        Assert.False(Suppression.OfChange([10, 10], [10, 11]).IsTotalShown);
        Assert.True(Suppression.OfChange([10, 10], [10, 10]).IsTotalShown);
        Assert.Equal([true, false, false], Suppression.OfChange([20, 10, 10], [20, 12, 14]).IsShown);
    }

    [Fact]
    public void NoChange_OfAFew_CanBeComputed() => Gen.Select(Gen.Int[0, 20], Gen.Int[0, 9]).Array[1, 8].Sample(groups =>
    {
        int[] earlier = [.. groups.Select(group => group.Item1)], later = [.. groups.Select(group => group.Item1 + group.Item2)];
        var (shown, now) = (Suppression.OfChange(earlier, later), Suppression.Of(later));
        for (var i = 0; i < groups.Length; i++)
        {
            if (!shown.IsShown[i]) continue;
            Assert.True(now.IsShown[i]);
            Assert.True(groups[i].Item2 is 0 or >= 5);
        }

        var hidden = groups.Where((_, i) => !shown.IsShown[i]).Sum(group => group.Item2);
        Assert.True(hidden is 0 or >= 5 || !shown.IsTotalShown);
    });

    private static IEnumerable<int> Sizes(int[] groups, int fewest)
    {
        var shown = Suppression.Of(groups, fewest);
        return groups.Where((_, i) => shown.IsShown[i]).Order();
    }
}
