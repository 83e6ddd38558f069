namespace Charthouse.Platform.Jobs;

/// <summary>Work in the background that a module queues by itself (docs/adr/0012), so that the Jobs page and the status page show it beside the jobs.</summary>
public interface IOtherWork
{
    /// <summary>What waits or runs.</summary>
    Task<IReadOnlyList<WorkUnderWay>> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>Work that waits or runs.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Href">Its page, relative to the base address.</param>
/// <param name="Permission">What it takes to open that page.</param>
/// <param name="IsRunning">Whether it runs; otherwise it waits.</param>
/// <param name="Share">How far it is, from 0 to 1; <c>null</c> when nobody knows.</param>
/// <param name="Step">What happens now, in a few words.</param>
/// <param name="RequestedAt">When it was asked for.</param>
public sealed record WorkUnderWay(string Title, string Href, string Permission, bool IsRunning, double? Share, string? Step, DateTimeOffset RequestedAt);
