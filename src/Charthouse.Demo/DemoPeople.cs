namespace Charthouse.Demo;

/// <summary>Somebody who can be signed in to the demo with one click.</summary>
/// <param name="Role">Built-in role.</param>
/// <param name="Name">Name; nobody's.</param>
/// <param name="Email">E-mail address, in a domain that can never exist.</param>
/// <param name="Words">Who that is, in a few words.</param>
/// <param name="IsPerson">Whether they are in the directory of people.</param>
/// <param name="LogUser">Their user id in the audit log; <c>null</c> when they have none.</param>
public sealed record DemoPerson(string Role, string Name, string Email, string Words, bool IsPerson = true, string? LogUser = null);

/// <summary>The people of the demo that have accounts. None of them exists.</summary>
public static class DemoPeople
{
    private static DemoPerson Of(string role, string name, string words, bool isPerson = true, string? logUser = null)
    {
        var parts = name.ToLowerInvariant().Split(' ');
        return new DemoPerson(role, name, $"{parts[0]}.{parts[^1]}@harbor.example", words, isPerson, logUser);
    }

    /// <summary>One for each role that people have; a machine has a token instead.</summary>
    public static IReadOnlyList<DemoPerson> All { get; } =
    [
        Of("cmio", "Maren Holt", "Chief Medical Information Officer"),
        Of("informatics", "Tomas Okafor", "Analyst in the informatics team"),
        Of("clinician", "Ines Duarte", "Family physician, Family Medicine Harbor", logUser: "U0001"),
        Of("committee-member", "Ruth Calder", "Nurse, member of the documentation committee", logUser: "U0005"),
        Of("project-lead", "Samir Haddad", "Leads the ambient notes project"),
        Of("executive", "Helen Brandt", "Chief Operating Officer"),
        Of("auditor", "Piet Vermeer", "Auditor from outside", isPerson: false),
        Of("administrator", "Alex Novak", "Runs this installation", isPerson: false),
    ];

    /// <summary>Who lets whom see the own activity figures, by name.</summary>
    public static IReadOnlyList<(string Owner, string Recipient)> ActivityShares { get; } = [("Ines Duarte", "Maren Holt"), ("Ruth Calder", "Ines Duarte")];
}
