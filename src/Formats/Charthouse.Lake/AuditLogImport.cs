using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Text;
using Charthouse.AuditActivity;
using Charthouse.Lake.Csv;
using Charthouse.Lake.Import;

namespace Charthouse.Lake;

/// <summary>
/// Brings audit logs into the lake (activity-cli.md, "Import"). One import is one transaction: killed at any moment, the lake is as before or as after.
/// One import runs at a time in a data directory; a second one waits.
/// </summary>
public sealed class AuditLogImport(LakeDirectory directory, ILakeManifest manifest, TimeProvider clock)
{
    private static readonly string[] peopleColumns = ["role", "specialty", "department", "site", "timezone"];
    private const int LongestSource = 200;
    private const long IdMemoryBytes = 100L << 20;
    private static readonly int workers = Math.Clamp(Environment.ProcessorCount, 1, LakeDirectory.ShardCount);

    /// <summary>Runs an import.</summary>
    /// <param name="request">What to read.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="waiting">Told once when another import runs and this one waits for it.</param>
    /// <param name="cancellationToken">Ends the import; the lake stays as it was.</param>
    /// <exception cref="IOException">The disk is full or cannot be written; the lake stays as it was.</exception>
    public async Task<ImportOutcome> RunAsync(ImportRequest request, IProgress<ImportProgress>? progress, Action? waiting, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        TimeZoneInfo? zone = null;
        if (request.Zone is not null && !TryZone(request.Zone, out zone))
            return Refused("unknown-zone", $"There is no time zone {request.Zone}. Use an IANA name such as America/New_York or Europe/Berlin.");
        if (request.Source.Length > LongestSource) return Refused("source-too-long", $"--source is longer than {LongestSource} characters.");
        if (request.EventFiles.Count == 0 && request.PeopleFile is null && request.ActionsFile is null && request.AppointmentsFile is null)
            return Refused("nothing-to-import", "No file was given: name at least one file of events, people, actions or appointments.");

        using var held = await HoldAsync(waiting, cancellationToken);
        var state = await manifest.ReadAsync(cancellationToken);
        directory.Sweep(state);
        Directory.CreateDirectory(directory.TemporaryFolder);
        using var rejected = new RejectedRows(Path.Combine(directory.TemporaryFolder, request.ImportId + ".csv"), directory.RejectedFile(request.ImportId));
        using var dictionaries = new ImportDictionaries(await PatientKey.OpenAsync(directory.Root, manifest, cancellationToken), state);
        using var spill = new EventSpill(Path.Combine(directory.TemporaryFolder, request.ImportId + ".rows"), request.MemoryLimitBytes);
        var run = new Run(directory, state, request, zone, rejected, dictionaries, spill, progress, clock.GetUtcNow());
        var change = new LakeChange { BaseVersion = state.Version };
        ImportSummary summary;
        try
        {
            if (run.Open() is { Count: > 0 } refusals)
            {
                rejected.Discard();
                return new ImportOutcome(null, refusals);
            }

            if (run.Read(cancellationToken) is { Count: > 0 } unreadable)
            {
                rejected.Discard();
                return new ImportOutcome(null, unreadable);
            }

            run.Plan(change);
            run.Build(change, cancellationToken);
            rejected.Finish();
            summary = run.Summary();
            change.Import = summary;
            progress?.Report(new ImportProgress("saving", summary.RowsRead, 1));
            // From here on it is too late to stop: a commit that is interrupted leaves open whether it happened.
            cancellationToken.ThrowIfCancellationRequested();
            await manifest.CommitAsync(change, CancellationToken.None);
        }
        catch
        {
            rejected.Discard();
            await SweepAsync();
            throw;
        }

        // Outside: a sweep that fails must not take the committed segments with it.
        await SweepAsync();
        return new ImportOutcome(summary, []);
    }

