using System.Globalization;
using Charthouse.Analytics;
using Charthouse.Analytics.Activity;
using Charthouse.Analytics.Reference;
using Charthouse.AuditActivity;
using Charthouse.Lake;
using Charthouse.Measure.Activity;
using Charthouse.Measure.Lake;

namespace Charthouse.Measure.Tests.Activity;

/// <summary>
/// The page adds its figures up from rows by week and groups. These tests ask the reference engine for each figure by itself, filtered, over the figure's own
/// period, and compare, wherever nobody of the filter shares an atom with people outside it (<see cref="DifferencingTests"/> looks at the others).
/// </summary>
public sealed class ActivityFiguresTests
{
    private static readonly LargerHospital hospital = new();

    private int compared;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryFigure_EqualsTheFilteredQuestion()
    {
        var (overview, _) = Open();
        var states = new Dictionary<ActivityState, int>();
        foreach (var query in Queries())
        {
            var answer = await overview.RunAsync(query, Token);
            states[answer.State] = states.GetValueOrDefault(answer.State) + 1;
            Assert.Empty(answer.Messages);
            await CompareAsync(answer, $"{query.To} {query.Weeks} weeks, {query.Site}/{query.Department}/{query.Specialty}/{query.Role}, {query.Estimator} {query.Timeout} {query.Boundary}");
        }

        // The queries must reach what they are meant to compare.
        Assert.True(states[ActivityState.Shown] > 40 && states[ActivityState.Hidden] > 5 && states[ActivityState.Nobody] > 0 && compared > 30, $"{string.Join(", ", states)}; {compared} compared");
    }

    [Fact]
    public async Task NewFiltersPeriodsAndEstimators_AskNothingMore()
    {
        var (overview, engine) = Open();
        await overview.RunAsync(new ActivityQuery(), Token);
        await overview.RunAsync(new ActivityQuery { Estimator = "cap" }, Token);
        // Its trend begins in the year before.
        await overview.RunAsync(new ActivityQuery { To = "2026-10-12" }, Token);
        var asked = engine.Asked;
        foreach (var query in new[]
        {
            new ActivityQuery { Site = "East" }, new ActivityQuery { Role = "Physician", Weeks = "8" }, new ActivityQuery { Specialty = "Medicine", Estimator = "cap" },
            new ActivityQuery { To = "2026-09-14", Estimator = "cap" }, new ActivityQuery { To = "2026-08-17", Weeks = "13", Role = "Physician" },
        })
        {
            Assert.Contains((await overview.RunAsync(query, Token)).State, new[] { ActivityState.Shown, ActivityState.Hidden });
        }

        Assert.Equal(asked, engine.Asked);
    }

    [Fact]
    public async Task Ranks_OrderEveryShownGroupUnderEachWindow()
    {
        var (overview, _) = Open();
        var figures = (await overview.RunAsync(new ActivityQuery { Weeks = "13" }, Token)).Figures!;
        var groups = (figures with
        {
            Groups = [Group("Ward 1", 3, 1), Group("Ward 2", 2, 2), Group("Ward 3", 1, 3), Group("Clinic", 1, 0), Group("Without hours", 4, 4, scheduledHours: 1)],
        }).Ranks([1, 4]);
        Assert.Equal(["Ward 1: 1, 3", "Ward 2: 2, 2", "Ward 3: 3, 1", "Clinic: 3, 4"], groups.Select(group => $"{group.Name}: {string.Join(", ", group.Ranks)}"));

        // Two groups are no order.
        Assert.Empty((figures with { Groups = [Group("Ward 1", 3, 1), Group("Ward 2", 2, 2)] }).Ranks([1, 4]));

        static GroupFigures Group(string key, int hoursInSecond, int hoursInFifth, int scheduledHours = 8)
        {
            var people = Enumerable.Range(0, 5).Select(_ =>
            {
                var totals = new ActivityTotals { Events = 1, ScheduledMicroseconds = scheduledHours * Microseconds.PerHour };
                totals.Add(ActivityCategory.Inbox, (ActivityWindows)(1 << 1), hoursInSecond * Microseconds.PerHour);
                totals.Add(ActivityCategory.Inbox, (ActivityWindows)(1 << 4), hoursInFifth * Microseconds.PerHour);
                return totals;
            });
            return GroupFigures.Of(key, GroupMeasures.Of([.. people], isOneClinician: false), 5, 0);
        }
    }

