using Charthouse.Lake.Import;
using ParquetSharp;

namespace Charthouse.Lake.Segments;

/// <summary>What an event's neighbours and the calendar say about it: computed once, at import.</summary>
internal readonly record struct DerivedEvent(
    long? Gap, long? Since, long? SwitchGap, int LocalDay, int OffsetMinutes, int Cell, int Profile);

/// <summary>Writes segments of events.</summary>
internal sealed unsafe class EventTable : IDisposable
{
    private readonly NumberColumn<int> clinician = new("clinician");
    private readonly NumberColumn<long> at = new("at_utc", logicalType: () => LogicalType.Timestamp(isAdjustedToUtc: false, TimeUnit.Micros), differences: true);
    private readonly NumberColumn<int> offset = new("offset_minutes");
    private readonly NumberColumn<int> localDate = new("local_date", logicalType: LogicalType.Date);
    private readonly TextColumn source = new("source");
    private readonly TextColumn eventId = new("event", dictionary: false);
    private readonly NumberColumn<int> action = new("action");
    private readonly TextColumn patient = new("patient", isText: false);
    private readonly TextColumn detail = new("detail");
    private readonly TextColumn encounter = new("encounter");
    private readonly TextColumn workstation = new("workstation");
    private readonly TextColumn department = new("department");
    private readonly TextColumn application = new("application");
    private readonly NumberColumn<long> gap = new("gap", nullable: true, differences: true);
    private readonly NumberColumn<long> since = new("since", nullable: true, differences: true);
    private readonly NumberColumn<long> switchGap = new("switch_gap", nullable: true, differences: true);
    private readonly NumberColumn<int> cell = new("cell");
    private readonly NumberColumn<int> profile = new("profile");
    private readonly ParquetTable table;

    public EventTable(string file) => table = new ParquetTable(
        file,
        [clinician, at, offset, localDate, source, eventId, action, patient, detail, encounter, workstation, department, application, gap, since, switchGap, cell, profile]);

    public long FirstMicroseconds { get; private set; } = long.MaxValue;

    public long LastMicroseconds { get; private set; } = long.MinValue;

    public long Rows => table.Rows;

    public void Add(in EventRow row, EventBlock block, ImportDictionaries.View dictionaries, in DerivedEvent derived)
    {
        FirstMicroseconds = Math.Min(FirstMicroseconds, row.At);
        LastMicroseconds = Math.Max(LastMicroseconds, row.At);
        clinician.Add(row.Clinician);
        at.Add(row.At);
        offset.Add(derived.OffsetMinutes);
        localDate.Add(derived.LocalDay);
        AddText(source, row.Source, dictionaries);
        eventId.AddCopy(block.EventId(row));
        action.Add(row.Action);
        if (row.Patient == 0)
        {
            patient.AddPinned(null, 0);
        }
        else
        {
            Span<byte> hash = stackalloc byte[16];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(hash, dictionaries.Patients.Hash(row.Patient));
            patient.AddCopy(hash);
        }

        AddText(detail, row.Detail, dictionaries);
        encounter.AddCopy(block.Encounter(row));
        AddText(workstation, row.Workstation, dictionaries);
        AddText(department, row.Department, dictionaries);
        AddText(application, row.Application, dictionaries);
        gap.Add(derived.Gap);
        since.Add(derived.Since);
        switchGap.Add(derived.SwitchGap);
        cell.Add(derived.Cell);
        profile.Add(derived.Profile);
        table.EndRow();
    }

    public long Finish() => table.Finish();

    public void Dispose() => table.Dispose();

    private static void AddText(TextColumn column, int code, ImportDictionaries.View dictionaries)
    {
        if (code == 0)
        {
            column.AddPinned(null, 0);
            return;
        }

        var text = dictionaries.Texts.Pointer(code, out var length);
        column.AddPinned(text, length);
    }
}

/// <summary>
/// Credited microseconds under every standard definition, as four prefix lengths (30, 60, 90, 300 s): each credited interval is a prefix of the longest
/// one, so pieces of it add up exactly (docs/adr/0010).
/// </summary>
internal struct PrefixSums
{
    public const int Prefixes = 4;

    private static readonly long[] lengths = [30_000_000, 60_000_000, 90_000_000, LongestMicroseconds];

    public const long LongestMicroseconds = 300_000_000;

    public long Events;
    private Four drop;
    private Four equal;
    private Four capped;
    private Four last;

