using Charthouse.Platform.Permissions;

namespace Charthouse.Ui;

/// <summary>Where people land: the first page of the drawer that they may open.</summary>
public static class StartPage
{
    /// <summary>Address of the first page; the own account when there is none.</summary>
    public static string Of(Actor actor, IEnumerable<NavigationGroup> groups) =>
        Navigation.For(actor, groups).SelectMany(group => group.Items).FirstOrDefault() is { } first ? "/" + first.Href : "/account";
}
