using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Store.Sqlite;

/// <summary>The words of the search documents as an FTS5 table, which triggers keep as the documents are.</summary>
internal static class SearchSchema
{
    // The words are folded already, so the tokenizer only cuts at the spaces. The kind is a column of it, so that a filter by kind costs little.
    private const string Create = """
        create virtual table if not exists platform_search_words using fts5(
          kind, title_words, body_words, content='platform_search_documents', content_rowid='id', columnsize=0, prefix='2 3', tokenize='unicode61 remove_diacritics 0');
        create trigger if not exists platform_search_added after insert on platform_search_documents begin
          insert into platform_search_words(rowid, kind, title_words, body_words) values (new.id, new.kind, new.title_words, new.body_words);
        end;
        create trigger if not exists platform_search_removed after delete on platform_search_documents begin
          insert into platform_search_words(platform_search_words, rowid, kind, title_words, body_words) values ('delete', old.id, old.kind, old.title_words, old.body_words);
        end;
        create trigger if not exists platform_search_changed after update of kind, title_words, body_words on platform_search_documents begin
          insert into platform_search_words(platform_search_words, rowid, kind, title_words, body_words) values ('delete', old.id, old.kind, old.title_words, old.body_words);
          insert into platform_search_words(rowid, kind, title_words, body_words) values (new.id, new.kind, new.title_words, new.body_words);
        end;
        """;

    /// <summary>Makes what is missing. A migration that makes the table of documents anew takes the triggers with it; they come back here.</summary>
    public static async Task EnsureAsync(WorkbenchDb db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var objects = await db.Database.SqlQueryRaw<int>("select count(*) as \"Value\" from sqlite_master where name in ('platform_search_words', 'platform_search_added', 'platform_search_removed', 'platform_search_changed')").SingleAsync(cancellationToken);
        if (objects == 4) return;
        await db.Database.ExecuteSqlRawAsync(Create, cancellationToken);
        await db.Database.ExecuteSqlRawAsync("insert into platform_search_words(platform_search_words) values ('rebuild')", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
