using Charthouse.Platform.Permissions;

namespace Charthouse.Access;

/// <summary>What the pages under Administration ask for.</summary>
public static class AccessPermissions
{
    /// <summary>See people and the organisation.</summary>
    public const string ViewPeople = "people.view";

    /// <summary>Change people, assignments and the organisation.</summary>
    public const string ManagePeople = "people.manage";

    /// <summary>Invite, lock and close accounts.</summary>
    public const string ManageAccounts = "accounts.manage";

    /// <summary>Change what roles may do.</summary>
    public const string ManageRoles = "roles.manage";

    /// <summary>Make and revoke tokens for machines.</summary>
    public const string ManageTokens = "tokens.manage";

    /// <summary>Read the history of all records.</summary>
    public const string ViewHistory = "history.view";

    /// <summary>See and cancel jobs.</summary>
    public const string ManageJobs = "jobs.manage";

    /// <summary>See the state of the system, and mails that wait.</summary>
    public const string ViewSystem = "system.view";

    internal static IReadOnlyList<Permission> All { get; } =
    [
        new(ViewPeople, "See people and organisation", "See the directory of people, their assignments, and the organisation.", BuiltInRoles.Administrator, BuiltInRoles.Cmio, BuiltInRoles.Informatics, BuiltInRoles.CommitteeMember, BuiltInRoles.ProjectLead, BuiltInRoles.Executive, BuiltInRoles.Auditor),
        new(ManagePeople, "Change people and organisation", "Add and change people, assignments, sites, departments and units, also by file.", BuiltInRoles.Administrator, BuiltInRoles.Informatics),
        new(ManageAccounts, "Manage accounts", "Invite people, give them roles, lock, deactivate and close accounts.", BuiltInRoles.Administrator),
        new(ManageRoles, "Change roles", "Change what a role may do.", BuiltInRoles.Administrator),
        new(ManageTokens, "Manage tokens", "Make and revoke tokens for machines, with what one may do oneself or what the role API client holds.", BuiltInRoles.Administrator),
        new(ViewHistory, "Read all history", "Read who changed what, when and why, over all records.", BuiltInRoles.Administrator, BuiltInRoles.Auditor),
        new(ManageJobs, "Manage jobs", "See what runs in the background, cancel it and run it again.", BuiltInRoles.Administrator, BuiltInRoles.Informatics),
        new(ViewSystem, "See the system", "See version, store, lake, backups and due tasks.", BuiltInRoles.Administrator, BuiltInRoles.Informatics, BuiltInRoles.Auditor),
    ];
}
