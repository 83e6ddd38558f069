using Charthouse.Platform.Permissions;

namespace Charthouse.Improve;

/// <summary>What the pages under Improve ask for.</summary>
public static class ImprovePermissions
{
    /// <summary>See aims, driver diagrams and cycles.</summary>
    public const string View = "improve.view";

    /// <summary>Set aims, draw their drivers, plan and decide cycles.</summary>
    public const string Edit = "improve.edit";

    // Clinicians see what is tried on them, and may comment on it.
    internal static IReadOnlyList<Permission> All { get; } =
    [
        new(View, "See aims and cycles", "See aims with their driver diagrams, and PDSA cycles with their data. What was found with fewer than five people stays with its owner and those who may edit.", BuiltInRoles.Cmio, BuiltInRoles.Informatics, BuiltInRoles.Clinician, BuiltInRoles.CommitteeMember, BuiltInRoles.ProjectLead, BuiltInRoles.Executive, BuiltInRoles.Auditor),
        new(Edit, "Change aims and cycles", "Set aims, draw their drivers and change ideas, plan cycles, write down what happened, and decide.", BuiltInRoles.Cmio, BuiltInRoles.Informatics, BuiltInRoles.ProjectLead),
    ];
}
