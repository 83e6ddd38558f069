namespace Charthouse.Platform.Records;

/// <summary>Something of a record that happened, or is planned, on a day, for the pins of a chart.</summary>
/// <param name="Record">The record.</param>
/// <param name="On">The day.</param>
/// <param name="Title">What, in a few words.</param>
/// <param name="Href">Its page, relative to the base address.</param>
public sealed record DatedEvent(RecordRef Record, DateOnly On, string Title, string Href);

/// <summary>A module says what happened around a record of another module, such as the cycles that a measure belongs to, without either knowing the other. Registered as a singleton; a module may register several.</summary>
public interface IDatedEvents
{
    /// <summary>What the current actor may see of it, earliest first.</summary>
    Task<IReadOnlyList<DatedEvent>> AroundAsync(RecordRef record, CancellationToken cancellationToken);
}
