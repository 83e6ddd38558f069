namespace Charthouse.Access;

/// <summary>What the host knows about the installation and the pages of Access need.</summary>
public sealed record AccessSettings
{
    /// <summary>Name of the organisation: stands on the sign-in page and in authenticator apps, and may not be a password.</summary>
    public string OrganisationName { get; init; } = "";

    /// <summary>Accounts that the sign-in page offers with one click. Empty but in a demo, where the host says so because of what the data directory is.</summary>
    public IReadOnlyList<DemoAccount> DemoAccounts { get; init; } = [];
}

/// <summary>An account of a demo: nobody's, without a password.</summary>
/// <param name="Email">E-mail address.</param>
/// <param name="Name">Name.</param>
/// <param name="Role">Built-in role.</param>
/// <param name="Words">Who that is, in a few words.</param>
/// <param name="IsPerson">Whether the directory of people has them.</param>
/// <param name="LogUser">Their user id in the audit log; <c>null</c> when they have none.</param>
public sealed record DemoAccount(string Email, string Name, string Role, string Words, bool IsPerson = true, string? LogUser = null);
