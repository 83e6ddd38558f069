using CsCheck;

namespace Charthouse.AuditActivity.Tests;

public sealed class MicrosecondsTests
{
    [Fact]
    public void FromInstant_GoesBothWays() => Gen.Long[-60_000_000_000_000_000, 250_000_000_000_000_000].Sample(at =>
        Assert.Equal(at, Microseconds.FromInstant(Microseconds.ToInstant(at))));

    [Fact]
    public void FromInstant_CutsOffWhatIsFiner()
    {
        Assert.Equal(0, Microseconds.FromInstant(DateTimeOffset.UnixEpoch.AddTicks(9)));
        Assert.Equal(-1, Microseconds.FromInstant(DateTimeOffset.UnixEpoch.AddTicks(-1)));
    }
}