    private static (ActivityOverview Overview, CountingEngine Engine) Open()
    {
        var engine = new CountingEngine(hospital.Engine);
        var cache = new AnswerCache(engine, hospital);
        return (new ActivityOverview(cache, new ReadLogFacts(cache, hospital, new MeasureSettings { OrganisationName = "Hospital" }, TimeProvider.System), TimeProvider.System), engine);
    }

#pragma warning disable CA5394 // Randomness for tests, repeatable by its seed.
    private static IEnumerable<ActivityQuery> Queries()
    {
        var random = new Random(7);
        foreach (var role in LargerHospital.Roles) yield return new ActivityQuery { Role = role };
        for (var i = 0; i < 130; i++)
        {
            yield return new ActivityQuery
            {
                // The latest week; other Mondays, also in the year before; another weekday; an unfinished week.
                To = Pick(["", "", "2026-10-12", "2026-05-25", "2025-10-13", "2026-11-02", "2026-11-16"]),
                Weeks = Pick(["", "1", "2", "8", "13", "26"]),
                Site = Group(LargerHospital.Sites),
                Department = Group(LargerHospital.Departments),
                Specialty = Group(LargerHospital.Specialties),
                Role = Group(LargerHospital.Roles),
                Estimator = Pick(["drop", "cap", "union"]),
                Timeout = Pick(["", "", "90", "60", "45"]),
                Boundary = Pick(["le", "le", "lt"]),
            };
        }

        string Pick(string[] from) => from[random.Next(from.Length)];

        string Group(string[] names) => random.Next(10) < 8 ? "" : Pick([.. names, ActivityFilter.NoGroup]);
    }
#pragma warning restore CA5394

    private async Task CompareAsync(ActivityAnswer answer, string what)
    {
        var selection = answer.Selection!;
        var (filter, rule, to) = (selection.Filter, selection.Rule, selection.To);
        var all = await GroupsAsync(selection.Period, rule, GroupBy.All, filter);
        if (answer.State is ActivityState.Nobody or ActivityState.NoDataInPeriod)
        {
            Assert.DoesNotContain(all, group => group.Measures.Sums.Events > 0);
            return;
        }

        if (answer.Figures is not { } figures) return;
        Same(await AllAsync(selection.Period, rule), figures.All, what);
        if (figures.Before is { } before) Same(await AllAsync(new LocalPeriod(selection.Period.From.AddDays(-7 * selection.Weeks), selection.Period.From), rule), before, what);
        Same(await AllAsync(Weeks(to, 4), rule), figures.AllInLatest, what);
        foreach (var week in figures.Weeks.Where((_, i) => i % 7 == 0)) Same(await AllAsync(new LocalPeriod(week.Monday, week.Monday.AddDays(7)), rule), week.Figures, what);
        foreach (var (name, isInUse, measured) in figures.Rules)
        {
            var seconds = int.Parse(name.Split(' ')[^2], CultureInfo.InvariantCulture);
            Same(await AllAsync(selection.Period, isInUse ? rule : new CreditRule(Enum.Parse<Estimator>(name.Split(',')[0]), seconds * Microseconds.PerSecond)), measured, what + " as " + name);
        }

        if (selection.By is { } by)
        {
            var groups = (await GroupsAsync(selection.Period, rule, by, filter)).Where(group => group.Measures.Clinicians > 0).ToList();
            Assert.Equal(groups.Select(group => group.Key).Order(), figures.Groups.Select(group => group.Key).Order());
            foreach (var group in figures.Groups) Same(await GroupAsync(by, group.Key, selection.Period), group, what);
            var latest = new LocalPeriod(figures.HistoryStarts[^1], figures.HistoryStarts[^1].AddDays(28));
            foreach (var history in figures.Histories) Same(await GroupAsync(by, history.Key, latest), history.Latest, what);
        }

        if (figures.All.WeeksLeftOut > 0 || figures.Hours.Clinicians != figures.All.Clinicians) return;
        var hours = (await hospital.Engine.AskAsync(new HoursByWeek(selection.Period, rule), Token)).Where(row => filter.Fits(row.Keys)).ToList();
        Assert.Equal(all.Single().Measures.Sums.ActiveMicroseconds, hours.Sum(row => row.HourMicroseconds.Sum()));
        for (var hour = 0; hour < WeekHours.Count; hour++)
        {
            var microseconds = hours.Sum(row => row.HourMicroseconds[hour]);
            Assert.Equal(microseconds / (double)Microseconds.PerMinute / all.Single().Measures.Clinicians / selection.Weeks, figures.Hours.Minutes[hour / 24][hour % 24]);
        }

        async Task<GroupMeasures?> AllAsync(LocalPeriod period, CreditRule credit) => (await GroupsAsync(period, credit, GroupBy.All, filter)).SingleOrDefault()?.Measures;

        async Task<GroupMeasures?> GroupAsync(GroupBy kind, string key, LocalPeriod period) =>
            (await GroupsAsync(period, rule, kind, filter)).SingleOrDefault(group => group.Key == key)?.Measures;
    }

