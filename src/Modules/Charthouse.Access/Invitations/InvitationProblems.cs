using Charthouse.Platform;

namespace Charthouse.Access.Invitations;

/// <summary>Refusals about links in mails.</summary>
internal static class InvitationProblems
{
    public static readonly Problem InvitationOver = new("access.invitation-over", ProblemKind.Invalid, "This invitation was used already, is older than seven days, or was replaced by a newer one. Ask your administrator to send it again.");
    public static readonly Problem ResetOver = new("access.reset-over", ProblemKind.Invalid, "This link was used already or is older than two hours. Ask for a new one with \"Forgot password\".");
    public static readonly Problem ConfirmationOver = new("access.confirmation-over", ProblemKind.Invalid, "This link was used already or is older than two hours. Change the address in your account again to get a new one.");
    public static readonly Problem EmailUnchanged = new("access.email-unchanged", ProblemKind.Invalid, "This is your address already.", "Email");
}
