using CsCheck;

namespace Charthouse.AuditActivity.Tests;

public sealed class SuppressionTests
{
    private static readonly Gen<int[]> sizes = Gen.Frequency((3, Gen.Int[0, 6]), (1, Gen.Int[0, 40])).Array[0, 12];

    [Fact]
    public void Hidden_ShowsNoSmallGroup() => sizes.Sample(groups =>
    {
        var hidden = Suppression.Hidden(groups);
        for (var i = 0; i < groups.Length; i++) Assert.True(hidden[i] || groups[i] is 0 or >= 5);
    });

    [Fact]
    public void Hidden_LeavesNobodyToBeDerived() => sizes.Sample(groups =>
    {
        var hidden = Suppression.Hidden(groups);
        var people = groups.Where((_, i) => hidden[i]).Sum();
        var everybody = groups.Where((size, i) => size > 0 && !hidden[i]).Sum() == 0;
        Assert.True(people == 0 || people >= 5 || everybody, $"{people} people hidden");
    });

    [Fact]
    public void Hidden_HidesNoMoreThanItMust() => sizes.Sample(groups =>
    {
        var hidden = Suppression.Hidden(groups);
        var complementary = groups.Where((size, i) => hidden[i] && size >= 5).ToList();
        var small = groups.Where(size => size is > 0 and < 5).Sum();
        if (small is 0 or >= 5) Assert.Empty(complementary);
        else Assert.Equal(groups.Where(size => size >= 5).Order().Take(1), complementary);
    });

    [Fact]
    public void Hidden_DependsOnSizesAndNotOnOrder() => Gen.Select(sizes, Gen.Int).Sample((groups, seed) =>
    {
        var shuffled = groups.ToArray();
        new Random(seed).Shuffle(shuffled);
        Assert.Equal(HiddenSizes(groups), HiddenSizes(shuffled));

        static IEnumerable<int> HiddenSizes(int[] groups) => groups.Where((_, i) => Suppression.Hidden(groups)[i]).Order();
    });

    [Theory]
    [InlineData(new int[0], new bool[0])]
    [InlineData(new[] { 3 }, new[] { true })]
    [InlineData(new[] { 5, 7 }, new[] { false, false })]
    [InlineData(new[] { 4, 1, 9 }, new[] { true, true, false })]
    [InlineData(new[] { 1, 9, 9 }, new[] { true, true, false })]
    [InlineData(new[] { 0, 12 }, new[] { false, false })]
    public void Hidden_OfSomeSizes(int[] groups, bool[] hidden) => Assert.Equal(hidden, Suppression.Hidden(groups));
}
