using Charthouse.Platform;
using Microsoft.AspNetCore.Identity;

namespace Charthouse.Access.Accounts;

/// <summary>Refusals about accounts.</summary>
internal static class AccountProblems
{
    public static readonly Problem EmailTaken = new("access.email-taken", ProblemKind.Conflict, "There is already an account with this e-mail address.", "Email");
    public static readonly Problem EmailInvalid = new("access.email-invalid", ProblemKind.Invalid, "This is not an e-mail address.", "Email");
    public static readonly Problem PasswordTooShort = new("access.password-too-short", ProblemKind.Invalid, "The password is too short. Use at least 12 characters; a sentence is good.", "Password");

    /// <summary>What ASP.NET Core Identity refuses, in our words.</summary>
    public static List<Problem> From(IdentityResult result) => [.. result.Errors.Select(error => error.Code switch
    {
        nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName) => EmailTaken,
        nameof(IdentityErrorDescriber.InvalidEmail) or nameof(IdentityErrorDescriber.InvalidUserName) => EmailInvalid,
        nameof(IdentityErrorDescriber.PasswordTooShort) => PasswordTooShort,
        _ => new Problem("access.refused", ProblemKind.Invalid, error.Description),
    }).DistinctBy(problem => problem.Code)];
}
