using Charthouse.Access.Accounts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Charthouse.Access.Invitations;

/// <summary>How long the link of an invitation holds.</summary>
internal sealed class InvitationOptions : DataProtectionTokenProviderOptions
{
    public InvitationOptions()
    {
        Name = InvitationLinks.Provider;
        TokenLifespan = TimeSpan.FromDays(7);
    }
}

/// <summary>
/// Makes and checks the link of an invitation. It carries no secret of its own: it is sealed with the keys of the installation, holds an instant and the account's
/// security stamp, and is therefore worth nothing once a password is chosen, the account changes, or seven days have passed.
/// </summary>
internal sealed class InvitationLinks(IDataProtectionProvider protection, IOptions<InvitationOptions> options, ILogger<InvitationLinks> log) : DataProtectorTokenProvider<Account>(protection, options, log)
{
    public const string Provider = "Invitation";
}

/// <summary>What a link in a mail is for.</summary>
internal sealed record LinkPurpose(string Page, string Provider, string Purpose)
{
    public static readonly LinkPurpose Invitation = new("invitation", InvitationLinks.Provider, "invitation");

    /// <summary>The purpose is the one that ASP.NET Core Identity gives to resets.</summary>
    public static readonly LinkPurpose Reset = new("reset-password", TokenOptions.DefaultProvider, UserManager<Account>.ResetPasswordTokenPurpose);
}
