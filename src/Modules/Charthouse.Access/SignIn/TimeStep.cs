using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Charthouse.Access.SignIn;

/// <summary>Which half minute a code of an authenticator app belongs to (RFC 6238). Whether the code is right is for ASP.NET Core Identity to say; it does not say which one it was.</summary>
internal static class TimeStep
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    // As far as Identity lets a phone's clock be wrong.
    private const int StepsAround = 2;

    /// <summary>The latest step around now with this code; <c>null</c> when none has it.</summary>
    public static long? Of(string key, string code, DateTimeOffset now)
    {
        var secret = Decode(key);
        var current = now.ToUnixTimeSeconds() / 30;
        for (var step = current + StepsAround; step >= current - StepsAround; step--)
        {
            if (string.Equals(Code(secret, step), code, StringComparison.Ordinal)) return step;
        }

        return null;
    }

    private static string Code(byte[] secret, long step)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, step);
#pragma warning disable CA5350 // The standard says SHA-1, and so do the apps.
        var hash = HMACSHA1.HashData(secret, bytes);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf, 4)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string key)
    {
        List<byte> bytes = [];
        var (bits, count) = (0, 0);
        foreach (var letter in key.TrimEnd('=').ToUpperInvariant())
        {
            bits = (bits << 5) | Base32.IndexOf(letter, StringComparison.Ordinal);
            count += 5;
            if (count < 8) continue;
            count -= 8;
            bytes.Add((byte)(bits >> count));
            bits &= (1 << count) - 1;
        }

        return [.. bytes];
    }
}
