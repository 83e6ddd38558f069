namespace Charthouse.Platform.Permissions;

/// <summary>A thing that somebody may do or see. Modules name theirs; roles are sets of them.</summary>
/// <param name="Name">Stable name, <c>thing.verb-phrase</c>, such as <c>activity.view-groups</c>.</param>
/// <param name="Title">What it is called on the roles page.</param>
/// <param name="Meaning">What it allows, one sentence.</param>
/// <param name="DefaultRoles">Built-in roles that hold it from the start (<see cref="BuiltInRoles"/>).</param>
#pragma warning disable CA1711 // The rule means .NET's old code-access permissions.
public sealed record Permission(string Name, string Title, string Meaning, params IReadOnlyList<string> DefaultRoles);
#pragma warning restore CA1711

/// <summary>The roles that every installation starts with.</summary>
public static class BuiltInRoles
{
    /// <summary>Runs the installation: people, roles, tokens, jobs, imports. Sees no individual's figures.</summary>
    public const string Administrator = "administrator";

    /// <summary>Chief Medical Information Officer.</summary>
    public const string Cmio = "cmio";

    /// <summary>Informatics team: analysts, physician builders, nurse informaticists.</summary>
    public const string Informatics = "informatics";

    /// <summary>Clinician: reports pain points, sees own figures.</summary>
    public const string Clinician = "clinician";

    /// <summary>Member of a committee.</summary>
    public const string CommitteeMember = "committee-member";

    /// <summary>Leads projects.</summary>
    public const string ProjectLead = "project-lead";

    /// <summary>Executive or board member.</summary>
    public const string Executive = "executive";

    /// <summary>Reads history and settings, changes nothing.</summary>
    public const string Auditor = "auditor";

    /// <summary>A machine with a token.</summary>
    public const string ApiClient = "api-client";

    /// <summary>Name and title, in the order of the pages.</summary>
    public static IReadOnlyList<(string Name, string Title)> All { get; } =
    [
        (Administrator, "Administrator"), (Cmio, "CMIO"), (Informatics, "Informatics"), (Clinician, "Clinician"), (CommitteeMember, "Committee member"),
        (ProjectLead, "Project lead"), (Executive, "Executive"), (Auditor, "Auditor"), (ApiClient, "API client"),
    ];
}
