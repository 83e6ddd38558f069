using Charthouse.Platform.Permissions;

namespace Charthouse.Deliver;

/// <summary>What the pages under Deliver ask for.</summary>
public static class DeliverPermissions
{
    /// <summary>See projects, go-lives and effects.</summary>
    public const string View = "deliver.view";

    /// <summary>Run projects, plan and record go-lives, say what they changed.</summary>
    public const string Edit = "deliver.edit";

    // Clinicians see what became of what they asked for.
    internal static IReadOnlyList<Permission> All { get; } =
    [
        new(View, "See projects and go-lives", "See projects with their checklists, go-lives, and what these changed.", BuiltInRoles.Cmio, BuiltInRoles.Informatics, BuiltInRoles.Clinician, BuiltInRoles.CommitteeMember, BuiltInRoles.ProjectLead, BuiltInRoles.Executive, BuiltInRoles.Auditor),
        new(Edit, "Change projects and go-lives", "Start, pause and close projects, tick their checklists, plan and record go-lives, write down and confirm what they changed.", BuiltInRoles.Cmio, BuiltInRoles.Informatics, BuiltInRoles.ProjectLead),
    ];
}
