using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Roles;

/// <summary>Changes what a role is called. Its stable name stays.</summary>
internal sealed class RenameRole(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor)
{
    public static readonly Problem NotAllowed = new("access.role-not-allowed", ProblemKind.Forbidden, "Your role does not let you change roles.");
    public static readonly Problem NoTitle = new("access.role-no-title", ProblemKind.Invalid, "Give the role a title.", "Title");
    public static readonly Problem LongTitle = new("access.role-long-title", ProblemKind.Invalid, "The title is too long. Use at most 100 characters.", "Title");

    /// <param name="id">The role.</param>
    /// <param name="title">New title.</param>
    /// <param name="version">The version that was opened for editing.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<bool>> RunAsync(Guid id, string? title, int version, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(AccessPermissions.ManageRoles)) return NotAllowed;
        title = title?.Trim() ?? "";
        if (title.Length == 0) return NoTitle;
        if (title.Length > 100) return LongTitle;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var role = await db.Set<Role>().SingleOrDefaultAsync(r => r.Id == id, cancellationToken);
        if (role is null) return RoleProblems.NotFound;
        if (role.Title == title && role.Version == version) return true;
        db.Entry(role).Property(r => r.Version).OriginalValue = version;
        role.Title = title;
        role.Touch();
        return await db.TrySaveAsync(null, null, cancellationToken) is { } refused ? refused : true;
    }
}
