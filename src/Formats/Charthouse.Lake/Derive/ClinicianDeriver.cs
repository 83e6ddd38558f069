using Charthouse.AuditActivity;
using Charthouse.Lake.Import;
using Charthouse.Lake.Segments;

namespace Charthouse.Lake.Derive;

/// <summary>The tables of one shard and month.</summary>
internal sealed class MonthTables : IDisposable
{
    private readonly Dictionary<SegmentKind, Guid> ids = [];

    public MonthTables(LakeDirectory directory)
    {
        foreach (var kind in Kinds) ids[kind] = Guid.CreateVersion7();
        Events = new EventTable(directory.FileOf(SegmentKind.Events, ids[SegmentKind.Events]));
        Cells = new CellTable(directory.FileOf(SegmentKind.Cells, ids[SegmentKind.Cells]));
        Days = new DayTable(directory.FileOf(SegmentKind.Days, ids[SegmentKind.Days]));
        Hours = new HourTable(directory.FileOf(SegmentKind.Hours, ids[SegmentKind.Hours]));
        Marks = new MarkTable(directory.FileOf(SegmentKind.Marks, ids[SegmentKind.Marks]));
    }

    /// <summary>What is made anew together.</summary>
    public static SegmentKind[] Kinds { get; } = [SegmentKind.Events, SegmentKind.Cells, SegmentKind.Days, SegmentKind.Hours, SegmentKind.Marks];

    public EventTable Events { get; }

    public CellTable Cells { get; }

    public DayTable Days { get; }

    public HourTable Hours { get; }

    public MarkTable Marks { get; }

    /// <summary>Closes the tables and says what they are; empty tables are left out.</summary>
    public IEnumerable<Segment> Finish(int shard, int month)
    {
        var (first, last) = (LakeDirectory.MonthStart(month), LakeDirectory.MonthStart(month + 1) - 1);
        var eventBytes = Events.Finish();
        if (Events.Rows > 0) yield return new Segment(ids[SegmentKind.Events], SegmentKind.Events, shard, month, Events.Rows, eventBytes, Events.FirstMicroseconds, Events.LastMicroseconds);
        foreach (var (kind, rows, bytes) in new[]
        {
            (SegmentKind.Cells, Cells.Rows, Cells.Finish()), (SegmentKind.Days, Days.Rows, Days.Finish()),
            (SegmentKind.Hours, Hours.Rows, Hours.Finish()), (SegmentKind.Marks, Marks.Rows, Marks.Finish()),
        })
        {
            if (rows > 0) yield return new Segment(ids[kind], kind, shard, month, rows, bytes, first, last);
        }
    }

    public void Dispose()
    {
        Events.Dispose();
        Cells.Dispose();
        Days.Dispose();
        Hours.Dispose();
        Marks.Dispose();
    }
}

/// <summary>What the calendar of one clinician needs.</summary>
internal sealed record ClinicianContext(int Clinician, ZoneCalendar Zone, Schedule Schedule, Membership[] Profiles);

/// <summary>
/// Walks one clinician's events in order and writes what every question needs: gaps, session starts and patient changes beside the events,
/// and the cube beside them.
/// </summary>
internal sealed class ClinicianDeriver(Func<int, MonthTables> tablesOf, ImportDictionaries.View dictionaries, ActivityCategory[] categories)
{
    private const int CellSlots = ActivityCategories.Count * 256;
    private static readonly long[] prefixes = [30_000_000, 60_000_000, 90_000_000, 300_000_000];

    private readonly int[] cellSlot = new int[CellSlots];
    private readonly List<int> cellKeys = [];
    private readonly int[] hourSlot = new int[24];
    private readonly List<int> hourKeys = [];
    private readonly Dictionary<(int Month, int Day, int Profile, int Key), PrefixSums> cellsAcross = [];
    private readonly Dictionary<(int Month, int Day, int Profile, int Hour), PrefixSums> hoursAcross = [];
    private PrefixSums[] cellSums = new PrefixSums[64];
    private PrefixSums[] hourSums = new PrefixSums[24];
    private DayRow day;
    private MonthTables? tables;

    /// <summary>Writes a clinician's rows and days.</summary>
    /// <param name="context">Zone, schedule and profiles.</param>
    /// <param name="block">The rows.</param>
    /// <param name="order">Positions of the clinician's rows, in their total order.</param>
    /// <param name="months">Months that are made anew, for scheduled days without events.</param>
    public void Write(ClinicianContext context, EventBlock block, ReadOnlySpan<int> order, IEnumerable<int> months)
    {
        WriteEvents(context, block, order);
        foreach (var month in months) WriteSchedule(context, month);
    }

