using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Roles;

/// <summary>Roles as records: seen by who manages accounts or roles or reads the history, changed by who manages roles.</summary>
internal sealed class RoleKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    public const string Name = "role";

    public static Searchable Searchable { get; } = Searchable.Of<Role>(Name, AccessPermissions.ManageRoles, role => new(role.Id, role.Title, role.Name));

    public string Kind => Name;

    public string Label => "Role";

    public string Icon => "shield";

    public static bool MaySee(Actor actor) => actor.May(AccessPermissions.ManageRoles) || actor.May(AccessPermissions.ManageAccounts) || actor.May(AccessPermissions.ViewHistory);

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!MaySee(actor.Now)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var mayChange = actor.Now.May(AccessPermissions.ManageRoles);
        return await db.Set<Role>().AsNoTracking().Where(r => ids.Contains(r.Id))
            .ToDictionaryAsync(r => r.Id, r => new RecordSummary(r.Title, $"roles/{r.Id}") { MayChange = mayChange }, cancellationToken);
    }

    public async Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (!MaySee(actor.Now)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var roles = await db.Set<Role>().AsNoTracking().Select(r => new { r.Id, r.Title }).ToListAsync(cancellationToken);
        return [.. roles.Where(role => role.Title.Contains(text, StringComparison.CurrentCultureIgnoreCase)).OrderBy(role => role.Title, StringComparer.Ordinal).Take(limit).Select(role => role.Id)];
    }
}
