using Charthouse.Platform.Permissions;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Access.Roles;

/// <summary>What each role may do, as a file: a line for each permission, a column for each role that is not archived.</summary>
internal static class RoleExport
{
    public static async Task<FileContentHttpResult> GetAsync(string format, RoleList list, IEnumerable<Permission> permissions, CancellationToken cancellationToken)
    {
        List<RoleList.Row> open = [.. (await list.RunAsync(cancellationToken)).Where(role => role.ArchivedAt is null)];
        List<IReadOnlyList<object?>> rows = [[null, "Accounts that hold it", null, .. open.Select(role => (object?)role.AccountCount)]];
        foreach (var group in PermissionWords.Grouped(permissions))
        {
            rows.AddRange(group.Permissions.Select(permission => (object?[])[group.Title, permission.Title, permission.Meaning, .. open.Select(role => role.Permissions.Contains(permission.Name) ? "yes" : "no")]));
        }

        return TableFiles.Of(new Table("Roles", ["Group", "Permission", "Meaning", .. open.Select(role => role.Title)], rows), format, "roles");
    }
}
