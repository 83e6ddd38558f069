using System.Runtime.InteropServices;

namespace Charthouse.Lake.Import;

/// <summary>
/// Rows of an import, put aside by small blocks of clinicians so that each block fits into memory however large the log is.
/// Kept in memory up to a limit, beyond it in one temporary file.
/// </summary>
internal sealed class EventSpill : IDisposable
{
    public const int CliniciansPerBlock = 16;
    private readonly Lock gate = new();
    private readonly Dictionary<int, List<Chunk>> blocks = [];
    private readonly string temporaryFile;
    private readonly long memoryLimitBytes;
    private FileStream? file;
    private long memoryBytes;

    public EventSpill(string temporaryFile, long memoryLimitBytes)
    {
        this.temporaryFile = temporaryFile;
        this.memoryLimitBytes = memoryLimitBytes;
    }

    public HashSet<(int Clinician, int Month)> Touched { get; } = [];

    /// <summary>Block of a clinician within its shard; blocks of a shard are in order of the clinicians' codes.</summary>
    public static int BlockOf(int clinician) => clinician / LakeDirectory.ShardCount / CliniciansPerBlock;

    /// <summary>First clinician code after a block.</summary>
    public static int EndOfBlock(int block) => (block + 1) * CliniciansPerBlock * LakeDirectory.ShardCount;

    /// <summary>Place of a clinician within its block.</summary>
    public static int PlaceInBlock(int clinician) => clinician / LakeDirectory.ShardCount % CliniciansPerBlock;

    /// <summary>Code of the clinician at a place of a block.</summary>
    public static int ClinicianAt(int shard, int block, int place) => (((block * CliniciansPerBlock) + place) * LakeDirectory.ShardCount) + shard;

    /// <summary>Adds the rows of a block to a buffer.</summary>
    public void Load(int shard, int block, EventBlock into)
    {
        if (!blocks.TryGetValue(Key(shard, block), out var chunks)) return;
        foreach (var chunk in chunks)
        {
            var rowsAt = into.Rows.Count;
            var textAt = into.TextLength;
            if (chunk.Rows is { } rows)
            {
                into.Append(rows.AsSpan(0, chunk.RowCount), chunk.Text.AsSpan(0, chunk.TextLength));
            }
            else
            {
                var buffer = new byte[(chunk.RowCount * Marshal.SizeOf<EventRow>()) + chunk.TextLength];
                RandomAccess.Read(file!.SafeFileHandle, buffer, chunk.FileOffset);
                var rowBytes = chunk.RowCount * Marshal.SizeOf<EventRow>();
                into.Append(MemoryMarshal.Cast<byte, EventRow>(buffer.AsSpan(0, rowBytes)), buffer.AsSpan(rowBytes));
            }

            foreach (ref var row in CollectionsMarshal.AsSpan(into.Rows)[rowsAt..]) row.Text += textAt;
        }
    }

    public void Dispose()
    {
        file?.Dispose();
        if (File.Exists(temporaryFile)) File.Delete(temporaryFile);
    }

    private static int Key(int shard, int block) => (block * LakeDirectory.ShardCount) + shard;

    private void Add(int key, EventRow[] rows, int rowCount, byte[] text, int textLength)
    {
        var bytes = ((long)rowCount * Marshal.SizeOf<EventRow>()) + textLength;
        lock (gate)
        {
            if (!blocks.TryGetValue(key, out var chunks)) blocks.Add(key, chunks = []);
            if (memoryBytes + bytes <= memoryLimitBytes)
            {
                memoryBytes += bytes;
                chunks.Add(new Chunk(rows.AsSpan(0, rowCount).ToArray(), rowCount, text.AsSpan(0, textLength).ToArray(), textLength, 0));
                return;
            }

            file ??= new FileStream(temporaryFile, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 20);
            var offset = file.Position;
            file.Write(MemoryMarshal.AsBytes(rows.AsSpan(0, rowCount)));
            file.Write(text.AsSpan(0, textLength));
            chunks.Add(new Chunk(null, rowCount, null, textLength, offset));
        }
    }

    private void Finish(HashSet<(int, int)> touched)
    {
        lock (gate)
        {
            Touched.UnionWith(touched);
            file?.Flush();
        }
    }

    private sealed record Chunk(EventRow[]? Rows, int RowCount, byte[]? Text, int TextLength, long FileOffset);