    private static LocalPeriod Weeks(DateOnly to, int count) => new(to.AddDays(-7 * count), to);

    private static async Task<IReadOnlyList<ActivityGroup>> GroupsAsync(LocalPeriod period, CreditRule rule, GroupBy by, ActivityFilter filter) =>
        ActivityReport.Groups(await hospital.AskAsync(new ActivityByClinician(period, rule, by, filter)), by);

    private void Same(GroupMeasures? measures, GroupFigures actual, string what)
    {
        // Who has enough scheduled hours is decided by week on the page, and on the whole period by the question.
        if (measures is null || actual.IsHidden || actual.WeeksLeftOut > 0 || actual.Included != measures.Included) return;
        compared++;
        // Two people who changed groups may have the hours in different groups: then the sums still agree.
        if (actual.Included != actual.Clinicians)
        {
            Assert.Equal((measures.Clinicians, Microseconds.ToHours(measures.Sums.ActiveMicroseconds)), (actual.Clinicians, actual.ActiveHours));
            return;
        }

        var expected = GroupFigures.Of(actual.Key, measures, measures.Clinicians, 0);
        Assert.True(Text(expected) == Text(actual), $"{what}\n{Text(expected)}\n{Text(actual)}");
    }

    private static string Text(GroupFigures figures) => string.Create(CultureInfo.InvariantCulture,
        $"{figures.Key} {figures.IsHidden} {figures.Clinicians} {figures.ScheduledHours:R} {figures.ActiveHours:R} {figures.AfterHoursShare:R} {figures.UnmappedShare:R} | ")
        + string.Join(' ', figures.Core.Concat(figures.Windows).Concat(figures.Categories).Concat(figures.CategoryHours).Select(reading => reading.ToString()));

    private sealed class CountingEngine(IAnalyticsEngine engine) : IAnalyticsEngine
    {
        public int Asked { get; private set; }

        public bool CanAnswer(Type question) => engine.CanAnswer(question);

        public Task<IReadOnlyList<TRow>> AskAsync<TRow>(Question<TRow> question, CancellationToken cancellationToken)
        {
            Asked++;
            return engine.AskAsync(question, cancellationToken);
        }
    }
}

/// <summary>
/// A lake in memory: 34 clinicians in two sites, four departments, three specialties and three roles, of whom every fifth changes groups; eight dense weeks to
/// 8 November 2026 and a sparse year before.
/// </summary>
internal sealed class LargerHospital : ILakeManifest
{
    public static readonly string[] Sites = ["East", "West"];
    public static readonly string[] Departments = ["Ward 1", "Ward 2", "Ward 3", "Clinic"];
    public static readonly string[] Specialties = ["Medicine", "Surgery", "Pediatrics"];
    public static readonly string[] Roles = ["Physician", "Nurse", "Pharmacist"];

    private static readonly DateOnly end = new(2026, 11, 9);
    private readonly Dictionary<object, Task> asked = [];
    private readonly LakeState state;

