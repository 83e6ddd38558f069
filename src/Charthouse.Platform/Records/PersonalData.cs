using System.Globalization;
using Charthouse.Platform.Files;
using Charthouse.Platform.History;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Records;

/// <summary>One kind of thing that is stored about a person.</summary>
/// <param name="Title">What it is, such as "Sessions".</param>
/// <param name="Meaning">What it is for and how long it stays, one sentence.</param>
/// <param name="Rows">The things, each with its fields by name.</param>
public sealed record PersonalDataPart(string Title, string Meaning, IReadOnlyList<IReadOnlyDictionary<string, string?>> Rows);

/// <summary>What a module stores about the person behind an account, so that they can read it and take it with them. Modules register theirs as singletons.</summary>
public interface IPersonalData
{
    /// <summary>Everything, not a sample; without secrets, which prove nothing to their owner and much to a thief.</summary>
    Task<IReadOnlyList<PersonalDataPart>> OfAsync(Guid accountId, Guid? personId, CancellationToken cancellationToken);
}

/// <summary>What the history says by and about the owner of an account.</summary>
internal sealed class PersonalHistory(IDbContextFactory<WorkbenchDb> dbs) : IPersonalData
{
    public async Task<IReadOnlyList<PersonalDataPart>> OfAsync(Guid accountId, Guid? personId, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var history = db.Set<HistoryEntry>().AsNoTracking().OrderByDescending(e => e.Sequence);
        var about = await history.Where(e => (e.Kind == "account" && e.RecordId == accountId) || (e.Kind == "person" && e.RecordId == personId)).ToListAsync(cancellationToken);
        var by = await history.Where(e => e.ActorId == accountId && !(e.Kind == "account" && e.RecordId == accountId)).ToListAsync(cancellationToken);
        return
        [
            new("History about you", "Changes of your account and your entry in the directory. History is never deleted, so that it can be checked.", [.. about.Select(Row)]),
            new("History by you", "Changes that you made to other records. History is never deleted, so that it can be checked.", [.. by.Select(Row)]),
        ];
    }

    private static Dictionary<string, string?> Row(HistoryEntry entry) => new(StringComparer.Ordinal)
    {
        ["When"] = entry.At.ToString("u", CultureInfo.InvariantCulture),
        ["Who"] = entry.ActorName,
        ["Record"] = $"{entry.Kind} {entry.RecordId}",
        ["What"] = entry.Field is null ? entry.Change.ToString() : $"{entry.Change}: {entry.Field}",
        ["Before"] = entry.Before,
        ["After"] = entry.After,
        ["Reason"] = entry.Reason,
    };
}

/// <summary>What the owner of an account wrote under records and added to them, and where others named them.</summary>
internal sealed class PersonalWords(IDbContextFactory<WorkbenchDb> dbs) : IPersonalData
{
    public async Task<IReadOnlyList<PersonalDataPart>> OfAsync(Guid accountId, Guid? personId, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var comments = await db.Set<Comment>().AsNoTracking().Where(c => c.AuthorId == accountId).OrderByDescending(c => c.WrittenAt).ThenByDescending(c => c.Id).ToListAsync(cancellationToken);
        var mentions = await (from mention in db.Set<CommentMention>()
                              join comment in db.Set<Comment>() on mention.CommentId equals comment.Id
                              where mention.AccountId == accountId
                              orderby comment.WrittenAt descending, comment.Id
                              select new { comment.WrittenAt, comment.AuthorName, comment.RecordKind, comment.RecordId, mention.Name }).ToListAsync(cancellationToken);
        var files = await db.Set<Attachment>().AsNoTracking().Where(a => a.AddedById == accountId).OrderByDescending(a => a.AddedAt).ThenByDescending(a => a.Id).ToListAsync(cancellationToken);
        return
        [
            new("Comments", "What you wrote under records. It belongs to the record and stays.", [.. comments.Select(c => Row(("When", At(c.WrittenAt)), ("Record", $"{c.RecordKind} {c.RecordId}"), ("Text", c.Text), ("Edited", At(c.EditedAt)), ("Archived", At(c.ArchivedAt))))]),
            new("Mentions", "Comments that name you.", [.. mentions.Select(m => Row(("When", At(m.WrittenAt)), ("By", m.AuthorName), ("Record", $"{m.RecordKind} {m.RecordId}"), ("As", m.Name)))]),
            new("Attachments", "Files that you added to records. They belong to the record and stay.", [.. files.Select(a => Row(("When", At(a.AddedAt)), ("Record", $"{a.RecordKind} {a.RecordId}"), ("File", a.FileName), ("Bytes", a.SizeBytes.ToString(CultureInfo.InvariantCulture)), ("Note", a.Note)))]),
        ];
    }

    private static string? At(DateTimeOffset? at) => at?.ToString("u", CultureInfo.InvariantCulture);

    private static Dictionary<string, string?> Row(params (string Name, string? Value)[] fields) => fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
}