    /// <summary>One worker's writing end.</summary>
    public sealed class Writer(EventSpill spill)
    {
        private const int FullRows = 1024;
        private readonly Dictionary<int, Buffer> buffers = [];
        private readonly HashSet<(int, int)> touched = [];
        private int[] lastMonth = [];
        private long monthStart = long.MaxValue;
        private long monthEnd = long.MinValue;
        private int month;

        public void Add(EventRow row, ReadOnlySpan<byte> eventId, ReadOnlySpan<byte> encounter)
        {
            Touch(row.Clinician, row.At);
            var key = Key(LakeDirectory.ShardOf(row.Clinician), BlockOf(row.Clinician));
            ref var buffer = ref CollectionsMarshal.GetValueRefOrAddDefault(buffers, key, out var exists);
            if (!exists) buffer = new Buffer();
            if (buffer!.RowCount == buffer.Rows.Length)
            {
                if (buffer.RowCount >= FullRows)
                {
                    spill.Add(key, buffer.Rows, buffer.RowCount, buffer.Text, buffer.TextLength);
                    buffer.RowCount = buffer.TextLength = 0;
                }
                else
                {
                    Array.Resize(ref buffer.Rows, buffer.RowCount * 4);
                }
            }

            row.Text = buffer.TextLength;
            row.EventLength = eventId.Length;
            row.EncounterLength = encounter.Length;
            var end = buffer.TextLength + eventId.Length + encounter.Length;
            if (end > buffer.Text.Length) Array.Resize(ref buffer.Text, Math.Max(end, buffer.Text.Length * 2));
            eventId.CopyTo(buffer.Text.AsSpan(buffer.TextLength));
            encounter.CopyTo(buffer.Text.AsSpan(buffer.TextLength + eventId.Length));
            buffer.TextLength = end;
            buffer.Rows[buffer.RowCount++] = row;
        }

        public void Finish()
        {
            foreach (var (key, buffer) in buffers) spill.Add(key, buffer.Rows, buffer.RowCount, buffer.Text, buffer.TextLength);
            buffers.Clear();
            spill.Finish(touched);
        }

        private void Touch(int clinician, long at)
        {
            if (at < monthStart || at >= monthEnd)
            {
                month = LakeDirectory.MonthOf(at);
                monthStart = LakeDirectory.MonthStart(month);
                monthEnd = LakeDirectory.MonthStart(month + 1);
            }

            if (clinician >= lastMonth.Length) Array.Resize(ref lastMonth, Math.Max(clinician + 1, Math.Max(1024, lastMonth.Length * 2)));
            if (lastMonth[clinician] == month) return;
            lastMonth[clinician] = month;
            touched.Add((clinician, month));
        }

        private sealed class Buffer
        {
            public EventRow[] Rows = new EventRow[16];
            public int RowCount;
            public byte[] Text = new byte[512];
            public int TextLength;
        }
    }
}

/// <summary>The rows of one block of clinicians, old and new, with what the lake knew about the old ones.</summary>
internal sealed class EventBlock
{
    private byte[] text = new byte[1 << 16];

    public List<EventRow> Rows { get; } = [];

    public ReadOnlySpan<EventRow> RowsSpan => CollectionsMarshal.AsSpan(Rows);

    public List<StoredGaps> Stored { get; } = [];

    public int TextLength { get; private set; }

    public ReadOnlySpan<byte> EventId(in EventRow row) => text.AsSpan((int)row.Text, row.EventLength);

    public ReadOnlySpan<byte> Encounter(in EventRow row) => text.AsSpan((int)row.Text + row.EventLength, row.EncounterLength);

    public void Append(ReadOnlySpan<EventRow> rows, ReadOnlySpan<byte> rowTexts)
    {
        Rows.AddRange(rows);
        AppendText(rowTexts);
    }

    public int AppendText(ReadOnlySpan<byte> added)
    {
        var start = TextLength;
        var end = checked(start + added.Length);
        if (end > text.Length) Array.Resize(ref text, (int)Math.Max(end, Math.Min(2L * text.Length, Array.MaxLength)));
        added.CopyTo(text.AsSpan(start));
        TextLength = end;
        return start;
    }

    public void Clear()
    {
        Rows.Clear();
        Stored.Clear();
        TextLength = 0;
    }
}

/// <summary>What the lake holds about a stored event's neighbours, some of which may lie in months that are not loaded.</summary>
internal readonly record struct StoredGaps(long? Gap, long? Since, long? SwitchGap);
