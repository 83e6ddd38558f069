using Charthouse.Platform;

namespace Charthouse.Access.Tokens;

/// <summary>Refusals about tokens.</summary>
internal static class TokenProblems
{
    public static readonly Problem NameMissing = new("access.token-name-missing", ProblemKind.Invalid, "Name the machine or program that uses the token.", "Name");
    public static readonly Problem NameTooLong = new("access.token-name-too-long", ProblemKind.Invalid, "The name is too long. Use at most 100 characters.", "Name");
    public static readonly Problem NameTaken = new("access.token-name-taken", ProblemKind.Conflict, "There is already a token with this name. Names are never used twice, so that the history stays clear.", "Name");
    public static readonly Problem ScopeMissing = new("access.token-scope-missing", ProblemKind.Invalid, "Tick at least one thing that the token may do.", "Scopes");
    public static readonly Problem ScopeNotGiven = new("access.token-scope-beyond-own", ProblemKind.Forbidden, "You may give a token what you may do yourself, and what the role API client holds. Leave out the rest, or have the role changed.", "Scopes");
    public static readonly Problem DaysOutOfRange = new("access.token-days-out-of-range", ProblemKind.Invalid, "A token holds for 1 to 365 days.", "Days");
    public static readonly Problem NotFound = new("access.token-not-found", ProblemKind.NotFound, "There is no such token.");
    public static readonly Problem RevokedAlready = new("access.token-revoked-already", ProblemKind.Conflict, "This token was revoked already.");
    public static readonly Problem NotAccepted = new("access.token-not-accepted", ProblemKind.Forbidden, "The token is unknown, expired or revoked. Ask an administrator for a new one.");
    public static readonly Problem OutOfScope = new("access.token-out-of-scope", ProblemKind.Forbidden, "The token does not allow this. Ask an administrator for one with the scope that this address needs.");
    public static readonly Problem TooMany = new("access.token-too-many-requests", ProblemKind.Conflict, "Too many requests. Wait for the seconds that the header Retry-After names.");
}
