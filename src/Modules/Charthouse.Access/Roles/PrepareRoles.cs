using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Roles;

/// <summary>Makes the built-in roles, and gives permissions that are new in this version to the roles that hold them by default. Changes nothing else.</summary>
internal sealed class PrepareRoles(IDbContextFactory<WorkbenchDb> dbs, IEnumerable<Permission> permissions)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var roles = await db.Set<Role>().ToDictionaryAsync(r => r.Name, StringComparer.Ordinal, cancellationToken);
        foreach (var (name, title) in BuiltInRoles.All)
        {
            if (!roles.ContainsKey(name)) db.Add(roles[name] = new Role { Id = Guid.CreateVersion7(), Name = name, Title = title });
        }

        var known = (await db.Set<KnownPermission>().Select(p => p.Permission).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        foreach (var permission in permissions.Where(p => known.Add(p.Name)))
        {
            db.Add(new KnownPermission { Permission = permission.Name });
            db.AddRange(permission.DefaultRoles.Select(role => new RolePermission { Id = Guid.CreateVersion7(), RoleId = roles[role].Id, Permission = permission.Name }));
        }

        db.Reason = "Built-in roles of this version.";
        // Another process that starts at the same moment may have done it: then there is nothing left to do.
        await db.TrySaveAsync(StoreProblems.ChangedMeanwhile, null, cancellationToken);
    }
}
