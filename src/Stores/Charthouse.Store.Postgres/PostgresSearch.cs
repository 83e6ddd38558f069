using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Store.Postgres;

/// <summary>Search by tsvector and GIN.</summary>
internal sealed class PostgresSearch : ISearchIndex
{
    private const string FindTitles = """
        select id as "Value" from platform_search_documents where title_vector @@ {0}::tsquery and kind = any({1}) limit {2}
        """;

    private const string FindAll = """
        select id as "Value" from platform_search_documents where all_vector @@ {0}::tsquery and kind = any({1}) limit {2}
        """;

    public async Task<IReadOnlyList<long>> FindAsync(WorkbenchDb db, SearchQuery query, IReadOnlyCollection<string> kinds, int limit, CancellationToken cancellationToken)
    {
        // Words hold letters and digits only: nothing in them is a sign of the query language.
        var terms = string.Join(" & ", query.Terms.Select(term => $"({string.Join(" <-> ", term.Words.Select((word, i) => $"'{word}'{(term.IsPrefix && i == term.Words.Count - 1 ? ":*" : "")}"))})"));
        string[] names = [.. kinds];
        var titles = await db.Database.SqlQueryRaw<long>(FindTitles, terms, names, limit).ToListAsync(cancellationToken);
        if (titles.Count == limit) return titles;
        var all = await db.Database.SqlQueryRaw<long>(FindAll, terms, names, limit).ToListAsync(cancellationToken);
        return [.. titles.Union(all).Take(limit)];
    }
}
