using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Store.Postgres;

/// <summary>The words of the search documents as generated tsvector columns with GIN indexes.</summary>
internal static class SearchSchema
{
    // The words are folded and cut already. They become a tsvector without the server's parser, which would see numbers, hosts and files in them.
    // Title and body are two places apart, so that no phrase reaches from one into the other.
    private const string Create = """
        create function platform_search_vector(words text, start int) returns tsvector language sql immutable parallel safe
          return coalesce((select string_agg('''' || word || ''':' || least(start + place, 16383), ' ') from string_to_table(words, ' ') with ordinality as w(word, place) where word <> '')::tsvector, ''::tsvector);
        alter table platform_search_documents
          add column title_vector tsvector generated always as (platform_search_vector(title_words, 0)) stored,
          add column all_vector tsvector generated always as (platform_search_vector(title_words, 0) || platform_search_vector(body_words, 1)) stored;
        create index platform_search_title on platform_search_documents using gin (title_vector) with (fastupdate = off);
        create index platform_search_all on platform_search_documents using gin (all_vector) with (fastupdate = off);
        """;

    /// <summary>Makes what is missing.</summary>
    public static async Task EnsureAsync(WorkbenchDb db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Of several processes that start at once one makes it; the others wait for it.
        await db.Database.ExecuteSqlRawAsync("select pg_advisory_xact_lock(hashtext('platform_search_documents'))", cancellationToken);
        var exists = await db.Database.SqlQueryRaw<bool>("select exists(select from pg_attribute where attrelid = 'platform_search_documents'::regclass and attname = 'all_vector' and not attisdropped) as \"Value\"").SingleAsync(cancellationToken);
        if (exists) return;
        await db.Database.ExecuteSqlRawAsync(Create, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
