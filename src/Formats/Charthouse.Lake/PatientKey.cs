using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Charthouse.Lake;

/// <summary>The key that turns patient identifiers into hashes at the door. Made on first use; whoever loses it can no longer join old and new patients.</summary>
internal sealed class PatientKey
{
    private const int KeyBytes = 32;
    private readonly byte[] key;

    private PatientKey(byte[] key) => this.key = key;

    /// <summary>The key of a data directory; made when missing, readable by its owner only.</summary>
    /// <exception cref="InvalidDataException">The file does not hold a key.</exception>
    public static PatientKey Open(string dataDirectory)
    {
        var file = Path.Combine(dataDirectory, "key");
        if (!File.Exists(file))
        {
            var made = file + ".new";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(made, options))
            {
                stream.Write(RandomNumberGenerator.GetBytes(KeyBytes));
                stream.Flush(flushToDisk: true);
            }

            try
            {
                File.Move(made, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(made);
            }
        }

        var bytes = File.ReadAllBytes(file);
        return bytes.Length == KeyBytes
            ? new PatientKey(bytes)
            : throw new InvalidDataException($"{file} does not hold a key of {KeyBytes} bytes. Restore it from a backup: without it patients of old and new imports cannot be joined.");
    }

    /// <summary>The hash of a patient identifier: the first 128 bits of HMAC-SHA-256.</summary>
    public UInt128 Hash(ReadOnlySpan<byte> patient)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, patient, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
