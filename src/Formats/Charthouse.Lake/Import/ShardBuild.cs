using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Charthouse.AuditActivity;
using Charthouse.Lake.Derive;
using Charthouse.Lake.Segments;

namespace Charthouse.Lake.Import;

/// <summary>Makes the segments of one shard anew: old and new rows merged, identical rows removed, everything derived.</summary>
internal sealed class ShardBuild : IDisposable
{
    private readonly ImportPlan plan;
    private readonly int shard;
    private readonly ImportDictionaries.View view;
    private readonly Dictionary<int, MonthTables> tables = [];
    private readonly Dictionary<AppointmentKey, string> appointments = [];
    private readonly HashSet<int> changedAppointmentMonths = [];
    private readonly EventBlock block = new();
    private readonly RowIdentity identity;
    private readonly NewEventIds.Writer? newIds;

    /// <param name="plan">What to change.</param>
    /// <param name="shard">Shard.</param>
    /// <param name="ids">Takes the hashes of the ids of new rows; <c>null</c> when they are only looked at.</param>
    public ShardBuild(ImportPlan plan, int shard, NewEventIds? ids)
    {
        newIds = ids is null ? null : new NewEventIds.Writer(ids);
        this.plan = plan;
        this.shard = shard;
        view = new ImportDictionaries.View(plan.Dictionaries);
        identity = new RowIdentity(plan.Dictionaries, block);
    }

    public List<Segment> Added { get; } = [];

    public List<Segment> Removed { get; } = [];

    public long RowsNew { get; private set; }

    public long RowsKnown { get; private set; }

    public List<ConflictingRow> Conflicts { get; } = [];

    public List<IdCandidate> Candidates { get; } = [];

    /// <summary>Merges and writes.</summary>
    /// <param name="rowsDone">Told how many more rows are merged.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public void Run(Action<long> rowsDone, CancellationToken cancellationToken)
    {
        MergeAppointments();
        var dirty = DirtyMonths();
        if (dirty.Count == 0) return;

        var deriver = new ClinicianDeriver(Tables, view, plan.Categories);
        var schedules = appointments.Where(a => !AppointmentSegments.IsCancelled(a.Value))
            .ToLookup(a => a.Key.Clinician, a => new Appointment(a.Key.Start, a.Key.End));
        EachClinician(dirty, schedules.Select(group => group.Key), rowsDone, (clinician, order) =>
        {
            var (zone, profiles) = plan.FactsOf(clinician);
            var schedule = new Schedule([.. schedules[clinician]], zone);
            deriver.Write(new ClinicianContext(clinician, zone, schedule, profiles), block, order, schedule.Union.Count == 0 ? [] : dirty);
        }, cancellationToken);

        foreach (var (month, monthTables) in tables.OrderBy(t => t.Key)) Added.AddRange(monthTables.Finish(shard, month));
        Removed.AddRange(plan.State.Segments.Where(segment => segment.Shard == shard && dirty.Contains(segment.Month)
            && MonthTables.Kinds.Contains(segment.Kind)));
        WriteAppointments();
        newIds?.Finish();
    }

    /// <summary>Only looks for the rows of event ids that occur with different contents.</summary>
    public void CollectCandidates(CancellationToken cancellationToken) =>
        EachClinician(DirtyMonths(), [], static _ => { }, static (_, _) => { }, cancellationToken);

    public void Dispose()
    {
        foreach (var monthTables in tables.Values) monthTables.Dispose();
        view.Dispose();
    }

    private MonthTables Tables(int month)
    {
        if (!tables.TryGetValue(month, out var monthTables)) tables.Add(month, monthTables = new MonthTables(plan.Directory));
        return monthTables;
    }

