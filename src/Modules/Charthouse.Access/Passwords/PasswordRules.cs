using Charthouse.Access.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Charthouse.Access.Passwords;

/// <summary>What a password may not be, besides short: one that everybody tries first, or one that is made of who its owner is.</summary>
internal sealed class PasswordRules(AccessSettings settings) : IPasswordValidator<Account>
{
    public const string IsCommon = "PasswordIsCommon";
    public const string HasName = "PasswordHasName";
    public const string HasOrganisation = "PasswordHasOrganisation";

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        IdentityError[] errors = [.. Faults(password ?? "", user.Email ?? "", settings.OrganisationName).Select(code => new IdentityError { Code = code, Description = code })];
        return Task.FromResult(errors.Length == 0 ? IdentityResult.Success : IdentityResult.Failed(errors));
    }

    public static IEnumerable<string> Faults(string password, string email, string organisation)
    {
        if (CommonPasswords.Contains(password)) yield return IsCommon;
        var letters = Letters(password);
        if (Letters(email.Split('@')[0]) is { Length: >= 3 } name && letters.Contains(name, StringComparison.Ordinal)) yield return HasName;
        if (Letters(organisation) is { Length: >= 3 } whole && letters.Contains(whole, StringComparison.Ordinal)) yield return HasOrganisation;
    }

    // "Harbor Health" hides in "my harbor-health 1".
    private static string Letters(string text) => new([.. text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
