using System.Runtime.InteropServices;
using Charthouse.Lake.Segments;
using ParquetSharp;

namespace Charthouse.Lake.Import;

/// <summary>
/// Finds event ids that the lake knows already, whatever their clinician and time: sorted files of 64-bit hashes, one for each import.
/// A hash only raises a suspicion; <see cref="ReadStored"/> settles it by the ids themselves.
/// </summary>
internal static class EventIdIndex
{
    private const int MostRuns = 8;

    /// <summary>Hashes among the new ones that occur twice, or that the lake holds.</summary>
    public static HashSet<ulong> Suspects(LakeDirectory directory, IEnumerable<Segment> runs, ulong[] sortedNew)
    {
        HashSet<ulong> suspects = [];
        for (var i = 1; i < sortedNew.Length; i++)
        {
            if (sortedNew[i] == sortedNew[i - 1]) suspects.Add(sortedNew[i]);
        }

        foreach (var run in runs)
        {
            using var file = OpenRun(directory, run);
            var position = 0;
            foreach (var stored in ReadRun(file))
            {
                while (position < sortedNew.Length && sortedNew[position] < stored) position++;
                if (position == sortedNew.Length) break;
                if (sortedNew[position] == stored) suspects.Add(stored);
            }
        }

        return suspects;
    }

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

    /// <summary>Writes the hashes of an import as a run of their own; when there are many runs they are merged into one.</summary>
    public static void Write(LakeDirectory directory, LakeState state, ulong[] sortedNew, LakeChange change)
    {
        if (sortedNew.Length == 0) return;
        var runs = state.Segments.Where(segment => segment.Kind == SegmentKind.EventIds).ToList();
        var id = Guid.CreateVersion7();
        var path = directory.FileOf(SegmentKind.EventIds, id);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        long rows = sortedNew.Length;
        using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20))
        {
            if (runs.Count < MostRuns)
            {
                file.Write(MemoryMarshal.AsBytes<ulong>(sortedNew));
            }
            else
            {
                rows += runs.Sum(run => run.Rows);
                Merge(directory, runs, sortedNew, file);
                change.Removed.AddRange(runs);
            }

            file.Flush(flushToDisk: true);
        }

        change.Added.Add(new Segment(id, SegmentKind.EventIds, 0, 0, rows, rows * sizeof(ulong), 0, 0));
    }

    private static void Merge(LakeDirectory directory, List<Segment> runs, ulong[] sortedNew, FileStream into)
    {
        var files = runs.Select(run => OpenRun(directory, run)).ToList();
        var sources = files.Select(file => ReadRun(file).GetEnumerator()).Append(((IEnumerable<ulong>)sortedNew).GetEnumerator()).ToList();
        try
        {
            PriorityQueue<IEnumerator<ulong>, ulong> queue = new();
            foreach (var source in sources)
            {
                if (source.MoveNext()) queue.Enqueue(source, source.Current);
            }

            var buffer = new ulong[1 << 16];
            var filled = 0;
            while (queue.TryDequeue(out var source, out var hash))
            {
                if (filled == buffer.Length)
                {
                    into.Write(MemoryMarshal.AsBytes<ulong>(buffer));
                    filled = 0;
                }

                buffer[filled++] = hash;
                if (source.MoveNext()) queue.Enqueue(source, source.Current);
            }

            into.Write(MemoryMarshal.AsBytes(buffer.AsSpan(0, filled)));
        }
        finally
        {
            foreach (var source in sources) source.Dispose();
            foreach (var file in files) file.Dispose();
        }
    }

    private static FileStream OpenRun(LakeDirectory directory, Segment run) =>
        new(directory.FileOf(run), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 20);

    private static IEnumerable<ulong> ReadRun(FileStream file)
    {
        var buffer = new ulong[1 << 16];
        while (true)
        {
            var bytes = file.ReadAtLeast(MemoryMarshal.AsBytes(buffer.AsSpan()), buffer.Length * sizeof(ulong), throwOnEndOfStream: false);
            for (var i = 0; i < bytes / sizeof(ulong); i++) yield return buffer[i];
            if (bytes < buffer.Length * sizeof(ulong)) yield break;
        }
    }
}
