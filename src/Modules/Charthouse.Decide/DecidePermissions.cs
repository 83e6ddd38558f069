using Charthouse.Platform.Permissions;

namespace Charthouse.Decide;

/// <summary>What the pages under Decide ask for.</summary>
public static class DecidePermissions
{
    /// <summary>Open requests and decisions: the own ones, and what was decided about them.</summary>
    public const string View = "decide.view";

    /// <summary>See every request that was sent, every decision, scores and ballots.</summary>
    public const string ViewAll = "decide.view-all";

    /// <summary>Write requests and send them.</summary>
    public const string SubmitRequests = "decide.submit-requests";

    /// <summary>Screen requests, ask for clarification, estimate effort, prepare decisions, and move requests on to the release.</summary>
    public const string ScreenRequests = "decide.screen-requests";

    /// <summary>Score requests.</summary>
    public const string Score = "decide.score";

    /// <summary>Decide alone within the delegated authority, and renew decisions.</summary>
    public const string Decide = "decide.decide";

    /// <summary>Make committees, open and count ballots, write down votes for others, set weights and hours.</summary>
    public const string ManageCommittees = "decide.manage-committees";

    // Clinicians see their own requests; everybody else who works on them sees all that were sent.
    internal static IReadOnlyList<Permission> All { get; } =
    [
        new(View, "Open requests and decisions", "See the own requests and what was decided about them.", BuiltInRoles.Cmio, BuiltInRoles.Informatics, BuiltInRoles.Clinician, BuiltInRoles.CommitteeMember, BuiltInRoles.ProjectLead, BuiltInRoles.Executive, BuiltInRoles.Auditor),
        new(ViewAll, "See all requests and decisions", "See every request that was sent, with its scores, and every decision with its votes. Drafts stay with who writes them.", BuiltInRoles.Cmio, BuiltInRoles.Informatics, BuiltInRoles.CommitteeMember, BuiltInRoles.ProjectLead, BuiltInRoles.Executive, BuiltInRoles.Auditor),
        new(SubmitRequests, "Write requests", "Write requests, send them, answer questions about them, appeal and withdraw.", BuiltInRoles.Cmio, BuiltInRoles.Informatics, BuiltInRoles.Clinician, BuiltInRoles.CommitteeMember, BuiltInRoles.ProjectLead, BuiltInRoles.Executive),
        new(ScreenRequests, "Work on requests", "Screen requests, ask who wrote them, estimate effort, prepare decisions, and move requests on until they are closed.", BuiltInRoles.Cmio, BuiltInRoles.Informatics),
        new(Score, "Score requests", "Give a level for each criterion. Each rater's levels are kept.", BuiltInRoles.Cmio, BuiltInRoles.Informatics, BuiltInRoles.CommitteeMember),
        new(Decide, "Decide alone", "Decide alone what the delegated authority allows, never on an own request, and renew decisions.", BuiltInRoles.Cmio),
        new(ManageCommittees, "Manage committees", "Make committees, open and count ballots, write down votes for members, set weights and the hours of a quarter.", BuiltInRoles.Cmio),
    ];
}
