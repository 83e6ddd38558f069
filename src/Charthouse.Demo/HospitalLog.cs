using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Charthouse.Demo;

/// <summary>The files that were written.</summary>
public sealed record HospitalFiles(IReadOnlyList<string> Events, string People, string Actions, string Appointments, long EventCount);

/// <summary>Makes the weeks one after the other, puts each in order of time and writes it, so that memory does not grow with the log.</summary>
internal sealed class HospitalLog
{
    private const int ChunkRows = 32_768;
    private const int LongestRowBytes = 300;
    private const int PatientBase = 1_000_000;
    private const int PatientModulus = 8_999_993;

    private static readonly byte[] Header = "event,user,at,action,patient,detail,encounter,workstation,department,application\n"u8.ToArray();
    private static readonly byte[][] ActionFields = [.. AuditActions.All.Select(a => Bytes(Quoted(a.Name) + ","))];
    private static readonly byte[][][] DetailFields = [.. AuditActions.All.Select(DetailsOf)];

    private readonly string folder;
    private readonly List<Clinician> clinicians;
    private readonly ClinicianWeeks[] makers;
    private readonly byte[][] userFields;
    private readonly byte[][][] placeFields;
    private readonly byte[][] buffers = new byte[2 * Environment.ProcessorCount][];
    // A week, and what shifts and the extension of the last burst carry into the days after it.
    private readonly DayRows[] days = [.. Enumerable.Range(0, 10).Select(_ => new DayRows())];
    private long written;

    private HospitalLog(string folder, List<Clinician> clinicians, ClinicianWeeks[] makers)
    {
        this.folder = folder;
        this.clinicians = clinicians;
        this.makers = makers;
        userFields = [.. clinicians.Select(c => Bytes(User(c) + ","))];
        placeFields = [.. Enumerable.Range(0, Roster.Departments.Length).Select(PlacesOf)];
        for (var i = 0; i < buffers.Length; i++) buffers[i] = new byte[ChunkRows * LongestRowBytes];
    }

    /// <summary>
    /// Writes the weeks from <paramref name="firstWeek"/> to before <paramref name="lastWeek"/> of a period of <paramref name="weeks"/>; a part
    /// holds the same rows as the whole, with other event ids. From <paramref name="goLiveWeek"/> on, note writing is faster in some
    /// specialties. <paramref name="events"/> is the exact number of rows; when null, as many as the work makes.
    /// </summary>
    public static HospitalFiles Write(
        string folder, List<Clinician> clinicians, int seed, int firstWeek, int lastWeek, int weeks, int? goLiveWeek, long? events, bool monthly,
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var share = events / clinicians.Count;
        var weekMakers = clinicians
            .Select((c, i) => new ClinicianWeeks(c, seed, weeks, goLiveWeek, share + (i < events % clinicians.Count ? 1 : 0))).ToArray();
        Directory.CreateDirectory(folder);
        var log = new HospitalLog(folder, clinicians, weekMakers);
        var people = log.WritePeople();
        var actions = log.WriteActions();
        var eventFiles = log.WriteEvents(firstWeek, lastWeek, monthly, progress, cancellationToken);
        return new HospitalFiles(eventFiles, people, actions, log.WriteAppointments(), log.written);
    }

    private List<string> WriteEvents(int firstWeek, int lastWeek, bool monthly, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        FileStream? file = null;
        try
        {
            for (var week = firstWeek; week < lastWeek; week++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var made = week;
                Parallel.For(0, makers.Length, i => makers[i].Make(made));
                foreach (var day in TakeSorted(week, last: week == lastWeek - 1))
                {
                    var date = Calendar.FirstDay.AddDays(day.Day);
                    var name = monthly ? string.Create(CultureInfo.InvariantCulture, $"events-{date:yyyy-MM}.csv") : "events.csv";
                    var path = Path.Combine(folder, name);
                    if (files.Count == 0 || files[^1] != path)
                    {
                        file?.Dispose();
                        file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
                        file.Write(Header);
                        files.Add(path);
                    }

                    WriteRows(file!, date, day, cancellationToken);
                }

                progress?.Report((week + 1.0 - firstWeek) / (lastWeek - firstWeek));
            }
        }
        finally
        {
            file?.Dispose();
        }

        return files;
    }