    /// <summary>Adds the part of an event's credit that lies between two offsets from the event.</summary>
    public void Add(long? gap, long fromOffset, long toOffset)
    {
        for (var i = 0; i < Prefixes; i++)
        {
            var length = Math.Min(gap ?? long.MaxValue, lengths[i]);
            var part = Math.Min(length, toOffset) - fromOffset;
            if (part <= 0) continue;
            capped[i] += part;
            if (gap is null)
            {
                last[i] += part;
            }
            else if (gap <= lengths[i])
            {
                drop[i] += part;
                if (gap == lengths[i]) equal[i] += part;
            }
        }
    }

    public void Add(in PrefixSums other)
    {
        Events += other.Events;
        for (var i = 0; i < Prefixes; i++)
        {
            drop[i] += other.drop[i];
            equal[i] += other.equal[i];
            capped[i] += other.capped[i];
            last[i] += other.last[i];
        }
    }

    public readonly void Write(NumberColumn<long>[] columns)
    {
        for (var i = 0; i < Prefixes; i++)
        {
            columns[i].Add(drop[i]);
            columns[Prefixes + i].Add(equal[i]);
            columns[(2 * Prefixes) + i].Add(capped[i]);
            columns[(3 * Prefixes) + i].Add(last[i]);
        }
    }

    public static NumberColumn<long>[] Columns() =>
    [
        .. from name in new[] { "drop", "equal", "capped", "last" }
           from seconds in new[] { "30", "60", "90", "300" }
           select new NumberColumn<long>(name + seconds),
    ];

    [System.Runtime.CompilerServices.InlineArray(Prefixes)]
    private struct Four
    {
        private long first;
    }
}

/// <summary>Writes the cube.</summary>
internal sealed class CellTable : IDisposable
{
    private readonly NumberColumn<int> clinician = new("clinician");
    private readonly NumberColumn<int> localDate = new("local_date", logicalType: LogicalType.Date);
    private readonly NumberColumn<int> profile = new("profile");
    private readonly NumberColumn<int> category = new("category");
    private readonly NumberColumn<int> windows = new("windows");
    private readonly NumberColumn<long> events = new("events");
    private readonly NumberColumn<long>[] sums = PrefixSums.Columns();
    private readonly ParquetTable table;

    public CellTable(string file) => table = new ParquetTable(file, [clinician, localDate, profile, category, windows, events, .. sums]);

    public long Rows => table.Rows;

    public void Add(int clinicianCode, int localDay, int profileCode, int categoryCode, int windowSet, in PrefixSums row)
    {
        clinician.Add(clinicianCode);
        localDate.Add(localDay);
        profile.Add(profileCode);
        category.Add(categoryCode);
        windows.Add(windowSet);
        events.Add(row.Events);
        row.Write(sums);
        table.EndRow();
    }

    public long Finish() => table.Finish();

    public void Dispose() => table.Dispose();
}

/// <summary>An event that a report with any other time-out looks at by itself.</summary>
/// <param name="Clinician">Clinician.</param>
/// <param name="At">Instant.</param>
/// <param name="LocalDay">Local date.</param>
/// <param name="Profile">Profile.</param>
/// <param name="Cell">Category × 256 + windows at the event.</param>
/// <param name="Gap">Time to the next event.</param>
/// <param name="Room">Time to the end of the event's cell.</param>
/// <param name="HourRoom">Time to the end of the event's hour of the clock.</param>
/// <param name="SwitchGap">Longest gap since the last patient, when that was another one.</param>
internal readonly record struct MarkRow(
    int Clinician, long At, int LocalDay, int Profile, int Cell, long? Gap, long Room, long HourRoom, long? SwitchGap);

/// <summary>Writes marks.</summary>
internal sealed class MarkTable : IDisposable
{
    private readonly NumberColumn<int> clinician = new("clinician");
    private readonly NumberColumn<long> at = new("at_us");
    private readonly NumberColumn<int> localDate = new("local_date", logicalType: LogicalType.Date);
    private readonly NumberColumn<int> profile = new("profile");
    private readonly NumberColumn<int> cell = new("cell");
    private readonly NumberColumn<long> gap = new("gap", nullable: true);
    private readonly NumberColumn<long> room = new("room");
    private readonly NumberColumn<long> hourRoom = new("hour_room");
    private readonly NumberColumn<long> switchGap = new("switch_gap", nullable: true);
    private readonly ParquetTable table;

    public MarkTable(string file) => table = new ParquetTable(file, [clinician, at, localDate, profile, cell, gap, room, hourRoom, switchGap]);

    public long Rows => table.Rows;

