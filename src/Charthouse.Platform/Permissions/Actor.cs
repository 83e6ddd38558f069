using System.Security.Claims;

namespace Charthouse.Platform.Permissions;

/// <summary>Who acts: a signed-in person, a machine with a token, the operator at the command line, or the program itself.</summary>
/// <param name="AccountId">Account, or token of a machine; <c>null</c> for the operator and the program.</param>
/// <param name="PersonId">Person that the account belongs to; <c>null</c> when it belongs to none.</param>
/// <param name="Name">Name as the history shows it.</param>
/// <param name="Permissions">What the actor may do.</param>
/// <param name="SessionId">The session of a signed-in person; <c>null</c> otherwise.</param>
public sealed record Actor(Guid? AccountId, Guid? PersonId, string Name, IReadOnlySet<string> Permissions, Guid? SessionId = null)
{
    /// <summary>Authentication scheme of machines with a token.</summary>
    public const string TokenScheme = "Token";

    /// <summary>Claim that holds a permission's name.</summary>
    public const string PermissionClaim = "charthouse.permission";

    /// <summary>Claim that holds the account's id.</summary>
    public const string AccountClaim = ClaimTypes.NameIdentifier;

    /// <summary>Claim that holds the person's id.</summary>
    public const string PersonClaim = "charthouse.person";

    /// <summary>Claim that holds the session's id.</summary>
    public const string SessionClaim = "charthouse.session";

    private static readonly IReadOnlySet<string> none = new HashSet<string>();

    /// <summary>Nobody: a visitor who is not signed in.</summary>
    public static Actor Nobody { get; } = new(null, null, "a visitor", none);

    /// <summary>The program itself.</summary>
    public static Actor Program { get; } = new(null, null, "Charthouse", none);

    /// <summary>Whoever has the machine and runs a command.</summary>
    public static Actor Operator { get; } = new(null, null, "the operator (command line)", none);

    /// <summary>Whether somebody is signed in.</summary>
    public bool IsSignedIn => AccountId is not null;

    /// <summary>Whether the actor holds a permission.</summary>
    public bool May(string permission) => Permissions.Contains(permission);

    /// <summary>The actor of a request.</summary>
    public static Actor Of(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        if (principal.Identity?.IsAuthenticated != true || !Guid.TryParse(principal.FindFirstValue(AccountClaim), out var account)) return Nobody;
        return new Actor(
            account,
            Guid.TryParse(principal.FindFirstValue(PersonClaim), out var person) ? person : null,
            principal.Identity.Name ?? "",
            principal.FindAll(PermissionClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal),
            Guid.TryParse(principal.FindFirstValue(SessionClaim), out var session) ? session : null);
    }
}

/// <summary>Who acts now. Flows with the request, the job or the command, so that history knows its actor without being told.</summary>
public sealed class CurrentActor
{
    private readonly AsyncLocal<Actor?> now = new();

    /// <summary>The actor; the program itself where nobody was named.</summary>
    public Actor Now => now.Value ?? Actor.Program;

    /// <summary>Names the actor for what follows, until the answer is disposed.</summary>
    public IDisposable Begin(Actor actor)
    {
        var before = now.Value;
        now.Value = actor;
        return new Ending(() => now.Value = before);
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
