using Charthouse.Lake.Import;
using ParquetSharp;

namespace Charthouse.Lake.Segments;

/// <summary>Reads a segment of events in order of clinicians, a row group at a time.</summary>
internal sealed class EventSegmentReader : IDisposable
{
    private const int Rows = 131_072;
    private readonly ParquetFileReader file;
    private readonly ImportDictionaries dictionaries;
    private readonly ImportDictionaries.View view;
    private readonly Dictionary<string, int> positions = new(StringComparer.Ordinal);
    private RowGroup? current;
    private int nextGroup;
    private int nextRow;

    public EventSegmentReader(string path, ImportDictionaries dictionaries, ImportDictionaries.View view)
    {
        this.dictionaries = dictionaries;
        this.view = view;
        file = new ParquetFileReader(path);
        var schema = file.FileMetaData.Schema;
        for (var i = 0; i < schema.NumColumns; i++)
        {
            positions.Add(schema.Column(i).Name, i);
        }
    }

    /// <summary>Appends the rows of all clinicians before a code to a block.</summary>
    public void ReadBefore(int endClinician, EventBlock into)
    {
        while (true)
        {
            if (current is null || nextRow == current.Count)
            {
                if (nextGroup == file.FileMetaData.NumRowGroups) return;
                current = ReadGroup(nextGroup++);
                nextRow = 0;
            }

            for (; nextRow < current.Count; nextRow++)
            {
                if (current.Clinician[nextRow] >= endClinician) return;
                Append(current, nextRow, into);
            }
        }
    }

    public void Dispose() => file.Dispose();

    private static void Append(RowGroup group, int i, EventBlock into)
    {
        var start = into.AppendText(group.Event.Bytes(i));
        into.AppendText(group.Encounter.Bytes(i));
        into.Rows.Add(new EventRow
        {
            At = group.At[i],
            Ordinal = -1 - into.Stored.Count,
            Text = start,
            EventLength = group.Event.Bytes(i).Length,
            EncounterLength = group.Encounter.Bytes(i).Length,
            Clinician = group.Clinician[i],
            Source = group.Source[i],
            Action = group.Action[i],
            Patient = group.Patient[i],
            Detail = group.Detail[i],
            Workstation = group.Workstation[i],
            Department = group.Department[i],
            Application = group.Application[i],
        });
        into.Stored.Add(new StoredGaps(group.Gap[i], group.Since[i], group.SwitchGap[i]));
    }

    private RowGroup ReadGroup(int index)
    {
        using var group = file.RowGroup(index);
        var count = checked((int)group.MetaData.NumRows);
        return new RowGroup
        {
            Count = count,
            Clinician = Numbers<int>(group, "clinician", count),
            At = Numbers<long>(group, "at_utc", count),
            Source = Codes(group, "source", count),
            Event = Texts(group, "event", count),
            Action = Numbers<int>(group, "action", count),
            Patient = Patients(group, count),
            Detail = Codes(group, "detail", count),
            Encounter = Texts(group, "encounter", count),
            Workstation = Codes(group, "workstation", count),
            Department = Codes(group, "department", count),
            Application = Codes(group, "application", count),
            Gap = Optional(group, "gap", count),
            Since = Optional(group, "since", count),
            SwitchGap = Optional(group, "switch_gap", count),
        };
    }

    private T[] Numbers<T>(RowGroupReader group, string name, int count)
        where T : unmanaged
    {
        var values = new T[count];
        using var column = (ColumnReader<T>)group.Column(positions[name]);
        for (var read = 0L; read < count;) read += column.ReadBatch(count - read, values.AsSpan((int)read), out _);
        return values;
    }

    private long?[] Optional(RowGroupReader group, string name, int count)
    {
        var (values, levels) = (new long[count], new short[count]);
        using var column = (ColumnReader<long>)group.Column(positions[name]);
        var present = 0;
        for (var read = 0L; read < count;)
        {
            read += column.ReadBatch(count - read, levels.AsSpan((int)read), default, values.AsSpan(present), out var valuesRead);
            present += (int)valuesRead;
        }

        var optional = new long?[count];
        for (int i = 0, value = 0; i < count; i++)
        {
            if (levels[i] != 0) optional[i] = values[value++];
        }

        return optional;
    }

    // Byte arrays point into the reader's buffers and die with the next batch: they are used up before it.
    private unsafe void EachText(RowGroupReader group, string name, int count, Action<int, nint, int> use)
    {
        const int batch = 4096;
        var (values, levels) = (new ByteArray[batch], new short[batch]);
        using var column = (ColumnReader<ByteArray>)group.Column(positions[name]);
        for (var row = 0; row < count;)
        {
            var read = (int)column.ReadBatch(Math.Min(batch, count - row), levels.AsSpan(), default, values.AsSpan(), out _);
            for (int i = 0, value = 0; i < read; i++)
            {
                if (levels[i] == 0) continue;
                use(row + i, values[value].Pointer, values[value].Length);
                value++;
            }

            row += read;
        }
    }