    private void WriteEvents(ClinicianContext context, EventBlock block, ReadOnlySpan<int> order)
    {
        var rows = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(block.Rows);
        var cells = new ActivityCells(context.Zone, context.Schedule);
        var state = new SwitchState();
        long? since = null;
        var isAfterUnloaded = false;
        var (month, monthEnd) = (0, long.MinValue);
        var span = new ZoneSpan(long.MaxValue, long.MinValue, 0);

        for (var i = 0; i < order.Length; i++)
        {
            ref readonly var row = ref rows[order[i]];
            StoredGaps? stored = row.IsNew ? null : block.Stored[(int)(-1 - row.Ordinal)];
            if (i == 0)
            {
                since = stored?.Since;
                isAfterUnloaded = since is not null;
            }
            else if (isAfterUnloaded)
            {
                since = stored?.Since;
            }

            // Events in between that are not loaded belong to months that nothing touched: what the lake knows about them still holds.
            long? gap;
            var nextIsAfterUnloaded = false;
            if (i + 1 == order.Length)
            {
                gap = stored?.Gap;
            }
            else
            {
                ref readonly var next = ref rows[order[i + 1]];
                nextIsAfterUnloaded = stored?.Gap is { } known && row.At + known < next.At && !next.IsNew;
                gap = nextIsAfterUnloaded ? stored!.Value.Gap : next.At - row.At;
            }

            if (isAfterUnloaded) state.Forget(); else state.Pass(since);
            var switchGap = row.Patient == 0 ? null : state.IsKnown ? state.GapIfSwitched(row.Patient) : stored?.SwitchGap;
            if (row.Patient != 0) state.See(row.Patient);

            if (row.At >= monthEnd)
            {
                Flush(context.Clinician);
                month = LakeDirectory.MonthOf(row.At);
                monthEnd = LakeDirectory.MonthStart(month + 1);
                tables = tablesOf(month);
            }

            if (row.At < span.StartMicroseconds || row.At >= span.EndMicroseconds) span = context.Zone.SpanAt(row.At);
            var cell = cells.At(row.At);
            var profile = ProfileAt(context.Profiles, row.At);
            if (day.Events == 0 || cell.LocalDay != day.LocalDay || profile != day.Profile)
            {
                Flush(context.Clinician);
                day = new DayRow { LocalDay = cell.LocalDay, Profile = profile };
            }

            var category = (int)categories[row.Action];
            var key = (category << 8) | (int)cell.Windows;
            tables!.Events.Add(row, block, dictionaries, new DerivedEvent(
                gap, since, switchGap, cell.LocalDay, (int)(span.OffsetMicroseconds / Microseconds.PerMinute), key, profile));

            CountDay(row, since, gap, switchGap);
            AddToCells(cells, row.At, gap, category, cell, profile, month);
            var hourRoom = AddToHours(context.Zone, span, row.At, gap, cell.LocalDay, profile, month);
            var room = cell.EndMicroseconds - row.At;
            if (gap is null || gap > Math.Min(room, hourRoom) || switchGap is not null)
                tables.Marks.Add(new MarkRow(context.Clinician, row.At, cell.LocalDay, profile, key, gap, room, hourRoom, switchGap));

            since = nextIsAfterUnloaded ? null : gap;
            isAfterUnloaded = nextIsAfterUnloaded;
        }

        Flush(context.Clinician);
        foreach (var ((inMonth, localDay, profile, key), sums) in cellsAcross) tablesOf(inMonth).Cells.Add(context.Clinician, localDay, profile, key >> 8, key & 255, sums);
        foreach (var ((inMonth, localDay, profile, hour), sums) in hoursAcross) tablesOf(inMonth).Hours.Add(context.Clinician, localDay, profile, hour, sums);
        cellsAcross.Clear();
        hoursAcross.Clear();
    }

    private void CountDay(in EventRow row, long? since, long? gap, long? switchGap)
    {
        day.Events++;
        day.LastGap = gap;
        if (day.FirstAt is null) (day.FirstAt, day.FirstSince) = (row.At, since);
        if (row.Patient != 0 && day.FirstPatientAt is null) (day.FirstPatientAt, day.FirstSwitchGap) = (row.At, switchGap);
        for (var i = 0; i < prefixes.Length; i++)
        {
            if (since is null || since > prefixes[i]) day.Sessions[i]++;
            if (since is null || since >= prefixes[i]) day.SessionsExclusive[i]++;
            if (switchGap <= prefixes[i]) day.Switches[i]++;
            if (switchGap < prefixes[i]) day.SwitchesExclusive[i]++;
        }
    }

