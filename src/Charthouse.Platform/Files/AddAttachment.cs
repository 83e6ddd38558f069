using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Files;

/// <summary>What is said about a file when it is added.</summary>
/// <param name="Note">What it shows.</param>
/// <param name="CapturedOn">The day that it shows.</param>
/// <param name="CapturedBy">Who captured it.</param>
/// <param name="ValidUntil">Last day on which it counts as evidence.</param>
public sealed record AttachmentFacts(string? Note = null, DateOnly? CapturedOn = null, string? CapturedBy = null, DateOnly? ValidUntil = null);

/// <summary>Attaches a file to a record that the actor may change. The content is received up to the limit, has to be what its name says, and is kept wholly or not at all.</summary>
public sealed class AddAttachment(IDbContextFactory<WorkbenchDb> dbs, RecordKinds kinds, IncomingFiles incoming, FileContents store, CurrentActor actor, TimeProvider clock)
{
    private const int LongestName = 200;

    /// <param name="record">The record.</param>
    /// <param name="fileName">Name as it was sent.</param>
    /// <param name="content">The content as it comes in.</param>
    /// <param name="facts">What is said about it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<Guid>> RunAsync(RecordRef record, string? fileName, Stream content, AttachmentFacts facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (await kinds.SummariseAsync(record, cancellationToken) is not { } summary) return RecordProblems.NotFound;
        if (!summary.MayChange) return RecordProblems.NotAllowed;
        var name = Clean(fileName);
        if (name.Length == 0) return FileProblems.NoFile;
        if (facts.Note?.Trim().Length > 500 || facts.CapturedBy?.Trim().Length > 200) return FileProblems.LongField;
        if (facts.ValidUntil < facts.CapturedOn) return FileProblems.Dates;

        var received = await incoming.ReceiveAsync(content, cancellationToken);
        if (!received.Succeeded) return received.Problems.ToList();
        await using var file = received.Value;
        var type = FileType.Of(name, file.Content);
        if (!type.Succeeded) return type.Problems.ToList();
        var scanned = await incoming.ScanAsync(file, cancellationToken);
        if (!scanned.Succeeded) return scanned.Problems.ToList();

        try
        {
            // First the content: a row always has one. A content without a row is swept away later.
            file.Content.Position = 0;
            await store.KeepAsync(file.Sha256, file.Content, cancellationToken);
        }
        catch (IOException)
        {
            return FileProblems.NoRoom;
        }

        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var attachment = new Attachment
        {
            Id = Guid.CreateVersion7(),
            RecordKind = record.Kind,
            RecordId = record.Id,
            FileName = name,
            ContentType = type.Value.ContentType,
            SizeBytes = file.Content.Length,
            Sha256 = file.Sha256,
            IsScanned = scanned.Value,
            AddedById = actor.Now.AccountId,
            AddedByName = actor.Now.Name,
            AddedAt = clock.GetUtcNow(),
            Note = Words(facts.Note),
            CapturedOn = facts.CapturedOn,
            CapturedBy = Words(facts.CapturedBy),
            ValidUntil = facts.ValidUntil,
        };
        db.Add(attachment);
        await db.SaveChangesAsync(cancellationToken);
        return attachment.Id;
    }

    private static string? Words(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    // A name and nothing else: no path of whatever system, no control characters, its ending kept when it is too long.
    private static string Clean(string? fileName)
    {
        var name = string.Concat((fileName ?? "").Split('/', '\\')[^1].Where(letter => !char.IsControl(letter) && letter is not ('"' or '<' or '>' or '|' or ':' or '*' or '?'))).Trim().TrimStart('.');
        var ending = Path.GetExtension(name);
        return name.Length <= LongestName ? name : ending.Length < 20 ? name[..(LongestName - ending.Length)] + ending : name[..LongestName];
    }
}
