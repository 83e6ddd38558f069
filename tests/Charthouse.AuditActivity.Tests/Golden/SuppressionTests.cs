namespace Charthouse.AuditActivity.Tests.Golden;

public sealed class SuppressionTests
{
    // activity.md §11.12: k = 5, siblings 12, 9, 2, 1: hide 2 and 1 (sum 3 < 5), so also hide 9; show 12.
    [Fact]
    public void Hidden_HidesTheNextSmallestSiblingOf11_12() => Assert.Equal([false, true, true, true], Suppression.Hidden([12, 9, 2, 1], 5));
}