    private void AddToCells(ActivityCells cells, long at, long? gap, int category, ActivityCell cell, int profile, int month)
    {
        var key = (category << 8) | (int)cell.Windows;
        var slot = cellSlot[key];
        if (slot == 0)
        {
            cellKeys.Add(key);
            slot = cellSlot[key] = cellKeys.Count;
            if (slot > cellSums.Length) Array.Resize(ref cellSums, slot * 2);
            cellSums[slot - 1] = default;
        }

        ref var sums = ref cellSums[slot - 1];
        sums.Events++;
        var longest = Math.Min(gap ?? long.MaxValue, PrefixSums.LongestMicroseconds);
        var room = cell.EndMicroseconds - at;
        sums.Add(gap, 0, Math.Min(longest, room));
        while (room < longest)
        {
            cell = cells.At(at + room);
            var to = cell.EndMicroseconds - at;
            ref var across = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
                cellsAcross, (month, cell.LocalDay, profile, (category << 8) | (int)cell.Windows), out _);
            across.Add(gap, room, Math.Min(longest, to));
            room = to;
        }
    }

    private long AddToHours(ZoneCalendar zone, ZoneSpan span, long at, long? gap, int localDay, int profile, int month)
    {
        var clock = at + span.OffsetMicroseconds - (localDay * Microseconds.PerDay);
        var hour = (int)(clock / Microseconds.PerHour);
        var hourRoom = Math.Min(((hour + 1) * Microseconds.PerHour) - clock, span.EndMicroseconds - at);
        if (hourSlot[hour] == 0)
        {
            hourKeys.Add(hour);
            hourSlot[hour] = hourKeys.Count;
            hourSums[hourKeys.Count - 1] = default;
        }

        var longest = Math.Min(gap ?? long.MaxValue, PrefixSums.LongestMicroseconds);
        hourSums[hourSlot[hour] - 1].Add(gap, 0, Math.Min(longest, hourRoom));
        for (var room = hourRoom; room < longest;)
        {
            var (nextDay, nextHour, end) = ClockHours.At(zone, at + room);
            ref var across = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(hoursAcross, (month, nextDay, profile, nextHour), out _);
            across.Add(gap, room, Math.Min(longest, end - at));
            room = end - at;
        }

        return hourRoom;
    }

    private void Flush(int clinician)
    {
        if (day.Events == 0) return;
        foreach (var key in cellKeys)
        {
            tables!.Cells.Add(clinician, day.LocalDay, day.Profile, key >> 8, key & 255, cellSums[cellSlot[key] - 1]);
            cellSlot[key] = 0;
        }

        foreach (var hour in hourKeys)
        {
            tables!.Hours.Add(clinician, day.LocalDay, day.Profile, hour, hourSums[hourSlot[hour] - 1]);
            hourSlot[hour] = 0;
        }

        tables!.Days.Add(clinician, day);
        cellKeys.Clear();
        hourKeys.Clear();
        day = default;
    }

    private void WriteSchedule(ClinicianContext context, int month)
    {
        var (monthStart, monthEnd) = (LakeDirectory.MonthStart(month), LakeDirectory.MonthStart(month + 1));
        SortedDictionary<(int Day, int Profile), (long Scheduled, int Starts)> days = [];
        foreach (var visit in context.Schedule.Union)
        {
            var (at, end) = (Math.Max(visit.StartMicroseconds, monthStart), Math.Min(visit.EndMicroseconds, monthEnd));
            while (at < end)
            {
                var span = context.Zone.SpanAt(at);
                var localDay = ZoneCalendar.LocalDay(at, span);
                var index = ProfileIndex(context.Profiles, at);
                var to = Math.Min(end, Math.Min(((localDay + 1) * Microseconds.PerDay) - span.OffsetMicroseconds, span.EndMicroseconds));
                if (index + 1 < context.Profiles.Length) to = Math.Min(to, context.Profiles[index + 1].FromMicroseconds);
                var key = (localDay, context.Profiles[index].Group);
                var (scheduled, starts) = days.GetValueOrDefault(key);
                days[key] = (scheduled + to - at, starts);
                at = to;
            }
        }

        foreach (var (localDay, firstStart) in context.Schedule.Days)
        {
            if (firstStart < monthStart || firstStart >= monthEnd) continue;
            var key = (localDay, ProfileAt(context.Profiles, firstStart));
            var (scheduled, starts) = days.GetValueOrDefault(key);
            days[key] = (scheduled, starts + 1);
        }

        foreach (var ((localDay, profile), (scheduled, starts)) in days)
            tablesOf(month).Days.Add(context.Clinician, new DayRow { LocalDay = localDay, Profile = profile, Scheduled = scheduled, Starts = starts });
    }

    private static int ProfileAt(Membership[] profiles, long at) => profiles[ProfileIndex(profiles, at)].Group;

    private static int ProfileIndex(Membership[] profiles, long at)
    {
        var index = profiles.Length - 1;
        while (index > 0 && profiles[index].FromMicroseconds > at) index--;
        return index;
    }

    // The last patient before an event, and the longest gap since.
    private struct SwitchState
    {
        private int lastPatient;
        private long longestGap;

        public SwitchState() => IsKnown = true;

        public bool IsKnown { get; private set; }

        public void Forget() => (IsKnown, lastPatient) = (false, 0);

        public void Pass(long? gap) => longestGap = Math.Max(longestGap, gap ?? 0);

        public readonly long? GapIfSwitched(int patient) => lastPatient != 0 && lastPatient != patient ? longestGap : null;

        public void See(int patient) => (IsKnown, lastPatient, longestGap) = (true, patient, 0);
    }
}
