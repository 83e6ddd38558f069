using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Roles;

/// <summary>Roles, for other pages.</summary>
internal sealed class RoleKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    public const string Name = "role";

    public static Searchable Searchable { get; } = Searchable.Of<Role>(Name, AccessPermissions.ManageRoles, role => new(role.Id, role.Title, role.Name));

    public string Kind => Name;

    public string Label => "Role";

    public string Icon => "badge";

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(AccessPermissions.ManageRoles)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Role>().AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => new RecordSummary(r.Title, $"roles/{r.Id}"), cancellationToken);
    }
}
