using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Charthouse.Lake;

/// <summary>The key that turns patient identifiers into hashes at the door. Made on first use; whoever loses it can no longer join old and new patients.</summary>
internal sealed class PatientKey
{
    private const int KeyBytes = 32;
    private readonly byte[] key;

    private PatientKey(byte[] key) => this.key = key;

    /// <summary>
    /// The key, made when missing: with the manifest where that keeps it, otherwise as a file of the data directory that only its owner may read.
    /// A file from before the manifest kept it is taken over and removed.
    /// </summary>
    /// <exception cref="InvalidDataException">The file does not hold a key, or another one than the manifest.</exception>
    public static async Task<PatientKey> OpenAsync(string dataDirectory, ILakeManifest manifest, CancellationToken cancellationToken)
    {
        var file = Path.Combine(dataDirectory, "key");
        var found = File.Exists(file) ? Read(file) : null;
        if (await manifest.KeepKeyAsync(found ?? RandomNumberGenerator.GetBytes(KeyBytes), cancellationToken) is not { } kept) return new PatientKey(found ?? Make(file));
        if (found is not null && !found.AsSpan().SequenceEqual(kept))
            throw new InvalidDataException($"{file} holds another key than the database. The data were read with the key of the database: move the file away, unless this is the data directory of another database.");
        File.Delete(file);
        return new PatientKey(kept);
    }

    private static byte[] Make(string file)
    {
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

        return Read(file);
    }

    private static byte[] Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        return bytes.Length == KeyBytes
            ? bytes
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
