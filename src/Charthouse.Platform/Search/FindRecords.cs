using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Search;

/// <summary>Finds records that the current actor may see.</summary>
public sealed class FindRecords
{
    private readonly IDbContextFactory<WorkbenchDb> dbs;
    private readonly ISearchIndex index;
    private readonly IEnumerable<Searchable> searchables;
    private readonly RecordKinds kinds;
    private readonly Dictionary<string, IRecordParts> parts;
    private readonly CurrentActor actor;

    internal FindRecords(IDbContextFactory<WorkbenchDb> dbs, ISearchIndex index, IEnumerable<Searchable> searchables, RecordKinds kinds, IEnumerable<IRecordParts> parts, CurrentActor actor)
    {
        (this.dbs, this.index, this.searchables, this.kinds, this.actor) = (dbs, index, searchables, kinds, actor);
        this.parts = parts.ToDictionary(part => part.Kind, StringComparer.Ordinal);
    }

    /// <summary>Most records that one search looks at; who finds more adds a word.</summary>
    public const int Most = 400;

    /// <summary>One record that was found.</summary>
    /// <param name="Kind">Its kind.</param>
    /// <param name="Label">What one of its kind is called.</param>
    /// <param name="Icon">Icon of its kind.</param>
    /// <param name="DocumentId">What search knows of it.</param>
    /// <param name="Summary">What the actor may see of it.</param>
    /// <param name="Rank">How well its title answers; the smaller the better.</param>
    public sealed record Hit(string Kind, string Label, string Icon, long DocumentId, RecordSummary Summary, int Rank);

    /// <summary>What was found, best first.</summary>
    /// <param name="Hits">Records.</param>
    /// <param name="IsCut">Whether there may be more.</param>
    public sealed record Answer(IReadOnlyList<Hit> Hits, bool IsCut);

    /// <summary>Finds; what the actor may not see is neither shown nor counted.</summary>
    public async Task<Answer> RunAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var open = searchables.Where(searchable => (searchable.Permission is null || actor.Now.May(searchable.Permission)) && (kinds.Find(searchable.Kind) is not null || parts.ContainsKey(searchable.Kind))).Select(searchable => searchable.Kind).ToList();
        if (query.IsEmpty || open.Count == 0) return new([], false);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var documents = await index.FindAsync(db, query, open, Most + 1, cancellationToken);
        var isCut = documents.Count > Most;
        if (isCut) documents = [.. documents.Take(Most)];
        var found = await db.Set<SearchDocument>().AsNoTracking().Where(d => documents.Contains(d.Id)).Select(d => new { d.Id, d.Kind, d.RecordId, d.Title, d.ChangedAt }).ToListAsync(cancellationToken);
        List<(Hit Hit, DateTimeOffset ChangedAt)> hits = [];
        foreach (var same in found.GroupBy(document => document.Kind, StringComparer.Ordinal))
        {
            var ids = same.Select(document => document.RecordId).ToList();
            var part = parts.GetValueOrDefault(same.Key);
            var kind = kinds.Find(same.Key);
            var summaries = part is null ? await kind!.SummariseAsync(ids, cancellationToken) : await OfPartsAsync(db, part, ids, cancellationToken);
            hits.AddRange(from document in same
                          where summaries.ContainsKey(document.RecordId)
                          select (new Hit(same.Key, part?.Label ?? kind!.Label, part?.Icon ?? kind!.Icon, document.Id, summaries[document.RecordId], query.RankOf(document.Title)), document.ChangedAt));
        }

        return new([.. hits.OrderBy(hit => hit.Hit.Rank).ThenByDescending(hit => hit.ChangedAt).ThenBy(hit => hit.Hit.Summary.Title, StringComparer.CurrentCultureIgnoreCase).Select(hit => hit.Hit)], isCut);
    }

    // Whoever may not see the record does not see what stands under it.
    private async Task<IReadOnlyDictionary<Guid, RecordSummary>> OfPartsAsync(WorkbenchDb db, IRecordParts of, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var found = await of.ReadAsync(db, ids, cancellationToken);
        var records = await kinds.SummariseAsync([.. found.Values.Select(part => part.Record)], cancellationToken);
        return (from one in found
                where records.ContainsKey(one.Value.Record)
                let record = records[one.Value.Record]
                let under = $"{kinds.LabelOf(one.Value.Record.Kind)} {record.Title}"
                // The page of some records is a place on the page of another.
                let href = record.Href.Contains('#', StringComparison.Ordinal) ? record.Href : $"{record.Href}#{one.Value.Anchor}"
                let name = one.Value.Name
                select KeyValuePair.Create(one.Key, name is null ? new RecordSummary(under, href) : new RecordSummary(name, href, under))).ToDictionary();
    }

    /// <summary>Texts below the titles, for those that are shown.</summary>
    public async Task<IReadOnlyDictionary<long, string>> ReadBodiesAsync(IReadOnlyCollection<long> documentIds, CancellationToken cancellationToken)
    {
        if (documentIds.Count == 0) return new Dictionary<long, string>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<SearchDocument>().AsNoTracking().Where(d => documentIds.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Body, cancellationToken);
    }
}
