using Charthouse.Access.Accounts;
using Charthouse.Access.People;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Orphaned;

/// <summary>What archived people, and people whose account is deactivated, still hold: of every module, at once.</summary>
internal sealed class OrphanedHoldings(IDbContextFactory<WorkbenchDb> dbs, IEnumerable<IOwnedRecords> owned)
{
    public sealed record Row(Guid PersonId, string Person, string Why, OwnedRecord Held);

    public async Task<IReadOnlyList<Row>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var gone = await (from person in db.Set<Person>()
                          from account in db.Set<Account>().Where(a => a.PersonId == person.Id).DefaultIfEmpty()
                          where person.ArchivedAt != null || account!.DeactivatedAt != null
                          select new { person.Id, person.Name, IsArchived = person.ArchivedAt != null }).ToDictionaryAsync(p => p.Id, cancellationToken);
        if (gone.Count == 0) return [];
        List<Row> rows = [];
        foreach (var module in owned)
        {
            rows.AddRange(from held in await module.HeldByAsync(gone.Keys, cancellationToken)
                          let person = gone[held.PersonId]
                          select new Row(person.Id, person.Name, person.IsArchived ? "archived" : "account deactivated", held));
        }

        return [.. rows.OrderBy(row => Person.Searchable(row.Person), StringComparer.Ordinal).ThenBy(row => row.PersonId).ThenBy(row => row.Held.Holding, StringComparer.Ordinal).ThenBy(row => row.Held.Title, StringComparer.Ordinal)];
    }
}
