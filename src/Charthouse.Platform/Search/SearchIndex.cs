using Charthouse.Platform.Status;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Search;

/// <summary>The words of all documents, as a store keeps them.</summary>
public interface ISearchIndex
{
    /// <summary>Ids of documents in which every term stands, those whose title answers first; up to the limit.</summary>
    Task<IReadOnlyList<long>> FindAsync(WorkbenchDb db, SearchQuery query, IReadOnlyCollection<string> kinds, int limit, CancellationToken cancellationToken);
}

/// <summary>Keeps the documents as the records are.</summary>
internal static class SearchIndexing
{
    /// <summary>Adds to a unit of work what its changes mean for search; answers with what it added.</summary>
    public static async Task<List<SearchDocument>> FollowAsync(WorkbenchDb db, IReadOnlyList<Searchable> searchables, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (searchables.Count == 0) return [];
        var changes = (from entry in db.ChangeTracker.Entries()
                       where entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
                       let searchable = searchables.FirstOrDefault(searchable => searchable.Entity == entry.Metadata.ClrType)
                       where searchable is not null
                       let text = searchable.Read(entry.Entity)
                       // What is not to be found any more has no text; its id is its key.
                       let id = text?.RecordId ?? entry.Property(entry.Metadata.FindPrimaryKey()!.Properties[0].Name).CurrentValue as Guid? ?? Guid.Empty
                       select (entry.State, searchable.Kind, Id: id, Text: text)).ToList();
        if (changes.Count == 0) return [];

        List<SearchDocument> added = [];
        foreach (var same in changes.GroupBy(change => change.Kind, StringComparer.Ordinal))
        {
            var ids = same.Where(change => change.State != EntityState.Added).Select(change => change.Id).ToList();
            var known = ids.Count == 0 ? [] : await db.Set<SearchDocument>().Where(d => d.Kind == same.Key && ids.Contains(d.RecordId)).ToDictionaryAsync(d => d.RecordId, cancellationToken);
            foreach (var (state, _, id, text) in same)
            {
                var document = known.GetValueOrDefault(id);
                if (state == EntityState.Deleted || text is null)
                {
                    if (document is not null) db.Remove(document);
                    continue;
                }

                if (document is null)
                {
                    document = new SearchDocument { Kind = same.Key, RecordId = id };
                    added.Add(document);
                    db.Add(document);
                }

                document.Write(text, now);
            }
        }

        return added;
    }
}

/// <summary>Makes all documents anew from the records, such as after a restore of only some tables.</summary>
public sealed class RebuildSearch(IDbContextFactory<WorkbenchDb> dbs, IEnumerable<Searchable> searchables, TimeProvider clock)
{
    private const int Batch = 1000;

    /// <summary>Rebuilds; answers with the number of records that can be found. Whoever searches meanwhile sees the old or the new documents of a kind.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var kinds = searchables.Select(searchable => searchable.Kind).ToList();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await db.Set<SearchDocument>().Where(d => !kinds.Contains(d.Kind)).ExecuteDeleteAsync(cancellationToken);
        return await MakeAsync(db, searchables, cancellationToken);
    }

    /// <summary>Makes the documents of kinds that have none, as in a database that is older than search or than what it finds.</summary>
    public async Task RunMissingAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // Kinds of which there is no record would else be looked for at every start. A backup holds this fact and no documents.
        var kinds = string.Join(' ', searchables.Select(searchable => searchable.Kind).Order(StringComparer.Ordinal));
        var made = await db.Set<SystemFact>().Where(fact => fact.Name == SystemFact.SearchKinds).Select(fact => fact.Value).SingleOrDefaultAsync(cancellationToken);
        if (made == kinds && await db.Set<SearchDocument>().AnyAsync(cancellationToken)) return;
        // Whoever stops on the way has not made them.
        await NoteAsync(db, "", cancellationToken);
        var known = await db.Set<SearchDocument>().Select(d => d.Kind).Distinct().ToListAsync(cancellationToken);
        await MakeAsync(db, searchables.Where(searchable => !known.Contains(searchable.Kind)), cancellationToken);
        await NoteAsync(db, kinds, cancellationToken);
    }

    private async Task NoteAsync(WorkbenchDb db, string kinds, CancellationToken cancellationToken)
    {
        await SystemFact.SetAsync(db, SystemFact.SearchKinds, kinds, clock.GetUtcNow(), cancellationToken);
        // Another process that starts at the same moment may have done it.
        await db.TrySaveAsync(StoreProblems.ChangedMeanwhile, null, cancellationToken);
        db.ChangeTracker.Clear();
    }

    private async Task<int> MakeAsync(WorkbenchDb db, IEnumerable<Searchable> some, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var searchable in some)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            // The write comes first, so that no record is saved between the reading and the writing.
            await db.Set<SearchDocument>().Where(d => d.Kind == searchable.Kind).ExecuteDeleteAsync(cancellationToken);
            var texts = new List<SearchText>();
            await foreach (var text in searchable.AllAsync(db, cancellationToken)) texts.Add(text);
            foreach (var batch in texts.Chunk(Batch))
            {
                foreach (var text in batch)
                {
                    var document = new SearchDocument { Kind = searchable.Kind, RecordId = text.RecordId };
                    document.Write(text, clock.GetUtcNow());
                    db.Add(document);
                }

                await db.SaveChangesAsync(cancellationToken);
                db.ChangeTracker.Clear();
            }

            await transaction.CommitAsync(cancellationToken);
            count += texts.Count;
        }

        return count;
    }
}