    private SortedSet<int> DirtyMonths()
    {
        SortedSet<int> dirty = [.. changedAppointmentMonths];
        var segments = plan.State.Segments.Where(segment => segment.Shard == shard).ToList();
        if (plan.CategoriesChanged) dirty.UnionWith(segments.Where(segment => segment.Kind == SegmentKind.Events).Select(segment => segment.Month));

        var touched = plan.Spill.Touched.Where(t => LakeDirectory.ShardOf(t.Clinician) == shard).ToList();
        dirty.UnionWith(touched.Select(t => t.Month));
        var changed = plan.Changed.Where(clinician => LakeDirectory.ShardOf(clinician) == shard).ToHashSet();
        if (segments.Count == 0 || (touched.Count == 0 && changed.Count == 0)) return dirty;

        // A new event changes the gap of the event before it and what the event after it knows: their months are made anew too.
        var known = ClinicianMonth.Read(plan.Directory, segments.Where(segment => segment.Kind == SegmentKind.Days));
        var monthsOf = known.GroupBy(k => k.Clinician).ToDictionary(group => group.Key, group => group.OrderBy(k => k.Month).ToList());
        foreach (var (clinician, month) in touched)
        {
            if (!monthsOf.TryGetValue(clinician, out var months)) continue;
            AddUntilPatient(months.Where(m => m.HasEvents && m.Month < month).Reverse());
            AddUntilPatient(months.Where(m => m.HasEvents && m.Month > month));
        }

        foreach (var clinician in changed)
        {
            if (monthsOf.TryGetValue(clinician, out var months)) dirty.UnionWith(months.Select(m => m.Month));
        }

        return dirty;

        // Whether a patient changes is known only from the last event with a patient, which may lie some months away.
        void AddUntilPatient(IEnumerable<ClinicianMonth> months)
        {
            foreach (var month in months)
            {
                dirty.Add(month.Month);
                if (month.HasPatients) return;
            }
        }
    }

    private delegate void UseClinician(int clinician, ReadOnlySpan<int> order);

    private void EachClinician(
        SortedSet<int> dirty, IEnumerable<int> scheduled, Action<long> rowsDone, UseClinician use, CancellationToken cancellationToken)
    {
        var readers = plan.State.Segments.Where(segment => segment.Kind == SegmentKind.Events && segment.Shard == shard && dirty.Contains(segment.Month))
            .OrderBy(segment => segment.Month)
            .Select(segment => new EventSegmentReader(plan.Directory.FileOf(segment), plan.Dictionaries, view)).ToList();
        try
        {
            var withSchedule = scheduled.ToLookup(EventSpill.BlockOf);
            var lastBlock = EventSpill.BlockOf(plan.Dictionaries.Clinicians.Count);
            for (var number = 0; number <= lastBlock; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                block.Clear();
                plan.Spill.Load(shard, number, block);
                foreach (var reader in readers) reader.ReadBefore(EventSpill.EndOfBlock(number), block);
                UseBlock(number, withSchedule[number], use);
                rowsDone(block.Rows.Count);
            }
        }
        finally
        {
            foreach (var reader in readers) reader.Dispose();
        }
    }

    private void UseBlock(int number, IEnumerable<int> scheduled, UseClinician use)
    {
        // A block holds few clinicians, whose codes follow each other in steps of the number of shards.
        var rows = CollectionsMarshal.AsSpan(block.Rows);
        Span<int> counts = stackalloc int[EventSpill.CliniciansPerBlock];
        Span<bool> present = stackalloc bool[EventSpill.CliniciansPerBlock];
        foreach (var clinician in scheduled) present[EventSpill.PlaceInBlock(clinician)] = true;
        foreach (ref readonly var row in rows) counts[EventSpill.PlaceInBlock(row.Clinician)]++;

        Span<int> starts = stackalloc int[EventSpill.CliniciansPerBlock];
        for (var place = 1; place < starts.Length; place++) starts[place] = starts[place - 1] + counts[place - 1];
        Span<int> fill = stackalloc int[EventSpill.CliniciansPerBlock];
        starts.CopyTo(fill);
        var order = new int[rows.Length];
        var keys = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            ref var at = ref fill[EventSpill.PlaceInBlock(rows[i].Clinician)];
            order[at] = i;
            keys[at++] = rows[i].At;
        }

