namespace Charthouse.Platform.Records;

/// <summary>A record of any module.</summary>
/// <param name="Kind">Kind, such as <c>person</c>.</param>
/// <param name="Id">Id.</param>
public readonly record struct RecordRef(string Kind, Guid Id);

/// <summary>What other pages show of a record.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Href">Its page, relative to the base address.</param>
/// <param name="State">Its state in words; <c>null</c> when it has none.</param>
/// <param name="Owner">Who owns it; <c>null</c> when nobody does.</param>
/// <param name="On">The date that matters next or last; <c>null</c> when there is none.</param>
public sealed record RecordSummary(string Title, string Href, string? State = null, string? Owner = null, DateOnly? On = null);

/// <summary>How a module names, authorises and shows one kind of its records, so that links, threads, search, comments and notifications work across modules.</summary>
public interface IRecordKind
{
    /// <summary>Kind, such as <c>person</c>.</summary>
    string Kind { get; }

    /// <summary>What one is called, such as "Person".</summary>
    string Label { get; }

    /// <summary>Icon of the sprite.</summary>
    string Icon { get; }

    /// <summary>Summaries of the records that exist and that the current actor may see; the others are absent.</summary>
    Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);
}
