using Charthouse.Access.Accounts;
using Charthouse.Access.People;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Orphaned;

/// <summary>What archived people, and people whose account is deactivated, still hold: of every module, at once.</summary>
internal sealed class OrphanedHoldings(IDbContextFactory<WorkbenchDb> dbs, IEnumerable<IOwnedRecords> owned)
{
    public sealed record Row(string Person, string Why, OwnedRecord Held);

    public async Task<IReadOnlyList<Row>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var people = await (from person in db.Set<Person>()
                            from account in db.Set<Account>().Where(a => a.PersonId == person.Id).DefaultIfEmpty()
                            select new Found(person.Id, (Guid?)account.Id, person.Name, account.DisplayName, person.ArchivedAt != null, account.DeactivatedAt != null)).ToListAsync(cancellationToken);
        var alone = await db.Set<Account>().Where(a => a.PersonId == null).Select(a => new Found(null, a.Id, a.DisplayName, null, false, a.DeactivatedAt != null)).ToListAsync(cancellationToken);
        var all = people.Concat(alone).ToLookup(found => found.IsArchived || found.IsDeactivated);
        if (!all[true].Any()) return [];
        // Some records name their owner in words: a name that somebody bears who is still here is theirs.
        var names = all[false].SelectMany(found => found.Names).ToHashSet(StringComparer.CurrentCultureIgnoreCase);
        var gone = all[true].ToDictionary(found => new Holder(found.PersonId, found.AccountId, [.. found.Names.Where(name => !names.Contains(name))]));
        List<Row> rows = [];
        foreach (var module in owned)
        {
            rows.AddRange(from held in await module.HeldByAsync(gone.Keys, cancellationToken)
                          let found = gone[held.Holder]
                          select new Row(found.Name, found.IsArchived ? "archived" : "account deactivated", held));
        }

        return [.. rows.OrderBy(row => Person.Searchable(row.Person), StringComparer.Ordinal).ThenBy(row => row.Held.Holder.PersonId ?? row.Held.Holder.AccountId).ThenBy(row => row.Held.Holding, StringComparer.Ordinal).ThenBy(row => row.Held.Title, StringComparer.Ordinal)];
    }

    private sealed record Found(Guid? PersonId, Guid? AccountId, string Name, string? AccountName, bool IsArchived, bool IsDeactivated)
    {
        public IEnumerable<string> Names => new[] { Name, AccountName }.OfType<string>().Distinct(StringComparer.CurrentCultureIgnoreCase);
    }
}
