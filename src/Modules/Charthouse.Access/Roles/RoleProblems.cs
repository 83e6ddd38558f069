using Charthouse.Platform;

namespace Charthouse.Access.Roles;

/// <summary>Refusals about roles.</summary>
internal static class RoleProblems
{
    public static readonly Problem NotFound = new("access.role-not-found", ProblemKind.NotFound, "There is no such role.");
    public static readonly Problem NotAllowed = new("access.role-not-allowed", ProblemKind.Forbidden, "Your role does not let you change roles.");
    public static readonly Problem TitleMissing = new("access.role-title-missing", ProblemKind.Invalid, "Give the role a name.", "Title");
    public static readonly Problem TitleTooLong = new("access.role-title-too-long", ProblemKind.Invalid, "The name is too long. Use at most 50 characters.", "Title");
    public static readonly Problem TitleTaken = new("access.role-title-taken", ProblemKind.Conflict, "There is already a role with this name, perhaps an archived one.", "Title");
    public static readonly Problem BuiltIn = new("access.role-built-in", ProblemKind.Conflict, "Built-in roles keep their name and cannot be archived. You can change what they may do.");
    public static readonly Problem StillHeld = new("access.role-still-held", ProblemKind.Conflict, "Accounts still hold this role. Give them another one first; the list of accounts can be filtered by role.");
    public static readonly Problem AdministratorKeeps = new("access.administrator-keeps", ProblemKind.Conflict, "Administrators always keep \"Manage accounts\" and \"Change roles\", so that somebody can put things right.");
    public static readonly Problem PermissionUnknown = new("access.permission-unknown", ProblemKind.Invalid, "One of the permissions does not exist in this version. Reload the page and choose again.");
    public static readonly Problem ChangedMeanwhile = new("access.role-changed-meanwhile", ProblemKind.Conflict, "Somebody else changed this role while you were editing it. Nothing was saved. Your ticks are still as you set them; what differs from the saved role is listed below. Save again to keep yours.");
}