    public LargerHospital()
    {
#pragma warning disable CA5394 // Randomness for tests, repeatable by its seed.
        var random = new Random(1);
        List<AuditRow> rows = [];
        List<ScheduledAppointment> visits = [];
        List<PersonVersion> people = [];
        Dictionary<string, TimeZoneInfo> zones = new(StringComparer.Ordinal);
        for (var person = 0; person < 34; person++)
        {
            var user = "U" + person.ToString(CultureInfo.InvariantCulture);
            zones[user] = TimeZoneInfo.FindSystemTimeZoneById(person % 7 == 0 ? "Europe/Berlin" : "America/New_York");
            // One is in no file, and of some a group is missing.
            if (person > 0) people.Add(Version(person, long.MinValue));
            if (person % 5 == 1) people.Add(Version(person + 17, At(end.AddDays(-random.Next(10, 60)), 11)));
            for (var week = 1; week <= 70; week++)
            {
                if (week > 8 && (week + person) % 6 != 0) continue;
                foreach (var weekday in new[] { person % 4, random.Next(7) })
                {
                    var at = At(end.AddDays((-7 * week) + weekday), random.Next(24));
                    if (person % 4 != 3 && weekday < 5) visits.Add(new ScheduledAppointment(user, at, at + (random.Next(2, 8) * Microseconds.PerHour)));
                    foreach (var seconds in new[] { 0, 45, 90, 300, 2000 }) rows.Add(new AuditRow(user, at += seconds * Microseconds.PerSecond, "log", null, Pick(["note", "inbox", "mystery"]), null, null));
                }
            }

            PersonVersion Version(int of, long from) => new(
                user, from, of % 11 == 0 ? null : Roles[of % 10 < 6 ? 0 : of % 10 < 9 ? 1 : 2], of % 13 == 0 ? null : Specialties[of / 3 % 3], of % 17 == 0 ? null : Departments[of / 2 % 4], Sites[of % 3 / 2]);
        }

        string Pick(string[] from) => from[random.Next(from.Length)];
#pragma warning restore CA5394
        Engine = new ReferenceEngine(new ReferenceData(
            rows, visits, people, zones, new Dictionary<string, ActivityCategory>(StringComparer.Ordinal) { ["note"] = ActivityCategory.NoteWriting, ["inbox"] = ActivityCategory.Inbox }));
        var versions = people.Select(person => (person.Role, person.Specialty, person.Department, person.Site)).Distinct().ToList();
        state = new LakeState(
            1,
            [
                new Segment(Guid.Empty, SegmentKind.Events, 0, 0, rows.Count, 0, rows.Min(row => row.AtMicroseconds), rows.Max(row => row.AtMicroseconds)),
                new Segment(Guid.Empty, SegmentKind.Appointments, 0, 0, visits.Count, 0, visits.Min(visit => visit.StartMicroseconds), visits.Max(visit => visit.EndMicroseconds)),
            ],
            [.. zones.Select((zone, i) => new LakeClinician(i + 1, zone.Key, zone.Value.Id))],
            [.. versions.Select((version, i) => new LakeProfile(i + 1, version.Role, version.Specialty, version.Department, version.Site))],
            [], ["note", "inbox", "mystery"], new Dictionary<string, ActivityCategory>(StringComparer.Ordinal));
    }

    public ReferenceEngine Engine { get; }

    /// <summary>The rows of a question, computed once.</summary>
    public Task<IReadOnlyList<TRow>> AskAsync<TRow>(Question<TRow> question)
    {
        if (!asked.TryGetValue(question, out var answer)) asked.Add(question, answer = Engine.AskAsync(question, CancellationToken.None));
        return (Task<IReadOnlyList<TRow>>)answer;
    }

    public Task<long> ReadVersionAsync(CancellationToken cancellationToken) => Task.FromResult(state.Version);

    public Task<LakeState> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(state);

    public Task<long> CommitAsync(LakeChange change, CancellationToken cancellationToken) => throw new NotSupportedException("This lake never changes.");

    private static long At(DateOnly day, int hour) => Microseconds.FromInstant(new DateTimeOffset(day, new TimeOnly(hour, 0), TimeSpan.FromHours(-5)));
}
