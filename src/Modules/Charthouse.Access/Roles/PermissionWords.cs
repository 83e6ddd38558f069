using Charthouse.Platform.Permissions;

namespace Charthouse.Access.Roles;

/// <summary>Permissions as the pages show them: in groups by the thing that they are about.</summary>
internal static class PermissionWords
{
    public sealed record Group(string Title, IReadOnlyList<Permission> Permissions);

    public static IReadOnlyList<Group> Grouped(IEnumerable<Permission> permissions) =>
        [.. from permission in permissions
            group permission by permission.Name.Split('.')[0] into same
            let title = same.Key.Replace('-', ' ')
            orderby title
            select new Group(char.ToUpperInvariant(title[0]) + title[1..], [.. same.OrderBy(p => p.Title, StringComparer.Ordinal)])];
}
