using System.Globalization;
using System.Reflection;
using System.Text;
using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Lake;
using DuckDB.NET.Data;

namespace Charthouse.Analytics.DuckDb;

/// <summary>
/// Answers questions from the lake with DuckDB in memory. The driver is synchronous: each question runs on a thread of its own behind a small gate, on a
/// connection of its own, and ends when its caller cancels.
/// </summary>
public sealed class DuckDbEngine(LakeDirectory directory, ILakeManifest manifest) : IAnalyticsEngine, IDisposable
{
    private static readonly string[] categoryNames = [.. Enumerable.Range(0, ActivityCategories.Count).Select(i => "category" + i.ToString(CultureInfo.InvariantCulture))];
    private static readonly string[] windowNames = [.. Enumerable.Range(0, ActivityWindowNames.Count).Select(i => "window" + i.ToString(CultureInfo.InvariantCulture))];

    private readonly SemaphoreSlim gate = new(Math.Max(2, Environment.ProcessorCount));
    private readonly SemaphoreSlim opening = new(1);
    private LakeView? view;

    /// <inheritdoc/>
    public bool CanAnswer(Type question) =>
        question == typeof(ActivityByClinician) || question == typeof(ActivityByWeek) || question == typeof(SensitivityByClinician)
        || question == typeof(HoursByWeek) || question == typeof(ActionTotals);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TRow>> AskAsync<TRow>(Question<TRow> question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (!CanAnswer(question.GetType())) throw new NotSupportedException($"DuckDB does not answer {question.GetType().Name}.");
        while (true)
        {
            var version = await manifest.ReadVersionAsync(cancellationToken);
            try
            {
                return await AnswerAsync(question, version, cancellationToken);
            }
            catch (DuckDBException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
            catch (DuckDBException)
            {
                // An import may have replaced files under the question; asked again, it reads the new ones.
                if (await manifest.ReadVersionAsync(cancellationToken) == version) throw;
            }
        }
    }

    private async Task<IReadOnlyList<TRow>> AnswerAsync<TRow>(Question<TRow> question, long version, CancellationToken cancellationToken)
    {
        var current = await ViewAsync(version, cancellationToken);
        await gate.WaitAsync(cancellationToken);
        try
        {
            var rows = await Task.Factory.StartNew(
                () => current.Answer(question, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return (IReadOnlyList<TRow>)rows;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        view?.Dispose();
        gate.Dispose();
        opening.Dispose();
    }

    // The lake as of its newest version. An older view closes once nobody asks it any more (its finalizer closes the database).
    private async Task<LakeView> ViewAsync(long version, CancellationToken cancellationToken)
    {
        if (view is { } known && known.Version == version) return known;
        await opening.WaitAsync(cancellationToken);
        try
        {
            if (view is { } opened && opened.Version == version) return opened;
            return view = new LakeView(directory, await manifest.ReadAsync(cancellationToken));
        }
        finally
        {
            opening.Release();
        }
    }

    private static string Sql(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"No SQL named {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>One version of the lake, opened.</summary>
    private sealed class LakeView : IDisposable
    {
        private readonly DuckDBConnection root;
        private readonly Lock gate = new();
        private readonly LakeDirectory directory;
        private readonly LakeState state;
        // By the code of a profile: its groups, and the first profile with the same.
        private readonly GroupKeys[] keys;
        private readonly int[] alike;
        private Dictionary<int, (ZoneCalendar Zone, Schedule Schedule)>? calendars;

        public LakeView(LakeDirectory directory, LakeState state)
        {
            this.directory = directory;
            this.state = state;
            keys = [GroupKeys.Of(null, null, null, null), .. state.Profiles.OrderBy(profile => profile.Code).Select(profile => GroupKeys.Of(profile.Site, profile.Department, profile.Specialty, profile.Role))];
            alike = [.. keys.Select(own => Array.IndexOf(keys, own))];
            var temporary = Path.Combine(directory.Root, "temporary");
            Directory.CreateDirectory(temporary);
            root = new DuckDBConnection("DataSource=:memory:");
            root.Open();
            Run($"set memory_limit = '2GB'; set threads = {Math.Max(1, Environment.ProcessorCount)}; set temp_directory = {Text(temporary)}; set preserve_insertion_order = false; set parquet_metadata_cache = true;");
            CreateTables();
            CreateViews();
        }

        public long Version => state.Version;

        public object Answer(object question, CancellationToken cancellationToken) => question switch
        {
            ActivityByClinician activity => Answer(activity, cancellationToken),
            ActivityByWeek weeks => Answer(weeks, cancellationToken),
            SensitivityByClinician sensitivity => Answer(sensitivity, cancellationToken),
            HoursByWeek hours => Answer(hours, cancellationToken),
            _ => AnswerActionTotals(cancellationToken),
        };

        public void Dispose() => root.Dispose();

        private List<ClinicianActivity> Answer(ActivityByClinician question, CancellationToken cancellationToken)
        {
            var fromCube = CubeColumns.Holds(question.Rule);
            var sql = Fill(Sql(fromCube ? "ActivityFromCube" : "ActivityFromEvents"), question.By, question.Filter, question.Rule, fromCube);
            List<TotalsRow> rows = [];
            Read(sql, question.Period, question.Filter, reader =>
            {
                var row = new TotalsRow(reader.GetString(0), reader.GetString(1), CreditAt(reader, 8));
                for (var i = 0; i < row.Counts.Length; i++) row.Counts[i] = reader.GetInt64(2 + i);
                rows.Add(row);
            }, cancellationToken);
            if (!fromCube)
            {
                var byKey = rows.ToDictionary(row => (row.Key, row.User));
                MoveOverruns(question.Period, question.Filter, [question.Rule], piece =>
                {
                    var user = UserOf(piece.Clinician);
                    var key = question.By == GroupBy.Clinician ? user : keys[piece.Profile][question.By];
                    if (!byKey.TryGetValue((key, user), out var row))
                    {
                        row = new TotalsRow(key, user, NoCredit());
                        byKey.Add((key, user), row);
                        rows.Add(row);
                    }

                    piece.AddTo(row.Credit);
                }, cancellationToken);
            }

            rows.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key) is not 0 and var byKey ? byKey : string.CompareOrdinal(a.User, b.User));
            return [.. rows.Select(row => row.ToActivity())];
        }

        private List<ClinicianWeek> Answer(ActivityByWeek question, CancellationToken cancellationToken)
        {
            CreditRule[] rules = [.. Enum.GetValues<Estimator>().Select(estimator => new CreditRule(estimator, question.TimeOutMicroseconds, question.Boundary))];
            var fromCube = CubeColumns.Holds(rules[0]);
            var sql = Sql(fromCube ? "WeeksFromCube" : "WeeksFromEvents");
            foreach (var rule in rules) sql = sql.Replace("{" + SensitivityDefinitions.EstimatorName(rule.Estimator) + "}", CreditOf(rule, fromCube), StringComparison.Ordinal);
            Dictionary<(int Week, int Clinician, int Profile), WeekRow> rows = [];
            Read(sql, question.Period, ActivityFilter.Everybody, reader =>
            {
                var row = RowOf(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2));
                var part = reader.GetInt32(3);
                if (part < 0)
                {
                    row.HasDay = true;
                    row.Events += reader.GetInt64(4);
                    row.ScheduledMicroseconds += reader.GetInt64(5);
                    return;
                }

                for (var rule = 0; rule < rules.Length; rule++)
                {
                    if (part < 256) row.Credit[rule].CategoryMicroseconds[part] += reader.GetInt64(4 + rule);
                    else AddTo(row.Credit[rule].WindowMicroseconds, part - 256, reader.GetInt64(4 + rule));
                }
            }, cancellationToken);
            if (!fromCube)
            {
                MoveOverruns(question.Period, ActivityFilter.Everybody, rules,
                    piece => piece.AddTo(RowOf((piece.LocalDay - question.Period.FromDay) / 7, piece.Clinician, piece.Profile).Credit[piece.Rule]), cancellationToken);
            }

            // Without a day of its own, a week may still hold credit that runs into it, and most of all under union.
            List<ClinicianWeek> weeks =
            [
                .. rows.Where(row => row.Value.HasDay || row.Value.Credit[^1].CategoryMicroseconds.AsSpan().ContainsAnyExcept(0)).Select(row => new ClinicianWeek(
                    row.Key.Week, UserOf(row.Key.Clinician), keys[row.Key.Profile], row.Value.Events, row.Value.ScheduledMicroseconds, row.Value.Credit)),
            ];
            weeks.Sort(static (a, b) => a.Week != b.Week ? a.Week.CompareTo(b.Week)
                : string.CompareOrdinal(a.User, b.User) is not 0 and var byUser ? byUser : GroupKeys.Order.Compare(a.Keys, b.Keys));
            return weeks;

            WeekRow RowOf(int week, int clinician, int profile)
            {
                var name = (week, clinician, alike[profile]);
                if (!rows.TryGetValue(name, out var row)) rows.Add(name, row = new WeekRow([.. rules.Select(_ => NoCredit())]));
                return row;
            }
        }

        // The scan gives each event's whole credit to its own cell. What runs beyond is taken from there and given to the cells in which it lies.
        private void MoveOverruns(LocalPeriod period, ActivityFilter filter, CreditRule[] rules, Action<Piece> move, CancellationToken cancellationToken)
        {
            var sql = Fill(Sql("Overruns"), GroupBy.All, filter, LargestOf(rules), fromCube: false)
                .Replace("{room}", "room", StringComparison.Ordinal).Replace("{boundary}", "cell", StringComparison.Ordinal);
            Dictionary<int, ActivityCells> open = [];
            Read(sql, period, filter, reader =>
            {
                var clinician = reader.GetInt32(0);
                if (!open.TryGetValue(clinician, out var cells))
                {
                    var (zone, schedule) = CalendarOf(clinician);
                    open.Add(clinician, cells = new ActivityCells(zone, schedule));
                }

                var (profile, day, eventCell) = (reader.GetInt32(1), ZoneCalendar.ToDay(reader.GetFieldValue<DateOnly>(2)), reader.GetInt32(3));
                var (start, room) = (reader.GetInt64(4), reader.GetInt64(5));
                var gap = reader.IsDBNull(6) ? (long?)null : reader.GetInt64(6);
                for (var rule = 0; rule < rules.Length; rule++)
                {
                    var (at, end) = (start + room, start + rules[rule].Credit(gap));
                    if (at >= end) continue;
                    Move(day, (ActivityWindows)(eventCell & 255), at - end);
                    while (at < end)
                    {
                        var cell = cells.At(at);
                        var to = Math.Min(end, cell.EndMicroseconds);
                        Move(cell.LocalDay, cell.Windows, to - at);
                        at = to;
                    }

                    void Move(int localDay, ActivityWindows windows, long microseconds)
                    {
                        if (period.Contains(localDay)) move(new Piece(rule, clinician, profile, localDay, eventCell >> 8, windows, microseconds));
                    }
                }
            }, cancellationToken);
        }

        private List<ClinicianSensitivity> Answer(SensitivityByClinician question, CancellationToken cancellationToken)
        {
            var sql = Fill(Sql("Sensitivity"), question.By, question.Filter, CreditRule.Default, fromCube: true, windowsOnly: true);
            var definitions = SensitivityDefinitions.All.Count;
            List<ClinicianSensitivity> rows = [];
            Read(sql, question.Period, question.Filter, reader => rows.Add(new ClinicianSensitivity(
                reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetInt64(3),
                [.. Enumerable.Range(4, definitions).Select(reader.GetInt64)],
                [.. Enumerable.Range(4 + definitions, ActivityWindowNames.Count).Select(reader.GetInt64)])), cancellationToken);
            return [.. rows.OrderBy(row => row.Key, StringComparer.Ordinal).ThenBy(row => row.User, StringComparer.Ordinal)];
        }

        private List<WeekHours> Answer(HoursByWeek question, CancellationToken cancellationToken)
        {
            var fromCube = CubeColumns.Holds(question.Rule);
            Dictionary<(int Week, int Profile), long[]> weeks = [];
            var sql = Sql(fromCube ? "HoursFromCube" : "HoursFromEvents").Replace("{credit}", CreditOf(question.Rule, fromCube), StringComparison.Ordinal);
            Read(sql, question.Period, ActivityFilter.Everybody,
                reader => HoursOf(reader.GetInt32(0), reader.GetInt32(1))[(reader.GetInt32(2) * 24) + reader.GetInt32(3)] += reader.GetInt64(4), cancellationToken);
            if (!fromCube)
            {
                MoveHourOverruns(question, (profile, localDay, hour, microseconds) =>
                    HoursOf((localDay - question.Period.FromDay) / 7, profile)[WeekHours.IndexOf(localDay, hour)] += microseconds, cancellationToken);
            }

            return
            [
                .. weeks.Where(week => week.Value.AsSpan().ContainsAnyExcept(0)).Select(week => new WeekHours(week.Key.Week, keys[week.Key.Profile], week.Value))
                    .OrderBy(row => row.Week).ThenBy(row => row.Keys, GroupKeys.Order),
            ];

            long[] HoursOf(int week, int profile)
            {
                var name = (week, alike[profile]);
                if (!weeks.TryGetValue(name, out var hours)) weeks.Add(name, hours = new long[WeekHours.Count]);
                return hours;
            }
        }

        private void MoveHourOverruns(HoursByWeek question, Action<int, int, int, long> move, CancellationToken cancellationToken)
        {
            var sql = Fill(Sql("Overruns"), GroupBy.All, ActivityFilter.Everybody, question.Rule, fromCube: false)
                .Replace("{room}", "hour_room", StringComparison.Ordinal).Replace("{boundary}", "hour", StringComparison.Ordinal);
            Read(sql, question.Period, ActivityFilter.Everybody, reader =>
            {
                var zone = CalendarOf(reader.GetInt32(0)).Zone;
                var profile = reader.GetInt32(1);
                var start = reader.GetInt64(4);
                var (at, end) = (start + reader.GetInt64(5), start + question.Rule.Credit(reader.IsDBNull(6) ? null : reader.GetInt64(6)));
                var (ownDay, ownHour, _) = ClockHours.At(zone, at - 1);
                if (question.Period.Contains(ownDay)) move(profile, ownDay, ownHour, at - end);
                while (at < end)
                {
                    var (localDay, hour, hourEnd) = ClockHours.At(zone, at);
                    var to = Math.Min(end, hourEnd);
                    if (question.Period.Contains(localDay)) move(profile, localDay, hour, to - at);
                    at = to;
                }
            }, cancellationToken);
        }

        private List<ActionTotal> AnswerActionTotals(CancellationToken cancellationToken)
        {
            List<ActionTotal> rows = [];
            Read(Sql("ActionTotals"), null, ActivityFilter.Everybody, reader => rows.Add(
                new ActionTotal(reader.GetString(0), (ActivityCategory)reader.GetInt32(1), reader.GetInt64(2), reader.GetInt64(3))), cancellationToken);
            return [.. rows.OrderByDescending(row => row.ActiveMicroseconds).ThenBy(row => row.Action, StringComparer.Ordinal)];
        }

        private void Read(string sql, LocalPeriod? period, ActivityFilter filter, Action<DuckDBDataReader> row, CancellationToken cancellationToken)
        {
            using var connection = root.Duplicate();
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            if (period is { } days)
            {
                Add("first_day", days.From);
                Add("end_day", days.To);
            }

            foreach (var (name, value) in Filters(filter)) Add(name, value);
            using var cancelling = cancellationToken.Register(command.Cancel);
            using var reader = command.ExecuteReader();
            while (reader.Read()) row(reader);
            cancellationToken.ThrowIfCancellationRequested();

            void Add(string name, object value)
            {
                if (sql.Contains("$" + name, StringComparison.Ordinal)) command.Parameters.Add(new DuckDBParameter(name, value));
            }
        }

        private string UserOf(int clinician) => state.Clinicians[clinician - 1].User;

        private (ZoneCalendar Zone, Schedule Schedule) CalendarOf(int clinician)
        {
            lock (gate) calendars ??= ReadCalendars();
            return calendars[clinician];
        }

        private Dictionary<int, (ZoneCalendar, Schedule)> ReadCalendars()
        {
            Dictionary<string, ZoneCalendar> zones = new(StringComparer.Ordinal);
            Dictionary<int, List<Appointment>> appointments = [];
            using (var command = root.CreateCommand())
            {
                command.CommandText = "select clinician, epoch_us(start_utc), epoch_us(end_utc) from appointments where lower(coalesce(status, '')) not in ('cancelled', 'canceled')";
                using var reader = command.ExecuteReader();
                while (reader.Read())
                {
                    var clinician = reader.GetInt32(0);
                    if (!appointments.TryGetValue(clinician, out var own)) appointments.Add(clinician, own = []);
                    own.Add(new Appointment(reader.GetInt64(1), reader.GetInt64(2)));
                }
            }

            return state.Clinicians.ToDictionary(clinician => clinician.Code, clinician =>
            {
                var id = state.ZoneOf(clinician) ?? "UTC";
                if (!zones.TryGetValue(id, out var zone)) zones.Add(id, zone = new ZoneCalendar(TimeZoneInfo.FindSystemTimeZoneById(id)));
                return (zone, new Schedule([.. appointments.GetValueOrDefault(clinician.Code) ?? []], zone));
            });
        }

        private void CreateTables()
        {
            Run("create table clinicians (clinician int, name varchar); create table profiles (profile int, role varchar, specialty varchar, department varchar, site varchar); "
                + "create table actions (action int, category int); create table action_names (action int, name varchar);");
            using (var rows = root.CreateAppender("clinicians"))
            {
                foreach (var clinician in state.Clinicians) rows.CreateRow().AppendValue(clinician.Code).AppendValue(clinician.User).EndRow();
            }

            using (var rows = root.CreateAppender("profiles"))
            {
                rows.CreateRow().AppendValue(0).AppendNullValue().AppendNullValue().AppendNullValue().AppendNullValue().EndRow();
                foreach (var p in state.Profiles) rows.CreateRow().AppendValue(p.Code).AppendValue(p.Role).AppendValue(p.Specialty).AppendValue(p.Department).AppendValue(p.Site).EndRow();
            }

            using (var rows = root.CreateAppender("actions"))
            {
                for (var i = 0; i < state.Actions.Count; i++) rows.CreateRow().AppendValue(i + 1).AppendValue((int)state.Categories.GetValueOrDefault(state.Actions[i])).EndRow();
            }

            using (var rows = root.CreateAppender("action_names"))
            {
                for (var i = 0; i < state.Actions.Count; i++) rows.CreateRow().AppendValue(i + 1).AppendValue(state.Actions[i]).EndRow();
            }
        }

        private void CreateViews()
        {
            View("events", SegmentKind.Events, """
                clinician int, at_utc timestamp, offset_minutes int, local_date date, action int, gap bigint, since bigint, switch_gap bigint, cell int, profile int
                """);
            View("marks", SegmentKind.Marks, "clinician int, at_us bigint, local_date date, profile int, cell int, gap bigint, room bigint, hour_room bigint, switch_gap bigint");
            View("cells", SegmentKind.Cells, "clinician int, local_date date, profile int, category int, windows int, events bigint, " + CubeColumns.Declaration);
            View("days", SegmentKind.Days, "clinician int, local_date date, profile int, events bigint, " + CubeColumns.DayDeclaration
                + ", first_at bigint, first_since bigint, last_gap bigint, first_patient_at bigint, first_switch_gap bigint, scheduled bigint, starts int");
            View("hours", SegmentKind.Hours, "clinician int, local_date date, profile int, hour int, " + CubeColumns.Declaration);
            View("appointments", SegmentKind.Appointments, "clinician int, start_utc timestamp, end_utc timestamp, status varchar");
        }

        private void View(string name, SegmentKind kind, string columns)
        {
            var files = state.Segments.Where(segment => segment.Kind == kind).OrderBy(segment => segment.Month).ThenBy(segment => segment.Shard)
                .Select(segment => Text(directory.FileOf(segment))).ToList();
            Run(files.Count == 0
                ? $"create table {name} ({columns})"
                : $"create view {name} as select * from read_parquet([{string.Join(", ", files)}])");
        }

        private void Run(string sql)
        {
            using var command = root.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        private static string Text(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
    }

    private static IEnumerable<(string Name, string Value)> Filters(ActivityFilter filter)
    {
        if (filter.Site is { } site) yield return ("site", site);
        if (filter.Department is { } department) yield return ("department", department);
        if (filter.Specialty is { } specialty) yield return ("specialty", specialty);
        if (filter.Role is { } role) yield return ("role", role);
    }

    // The few things in which questions differ beyond their parameters, put into their SQL.
    internal static string Fill(string sql, GroupBy by, ActivityFilter filter, CreditRule rule, bool fromCube, bool windowsOnly = false)
    {
        const string none = "'" + ActivityFilter.NoGroup + "'";
        var key = by switch
        {
            GroupBy.All => "'all'",
            GroupBy.Site => $"coalesce(site, {none})",
            GroupBy.Department => $"coalesce(department, {none})",
            GroupBy.Specialty => $"coalesce(specialty, {none})",
            GroupBy.Role => $"coalesce(role, {none})",
            _ => "''",
        };
        var conditions = string.Join(" and ", Filters(filter).Select(f => $"coalesce({f.Name}, {none}) = ${f.Name}"));
        var timeOut = rule.TimeOutMicroseconds.ToString(CultureInfo.InvariantCulture);
        var categories = windowsOnly ? [] : categoryNames.Select((name, i) => $"coalesce(sum({{amount}}) filter (where category = {i}), 0) as {name}");
        var windows = windowNames.Select((name, i) => $"coalesce(sum({{amount}}) filter (where windows & {1 << i} <> 0), 0) as {name}");
        return sql
            .Replace("{key}", key, StringComparison.Ordinal)
            .Replace("{out_key}", by == GroupBy.Clinician ? "u.name" : "key", StringComparison.Ordinal)
            .Replace("{filter}", conditions.Length == 0 ? "" : "where " + conditions, StringComparison.Ordinal)
            .Replace("{within}", rule.Boundary == TimeOutBoundary.Inclusive ? "<= " + timeOut : "< " + timeOut, StringComparison.Ordinal)
            .Replace("{sessions}", CubeColumns.Sessions(rule), StringComparison.Ordinal)
            .Replace("{switches}", CubeColumns.Switches(rule), StringComparison.Ordinal)
            .Replace("{credit}", CreditOf(rule, fromCube), StringComparison.Ordinal)
            .Replace("{sums}", string.Join(", ", categories.Concat(windows)).Replace("{amount}", windowsOnly ? "drop300" : "credit", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("{outputs}", string.Join(", ", (windowsOnly ? [] : categoryNames).Concat(windowNames).Select(name => $"coalesce({name}, 0)::bigint")), StringComparison.Ordinal);
    }

    // With one time-out, no estimator credits more than union.
    private static CreditRule LargestOf(CreditRule[] rules) => rules[^1];

    private static CreditedTime CreditAt(DuckDBDataReader reader, int column)
    {
        var time = NoCredit();
        for (var i = 0; i < time.CategoryMicroseconds.Length; i++) time.CategoryMicroseconds[i] = reader.GetInt64(column + i);
        for (var i = 0; i < time.WindowMicroseconds.Length; i++) time.WindowMicroseconds[i] = reader.GetInt64(column + time.CategoryMicroseconds.Length + i);
        return time;
    }

    private static CreditedTime NoCredit() => new(new long[ActivityCategories.Count], new long[ActivityWindowNames.Count]);

    private static string CreditOf(CreditRule rule, bool fromCube) =>
        fromCube ? CubeColumns.Credit(rule) : EventCredit(rule, rule.TimeOutMicroseconds.ToString(CultureInfo.InvariantCulture));

    private static string EventCredit(CreditRule rule, string timeOut) => rule.Estimator switch
    {
        Estimator.Drop => rule.Boundary == TimeOutBoundary.Inclusive
            ? $"(case when gap <= {timeOut} then gap else 0 end)"
            : $"(case when gap < {timeOut} then gap else 0 end)",
        Estimator.Cap => $"(case when gap is null then 0 else least(gap, {timeOut}) end)",
        _ => $"least(coalesce(gap, {timeOut}), {timeOut})",
    };

    private static void AddTo(long[] windowMicroseconds, int windows, long microseconds)
    {
        for (var i = 0; i < windowMicroseconds.Length; i++)
        {
            if ((windows & (1 << i)) != 0) windowMicroseconds[i] += microseconds;
        }
    }

    /// <summary>Time that is added to, or taken from, one cell under one of the rules.</summary>
    private readonly record struct Piece(int Rule, int Clinician, int Profile, int LocalDay, int Category, ActivityWindows Windows, long Microseconds)
    {
        public void AddTo(CreditedTime time)
        {
            time.CategoryMicroseconds[Category] += Microseconds;
            DuckDbEngine.AddTo(time.WindowMicroseconds, (int)Windows, Microseconds);
        }
    }

    private sealed class WeekRow(CreditedTime[] credit)
    {
        public bool HasDay { get; set; }

        public long Events { get; set; }

        public long ScheduledMicroseconds { get; set; }

        public CreditedTime[] Credit => credit;
    }

    private sealed record TotalsRow(string Key, string User, CreditedTime Credit)
    {
        public long[] Counts { get; } = new long[6];

        public ClinicianActivity ToActivity()
        {
            var totals = ActivityTotals.FromSums(0, Credit.CategoryMicroseconds, Credit.WindowMicroseconds);
            (totals.Events, totals.Sessions, totals.PatientSwitches) = (Counts[0], Counts[1], Counts[2]);
            (totals.ActiveDays, totals.ScheduledDays, totals.ScheduledMicroseconds) = (Counts[3], Counts[4], Counts[5]);
            return new ClinicianActivity(Key, User, totals);
        }
    }
}

/// <summary>The cube's columns by definition.</summary>
internal static class CubeColumns
{
    private static readonly string[] seconds = ["30", "60", "90", "300"];

    public static string Declaration { get; } = string.Join(", ",
        from name in new[] { "drop", "equal", "capped", "last" } from second in seconds select $"{name}{second} bigint");

    public static string DayDeclaration { get; } = string.Join(", ",
        from name in new[] { "sessions_le", "sessions_lt", "switches_le", "switches_lt" } from second in seconds select $"{name}{second} int");

    public static bool Holds(CreditRule rule) => SensitivityDefinitions.TimeOutsSeconds.Any(s => s * Microseconds.PerSecond == rule.TimeOutMicroseconds);

    public static string Credit(CreditRule rule) => rule.Estimator switch
    {
        Estimator.Drop => rule.Boundary == TimeOutBoundary.Inclusive ? "drop" + Seconds(rule) : $"drop{Seconds(rule)} - equal{Seconds(rule)}",
        Estimator.Cap => $"capped{Seconds(rule)} - last{Seconds(rule)}",
        _ => "capped" + Seconds(rule),
    };

    public static string Sessions(CreditRule rule) => (rule.Boundary == TimeOutBoundary.Inclusive ? "sessions_le" : "sessions_lt") + Seconds(rule);

    public static string Switches(CreditRule rule) => (rule.Boundary == TimeOutBoundary.Inclusive ? "switches_le" : "switches_lt") + Seconds(rule);

    private static string Seconds(CreditRule rule) => (rule.TimeOutMicroseconds / Microseconds.PerSecond).ToString(CultureInfo.InvariantCulture);
}
