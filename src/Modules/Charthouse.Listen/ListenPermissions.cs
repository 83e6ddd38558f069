using Charthouse.Platform.Permissions;

namespace Charthouse.Listen;

/// <summary>What the pages under Listen ask for. Whoever reported something, or added a voice to it, sees it without any of them.</summary>
public static class ListenPermissions
{
    /// <summary>See all pain points and what became of them.</summary>
    public const string View = "listen.view";

    /// <summary>Sort, merge, answer.</summary>
    public const string Triage = "listen.triage";

    /// <summary>See who reported something in confidence.</summary>
    public const string SeeReporters = "listen.see-reporters";

    /// <summary>Report for others: a machine with a token.</summary>
    public const string Report = "listen.report";

    internal static IReadOnlyList<Permission> All { get; } =
    [
        new(View, "See pain points", "See what clinicians reported and what became of it, without the names of those who asked to be kept in confidence.", BuiltInRoles.Cmio, BuiltInRoles.Informatics, BuiltInRoles.CommitteeMember, BuiltInRoles.ProjectLead, BuiltInRoles.Executive, BuiltInRoles.Auditor),
        new(Triage, "Sort and answer pain points", "Sort what comes in, merge what says the same, write to those who reported, and answer them.", BuiltInRoles.Cmio, BuiltInRoles.Informatics),
        new(SeeReporters, "See reporters in confidence", "See the address of somebody who reported in confidence. Whoever reported without a name stays unknown to everybody.", BuiltInRoles.Cmio, BuiltInRoles.Informatics),
        new(Report, "Report pain points by machine", "Send pain points from another system, such as a link inside the health record.", BuiltInRoles.ApiClient),
    ];
}
