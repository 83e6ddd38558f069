namespace Charthouse.Listen.PainPoints.Report;

/// <summary>An answer that is asked for with each page and changes by the day: read again after a minute. Two visitors at the turn of a minute may both read it.</summary>
internal sealed class KeptShortly<T>(TimeProvider clock, Func<CancellationToken, Task<T>> read)
{
    private static readonly TimeSpan keptFor = TimeSpan.FromMinutes(1);

    private sealed record Kept(DateTimeOffset At, T Value);

    private Kept? last;

    public async Task<T> GetAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (last is { } known && now - known.At < keptFor) return known.Value;
        var value = await read(cancellationToken);
        last = new(now, value);
        return value;
    }
}
