using Charthouse.Platform.Permissions;

namespace Charthouse.Listen.Surveys;

/// <summary>What the pages of surveys ask for. To answer one takes only the link.</summary>
public static class SurveyPermissions
{
    /// <summary>See rounds and their results.</summary>
    public const string ViewResults = "surveys.view-results";

    /// <summary>Bring instruments, plan rounds, invite and remind people.</summary>
    public const string Run = "surveys.run";

    internal static IReadOnlyList<Permission> All { get; } =
    [
        new(ViewResults, "See results of surveys", "See instruments, rounds, and results of closed rounds by group. Groups with fewer than five answers are hidden from everybody, and nobody sees who answered what.", BuiltInRoles.Cmio, BuiltInRoles.Informatics, BuiltInRoles.CommitteeMember, BuiltInRoles.ProjectLead, BuiltInRoles.Executive),
        new(Run, "Run surveys", "Bring instruments, plan rounds, invite and remind people, and close rounds.", BuiltInRoles.Cmio, BuiltInRoles.Informatics),
    ];
}