    private unsafe int[] Codes(RowGroupReader group, string name, int count)
    {
        var codes = new int[count];
        EachText(group, name, count, (row, pointer, length) => codes[row] = view.Texts.Code(new ReadOnlySpan<byte>((void*)pointer, length)));
        return codes;
    }

    private unsafe int[] Patients(RowGroupReader group, int count)
    {
        var codes = new int[count];
        EachText(group, "patient", count, (row, pointer, length) => codes[row] = dictionaries.Patients.CodeOfHash(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(new ReadOnlySpan<byte>((void*)pointer, length))));
        return codes;
    }

    private unsafe TextsOfGroup Texts(RowGroupReader group, string name, int count)
    {
        var texts = new TextsOfGroup(count);
        EachText(group, name, count, (row, pointer, length) => texts.Add(row, new ReadOnlySpan<byte>((void*)pointer, length)));
        return texts;
    }

    private sealed class TextsOfGroup(int count)
    {
        private readonly int[] starts = new int[count];
        private readonly int[] lengths = new int[count];
        private byte[] bytes = new byte[Rows];
        private int used;

        public void Add(int row, ReadOnlySpan<byte> text)
        {
            if (used + text.Length > bytes.Length) Array.Resize(ref bytes, Math.Max(used + text.Length, bytes.Length * 2));
            text.CopyTo(bytes.AsSpan(used));
            (starts[row], lengths[row]) = (used, text.Length);
            used += text.Length;
        }

        public ReadOnlySpan<byte> Bytes(int row) => bytes.AsSpan(starts[row], lengths[row]);
    }

    private sealed class RowGroup
    {
        public required int Count { get; init; }

        public required int[] Clinician { get; init; }

        public required long[] At { get; init; }

        public required int[] Source { get; init; }

        public required TextsOfGroup Event { get; init; }

        public required int[] Action { get; init; }

        public required int[] Patient { get; init; }

        public required int[] Detail { get; init; }

        public required TextsOfGroup Encounter { get; init; }

        public required int[] Workstation { get; init; }

        public required int[] Department { get; init; }

        public required int[] Application { get; init; }

        public required long?[] Gap { get; init; }

        public required long?[] Since { get; init; }

        public required long?[] SwitchGap { get; init; }
    }
}

/// <summary>What a clinician has in a month: events, events with patients, or only appointments.</summary>
internal sealed record ClinicianMonth(int Clinician, int Month, bool HasEvents, bool HasPatients)
{
    public static IEnumerable<ClinicianMonth> Read(LakeDirectory directory, IEnumerable<Segment> daySegments)
    {
        Dictionary<(int Clinician, int Month), (bool HasEvents, bool HasPatients)> months = [];
        foreach (var segment in daySegments)
        {
            using var file = new ParquetFileReader(directory.FileOf(segment));
            var schema = file.FileMetaData.Schema;
            var patientColumn = Enumerable.Range(0, schema.NumColumns).First(i => schema.Column(i).Name == "first_patient_at");
            for (var i = 0; i < file.FileMetaData.NumRowGroups; i++)
            {
                using var group = file.RowGroup(i);
                var count = (int)group.MetaData.NumRows;
                var (clinicians, events, patients) = (new int[count], new long[count], new long[count]);
                var hasPatient = new short[count];
                using (var column = (ColumnReader<int>)group.Column(0)) Fill(column, clinicians);
                using (var column = (ColumnReader<long>)group.Column(3)) Fill(column, events);
                using (var column = (ColumnReader<long>)group.Column(patientColumn))
                {
                    for (var read = 0L; read < count;) read += column.ReadBatch(count - read, hasPatient.AsSpan((int)read), default, patients, out _);
                }

                for (var row = 0; row < count; row++)
                {
                    var known = months.GetValueOrDefault((clinicians[row], segment.Month));
                    months[(clinicians[row], segment.Month)] = (known.HasEvents || events[row] > 0, known.HasPatients || hasPatient[row] > 0);
                }
            }
        }

        return months.Select(month => new ClinicianMonth(month.Key.Clinician, month.Key.Month, month.Value.HasEvents, month.Value.HasPatients));
    }

    private static void Fill<T>(ColumnReader<T> column, T[] values)
        where T : unmanaged
    {
        for (var read = 0L; read < values.Length;) read += column.ReadBatch(values.Length - read, values.AsSpan((int)read), out _);
    }
}
