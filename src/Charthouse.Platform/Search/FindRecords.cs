using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Search;

/// <summary>Finds records that the current actor may see.</summary>
public sealed class FindRecords(IDbContextFactory<WorkbenchDb> dbs, ISearchIndex index, IEnumerable<Searchable> searchables, IEnumerable<IRecordKind> kinds, CurrentActor actor)
{
    /// <summary>Most records that one search looks at; who finds more adds a word.</summary>
    public const int Most = 400;

    /// <summary>One record that was found.</summary>
    /// <param name="Kind">Its kind.</param>
    /// <param name="DocumentId">What search knows of it.</param>
    /// <param name="Summary">What the actor may see of it.</param>
    /// <param name="Rank">How well its title answers; the smaller the better.</param>
    public sealed record Hit(IRecordKind Kind, long DocumentId, RecordSummary Summary, int Rank);

    /// <summary>What was found, best first.</summary>
    /// <param name="Hits">Records.</param>
    /// <param name="IsCut">Whether there may be more.</param>
    public sealed record Answer(IReadOnlyList<Hit> Hits, bool IsCut);

    /// <summary>Finds; what the actor may not see is neither shown nor counted.</summary>
    public async Task<Answer> RunAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var shown = kinds.ToDictionary(kind => kind.Kind, StringComparer.Ordinal);
        var open = searchables.Where(searchable => (searchable.Permission is null || actor.Now.May(searchable.Permission)) && shown.ContainsKey(searchable.Kind)).Select(searchable => searchable.Kind).ToList();
        if (query.IsEmpty || open.Count == 0) return new([], false);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var ids = await index.FindAsync(db, query, open, Most + 1, cancellationToken);
        var isCut = ids.Count > Most;
        if (isCut) ids = [.. ids.Take(Most)];
        var found = await db.Set<SearchDocument>().AsNoTracking().Where(d => ids.Contains(d.Id)).Select(d => new { d.Id, d.Kind, d.RecordId, d.Title, d.ChangedAt }).ToListAsync(cancellationToken);
        List<(Hit Hit, DateTimeOffset ChangedAt)> hits = [];
        foreach (var same in found.GroupBy(document => document.Kind, StringComparer.Ordinal))
        {
            var summaries = await shown[same.Key].SummariseAsync([.. same.Select(document => document.RecordId)], cancellationToken);
            hits.AddRange(from document in same
                          where summaries.ContainsKey(document.RecordId)
                          select (new Hit(shown[same.Key], document.Id, summaries[document.RecordId], query.RankOf(document.Title)), document.ChangedAt));
        }

        return new([.. hits.OrderBy(hit => hit.Hit.Rank).ThenByDescending(hit => hit.ChangedAt).ThenBy(hit => hit.Hit.Summary.Title, StringComparer.CurrentCultureIgnoreCase).Select(hit => hit.Hit)], isCut);
    }

    /// <summary>Texts below the titles, for those that are shown.</summary>
    public async Task<IReadOnlyDictionary<long, string>> ReadBodiesAsync(IReadOnlyCollection<long> documentIds, CancellationToken cancellationToken)
    {
        if (documentIds.Count == 0) return new Dictionary<long, string>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<SearchDocument>().AsNoTracking().Where(d => documentIds.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Body, cancellationToken);
    }
}
