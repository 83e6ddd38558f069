using System.Runtime.InteropServices;
using Charthouse.Lake.Segments;
using Microsoft.Win32.SafeHandles;
using ParquetSharp;

namespace Charthouse.Lake.Import;

/// <summary>
/// Finds event ids that the lake knows already, whatever their clinician and time: sorted files of 64-bit hashes, one for each import.
/// A hash only raises a suspicion; <see cref="ReadStored"/> settles it by the ids themselves.
/// </summary>
internal static class EventIdIndex
{
    private const int MostRuns = 8;
    private static readonly int workers = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>The suspect ids that the lake really holds, as source, NUL, id.</summary>
    public static unsafe HashSet<string> ReadStored(LakeDirectory directory, LakeState state, HashSet<string> suspects)
    {
        HashSet<string> stored = new(StringComparer.Ordinal);
        foreach (var segment in state.Segments.Where(segment => segment.Kind == SegmentKind.Events))
        {
            using var file = new ParquetFileReader(directory.FileOf(segment));
            for (var g = 0; g < file.FileMetaData.NumRowGroups; g++)
            {
                using var group = file.RowGroup(g);
                using var sources = group.Column(4).LogicalReader<string?>();
                using var ids = group.Column(5).LogicalReader<string?>();
                var (sourceTexts, idTexts) = (sources.ReadAll((int)group.MetaData.NumRows), ids.ReadAll((int)group.MetaData.NumRows));
                for (var row = 0; row < idTexts.Length; row++)
                {
                    if (idTexts[row] is not { } id) continue;
                    var full = (sourceTexts[row] ?? "") + "\0" + id;
                    if (suspects.Contains(full)) stored.Add(full);
                }
            }
        }

        return stored;
    }

    /// <summary>
    /// Writes the hashes of an import as a run of their own, part by part so that memory stays small; when there are many runs they become one.
    /// </summary>
    /// <returns>Hashes that occur twice among the new ones, or that the lake holds already.</returns>
    public static HashSet<ulong> Write(LakeDirectory directory, LakeState state, NewEventIds ids, LakeChange change)
    {
        HashSet<ulong> suspects = [];
        if (ids.Count == 0) return suspects;
        var runs = state.Segments.Where(segment => segment.Kind == SegmentKind.EventIds).ToList();
        var merges = runs.Count >= MostRuns;
        var id = Guid.CreateVersion7();
        var path = directory.FileOf(SegmentKind.EventIds, id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var files = runs.Select(run => OpenRun(directory, run)).ToList();
        long rows = 0;
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20);
            for (var first = 0; first < NewEventIds.Parts; first += workers)
            {
                var group = new (ulong[] Hashes, HashSet<ulong> Suspects)[Math.Min(workers, NewEventIds.Parts - first)];
                Parallel.For(0, group.Length, i => group[i] = Part(ids, files, first + i, merges));
                foreach (var (hashes, found) in group)
                {
                    file.Write(MemoryMarshal.AsBytes<ulong>(hashes));
                    rows += hashes.Length;
                    suspects.UnionWith(found);
                }
            }

            file.Flush(flushToDisk: true);
        }
        finally
        {
            foreach (var file in files) file.Dispose();
        }

