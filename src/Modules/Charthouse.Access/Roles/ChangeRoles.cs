using Charthouse.Access.Accounts;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Roles;

/// <summary>What the pages about roles have in common.</summary>
internal static class RoleRules
{
    /// <summary>What administrators cannot lose.</summary>
    public static IReadOnlyList<string> AdministratorKeeps { get; } = [AccessPermissions.ManageAccounts, AccessPermissions.ManageRoles];

    public static Problem? Check(string? title) => string.IsNullOrWhiteSpace(title) ? RoleProblems.TitleMissing : title.Trim().Length > 50 ? RoleProblems.TitleTooLong : null;

    /// <summary>The stable name of a role that people add.</summary>
    public static string NameOf(string title) => "own-" + string.Join('-', new string([.. title.Trim().ToLowerInvariant().Select(letter => char.IsLetterOrDigit(letter) ? letter : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Gives a role exactly these permissions.</summary>
    public static async Task SetAsync(WorkbenchDb db, Role role, IReadOnlyCollection<string> permissions, CancellationToken cancellationToken)
    {
        var held = await db.Set<RolePermission>().Where(p => p.RoleId == role.Id).ToListAsync(cancellationToken);
        db.RemoveRange(held.Where(p => !permissions.Contains(p.Permission)));
        db.AddRange(permissions.Except(held.Select(p => p.Permission), StringComparer.Ordinal).Select(permission => new RolePermission { Id = Guid.CreateVersion7(), RoleId = role.Id, Permission = permission }));
        role.Touch();
    }
}

/// <summary>Adds a role of the house.</summary>
internal sealed class AddRole(IDbContextFactory<WorkbenchDb> dbs)
{
    public async Task<Outcome<Guid>> RunAsync(string? title, CancellationToken cancellationToken)
    {
        if (RoleRules.Check(title) is { } problem) return problem;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        title = title!.Trim();
        if (await db.Set<Role>().AnyAsync(r => r.Title == title, cancellationToken)) return RoleProblems.TitleTaken;
        var role = new Role { Id = Guid.CreateVersion7(), Name = RoleRules.NameOf(title), Title = title };
        db.Add(role);
        return await db.TrySaveAsync(RoleProblems.TitleTaken, null, cancellationToken) is { } taken ? taken : role.Id;
    }
}

/// <summary>Changes the name and the permissions of a role.</summary>
internal sealed class SaveRole(IDbContextFactory<WorkbenchDb> dbs, IEnumerable<Permission> permissions, CurrentActor actor)
{
    /// <param name="id">Role.</param>
    /// <param name="version">The version that the editor saw.</param>
    /// <param name="title">Name; <c>null</c> to keep it.</param>
    /// <param name="chosen">Names of the permissions that it is to hold; all others are taken away.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<Role>> RunAsync(Guid id, int version, string? title, IReadOnlyCollection<string> chosen, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(AccessPermissions.ManageRoles)) return RoleProblems.NotAllowed;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Role>().SingleOrDefaultAsync(r => r.Id == id && r.ArchivedAt == null, cancellationToken) is not { } role) return RoleProblems.NotFound;
        if (role.Version != version) return RoleProblems.ChangedMeanwhile;
        if (!permissions.Select(p => p.Name).ToHashSet(StringComparer.Ordinal).IsSupersetOf(chosen)) return RoleProblems.PermissionUnknown;
        if (role.Name == BuiltInRoles.Administrator && RoleRules.AdministratorKeeps.Except(chosen, StringComparer.Ordinal).Any()) return RoleProblems.AdministratorKeeps;
        if (title is not null && title.Trim() != role.Title)
        {
            if (role.IsBuiltIn) return RoleProblems.BuiltIn;
            if (RoleRules.Check(title) is { } problem) return problem;
            title = title.Trim();
            if (await db.Set<Role>().AnyAsync(r => r.Title == title && r.Id != id, cancellationToken)) return RoleProblems.TitleTaken;
            role.Title = title;
        }

        await RoleRules.SetAsync(db, role, chosen, cancellationToken);
        return await db.TrySaveAsync(RoleProblems.ChangedMeanwhile, RoleProblems.ChangedMeanwhile, cancellationToken) is { } changed ? changed : role;
    }
}

/// <summary>Gives a built-in role the permissions that this version of the program gives it.</summary>
internal sealed class ResetRole(IDbContextFactory<WorkbenchDb> dbs, IEnumerable<Permission> permissions, CurrentActor actor)
{
    public async Task<Outcome<Role>> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(AccessPermissions.ManageRoles)) return RoleProblems.NotAllowed;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Role>().SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { IsBuiltIn: true } role) return RoleProblems.NotFound;
        await RoleRules.SetAsync(db, role, [.. permissions.Where(p => p.DefaultRoles.Contains(role.Name)).Select(p => p.Name)], cancellationToken);
        db.Reason = "Reset to the defaults of this version.";
        return await db.TrySaveAsync(StoreProblems.ChangedMeanwhile, null, cancellationToken) is { } changed ? changed : role;
    }
}

/// <summary>Takes a role of the house out of use, or back into it.</summary>
internal sealed class ArchiveRole(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock, CurrentActor actor)
{
    public async Task<Outcome<Role>> RunAsync(Guid id, bool isArchived, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(AccessPermissions.ManageRoles)) return RoleProblems.NotAllowed;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Role>().SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } role) return RoleProblems.NotFound;
        if (role.IsBuiltIn) return RoleProblems.BuiltIn;
        if (isArchived && await db.Set<AccountRole>().AnyAsync(held => held.RoleId == id, cancellationToken)) return RoleProblems.StillHeld;
        db.Reason = isArchived ? "Archived: no account holds it." : "Taken back into use.";
        role.ArchivedAt = isArchived ? clock.GetUtcNow() : null;
        role.Touch();
        return await db.TrySaveAsync(null, null, cancellationToken) is { } changed ? changed : role;
    }
}

/// <summary>All roles with what they may do and how many accounts hold them, built-in ones first, in their own order.</summary>
internal sealed class RoleList(IDbContextFactory<WorkbenchDb> dbs)
{
    public sealed record Row(Guid Id, string Name, string Title, bool IsBuiltIn, DateTimeOffset? ArchivedAt, int Version, IReadOnlySet<string> Permissions, int AccountCount);

    public async Task<IReadOnlyList<Row>> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var roles = await db.Set<Role>().AsNoTracking().ToListAsync(cancellationToken);
        var permissions = (await db.Set<RolePermission>().AsNoTracking().ToListAsync(cancellationToken)).ToLookup(p => p.RoleId, p => p.Permission);
        var counts = await (from held in db.Set<AccountRole>()
                            join account in db.Set<Account>() on held.AccountId equals account.Id
                            where account.DeactivatedAt == null
                            group held by held.RoleId into same
                            select new { same.Key, Count = same.Count() }).ToDictionaryAsync(same => same.Key, same => same.Count, cancellationToken);
        var order = BuiltInRoles.All.Select((role, place) => (role.Name, place)).ToDictionary(role => role.Name, role => role.place, StringComparer.Ordinal);
        return [.. from role in roles
                   orderby order.GetValueOrDefault(role.Name, int.MaxValue), role.Title
                   select new Row(role.Id, role.Name, role.Title, role.IsBuiltIn, role.ArchivedAt, role.Version, permissions[role.Id].ToHashSet(StringComparer.Ordinal), counts.GetValueOrDefault(role.Id))];
    }
}
