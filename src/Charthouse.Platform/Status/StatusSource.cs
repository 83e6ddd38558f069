namespace Charthouse.Platform.Status;

/// <summary>A part of the program that has something to say on the status page. Registered as a singleton.</summary>
public interface IStatusSource
{
    /// <summary>How it is now.</summary>
    Task<StatusGroup> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>A card of the status page.</summary>
/// <param name="Title">Title.</param>
/// <param name="Order">Place on the page.</param>
/// <param name="Lines">What is known.</param>
public sealed record StatusGroup(string Title, int Order, IReadOnlyList<StatusLine> Lines);

/// <summary>One fact of the status page.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Value">What is known, for people; <c>null</c> when there is only an instant.</param>
/// <param name="At">An instant, shown in the organisation's civil time.</param>
/// <param name="Warning">What is wrong and what to do, in whole sentences; <c>null</c> when all is well.</param>
public sealed record StatusLine(string Name, string? Value, DateTimeOffset? At = null, string? Warning = null);
