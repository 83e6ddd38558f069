namespace Charthouse.Lake;

/// <summary>The data directory of one store: where the lake's files lie.</summary>
public sealed class LakeDirectory
{
    /// <summary>How many groups of clinicians the lake has. Fixed: it decides in which file a clinician's events stand.</summary>
    public const int ShardCount = 4;

    /// <summary>Takes a data directory; it is made when it does not exist.</summary>
    public LakeDirectory(string dataDirectory)
    {
        Root = Path.GetFullPath(dataDirectory);
        Directory.CreateDirectory(Root);
        SegmentsFolder = Path.Combine(Root, "lake");
        RejectedFolder = Path.Combine(Root, "rejected");
    }

    /// <summary>The data directory.</summary>
    public string Root { get; }

    /// <summary>Folder of the segments.</summary>
    public string SegmentsFolder { get; }

    /// <summary>Folder of the rows that were set aside.</summary>
    public string RejectedFolder { get; }

    /// <summary>File with the rows that an import set aside.</summary>
    public string RejectedFile(string importId) => Path.Combine(RejectedFolder, importId + ".csv");

    /// <summary>File of a segment.</summary>
    public string FileOf(Segment segment) => FileOf(segment.Kind, segment.Id);

    internal string FileOf(SegmentKind kind, Guid id) => Path.Combine(
        SegmentsFolder, kind switch
        {
            SegmentKind.Events => "events",
            SegmentKind.Cells => "cells",
            SegmentKind.Days => "days",
            SegmentKind.Hours => "hours",
            SegmentKind.Marks => "marks",
            SegmentKind.Appointments => "appointments",
            _ => "event-ids",
        },
        id.ToString("N") + (kind == SegmentKind.EventIds ? ".u64" : ".parquet"));

    internal string TemporaryFolder => Path.Combine(Root, "temporary");

    internal static int ShardOf(int clinician) => clinician % ShardCount;

    /// <summary>UTC month of an instant, as year × 12 + month − 1.</summary>
    internal static int MonthOf(long atMicroseconds)
    {
        var at = AuditActivity.Microseconds.ToInstant(atMicroseconds);
        return (at.Year * 12) + at.Month - 1;
    }

    internal static long MonthStart(int month) =>
        AuditActivity.Microseconds.FromInstant(new DateTimeOffset(month / 12, (month % 12) + 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>
    /// Removes what no segment of the manifest names: what a killed import left, and what a finished one replaced. Only for the holder of the import lock.
    /// A question that still reads a replaced file asks again (DuckDbEngine).
    /// </summary>
    internal void Sweep(LakeState state)
    {
        var known = state.Segments.Select(FileOf).ToHashSet(StringComparer.Ordinal);
        if (Directory.Exists(SegmentsFolder))
        {
            foreach (var file in Directory.EnumerateFiles(SegmentsFolder, "*", SearchOption.AllDirectories).Where(file => !known.Contains(file))) Remove(file);
        }

        if (!Directory.Exists(TemporaryFolder)) return;
        foreach (var file in Directory.EnumerateFiles(TemporaryFolder).Where(file => Path.GetExtension(file) is ".rows" or ".csv")) Remove(file);
    }

    // On Windows a file that is being read cannot be removed; the next import tries again.
    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
        }
    }
}
