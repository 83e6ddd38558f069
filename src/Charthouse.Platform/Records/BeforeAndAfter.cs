namespace Charthouse.Platform.Records;

/// <summary>What a measure says about something that happened: the time since against where the time before would have led.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Title">Its name.</param>
/// <param name="Sentence">What changed, in one sentence with its interval; or why that cannot be told yet.</param>
/// <param name="Href">Page with the whole analysis, relative to the base address.</param>
public sealed record BeforeAndAfterReading(RecordRef Measure, string Title, string Sentence, string Href);

/// <summary>The module that keeps measures reads them around what happened in another module, such as a go-live, without either knowing the other (docs/adr/0022). Registered as a singleton.</summary>
public interface IBeforeAndAfter
{
    /// <summary>What the measures among some records say, by name, as far as the current actor may see them.</summary>
    /// <param name="happened">What happened; one of what <see cref="IDatedEvents"/> answers around the measures.</param>
    /// <param name="records">Records; those that are no measures are passed over.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<BeforeAndAfterReading>> ReadAsync(DatedEvent happened, IReadOnlyCollection<RecordRef> records, CancellationToken cancellationToken);
}