    /// <summary>Takes from the clinicians what is certain to be complete, and puts each day in UTC in order of time.</summary>
    private IEnumerable<DayRows> TakeSorted(int week, bool last)
    {
        var before = last ? long.MaxValue : Calendar.EarliestInstantOfWeek(week + 1);
        foreach (var day in days) day.Rows.Clear();
        for (var i = 0; i < makers.Length; i++)
        {
            var rows = makers[i].Rows;
            var kept = 0;
            for (var r = 0; r < rows.Count; r++)
            {
                var row = rows[r];
                if (row.At >= before) rows[kept++] = row;
                else days[(int)(row.At / Calendar.DayMilliseconds) - 7 * week].Rows.Add((i, row));
            }

            rows.RemoveRange(kept, rows.Count - kept);
        }

        for (var d = 0; d < days.Length; d++) days[d].Day = 7 * week + d;
        Parallel.ForEach(days, day => day.Sort());
        return days.Where(d => d.Rows.Count > 0);
    }

    private void WriteRows(FileStream file, DateOnly date, DayRows day, CancellationToken cancellationToken)
    {
        var dateField = Bytes(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T");
        var lengths = new int[buffers.Length];
        var count = day.Rows.Count;
        for (var from = 0; from < count; from += ChunkRows * buffers.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = from;
            var chunks = Math.Min(buffers.Length, (count - from + ChunkRows - 1) / ChunkRows);
            Parallel.For(0, chunks, c =>
            {
                var first = start + c * ChunkRows;
                lengths[c] = Format(buffers[c], dateField, first, Math.Min(ChunkRows, count - first), day, written + first);
            });
            for (var c = 0; c < chunks; c++) file.Write(buffers[c], 0, lengths[c]);
        }

        written += count;
    }

    private int Format(byte[] buffer, byte[] dateField, int first, int count, DayRows day, long firstEvent)
    {
        var keys = day.Keys.AsSpan(first, count);
        var rows = CollectionsMarshal.AsSpan(day.Rows);
        var to = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            ref readonly var entry = ref rows[(int)(uint)keys[i]];
            ref readonly var row = ref entry.Row;
            EventId(buffer.AsSpan(to), firstEvent + i);
            to += 8;
            Copy(userFields[entry.Clinician], buffer, ref to);
            Copy(dateField, buffer, ref to);
            TimeOfDay(buffer.AsSpan(to), (int)(keys[i] >> 32));
            to += 14;
            Copy(ActionFields[row.Action], buffer, ref to);
            if (row.Patient != ClinicianWeeks.NoPatient)
            {
                buffer[to++] = (byte)'P';
                Digits(buffer.AsSpan(to, 7), PatientNumber(row.Patient));
                to += 7;
            }

            buffer[to++] = (byte)',';
            Copy(DetailFields[row.Action][row.Detail], buffer, ref to);
            if (row.Encounter != 0)
            {
                buffer[to++] = (byte)'C';
                Digits(buffer.AsSpan(to, 8), row.Encounter);
                to += 8;
            }

            buffer[to++] = (byte)',';
            Copy(placeFields[clinicians[entry.Clinician].DepartmentIndex][row.Place], buffer, ref to);
        }

        return to;
    }

    private static void Copy(byte[] field, byte[] buffer, ref int to)
    {
        field.CopyTo(buffer.AsSpan(to));
        to += field.Length;
    }

    /// <summary>A letter and six digits to the base of 36, then a comma.</summary>
    private static void EventId(Span<byte> to, long number)
    {
        to[0] = (byte)'E';
        to[7] = (byte)',';
        for (var i = 6; i > 0; i--)
        {
            number = Math.DivRem(number, 36, out var digit);
            to[i] = (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);
        }
    }

    /// <summary>hh:mm:ss.fffZ and a comma.</summary>
    private static void TimeOfDay(Span<byte> to, int milliseconds)
    {
        var seconds = milliseconds / 1000;
        Digits(to[..2], seconds / 3600);
        to[2] = (byte)':';
        Digits(to[3..5], seconds / 60 % 60);
        to[5] = (byte)':';
        Digits(to[6..8], seconds % 60);
        to[8] = (byte)'.';
        Digits(to[9..12], milliseconds % 1000);
        to[12] = (byte)'Z';
        to[13] = (byte)',';
    }

