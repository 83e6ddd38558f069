namespace Charthouse.Platform.Records;

/// <summary>Why something needs somebody.</summary>
public enum DueKind
{
    /// <summary>A patient may be at risk.</summary>
    Safety,
    /// <summary>Somebody was promised an answer.</summary>
    Promise,
    /// <summary>A decision waits.</summary>
    Decision,
    /// <summary>A go-live is near, or its check is open.</summary>
    GoLive,
    /// <summary>What was changed is to be looked at.</summary>
    Effect,
    /// <summary>A record has not moved for too long, or has no owner.</summary>
    Stuck,
    /// <summary>A measure changed more than chance explains.</summary>
    Signal,
}

/// <summary>Something that the current actor is asked for.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Record">The record that it is about.</param>
/// <param name="Title">Title of the record.</param>
/// <param name="Action">What to do, as a verb phrase: "Write the answer".</param>
/// <param name="Href">Where it is done, relative to the base address.</param>
/// <param name="On">The day by which; <c>null</c> when there is none.</param>
/// <param name="Note">One short sentence that says why; <c>null</c> when the title says it.</param>
public sealed record DueItem(DueKind Kind, RecordRef Record, string Title, string Action, string Href, DateOnly? On, string? Note = null);

/// <summary>A module says what needs the current actor now, so that one page shows it all. Registered as a singleton; a module may register several.</summary>
public interface IDueItems
{
    /// <summary>What the current actor is asked for, due until a day or without one, as far as the actor may see it.</summary>
    /// <param name="today">Today, where the organisation is.</param>
    /// <param name="until">The last day that is looked at.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<DueItem>> DueAsync(DateOnly today, DateOnly until, CancellationToken cancellationToken);
}
