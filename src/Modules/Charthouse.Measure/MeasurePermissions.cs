using Charthouse.Platform.Permissions;

namespace Charthouse.Measure;

/// <summary>What the pages under Measure ask for.</summary>
public static class MeasurePermissions
{
    /// <summary>See activity figures of groups of five people and more.</summary>
    public const string ViewGroups = "activity.view-groups";

    /// <summary>See the own figures and share them.</summary>
    public const string ViewOwn = "activity.view-own";

    /// <summary>See imports and bring new ones.</summary>
    public const string ManageImports = "imports.manage";

    /// <summary>Say what actions of the log count as.</summary>
    public const string MapActions = "actions.map";

    /// <summary>See measures, their charts and the board.</summary>
    public const string ViewMeasures = "measures.view";

    /// <summary>Make measures, decide about their charts, and record interventions.</summary>
    public const string ManageMeasures = "measures.manage";

    /// <summary>Add points to measures.</summary>
    public const string AddPoints = "measures.add-points";

    internal static IReadOnlyList<Permission> All { get; } =
    [
        new(ViewGroups, "See activity of groups", "See activity figures of groups of five people and more; never of an individual.", BuiltInRoles.Cmio, BuiltInRoles.Informatics, BuiltInRoles.Executive, BuiltInRoles.CommitteeMember, BuiltInRoles.ProjectLead),
        new(ViewOwn, "See own activity", "See the own figures from the audit log, and let named people see them; never those of anybody else.", BuiltInRoles.Clinician, BuiltInRoles.CommitteeMember),
        new(ManageImports, "Manage imports", "See what was imported, bring new files, stop an import, and download rejected rows.", BuiltInRoles.Administrator, BuiltInRoles.Informatics, BuiltInRoles.ApiClient),
        new(MapActions, "Map actions", "Say what actions of the audit log count as.", BuiltInRoles.Informatics, BuiltInRoles.Cmio),
        new(ViewMeasures, "See measures", "See measures, their charts, the board and interventions.", BuiltInRoles.Cmio, BuiltInRoles.Informatics, BuiltInRoles.Executive, BuiltInRoles.CommitteeMember, BuiltInRoles.ProjectLead),
        new(ManageMeasures, "Manage measures", "Make and archive measures, decide about their charts, and record interventions.", BuiltInRoles.Cmio, BuiltInRoles.Informatics),
        new(AddPoints, "Add points", "Add points to measures, by hand, from a file, or as a machine.", BuiltInRoles.Cmio, BuiltInRoles.Informatics, BuiltInRoles.ProjectLead, BuiltInRoles.ApiClient),
    ];
}
