namespace Charthouse.Platform.Records;

/// <summary>A record of any module.</summary>
/// <param name="Kind">Kind, such as <c>person</c>.</param>
/// <param name="Id">Id.</param>
public readonly record struct RecordRef(string Kind, Guid Id)
{
    /// <summary>The record that an address names, as in <c>?from=decision/0190…</c> (docs/adr/0021); <c>null</c> for anything else.</summary>
    public static RecordRef? Of(string? text) => text?.Split('/') is [{ Length: > 0 and <= 60 } kind, var id] && Guid.TryParse(id, out var known) ? new RecordRef(kind, known) : null;
}

/// <summary>What other pages show of a record.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Href">Its page, relative to the base address.</param>
/// <param name="State">Its state in words; <c>null</c> when it has none.</param>
/// <param name="Owner">Who owns it; <c>null</c> when nobody does.</param>
/// <param name="On">The date that matters next or last; <c>null</c> when there is none.</param>
public sealed record RecordSummary(string Title, string Href, string? State = null, string? Owner = null, DateOnly? On = null)
{
    /// <summary>Whether the current actor may change it: link it, attach to it, archive what others wrote under it. Whoever sees it may comment.</summary>
    public bool MayChange { get; init; }

    /// <summary>Since when it is in its state; its age is counted from there. <c>null</c> when that is not known.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Whether its step of the thread is done.</summary>
    public bool IsDone { get; init; }
}

/// <summary>The steps of a thread, in their order.</summary>
public enum ThreadStage
{
    /// <summary>A clinician's report.</summary>
    PainPoint,
    /// <summary>A proposed change.</summary>
    Request,
    /// <summary>What was decided.</summary>
    Decision,
    /// <summary>The work.</summary>
    Project,
    /// <summary>The day it went live.</summary>
    GoLive,
    /// <summary>What it changed, measured.</summary>
    MeasuredEffect,
    /// <summary>The answer to those who asked.</summary>
    Answer,
}

/// <summary>How a module names, authorises and shows one kind of its records, so that links, threads, search, comments and notifications work across modules. Registered as a singleton.</summary>
public interface IRecordKind
{
    /// <summary>Kind, such as <c>person</c>.</summary>
    string Kind { get; }

    /// <summary>What one is called, such as "Person".</summary>
    string Label { get; }

    /// <summary>Icon of the sprite.</summary>
    string Icon { get; }

    /// <summary>Its step of the thread; <c>null</c> for kinds that are no step.</summary>
    ThreadStage? Stage => null;

    /// <summary>Summaries of the records that exist and that the current actor may see; the others are absent.</summary>
    Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> records that the current actor may see and whose title holds the text, best first. A kind that is not searched finds nothing.</summary>
    Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Guid>>([]);

    /// <summary>Records of a step of the thread that are not done and that the current actor may see: what the list of threads begins with. Kinds that are no step have none.</summary>
    Task<IReadOnlyList<Guid>> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Guid>>([]);

    /// <summary>Fields and parts of records, by their names in the history, whose values the current actor may not read, also where the actor may see the record. Records without such are absent.</summary>
    Task<IReadOnlyDictionary<Guid, IReadOnlySet<string>>> WithheldAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyDictionary<Guid, IReadOnlySet<string>>>(new Dictionary<Guid, IReadOnlySet<string>>());
}

/// <summary>What kinds of records share.</summary>
public static class RecordKindExtensions
{
    /// <summary>Those of some records that the current actor may see and whose step is not done.</summary>
    public static async Task<IReadOnlyList<Guid>> NotDoneAsync(this IRecordKind kind, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(ids);
        var seen = await kind.SummariseAsync(ids, cancellationToken);
        return [.. ids.Where(id => seen.TryGetValue(id, out var summary) && !summary.IsDone)];
    }
}
