using System.Globalization;
using Charthouse.Access.Accounts;
using Charthouse.Access.Organisation;
using Charthouse.Access.Roles;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.People;

/// <summary>Who can be mentioned: people with an open account, told apart by their roles.</summary>
internal sealed class AccountDirectory(IDbContextFactory<WorkbenchDb> dbs) : IDirectory
{
    private const int MostFound = 20;

    public async Task<IReadOnlyList<DirectoryEntry>> FindAsync(string text, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // Neither store compares the case of every letter as people do, so names are compared here. A hospital has thousands of accounts, not millions.
        var names = await db.Set<Account>().AsNoTracking().Where(a => a.DeactivatedAt == null).Select(a => new { a.Id, a.DisplayName }).ToListAsync(cancellationToken);
        var compare = CultureInfo.InvariantCulture.CompareInfo;
        const CompareOptions Alike = CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace;
        var found = names.Where(name => compare.IndexOf(name.DisplayName, text, Alike) >= 0)
            .OrderBy(name => compare.IsPrefix(name.DisplayName, text, Alike) ? 0 : 1).ThenBy(name => name.DisplayName, StringComparer.Ordinal).ThenBy(name => name.Id).Take(MostFound).ToList();
        var ids = found.ConvertAll(name => name.Id);
        var roles = (await (from held in db.Set<AccountRole>()
                            join role in db.Set<Role>() on held.RoleId equals role.Id
                            where ids.Contains(held.AccountId)
                            select new { held.AccountId, role.Title }).ToListAsync(cancellationToken)).ToLookup(held => held.AccountId, held => held.Title);
        return [.. found.Select(name => new DirectoryEntry(name.Id, name.DisplayName, string.Join(", ", roles[name.Id].Order(StringComparer.Ordinal)) is { Length: > 0 } note ? note : null))];
    }

    public async Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> accountIds, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Account>().AsNoTracking().Where(a => accountIds.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
    }

    public async Task<IReadOnlyDictionary<Guid, DirectoryStanding>> StandingsAsync(IReadOnlyCollection<Guid> accountIds, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await (from account in db.Set<Account>()
                      where accountIds.Contains(account.Id)
                      join person in db.Set<Person>() on account.PersonId equals person.Id into people
                      from person in people.DefaultIfEmpty()
                      select new { account.Id, IsActive = account.DeactivatedAt == null && (person == null || person.ArchivedAt == null), LogUser = person == null ? null : person.LogUser })
            .ToDictionaryAsync(found => found.Id, found => new DirectoryStanding(found.IsActive, found.LogUser), cancellationToken);
    }

    public async Task<IReadOnlyList<DirectoryUnit>> UnitsAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var units = await db.Set<Unit>().AsNoTracking().Include(u => u.Placements).ToDictionaryAsync(u => u.Id, cancellationToken);
        return [.. from unit in units.Values
                   where unit.Kind is UnitKind.Department or UnitKind.Unit && unit.On(day) is not null
                   let name = SiteOf(unit) is { } site ? $"{unit.Name}, {site.Name}" : unit.Name
                   orderby name, unit.Id
                   select new DirectoryUnit(unit.Id, name, unit.Code)];

        // The nearest site above it; a chain of parts is at most four long, because a part lies only in a larger one.
        Unit? SiteOf(Unit unit)
        {
            for (var at = unit; at is not null; at = at.On(day)?.ParentId is { } above ? units.GetValueOrDefault(above) : null)
            {
                if (at.Kind == UnitKind.Site) return at;
            }

            return null;
        }
    }
}