        List<int> kept = [];
        for (var place = 0; place < counts.Length; place++)
        {
            if (counts[place] == 0 && !present[place]) continue;
            var clinicianKeys = keys.AsSpan(starts[place], counts[place]);
            var clinicianOrder = order.AsSpan(starts[place], counts[place]);
            Sort(clinicianKeys, clinicianOrder);
            kept.Clear();
            Keep(clinicianKeys, clinicianOrder, kept);
            use(EventSpill.ClinicianAt(shard, number, place), CollectionsMarshal.AsSpan(kept));
        }
    }

    private static void Sort(Span<long> keys, Span<int> order)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            if (keys[i] >= keys[i - 1]) continue;
            keys.Sort(order);
            return;
        }
    }

    // One clinician's rows in order of time: ties are put into their total order and identical rows removed.
    private void Keep(ReadOnlySpan<long> keys, Span<int> order, List<int> kept)
    {
        for (var from = 0; from < keys.Length;)
        {
            var to = from + 1;
            while (to < keys.Length && keys[to] == keys[from]) to++;
            var tie = order[from..to];
            if (tie.Length > 1) identity.Sort(tie);
            for (var first = 0; first < tie.Length;)
            {
                var end = first + 1;
                while (end < tie.Length && identity.AreIdentical(tie[first], tie[end])) end++;
                KeepIdentical(tie[first..end], kept);
                first = end;
            }

            from = to;
        }
    }

    // Rows that are identical in every column; those of the lake stand first, then the new ones by file and line.
    private void KeepIdentical(ReadOnlySpan<int> rows, List<int> kept)
    {
        var all = CollectionsMarshal.AsSpan(block.Rows);
        var old = 0;
        while (old < rows.Length && !all[rows[old]].IsNew) kept.Add(rows[old++]);
        if (old == rows.Length) return;

        ref readonly var firstNew = ref all[rows[old]];
        if (firstNew.EventLength > 0)
        {
            KeepIdentified(rows, old, firstNew, kept);
            return;
        }

        // Without ids the largest number found in any single file is kept.
        int most = 0, inFile = 0, mostStart = old;
        for (var i = old; i < rows.Length; i++)
        {
            inFile = i > old && all[rows[i]].File == all[rows[i - 1]].File ? inFile + 1 : 1;
            if (inFile > most) (most, mostStart) = (inFile, i - inFile + 1);
        }

        var added = Math.Max(0, most - old);
        for (var i = 0; i < added; i++) kept.Add(rows[mostStart + i]);
        RowsNew += added;
        RowsKnown += rows.Length - old - added;
    }

    private void KeepIdentified(ReadOnlySpan<int> rows, int old, in EventRow firstNew, List<int> kept)
    {
        if (old > 0)
        {
            RowsKnown += rows.Length - old;
            return;
        }

        var hash = identity.HashOfId(firstNew);
        if (plan.SuspectIds?.Contains(hash) == true)
        {
            var id = identity.SourceAndId(firstNew);
            if (!plan.Winners.TryGetValue(id, out var winner))
            {
                Candidates.Add(new IdCandidate(id, firstNew.Ordinal));
            }
            else if (winner != firstNew.Ordinal)
            {
                foreach (var row in rows)
                {
                    ref readonly var lost = ref block.RowsSpan[row];
                    Conflicts.Add(new ConflictingRow(
                        lost.Ordinal, Encoding.UTF8.GetString(plan.Dictionaries.Clinicians.Text(lost.Clinician)), lost.At,
                        Encoding.UTF8.GetString(plan.Dictionaries.Actions.Text(lost.Action))));
                }

                return;
            }
        }

        newIds?.Add(hash);
        kept.Add(rows[0]);
        RowsNew++;
        RowsKnown += rows.Length - 1;
    }

    private void MergeAppointments()
    {
        var added = plan.Appointments.Where(a => LakeDirectory.ShardOf(a.Key.Clinician) == shard).ToList();
        var stored = plan.State.Segments.Where(segment => segment.Kind == SegmentKind.Appointments && segment.Shard == shard);
        foreach (var segment in stored) AppointmentSegments.Read(plan.Directory.FileOf(segment), appointments);
        foreach (var (key, status) in added)
        {
            if (!AppointmentSegments.Merge(appointments, key, status)) continue;
            for (var month = LakeDirectory.MonthOf(key.Start - Microseconds.PerDay); month <= LakeDirectory.MonthOf(key.End + Microseconds.PerDay); month++)
                changedAppointmentMonths.Add(month);
        }
    }

    private void WriteAppointments()
    {
        foreach (var month in appointments.GroupBy(a => LakeDirectory.MonthOf(a.Key.Start)).Where(group => changedAppointmentMonths.Contains(group.Key)))
        {
            var id = Guid.CreateVersion7();
            var (rows, bytes) = AppointmentSegments.Write(plan.Directory.FileOf(SegmentKind.Appointments, id), month);
            Added.Add(new Segment(id, SegmentKind.Appointments, shard, month.Key, rows, bytes, month.Min(a => a.Key.Start), month.Max(a => a.Key.End)));
            Removed.AddRange(plan.State.Segments.Where(segment => segment.Kind == SegmentKind.Appointments && segment.Shard == shard && segment.Month == month.Key));
        }
    }
}

