using System.Buffers.Binary;
using Charthouse.Lake.Import;
using ParquetSharp;

namespace Charthouse.Lake.Segments;

/// <summary>An appointment as it stands in the lake: user, start, end and patient identify it.</summary>
internal readonly record struct AppointmentKey(int Clinician, long Start, long End, UInt128 Patient);

/// <summary>Reads and writes segments of appointments.</summary>
internal static class AppointmentSegments
{
    /// <summary>
    /// Adds a row. Of rows about one appointment one status stays, the same for any order of rows and files: a cancelled row is left out of everything, so
    /// any other one stays before it (docs/methods/scheduled-hours.md).
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    public static bool Merge(Dictionary<AppointmentKey, string> into, AppointmentKey key, string status)
    {
        if (into.TryGetValue(key, out var known) && !StaysBefore(status, known)) return false;
        into[key] = status;
        return true;
    }

    public static bool IsCancelled(string status) => status.Equals("cancelled", StringComparison.OrdinalIgnoreCase) || status.Equals("canceled", StringComparison.OrdinalIgnoreCase);

    // Which of two other statuses stays matters to no figure, only that it is always the same one.
    private static bool StaysBefore(string status, string known) =>
        IsCancelled(status) == IsCancelled(known) ? string.CompareOrdinal(status, known) > 0 : IsCancelled(known);

    public static void Read(string path, Dictionary<AppointmentKey, string> into)
    {
        using var file = new ParquetFileReader(path);
        for (var i = 0; i < file.FileMetaData.NumRowGroups; i++)
        {
            using var group = file.RowGroup(i);
            var count = (int)group.MetaData.NumRows;
            var clinicians = Numbers<int>(group, 0, count);
            var starts = Numbers<long>(group, 1, count);
            var ends = Numbers<long>(group, 2, count);
            var statuses = Texts(group, 3, count);
            var patients = Texts(group, 4, count);
            for (var row = 0; row < count; row++)
            {
                var patient = patients[row] is { } hash ? BinaryPrimitives.ReadUInt128BigEndian(hash) : UInt128.Zero;
                into[new AppointmentKey(clinicians[row], starts[row], ends[row], patient)] = statuses[row] is { } status ? System.Text.Encoding.UTF8.GetString(status) : "";
            }
        }
    }

    public static (long Rows, long Bytes) Write(string path, IEnumerable<KeyValuePair<AppointmentKey, string>> appointments)
    {
        var clinician = new NumberColumn<int>("clinician");
        var start = new NumberColumn<long>("start_utc", logicalType: () => LogicalType.Timestamp(isAdjustedToUtc: false, TimeUnit.Micros), differences: true);
        var end = new NumberColumn<long>("end_utc", logicalType: () => LogicalType.Timestamp(isAdjustedToUtc: false, TimeUnit.Micros), differences: true);
        var status = new TextColumn("status");
        var patient = new TextColumn("patient", isText: false);
        using var table = new ParquetTable(path, [clinician, start, end, status, patient]);
        Span<byte> hash = stackalloc byte[16];
        foreach (var (key, value) in appointments.OrderBy(a => a.Key.Clinician).ThenBy(a => a.Key.Start).ThenBy(a => a.Key.End).ThenBy(a => a.Key.Patient))
        {
            clinician.Add(key.Clinician);
            start.Add(key.Start);
            end.Add(key.End);
            status.AddCopy(System.Text.Encoding.UTF8.GetBytes(value));
            BinaryPrimitives.WriteUInt128BigEndian(hash, key.Patient);
            patient.AddCopy(key.Patient == UInt128.Zero ? default : hash);
            table.EndRow();
        }

        return (table.Rows, table.Finish());
    }

    private static T[] Numbers<T>(RowGroupReader group, int column, int count)
        where T : unmanaged
    {
        var values = new T[count];
        using var reader = (ColumnReader<T>)group.Column(column);
        for (var read = 0L; read < count;) read += reader.ReadBatch(count - read, values.AsSpan((int)read), out _);
        return values;
    }

    private static byte[]?[] Texts(RowGroupReader group, int column, int count)
    {
        const int batch = 4096;
        var texts = new byte[]?[count];
        var (values, levels) = (new ByteArray[batch], new short[batch]);
        using var reader = (ColumnReader<ByteArray>)group.Column(column);
        for (var row = 0; row < count;)
        {
            var read = (int)reader.ReadBatch(Math.Min(batch, count - row), levels.AsSpan(), default, values.AsSpan(), out _);
            for (int i = 0, value = 0; i < read; i++)
            {
                if (levels[i] == 0) continue;
                var bytes = new byte[values[value].Length];
                System.Runtime.InteropServices.Marshal.Copy(values[value].Pointer, bytes, 0, bytes.Length);
                texts[row + i] = bytes;
                value++;
            }

            row += read;
        }

        return texts;
    }
}