    private static void Digits(Span<byte> to, int number)
    {
        for (var i = to.Length - 1; i >= 0; i--)
        {
            number = Math.DivRem(number, 10, out var digit);
            to[i] = (byte)('0' + digit);
        }
    }

    private string WritePeople() => WriteText("people.csv", "user,role,specialty,department,site,timezone", clinicians.Where(c => c.HasProfile).Select(c =>
        $"{User(c)},{Roster.Word(c.Role)},{c.Specialty.Name},{c.Department.Name},{c.Department.Site},{c.Department.Zone}"));

    private string WriteActions() => WriteText("actions.csv", "action,category", AuditActions.All.Where(a => a.Category != Category.Unmapped)
        .Select(a => $"{Quoted(a.Name)},{AuditActions.Word(a.Category)}"));

    private string WriteAppointments() => WriteText("appointments.csv", "user,start,end,status,patient", makers.SelectMany(m => m.Appointments)
        .OrderBy(a => a.Day).ThenBy(a => a.StartMinute).ThenBy(a => a.Clinician)
        .Select(a =>
        {
            var clinician = clinicians[a.Clinician];
            var patient = PatientNumber(a.Patient).ToString(CultureInfo.InvariantCulture);
            return $"{User(clinician)},{WallClock(clinician, a.Day, a.StartMinute)},{WallClock(clinician, a.Day, a.EndMinute)},{a.Status},P{patient}";
        }));

    private static string WallClock(Clinician clinician, int day, int minute)
    {
        var local = Calendar.FirstDay.AddDays(day).ToDateTime(new TimeOnly(minute / 60, minute % 60));
        var offset = TimeSpan.FromHours(Calendar.OffsetHours(day, minute * 60, clinician.Department.WinterOffsetHours));
        return new DateTimeOffset(local, offset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
    }

    private string WriteText(string name, string header, IEnumerable<string> lines)
    {
        var path = Path.Combine(folder, name);
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        writer.WriteLine(header);
        foreach (var line in lines) writer.WriteLine(line);
        return path;
    }

    /// <summary>Scattered over seven digits, so that neighbours in the pool do not look like it.</summary>
    private static int PatientNumber(int patient) => PatientBase + (int)(patient * 7_368_787L % PatientModulus);

    private static string User(Clinician clinician) => string.Create(CultureInfo.InvariantCulture, $"U{clinician.Index + 1:D4}");

    private static byte[][] DetailsOf(AuditAction action) => [.. (action.Details ?? []).Prepend("").Select(d => Bytes(Quoted(d) + ","))];

    private static byte[][] PlacesOf(int department)
    {
        var name = Quoted(Roster.Departments[department].Name);
        var application = Roster.Departments[department].Specialty == "Hospital Medicine" ? "Inpatient" : "Ambulatory";
        return [.. Enumerable.Range(0, Place.FirstDesk + 40).Select(place => Bytes(place switch
        {
            Place.Mobile => $"HAIKU,{name},Mobile\n",
            Place.Remote => $"VDI-REMOTE,{name},{application}\n",
            _ => string.Create(CultureInfo.InvariantCulture, $"WS{department + 1:D2}-{place:D3},{name},{application}\n"),
        }))];
    }

    private static string Quoted(string field) => field.AsSpan().ContainsAny(',', '"') ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The rows of one day, kept from week to week for their memory.</summary>
    private sealed class DayRows
    {
        public int Day { get; set; }
        public List<(int Clinician, Row Row)> Rows { get; } = [];
        /// <summary>Millisecond of the day, then the place in <see cref="Rows"/>: ties keep the order of clinicians.</summary>
        public ulong[] Keys { get; private set; } = [];

        public void Sort()
        {
            if (Keys.Length < Rows.Count) Keys = new ulong[Rows.Capacity];
            for (var i = 0; i < Rows.Count; i++) Keys[i] = (ulong)(Rows[i].Row.At % Calendar.DayMilliseconds) << 32 | (uint)i;
            Array.Sort(Keys, 0, Rows.Count);
        }
    }
}