    /// <summary>Makes everything anew that depends on a change of categories.</summary>
    public async Task RecomputeAsync(IReadOnlyDictionary<string, ActivityCategory> categories, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(categories);
        using var held = await HoldAsync(null, cancellationToken);
        var state = await manifest.ReadAsync(cancellationToken);
        using var dictionaries = new ImportDictionaries(await PatientKey.OpenAsync(directory.Root, manifest, cancellationToken), state);
        using var spill = new EventSpill(Path.Combine(directory.TemporaryFolder, "none.rows"), 0);
        using var rejected = new RejectedRows(Path.Combine(directory.TemporaryFolder, "none.csv"), directory.RejectedFile("none"));
        var change = new LakeChange { BaseVersion = state.Version };
        foreach (var (action, category) in categories) change.Categories[action] = category;
        var run = new Run(directory, state, new ImportRequest { ImportId = "recompute" }, null, rejected, dictionaries, spill, null, clock.GetUtcNow());
        try
        {
            run.Plan(change);
            run.Build(change, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            await manifest.CommitAsync(change, CancellationToken.None);
        }
        finally
        {
            await SweepAsync();
        }
    }

    /// <summary>
    /// Gives the memory of imports back to the machine. The collector would keep it for the next one, which may come in a month; so a program that lives on
    /// calls this when the last import has ended.
    /// </summary>
    public static void GiveBackMemory() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>Whether an IANA zone exists on this machine.</summary>
    public static bool TryZone(string id, out TimeZoneInfo? zone) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone);

    private static ImportOutcome Refused(string code, string message) => new(null, [new ImportRefusal(code, message)]);

    // Asks the manifest what is true now: whether a change that failed became true is for the database to say.
    private async Task SweepAsync() => directory.Sweep(await manifest.ReadAsync(CancellationToken.None));

    private async Task<FileStream> HoldAsync(Action? waiting, CancellationToken cancellationToken)
    {
        var told = false;
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(directory.Root, "import.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException problem) when (IsHeldElsewhere(problem))
            {
                if (!told) waiting?.Invoke();
                told = true;
                await Task.Delay(200, cancellationToken);
            }
        }
    }

    // Locked by another process or thread: Windows' sharing violation, EAGAIN of Linux and of macOS. A full or read-only disk is another matter.
    private static bool IsHeldElsewhere(IOException problem) => problem.HResult is unchecked((int)0x80070020) or 11 or 35;