        if (merges) change.Removed.AddRange(runs);
        change.Added.Add(new Segment(id, SegmentKind.EventIds, 0, 0, rows, rows * sizeof(ulong), 0, 0));
        return suspects;
    }

    // One part of the hashes, sorted; with what the runs hold of it when they are merged.
    private static (ulong[] Hashes, HashSet<ulong> Suspects) Part(NewEventIds ids, List<SafeFileHandle> runs, int part, bool merges)
    {
        HashSet<ulong> suspects = [];
        var added = ids.Sorted(part);
        for (var i = 1; i < added.Length; i++)
        {
            if (added[i] == added[i - 1]) suspects.Add(added[i]);
        }

        List<ulong[]> stored = [];
        foreach (var run in runs)
        {
            var slice = Slice(run, part);
            for (int i = 0, j = 0; i < added.Length && j < slice.Length;)
            {
                if (added[i] == slice[j]) suspects.Add(slice[j]);
                if (added[i] < slice[j]) i++; else j++;
            }

            if (merges) stored.Add(slice);
        }

        if (!merges) return (added, suspects);
        ulong[] all = [.. stored.SelectMany(slice => slice), .. added];
        Array.Sort(all);
        return (all, suspects);
    }

    private static ulong[] Slice(SafeFileHandle run, int part)
    {
        var count = RandomAccess.GetLength(run) / sizeof(ulong);
        var (start, end) = (LowerBound(run, count, part), LowerBound(run, count, part + 1));
        var slice = new ulong[end - start];
        var bytes = MemoryMarshal.AsBytes(slice.AsSpan());
        for (var read = 0; read < bytes.Length;)
        {
            var more = RandomAccess.Read(run, bytes[read..], (start * sizeof(ulong)) + read);
            if (more == 0) throw new EndOfStreamException("A file of event ids is shorter than it was.");
            read += more;
        }

        return slice;
    }

    private static long LowerBound(SafeFileHandle run, long count, int part)
    {
        if (part == NewEventIds.Parts) return count;
        var (low, high) = (0L, count);
        Span<ulong> hash = stackalloc ulong[1];
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            RandomAccess.Read(run, MemoryMarshal.AsBytes(hash), middle * sizeof(ulong));
            if (NewEventIds.PartOf(hash[0]) < part) low = middle + 1; else high = middle;
        }

        return low;
    }

    private static SafeFileHandle OpenRun(LakeDirectory directory, Segment run) =>
        File.OpenHandle(directory.FileOf(run), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}

/// <summary>The hashes of an import's new event ids, put aside by their first bits; beyond a limit on disk.</summary>
internal sealed class NewEventIds(string temporaryFile, long memoryLimitBytes) : IDisposable
{
    public const int Parts = 64;
    private const int PartShift = 58;

    private readonly Lock gate = new();
    private readonly List<(ulong[]? Hashes, long Offset, int Count)>[] chunks = [.. Enumerable.Range(0, Parts).Select(_ => new List<(ulong[]?, long, int)>())];
    private FileStream? file;
    private long memoryBytes;

    public long Count { get; private set; }

    public static int PartOf(ulong hash) => (int)(hash >> PartShift);

    /// <summary>All hashes of a part, sorted.</summary>
    public ulong[] Sorted(int part)
    {
        var sorted = new ulong[chunks[part].Sum(chunk => (long)chunk.Count)];
        var filled = 0;
        foreach (var (hashes, offset, count) in chunks[part])
        {
            if (hashes is not null) hashes.CopyTo(sorted, filled);
            else RandomAccess.Read(file!.SafeFileHandle, MemoryMarshal.AsBytes(sorted.AsSpan(filled, count)), offset);
            filled += count;
        }

        Array.Sort(sorted);
        return sorted;
    }

    public void Dispose()
    {
        file?.Dispose();
        if (File.Exists(temporaryFile)) File.Delete(temporaryFile);
    }

    private void Add(int part, ReadOnlySpan<ulong> hashes)
    {
        lock (gate)
        {
            Count += hashes.Length;
            if (memoryBytes + (hashes.Length * sizeof(ulong)) <= memoryLimitBytes)
            {
                memoryBytes += hashes.Length * sizeof(ulong);
                chunks[part].Add((hashes.ToArray(), 0, hashes.Length));
                return;
            }

            // Unbuffered: it is read back through its handle.
            file ??= new FileStream(temporaryFile, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            chunks[part].Add((null, file.Position, hashes.Length));
            file.Write(MemoryMarshal.AsBytes(hashes));
        }
    }

    /// <summary>One worker's writing end.</summary>
    public sealed class Writer(NewEventIds ids)
    {
        private const int Full = 8192;
        private readonly ulong[]?[] buffers = new ulong[Parts][];
        private readonly int[] counts = new int[Parts];

        public void Add(ulong hash)
        {
            var part = PartOf(hash);
            var buffer = buffers[part] ??= new ulong[Full];
            buffer[counts[part]++] = hash;
            if (counts[part] == Full) Flush(part);
        }

        public void Finish()
        {
            for (var part = 0; part < Parts; part++) Flush(part);
        }

        private void Flush(int part)
        {
            if (counts[part] > 0) ids.Add(part, buffers[part].AsSpan(0, counts[part]));
            counts[part] = 0;
        }
    }
}
