using MimeKit;

namespace Charthouse.Access.Invitations;

/// <summary>Whether a text is one plain e-mail address.</summary>
internal static class EmailText
{
    private const int Longest = 320;

    public static bool IsAddress(string text) =>
        text.Length is > 2 and <= Longest && MailboxAddress.TryParse(text, out var address) && string.Equals(address.Address, text, StringComparison.Ordinal) && address.Address.IndexOf('@', StringComparison.Ordinal) > 0;
}
