using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Store.Sqlite;

/// <summary>Search by FTS5.</summary>
internal sealed class SqliteSearch : ISearchIndex
{
    private const string Find = """
        select rowid as "Value" from platform_search_words where platform_search_words match {0} order by rowid desc limit {1}
        """;

    public async Task<IReadOnlyList<long>> FindAsync(WorkbenchDb db, SearchQuery query, IReadOnlyCollection<string> kinds, int limit, CancellationToken cancellationToken)
    {
        // Words hold letters and digits only, and kinds are ours: nothing in them is a sign of the query language.
        var terms = string.Join(" AND ", query.Terms.Select(term => $"\"{string.Join(' ', term.Words)}\"{(term.IsPrefix ? " *" : "")}"));
        var kind = $"{{kind}} : ({string.Join(" OR ", kinds.Select(name => $"\"{name}\""))})";
        var titles = await db.Database.SqlQueryRaw<long>(Find, $"({kind}) AND ({{title_words}} : ({terms}))", limit).ToListAsync(cancellationToken);
        if (titles.Count == limit) return titles;
        var all = await db.Database.SqlQueryRaw<long>(Find, $"({kind}) AND ({{title_words body_words}} : ({terms}))", limit).ToListAsync(cancellationToken);
        return [.. titles.Union(all).Take(limit)];
    }
}