/// <summary>The order and identity of rows at one instant of one clinician (activity-cli.md, "Import" and "Report", 1).</summary>
internal sealed class RowIdentity(ImportDictionaries dictionaries, EventBlock block) : IComparer<int>
{
    private readonly Dictionary<int, long> sourceHashes = [];
    private bool byRawPatient;
    private bool byStoredOrder;

    /// <summary>Puts rows into their total order: source, event, action, patient, detail; then whatever else tells rows apart, the lake's rows before new ones.</summary>
    public void Sort(Span<int> rows)
    {
        // A patient is ordered by the raw identifier, which only the import that brings the patient knows; rows that the lake holds keep the order they
        // got then. Where old rows of unknown patients meet new ones, the hash decides: the same for every order of files.
        (byRawPatient, byStoredOrder) = (true, true);
        foreach (var index in rows)
        {
            ref readonly var row = ref block.RowsSpan[index];
            if (row.IsNew) byStoredOrder = false;
            if (row.Patient != 0 && !dictionaries.Patients.TryRaw(row.Patient, out _)) byRawPatient = false;
        }

        rows.Sort(this);
    }

    public int Compare(int x, int y)
    {
        ref readonly var a = ref block.RowsSpan[x];
        ref readonly var b = ref block.RowsSpan[y];
        if (byStoredOrder) return b.Ordinal.CompareTo(a.Ordinal);

        var order = Text(a.Source, b.Source);
        if (order == 0) order = block.EventId(a).SequenceCompareTo(block.EventId(b));
        if (order == 0 && a.Action != b.Action) order = dictionaries.Actions.Text(a.Action).SequenceCompareTo(dictionaries.Actions.Text(b.Action));
        if (order == 0) order = Patient(a.Patient, b.Patient);
        if (order == 0) order = Text(a.Detail, b.Detail);
        if (order == 0) order = block.Encounter(a).SequenceCompareTo(block.Encounter(b));
        if (order == 0) order = Text(a.Workstation, b.Workstation);
        if (order == 0) order = Text(a.Department, b.Department);
        if (order == 0) order = Text(a.Application, b.Application);
        if (order != 0) return order;
        if (a.IsNew != b.IsNew) return a.IsNew ? 1 : -1;
        return a.IsNew ? a.Ordinal.CompareTo(b.Ordinal) : b.Ordinal.CompareTo(a.Ordinal);
    }

    public bool AreIdentical(int x, int y)
    {
        ref readonly var a = ref block.RowsSpan[x];
        ref readonly var b = ref block.RowsSpan[y];
        return a.At == b.At && a.Clinician == b.Clinician && a.Source == b.Source && a.Action == b.Action && a.Patient == b.Patient && a.Detail == b.Detail
            && a.Workstation == b.Workstation && a.Department == b.Department && a.Application == b.Application
            && block.EventId(a).SequenceEqual(block.EventId(b)) && block.Encounter(a).SequenceEqual(block.Encounter(b));
    }

    public ulong HashOfId(in EventRow row)
    {
        if (!sourceHashes.TryGetValue(row.Source, out var seed)) sourceHashes.Add(row.Source, seed = unchecked((long)XxHash3.HashToUInt64(dictionaries.Texts.Text(row.Source))));
        return XxHash3.HashToUInt64(block.EventId(row), seed);
    }

    public string SourceAndId(in EventRow row) =>
        Encoding.UTF8.GetString(dictionaries.Texts.Text(row.Source)) + "\0" + Encoding.UTF8.GetString(block.EventId(row));

    private int Text(int a, int b) => a == b ? 0 : a == 0 ? -1 : b == 0 ? 1 : dictionaries.Texts.Text(a).SequenceCompareTo(dictionaries.Texts.Text(b));

    private int Patient(int a, int b)
    {
        if (a == b) return 0;
        if (a == 0) return -1;
        if (b == 0) return 1;
        if (byRawPatient && dictionaries.Patients.TryRaw(a, out var rawA) && dictionaries.Patients.TryRaw(b, out var rawB)) return rawA.SequenceCompareTo(rawB);
        return dictionaries.Patients.Hash(a).CompareTo(dictionaries.Patients.Hash(b));
    }
}
