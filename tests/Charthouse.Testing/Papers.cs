using System.Collections.Concurrent;
using Charthouse.Platform.Records;

namespace Charthouse.Testing;

/// <summary>A kind of record for tests: titles in memory, and a switch for what the actor may not see or change.</summary>
public sealed class Papers(string kind, ThreadStage? stage = null) : IRecordKind
{
    private readonly ConcurrentDictionary<Guid, RecordSummary> papers = [];

    public string Kind => kind;

    public string Label => RecordWords.Sentence(kind);

    public string Icon => "description";

    public ThreadStage? Stage => stage;

    /// <summary>Records that nobody may see.</summary>
    public ConcurrentDictionary<Guid, bool> Hidden { get; } = [];

    public RecordRef Add(string title, bool mayChange = true, string? owner = null, DateOnly? on = null, DateOnly? since = null, bool isDone = false)
    {
        var id = Guid.CreateVersion7();
        papers[id] = new RecordSummary(title, $"{kind}/{id}", isDone ? "done" : "open", owner, on) { MayChange = mayChange, Since = since, IsDone = isDone };
        return new(kind, id);
    }

    public Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<Guid, RecordSummary>>(ids.Where(id => papers.ContainsKey(id) && !Hidden.ContainsKey(id)).Distinct().ToDictionary(id => id, id => papers[id]));

    public Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Guid>>([.. papers.Where(paper => paper.Value.Title.Contains(text, StringComparison.OrdinalIgnoreCase) && !Hidden.ContainsKey(paper.Key)).OrderBy(paper => paper.Value.Title, StringComparer.Ordinal).Take(limit).Select(paper => paper.Key)]);
}

/// <summary>A directory for tests.</summary>
public sealed class People(params IReadOnlyList<DirectoryEntry> entries) : IDirectory
{
    public Task<IReadOnlyList<DirectoryEntry>> FindAsync(string text, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DirectoryEntry>>([.. entries.Where(entry => entry.Name.Contains(text, StringComparison.OrdinalIgnoreCase))]);

    public Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> accountIds, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<Guid, string>>(entries.Where(entry => accountIds.Contains(entry.AccountId)).ToDictionary(entry => entry.AccountId, entry => entry.Name));

    public Task<IReadOnlyDictionary<Guid, DirectoryStanding>> StandingsAsync(IReadOnlyCollection<Guid> accountIds, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<Guid, DirectoryStanding>>(entries.Where(entry => accountIds.Contains(entry.AccountId)).ToDictionary(entry => entry.AccountId, _ => new DirectoryStanding(true, null)));

    public Task<IReadOnlyList<DirectoryUnit>> UnitsAsync(DateOnly day, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DirectoryUnit>>([]);
}
