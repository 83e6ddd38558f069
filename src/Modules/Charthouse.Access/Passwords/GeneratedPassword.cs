using System.Security.Cryptography;

namespace Charthouse.Access.Passwords;

/// <summary>Passwords and codes that people copy by eye: no letters that look like others.</summary>
internal static class GeneratedPassword
{
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Groups of four, such as <c>kq7m-x2fp-9hwd</c>; each group holds 19.8 bits.</summary>
    public static string Make(int groups) => string.Join('-', Enumerable.Range(0, groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4)));
}
