using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.People;

/// <summary>How people are shown on pages of other modules.</summary>
internal sealed class PersonRecords(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    // The user id of the log stays out: it leads from a person to their activity.
    public static Searchable Searchable { get; } = Searchable.Of<Person>(Person.RecordKind, AccessPermissions.ViewPeople, person => new(person.Id, person.Name, person.Email ?? ""));

    public string Kind => Person.RecordKind;

    public string Label => "Person";

    public string Icon => "person";

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(AccessPermissions.ViewPeople)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Person>().AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => new RecordSummary(p.Name, $"people/{p.Id}", p.ArchivedAt is null ? null : "Archived"), cancellationToken);
    }
}
