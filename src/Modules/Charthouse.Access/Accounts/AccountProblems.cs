using Charthouse.Access.Passwords;
using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Identity;

namespace Charthouse.Access.Accounts;

/// <summary>Refusals about accounts.</summary>
internal static class AccountProblems
{
    public static readonly Problem EmailTaken = new("access.email-taken", ProblemKind.Conflict, "There is already an account with this e-mail address.", "Email");
    public static readonly Problem EmailInvalid = new("access.email-invalid", ProblemKind.Invalid, "This is not an e-mail address.", "Email");
    public static readonly Problem PasswordTooShort = new("access.password-too-short", ProblemKind.Invalid, "The password is too short. Use at least 12 characters; a sentence is good.", "Password");
    public static readonly Problem NameMissing = new("access.name-missing", ProblemKind.Invalid, "Write the name that others are to see.", "Name");
    public static readonly Problem NameTooLong = new("access.name-too-long", ProblemKind.Invalid, "The name is too long. Use at most 200 characters.", "Name");
    public static readonly Problem RoleMissing = new("access.role-missing", ProblemKind.Invalid, "Choose at least one role: without one, the person sees only their own account.", "Roles");
    public static readonly Problem RoleUnknown = new("access.role-unknown", ProblemKind.Invalid, "One of the roles does not exist, or was archived meanwhile. Reload the page and choose again.", "Roles");
    public static readonly Problem PersonTaken = new("access.person-taken", ProblemKind.Conflict, "This person has an account already.", "PersonId");
    public static readonly Problem PersonElsewhere = new("access.person-elsewhere", ProblemKind.Conflict, "This person is in the audit log, and the account will see the person's own figures. So the invitation goes only to the address that stands in the person's record. Correct it there first, if this is the right one.", "Email");
    public static readonly Problem SecondPerson = new("access.second-person", ProblemKind.Forbidden, "This person is in the audit log, and the account sees the person's own figures. You set the person's e-mail address or user of the log, or it was somebody who made your account or gave you a role in the last 14 days, or the other way round. So somebody else has to do this. Where there is nobody else, the operator can, on the machine: charthouse user add.", "PersonId");
    public static readonly Problem AddressElsewhere = new("access.address-elsewhere", ProblemKind.Conflict, "The account sees the own figures of its person, who is in the audit log. So it takes only the address that stands in the person's record. Correct it there first; then somebody else changes it here.", "Email");
    public static readonly Problem AddressUnchanged = new("access.address-unchanged", ProblemKind.Invalid, "This is the address of the account already.", "Email");
    public static readonly Problem OwnAddress = new("access.own-address", ProblemKind.Conflict, "You change your own address under My account.", "Email");
    public static readonly Problem RolesChangedMeanwhile = new("access.roles-changed-meanwhile", ProblemKind.Conflict, "Somebody else changed the roles of this account while you were editing them. Nothing was saved. Your ticks are still as you set them; what differs from the saved roles is listed below. Save again to keep yours.", "Roles");
    public static readonly Problem PersonUnknown = new("access.person-unknown", ProblemKind.Invalid, "There is no such person in the directory.", "PersonId");
    public static readonly Problem NotFound = new("access.account-not-found", ProblemKind.NotFound, "There is no such account.");
    public static readonly Problem Closed = new("access.account-closed", ProblemKind.Conflict, "This account was closed for good, so it cannot be changed. Invite the person again instead.");
    public static readonly Problem ReasonMissing = new("access.reason-missing", ProblemKind.Invalid, "Say why. The reason stands in the history of the account.", "Reason");
    public static readonly Problem ReasonTooLong = new("access.reason-too-long", ProblemKind.Invalid, "The reason is too long. Use at most 1,000 characters.", "Reason");
    public static readonly Problem OwnAccount = new("access.own-account", ProblemKind.Conflict, "You cannot lock, deactivate or close your own account. Ask another administrator.");
    public static readonly Problem OwnAdministratorRole = new("access.own-administrator-role", ProblemKind.Conflict, "You cannot take the administrator role from yourself. Ask another administrator.", "Roles");
    public static readonly Problem LastAdministrator = new("access.last-administrator", ProblemKind.Conflict, "This is the last administrator who can sign in. Make somebody else an administrator first.");
    public static readonly Problem NotInvited = new("access.not-invited", ProblemKind.Conflict, "This person has chosen a password already, so there is no invitation to send. They can use \"Forgot password\" on the sign-in page.");
    public static readonly Problem PasswordTooUniform = new("access.password-too-uniform", ProblemKind.Invalid, "The password repeats too few characters. Use a sentence that only you would think of.", "Password");
    public static readonly Problem PasswordCommon = new("access.password-common", ProblemKind.Invalid, "Many people use this password, so it is tried first. Use a sentence that only you would think of.", "Password");
    public static readonly Problem PasswordHasName = new("access.password-has-name", ProblemKind.Invalid, "The password contains the name of your e-mail address. Leave it out.", "Password");
    public static readonly Problem PasswordHasOrganisation = new("access.password-has-organisation", ProblemKind.Invalid, "The password contains the name of the organisation. Leave it out.", "Password");
    public static readonly Problem PasswordWrong = new("access.password-wrong", ProblemKind.Invalid, "This is not your current password.", "Current");
    public static readonly Problem IsClosed = new("access.account-is-closed", ProblemKind.Conflict, "This account is closed. Open it again before you reset it.", "Email");
    public static readonly Problem NoSuchEmail = new("access.email-unknown", ProblemKind.NotFound, "There is no account with this e-mail address.", "Email");

    /// <summary>What ASP.NET Core Identity refuses, in our words.</summary>
    public static List<Problem> From(IdentityResult result) => [.. result.Errors.Select(error => error.Code switch
    {
        nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName) => EmailTaken,
        nameof(IdentityErrorDescriber.InvalidEmail) or nameof(IdentityErrorDescriber.InvalidUserName) => EmailInvalid,
        nameof(IdentityErrorDescriber.PasswordTooShort) => PasswordTooShort,
        nameof(IdentityErrorDescriber.PasswordRequiresUniqueChars) => PasswordTooUniform,
        nameof(IdentityErrorDescriber.PasswordMismatch) => PasswordWrong,
        nameof(IdentityErrorDescriber.ConcurrencyFailure) => StoreProblems.ChangedMeanwhile,
        PasswordRules.IsCommon => PasswordCommon,
        PasswordRules.HasName => PasswordHasName,
        PasswordRules.HasOrganisation => PasswordHasOrganisation,
        _ => new Problem("access.refused", ProblemKind.Invalid, error.Description),
    }).DistinctBy(problem => problem.Code)];
}
