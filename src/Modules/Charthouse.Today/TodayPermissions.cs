using Charthouse.Platform.Permissions;

namespace Charthouse.Today;

/// <summary>What the pages under Today ask for.</summary>
public static class TodayPermissions
{
    /// <summary>See all threads, and what needs oneself.</summary>
    public const string View = "today.view";

    internal static IReadOnlyList<Permission> All { get; } =
    [
        new(View, "See Today and all threads", "See what needs oneself now, and where every thread stands. Each record is shown to those only who may see it.", BuiltInRoles.Cmio, BuiltInRoles.Informatics, BuiltInRoles.CommitteeMember, BuiltInRoles.ProjectLead, BuiltInRoles.Executive),
    ];
}
