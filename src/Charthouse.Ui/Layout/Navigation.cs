using Charthouse.Platform.Permissions;

namespace Charthouse.Ui;

/// <summary>A group of the drawer. A module registers one as a singleton; groups with the same title are joined.</summary>
/// <param name="Icon">Name in the icon sprite.</param>
/// <param name="Order">Place in the thread: Today 0, Listen 10, Measure 20, Improve 30, Decide 40, Deliver 50, Steer 60, Administration 90.</param>
public sealed record NavigationGroup(string Title, string Icon, int Order, IReadOnlyList<NavigationItem> Items);

/// <summary>A page in the drawer. <paramref name="Href"/> is relative to the base address, without a leading slash.</summary>
/// <param name="Permission">What it takes to see the entry; <c>null</c> for everybody who is signed in.</param>
public sealed record NavigationItem(string Title, string Href, string? Permission, string? Icon = null);

/// <summary>The one thing that stands at the bottom of the drawer for everybody. A module registers it as a singleton.</summary>
/// <param name="Href">Address, relative to the base address; not a page of the application, so it is loaded as a whole.</param>
public sealed record DrawerAction(string Title, string Href, string Icon);

internal static class Navigation
{
    /// <summary>What the actor may open; groups without a page are left out.</summary>
    public static IReadOnlyList<NavigationGroup> For(Actor actor, IEnumerable<NavigationGroup> groups) => !actor.IsSignedIn ? [] :
        [.. from grp in Join(groups)
            let open = grp.Items.Where(item => item.Permission is null || actor.May(item.Permission)).ToList()
            where open.Count > 0
            select grp with { Items = open }];

    public static IReadOnlyList<NavigationGroup> Join(IEnumerable<NavigationGroup> groups) =>
        [.. groups.GroupBy(g => g.Title, StringComparer.Ordinal)
            .Select(same => same.First() with { Order = same.Min(g => g.Order), Items = [.. same.OrderBy(g => g.Order).SelectMany(g => g.Items)] })
            .OrderBy(g => g.Order)];

    /// <summary>The one item that is current: the longest address that the page's path equals or lies under.</summary>
    public static NavigationItem? Current(IReadOnlyList<NavigationGroup> groups, string relativePath)
    {
        var path = Path(relativePath);
        return groups.SelectMany(g => g.Items)
            .Where(item => Covers(Path(item.Href), path))
            .MaxBy(item => Path(item.Href).Length);
    }

    private static bool Covers(string item, string path) =>
        item.Length == 0
            ? path.Length == 0
            : path.StartsWith(item, StringComparison.OrdinalIgnoreCase) && (path.Length == item.Length || path[item.Length] == '/');

    private static string Path(string address) => address.Split('?', '#')[0].Trim('/');
}