    public void Add(in MarkRow row)
    {
        clinician.Add(row.Clinician);
        at.Add(row.At);
        localDate.Add(row.LocalDay);
        profile.Add(row.Profile);
        cell.Add(row.Cell);
        gap.Add(row.Gap);
        room.Add(row.Room);
        hourRoom.Add(row.HourRoom);
        switchGap.Add(row.SwitchGap);
        table.EndRow();
    }

    public long Finish() => table.Finish();

    public void Dispose() => table.Dispose();
}

/// <summary>Writes active time by hour of the clock.</summary>
internal sealed class HourTable : IDisposable
{
    private readonly NumberColumn<int> clinician = new("clinician");
    private readonly NumberColumn<int> localDate = new("local_date", logicalType: LogicalType.Date);
    private readonly NumberColumn<int> profile = new("profile");
    private readonly NumberColumn<int> hour = new("hour");
    private readonly NumberColumn<long>[] sums = PrefixSums.Columns();
    private readonly ParquetTable table;

    public HourTable(string file) => table = new ParquetTable(file, [clinician, localDate, profile, hour, .. sums]);

    public long Rows => table.Rows;

    public void Add(int clinicianCode, int localDay, int profileCode, int hourOfDay, in PrefixSums row)
    {
        clinician.Add(clinicianCode);
        localDate.Add(localDay);
        profile.Add(profileCode);
        hour.Add(hourOfDay);
        row.Write(sums);
        table.EndRow();
    }

    public long Finish() => table.Finish();

    public void Dispose() => table.Dispose();
}

/// <summary>One clinician's local date with one profile.</summary>
internal struct DayRow
{
    public int LocalDay;
    public int Profile;
    public long Events;
    public Counts Sessions;
    public Counts SessionsExclusive;
    public Counts Switches;
    public Counts SwitchesExclusive;
    public long? FirstAt;
    public long? FirstSince;
    public long? LastGap;
    public long? FirstPatientAt;
    public long? FirstSwitchGap;
    public long Scheduled;
    public int Starts;

    [System.Runtime.CompilerServices.InlineArray(PrefixSums.Prefixes)]
    public struct Counts
    {
        private int first;
    }
}

/// <summary>Writes days.</summary>
internal sealed class DayTable : IDisposable
{
    private readonly NumberColumn<int> clinician = new("clinician");
    private readonly NumberColumn<int> localDate = new("local_date", logicalType: LogicalType.Date);
    private readonly NumberColumn<int> profile = new("profile");
    private readonly NumberColumn<long> events = new("events");
    private readonly NumberColumn<int>[] counts =
    [
        .. from name in new[] { "sessions_le", "sessions_lt", "switches_le", "switches_lt" }
           from seconds in new[] { "30", "60", "90", "300" }
           select new NumberColumn<int>(name + seconds),
    ];

    private readonly NumberColumn<long> firstAt = new("first_at", nullable: true);
    private readonly NumberColumn<long> firstSince = new("first_since", nullable: true);
    private readonly NumberColumn<long> lastGap = new("last_gap", nullable: true);
    private readonly NumberColumn<long> firstPatientAt = new("first_patient_at", nullable: true);
    private readonly NumberColumn<long> firstSwitchGap = new("first_switch_gap", nullable: true);
    private readonly NumberColumn<long> scheduled = new("scheduled");
    private readonly NumberColumn<int> starts = new("starts");
    private readonly ParquetTable table;

    public DayTable(string file) => table = new ParquetTable(
        file, [clinician, localDate, profile, events, .. counts, firstAt, firstSince, lastGap, firstPatientAt, firstSwitchGap, scheduled, starts]);

    public long Rows => table.Rows;

    public void Add(int clinicianCode, in DayRow row)
    {
        clinician.Add(clinicianCode);
        localDate.Add(row.LocalDay);
        profile.Add(row.Profile);
        events.Add(row.Events);
        for (var i = 0; i < PrefixSums.Prefixes; i++)
        {
            counts[i].Add(row.Sessions[i]);
            counts[PrefixSums.Prefixes + i].Add(row.SessionsExclusive[i]);
            counts[(2 * PrefixSums.Prefixes) + i].Add(row.Switches[i]);
            counts[(3 * PrefixSums.Prefixes) + i].Add(row.SwitchesExclusive[i]);
        }

        firstAt.Add(row.FirstAt);
        firstSince.Add(row.FirstSince);
        lastGap.Add(row.LastGap);
        firstPatientAt.Add(row.FirstPatientAt);
        firstSwitchGap.Add(row.FirstSwitchGap);
        scheduled.Add(row.Scheduled);
        starts.Add(row.Starts);
        table.EndRow();
    }

    public long Finish() => table.Finish();

    public void Dispose() => table.Dispose();
}