    // One import, step by step.
    private sealed class Run(
        LakeDirectory directory, LakeState state, ImportRequest request, TimeZoneInfo? zone, RejectedRows rejected,
        ImportDictionaries dictionaries, EventSpill spill, IProgress<ImportProgress>? progress, DateTimeOffset now)
    {
        private readonly long started = Stopwatch.GetTimestamp();
        private readonly List<OpenFile> events = [];
        private readonly List<ImportedFile> files = [];
        private readonly List<string> warnings = [];
        private readonly Dictionary<string, PersonRow> people = new(StringComparer.Ordinal);
        private readonly Dictionary<string, ActivityCategory> mapped = new(StringComparer.Ordinal);
        private readonly ImportPlan plan = new() { Directory = directory, State = state, Dictionaries = dictionaries, Spill = spill };
        private readonly HashSet<int> users = [];
        private readonly List<string> withoutProfile = [];
        private long totalBytes;
        private long bytesRead;
        private long rowsRead;
        private long rowsNew;
        private long rowsKnown;
        private long first = long.MaxValue;
        private long last = long.MinValue;

        /// <summary>Looks at the header of every file before anything is read: a file that cannot be read stops the whole import.</summary>
        public List<ImportRefusal> Open()
        {
            List<ImportRefusal> refusals = [];
            foreach (var path in request.EventFiles)
            {
                if (CsvFile.TryOpen(path, EventFiles.Needed, EventFiles.Optional, out var csv, out var problem))
                {
                    events.Add(new OpenFile(path, csv, null));
                }
                else if (problem.Code == CsvFile.IsParquet)
                {
                    if (ParquetRows.TryOpen(path, EventFiles.Needed, EventFiles.Optional, ["at"], out var parquet, out var refusal)) events.Add(new OpenFile(path, null, parquet));
                    else refusals.Add(refusal);
                }
                else
                {
                    refusals.Add(new ImportRefusal(problem.Code, problem.Message));
                }
            }

            if (refusals.Count > 0) foreach (var file in events) file.Dispose();
            totalBytes = events.Sum(file => new FileInfo(file.Path).Length);
            return refusals;
        }

        public List<ImportRefusal> Read(CancellationToken cancellationToken)
        {
            List<ImportRefusal> refusals = [];
            try
            {
                ReadSmall(refusals, cancellationToken);
                if (refusals.Count == 0) ReadEvents(cancellationToken);
            }
            catch (DamagedFileException problem)
            {
                refusals.Add(new ImportRefusal("file-damaged", problem.Message));
            }
            finally
            {
                foreach (var file in events) file.Dispose();
            }

            return refusals;
        }

        public void Plan(LakeChange change)
        {
            foreach (var (action, category) in mapped)
            {
                if (!state.Categories.TryGetValue(action, out var known) || known != category) change.Categories[action] = category;
            }

            plan.Categories = new ActivityCategory[dictionaries.Actions.Count + 1];
            for (var code = 1; code <= dictionaries.Actions.Count; code++)
            {
                var action = Encoding.UTF8.GetString(dictionaries.Actions.Text(code));
                if (code > state.Actions.Count) change.Actions.Add(action);
                else if (change.Categories.ContainsKey(action)) plan.CategoriesChanged = true;
                plan.Categories[code] = change.Categories.TryGetValue(action, out var category) ? category : state.Categories.GetValueOrDefault(action);
            }

            PlanPeople(change);
        }

        public void Build(LakeChange change, CancellationToken cancellationToken)
        {
            var suspects = BuildShards(change, cancellationToken);
            if (suspects.Count == 0) return;
            ResolveConflicts(suspects, cancellationToken);
            foreach (var segment in change.Added) File.Delete(directory.FileOf(segment));
            change.Added.Clear();
            change.Removed.Clear();
            (rowsNew, rowsKnown) = (0, 0);
            BuildShards(change, cancellationToken);
        }

        public ImportSummary Summary() => new(
            request.ImportId, request.Source, files, rowsRead, rowsNew, rowsKnown, rejected.Count,
            rejected.ByReason.OrderBy(reason => reason.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
            users.Count,
            first == long.MaxValue ? null : Microseconds.ToInstant(first),
            last == long.MinValue ? null : Microseconds.ToInstant(last),
            Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3), warnings)
        {
            WithoutProfile = withoutProfile,
        };

        private void ReadSmall(List<ImportRefusal> refusals, CancellationToken cancellationToken)
        {
            if (request.PeopleFile is { } peopleFile)
            {
                AddSmall(peopleFile, "people", refusals, SmallTables.Read(peopleFile, ["user"], peopleColumns, [], rejected, (_, field, _) =>
                {
                    if (field("user") is not { } user) return "no-user";
                    if (((string[])["user", "role", "specialty", "department", "site"]).FirstOrDefault(column => SmallTables.IsTooLong(field(column))) is { } tooLong) return tooLong + "-too-long";
                    if (field("timezone") is { } id && !TryZone(id, out _)) return "unknown-time-zone";
                    people[user] = new PersonRow(field("role"), field("specialty"), field("department"), field("site"), field("timezone"));
                    return null;
                }, cancellationToken));
            }

            if (request.ActionsFile is { } actionsFile)
            {
                AddSmall(actionsFile, "actions", refusals, SmallTables.Read(actionsFile, ["action", "category"], [], [], rejected, (_, field, _) =>
                {
                    if (field("action") is not { } action) return "no-action";
                    if (SmallTables.IsTooLong(action)) return "action-too-long";
                    if (!ActivityCategories.TryParse(field("category"), out var category)) return "unknown-category";
                    mapped[action] = category;
                    return null;
                }, cancellationToken));
            }

            if (request.AppointmentsFile is { } appointmentsFile)
                AddSmall(appointmentsFile, "appointments", refusals, SmallTables.ReadAppointments(appointmentsFile, zone, dictionaries, rejected, plan.Appointments, cancellationToken));
        }

        private void AddSmall(string path, string kind, List<ImportRefusal> refusals, (long Rows, ImportRefusal? Refusal, string? Damage) read)
        {
            if (read.Refusal is { } refusal)
            {
                refusals.Add(refusal);
                return;
            }

            files.Add(new ImportedFile(Path.GetFileName(path), kind, new FileInfo(path).Length, read.Rows));
            NoteDamage(path, read.Damage);
        }

        private void NoteDamage(string path, string? damage)
        {
            if (damage is not null) warnings.Add($"{Path.GetFileName(path)} {damage}. What was read whole counts.");
        }

        private void ReadEvents(CancellationToken cancellationToken)
        {
            for (var number = 0; number < events.Count; number++)
            {
                var (file, fileNumber) = (events[number], number);
                var name = Path.GetFileName(file.Path);
                var before = bytesRead;
                var size = new FileInfo(file.Path).Length;
                var packed = file.Csv is not null && file.Csv.IsCompressed;
                long fileBytes = 0;
                var intakes = Enumerable.Range(0, file.Csv is null ? 1 : workers)
                    .Select(_ => new EventIntake(dictionaries, spill, rejected, request.Source, zone, now)).ToList();
                try
                {
                    // A compressed file does not tell its unpacked size: its progress is guessed at a tenth.
                    void BytesDone(long count) => Report("reading", intakes.Sum(intake => intake.Rows),
                        0.6 * (before + Math.Min(size, Interlocked.Add(ref fileBytes, packed ? count / 10 : count))) / Math.Max(1, totalBytes));
                    InParallel(intakes.Count, worker =>
                    {
                        if (file.Csv is not null) EventFiles.ReadCsv(file.Csv, fileNumber, name, intakes[worker], BytesDone, cancellationToken);
                        else EventFiles.ReadParquet(file.Parquet!, fileNumber, name, intakes[worker], BytesDone, cancellationToken);
                        intakes[worker].Finish();
                    }, cancellationToken);
                }
                finally
                {
                    foreach (var intake in intakes) intake.Dispose();
                }

                bytesRead += size;
                var rows = intakes.Sum(intake => intake.Rows);
                rowsRead += rows;
                foreach (var intake in intakes)
                {
                    users.UnionWith(intake.Users);
                    first = Math.Min(first, intake.First);
                    last = Math.Max(last, intake.Last);
                }

                files.Add(new ImportedFile(name, "events", size, rows));
                NoteDamage(file.Path, file.Csv?.Damage);
                file.Dispose();
            }
        }

        // People: the last import wins for each user, its history stays; the first version of a person holds from the beginning.
        private void PlanPeople(LakeChange change)
        {
            var profiles = state.Profiles.ToDictionary(profile => (profile.Role, profile.Specialty, profile.Department, profile.Site), profile => profile.Code);
            var versions = state.People.GroupBy(person => person.User, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
            HashSet<string> changedUsers = new(StringComparer.Ordinal);
            foreach (var (user, row) in people)
            {
                var key = (row.Role, row.Specialty, row.Department, row.Site);
                if (!profiles.TryGetValue(key, out var profile))
                {
                    profiles.Add(key, profile = profiles.Count + 1);
                    change.Profiles.Add(new LakeProfile(profile, row.Role, row.Specialty, row.Department, row.Site));
                }

                if (!versions.TryGetValue(user, out var known)) versions.Add(user, known = []);
                if (known.Count > 0 && known[^1].Profile == profile && known[^1].Zone == row.Zone) continue;
                var person = new LakePerson(user, known.Count == 0 ? long.MinValue : Math.Max(known[^1].FromMicroseconds, Microseconds.FromInstant(now)), profile, row.Zone);
                change.People.Add(person);
                known.Add(person);
                changedUsers.Add(user);
            }

            var stored = state.Clinicians.ToDictionary(clinician => clinician.Code);
            HashSet<int> inImport = [.. users, .. plan.Appointments.Keys.Select(appointment => appointment.Clinician)];
            for (var code = 1; code <= dictionaries.Clinicians.Count; code++)
            {
                var user = Encoding.UTF8.GetString(dictionaries.Clinicians.Text(code));
                var before = stored.GetValueOrDefault(code);
                var importZone = request.Zone is not null && inImport.Contains(code) ? request.Zone : before?.Zone;
                if (before is null || before.Zone != importZone)
                {
                    change.Clinicians.Add(new LakeClinician(code, user, importZone));
                    if (before is not null) plan.Changed.Add(code);
                }

                if (changedUsers.Contains(user) && before is not null) plan.Changed.Add(code);
                var own = versions.GetValueOrDefault(user) ?? [];
                if (own.Count == 0) withoutProfile.Add(user);
                Membership[] memberships = own.Count == 0
                    ? [new Membership(long.MinValue, 0)]
                    : [.. own.Select(version => new Membership(version.FromMicroseconds, version.Profile))];
                plan.SetFacts(code, own.LastOrDefault()?.Zone ?? importZone, memberships);
            }
        }

        // Builds every shard; answers with the hashes of event ids that need a closer look.
        private HashSet<ulong> BuildShards(LakeChange change, CancellationToken cancellationToken)
        {
            using var newIds = new NewEventIds(Path.Combine(directory.TemporaryFolder, request.ImportId + ".ids.rows"), IdMemoryBytes);
            long merged = 0;
            var gate = new Lock();
            InParallel(LakeDirectory.ShardCount, shard =>
            {
                using var build = new ShardBuild(plan, shard, newIds);
                try
                {
                    build.Run(
                        count => Report("merging", Interlocked.Add(ref merged, count), 0.6 + (0.39 * Math.Min(1, merged / (double)Math.Max(1, rowsRead)))), cancellationToken);
                }
                finally
                {
                    // Also what an interrupted build has finished: whoever catches the exception removes it.
                    lock (gate) change.Added.AddRange(build.Added);
                }

                lock (gate)
                {
                    change.Removed.AddRange(build.Removed);
                    rowsNew += build.RowsNew;
                    rowsKnown += build.RowsKnown;
                    foreach (var conflict in build.Conflicts)
                    {
                        rejected.Add(
                            Path.GetFileName(request.EventFiles[(int)(conflict.Ordinal >> EventRow.FileShift)]), conflict.Ordinal & ((1L << EventRow.FileShift) - 1),
                            "conflicting-event", conflict.User, EventIntake.ShownTime(conflict.At), conflict.Action);
                    }
                }
            }, cancellationToken);

            return EventIdIndex.Write(directory, state, newIds, change);
        }

        // Ids that occur with different contents: what the lake holds stays, else the row that comes first by file and line.
        private void ResolveConflicts(HashSet<ulong> suspects, CancellationToken cancellationToken)
        {
            plan.SuspectIds = suspects;
            List<IdCandidate> candidates = [];
            for (var shard = 0; shard < LakeDirectory.ShardCount; shard++)
            {
                using var build = new ShardBuild(plan, shard, null);
                build.CollectCandidates(cancellationToken);
                candidates.AddRange(build.Candidates);
            }

            var stored = EventIdIndex.ReadStored(directory, state, candidates.Select(candidate => candidate.SourceAndId).ToHashSet(StringComparer.Ordinal));
            foreach (var group in candidates.GroupBy(candidate => candidate.SourceAndId, StringComparer.Ordinal))
                plan.Winners[group.Key] = stored.Contains(group.Key) ? -1 : group.Min(candidate => candidate.Ordinal);
        }

        // What stopped one worker is told as it is: callers know a full disk, not a bundle of problems.
        private static void InParallel(int count, Action<int> work, CancellationToken cancellationToken)
        {
            try
            {
                Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = workers }, work);
            }
            catch (AggregateException problems)
            {
                ExceptionDispatchInfo.Throw(problems.Flatten().InnerExceptions[0]);
            }
        }

        private void Report(string step, long rows, double share) => progress?.Report(new ImportProgress(step, rowsRead + (step == "reading" ? rows : 0), share));

        private sealed record PersonRow(string? Role, string? Specialty, string? Department, string? Site, string? Zone);

        private sealed record OpenFile(string Path, CsvFile? Csv, ParquetRows? Parquet) : IDisposable
        {
            public void Dispose()
            {
                Csv?.Dispose();
                Parquet?.Dispose();
            }
        }
    }
}
