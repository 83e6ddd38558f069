using System.Collections.Concurrent;

namespace Charthouse.Lake.Import;

/// <summary>
/// Numbers for patients during one import. A patient is known by the hash alone; the raw identifier stays in memory for the length of the import,
/// because ties between events are ordered by it (activity-cli.md, "Report", 1), and is never written.
/// </summary>
internal sealed class PatientDictionary(PatientKey key) : IDisposable
{
    private readonly SharedDictionary raw = new();
    private readonly ConcurrentDictionary<UInt128, int> codes = new();
    private readonly Lock gate = new();
    private readonly List<(UInt128 Hash, int Raw)> patients = [];

    /// <summary>The hash of a patient.</summary>
    public UInt128 Hash(int code)
    {
        lock (gate) return patients[code - 1].Hash;
    }

    /// <summary>The code of a hash read from the lake.</summary>
    public int CodeOfHash(UInt128 hash) => Code(hash, 0);

    /// <summary>The raw identifier, if the running import brought it.</summary>
    public bool TryRaw(int code, out ReadOnlySpan<byte> identifier)
    {
        int rawCode;
        lock (gate) rawCode = patients[code - 1].Raw;
        identifier = rawCode == 0 ? default : raw.Text(rawCode);
        return rawCode != 0;
    }

    public void Dispose() => raw.Dispose();

    private int Code(UInt128 hash, int rawCode)
    {
        if (codes.TryGetValue(hash, out var code) && rawCode == 0) return code;
        lock (gate)
        {
            if (codes.TryGetValue(hash, out code))
            {
                if (rawCode != 0 && patients[code - 1].Raw == 0) patients[code - 1] = (hash, rawCode);
                return code;
            }

            patients.Add((hash, rawCode));
            codes[hash] = patients.Count;
            return patients.Count;
        }
    }

    /// <summary>One worker's view.</summary>
    public sealed class View(PatientDictionary shared) : IDisposable
    {
        private readonly ByteDictionary seen = new();
        private UInt128[] hashes = [];

        /// <summary>The code of a raw identifier; 0 for none.</summary>
        public int Code(ReadOnlySpan<byte> identifier)
        {
            if (identifier.IsEmpty) return 0;
            var code = seen.Find(identifier, out var hash);
            return code != 0 ? code : seen.Add(identifier, hash, shared.Code(shared.HashOf(identifier), shared.raw.Code(identifier)));
        }

        public UInt128 Hash(int code)
        {
            if (code >= hashes.Length) Array.Resize(ref hashes, Math.Max(code + 1, Math.Max(1024, hashes.Length * 2)));
            if (hashes[code] == UInt128.Zero) hashes[code] = shared.Hash(code);
            return hashes[code];
        }

        public void Dispose() => seen.Dispose();
    }

    private UInt128 HashOf(ReadOnlySpan<byte> identifier) => key.Hash(identifier);
}
