using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.Records;

/// <summary>A link as it is read from one of its ends.</summary>
/// <param name="Id">The link.</param>
/// <param name="Relation">Relation.</param>
/// <param name="IsInverse">Whether it is said of the other record.</param>
/// <param name="Other">The other record.</param>
/// <param name="Summary">What is shown of it.</param>
/// <param name="Note">Why they are linked.</param>
/// <param name="AddedByName">Who linked them.</param>
/// <param name="AddedAt">When.</param>
public sealed record LinkedRecord(Guid Id, LinkRelation Relation, bool IsInverse, RecordRef Other, RecordSummary Summary, string? Note, string AddedByName, DateTimeOffset AddedAt)
{
    /// <summary>"depends on", "is needed by"</summary>
    public string Words => LinkRelations.Words(Relation, IsInverse);
}

/// <summary>Links of a record that count, without those to records that the actor may not see: these are neither shown nor counted.</summary>
public sealed class ReadLinks(IDbContextFactory<WorkbenchDb> dbs, RecordKinds kinds)
{
    /// <summary>The links; empty when the record itself may not be seen.</summary>
    public async Task<IReadOnlyList<LinkedRecord>> RunAsync(RecordRef record, CancellationToken cancellationToken)
    {
        if (await kinds.SummariseAsync(record, cancellationToken) is null) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var links = await Of(db, record).Where(l => l.ArchivedAt == null).ToListAsync(cancellationToken);
        var seen = await kinds.SummariseAsync([.. links.Select(link => Other(link, record))], cancellationToken);
        return
        [
            .. from link in links
               let other = Other(link, record)
               where seen.ContainsKey(other)
               let isInverse = link.To == record
               orderby link.Relation, isInverse, seen[other].Title, link.Id
               select new LinkedRecord(link.Id, link.Relation, isInverse, other, seen[other], link.Note, link.AddedByName, link.AddedAt),
        ];
    }

    /// <summary>Links of a record, archived ones too, whose other end the actor may not see.</summary>
    internal async Task<IReadOnlyList<Guid>> HiddenAsync(WorkbenchDb db, RecordRef record, CancellationToken cancellationToken)
    {
        var links = await Of(db, record).ToListAsync(cancellationToken);
        var seen = await kinds.SummariseAsync([.. links.Select(link => Other(link, record))], cancellationToken);
        return [.. links.Where(link => !seen.ContainsKey(Other(link, record))).Select(link => link.Id)];
    }

    private static IQueryable<RecordLink> Of(WorkbenchDb db, RecordRef record) => db.Set<RecordLink>().AsNoTracking()
        .Where(l => (l.FromKind == record.Kind && l.FromId == record.Id) || (l.ToKind == record.Kind && l.ToId == record.Id));

    private static RecordRef Other(RecordLink link, RecordRef record) => link.From == record ? link.To : link.From;
}
