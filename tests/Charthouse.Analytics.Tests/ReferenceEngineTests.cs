using Charthouse.Analytics.Activity;
using Charthouse.Analytics.Reference;
using Charthouse.AuditActivity;
using CsCheck;

namespace Charthouse.Analytics.Tests;

public sealed class ReferenceEngineTests
{
    // The people file in force at the event: the first version from the beginning, a later one from its instant on.
    [Fact]
    public async Task Groups_AreThoseInForceAtTheEvent()
    {
        var rows = await new AHospital()
            .Person("u", "2024-03-05T00:00Z", department: "East").Person("u", "2024-03-06T12:00Z", department: "West")
            .Working("u", "2024-03-04T09:00Z", 10).Working("u", "2024-03-06T11:55Z", 10)
            .Activity("2024-03-04", "2024-03-08", GroupBy.Department);
        Assert.Equal([("East", 16L), ("West", 6L)], rows.Select(row => (row.Key, row.Totals.Events)));
        Assert.Equal([15 * Microseconds.PerMinute, 5 * Microseconds.PerMinute], rows.Select(row => row.Totals.ActiveMicroseconds));
    }

    [Fact]
    public async Task Groups_TakeScheduledTimeByTheInstant()
    {
        var rows = await new AHospital()
            .Person("u", "2024-03-05T00:00Z", site: "East").Person("u", "2024-03-06T12:00Z", site: "West").Visit("u", "2024-03-06T11:00Z", "2024-03-06T14:00Z")
            .Activity("2024-03-06", "2024-03-07", GroupBy.Site);
        Assert.Equal([("East", 1 * Microseconds.PerHour, 1L), ("West", 2 * Microseconds.PerHour, 0L)], rows.Select(row => (row.Key, row.Totals.ScheduledMicroseconds, row.Totals.ScheduledDays)));
    }

    [Fact]
    public async Task Groups_OfSomebodyWhoReturnsAreOne()
    {
        var rows = await new AHospital()
            .Person("u", "2024-03-01T00:00Z", role: "a").Person("u", "2024-03-05T00:00Z", role: "b").Person("u", "2024-03-06T00:00Z", role: "a")
            .Event("u", "2024-03-04T09:00Z").Event("u", "2024-03-05T09:00Z").Event("u", "2024-03-06T09:00Z")
            .Activity("2024-03-04", "2024-03-08", GroupBy.Role);
        Assert.Equal([("a", 2L), ("b", 1L)], rows.Select(row => (row.Key, row.Totals.Events)));
    }

    [Fact]
    public async Task Groups_WithoutANameAreNone()
    {
        var hospital = new AHospital().Person("listed", "2024-03-01T00:00Z", role: "physician").Event("listed", "2024-03-05T09:00Z").Event("stranger", "2024-03-05T09:00Z");
        Assert.Equal(["(none)", "(none)"], (await hospital.Activity("2024-03-05", "2024-03-06", GroupBy.Specialty)).Select(row => row.Key), StringComparer.Ordinal);
        Assert.Equal([("(none)", "stranger"), ("physician", "listed")], (await hospital.Activity("2024-03-05", "2024-03-06", GroupBy.Role)).Select(row => (row.Key, row.User)));
        Assert.Equal(["all", "all"], (await hospital.Activity("2024-03-05", "2024-03-06", GroupBy.All)).Select(row => row.Key), StringComparer.Ordinal);
        Assert.Equal(["listed", "stranger"], (await hospital.Activity("2024-03-05", "2024-03-06", GroupBy.Clinician)).Select(row => row.Key), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Filter_KeepsWhatHappenedInTheGroup()
    {
        var hospital = new AHospital()
            .Person("u", "2024-03-01T00:00Z", role: "physician", department: "East").Person("u", "2024-03-06T00:00Z", role: "physician", department: "West")
            .Person("v", "2024-03-01T00:00Z", role: "nurse", department: "West")
            .Event("u", "2024-03-05T09:00Z").Event("u", "2024-03-06T09:00Z").Event("u", "2024-03-06T15:00Z").Event("v", "2024-03-06T09:00Z").Event("w", "2024-03-06T09:00Z");
        Assert.Equal([("u", 2L), ("v", 1L)], await Kept(new ActivityFilter(Department: "West")));
        Assert.Equal([("u", 2L)], await Kept(new ActivityFilter(Department: "West", Role: "physician")));
        Assert.Equal([("w", 1L)], await Kept(new ActivityFilter(Department: ActivityFilter.NoGroup)));
        Assert.Equal([("u", 3L), ("v", 1L), ("w", 1L)], await Kept(new ActivityFilter(Specialty: ActivityFilter.NoGroup)));
        Assert.Empty(await Kept(new ActivityFilter(Site: "North")));

        async Task<IEnumerable<(string, long)>> Kept(ActivityFilter filter) =>
            (await hospital.Activity("2024-03-04", "2024-03-08", GroupBy.Clinician, filter)).Select(row => (row.User, row.Totals.Events));
    }

    // A filter takes nothing out of the log: the gap still ends at the next event of the clinician, whatever its group.
    [Fact]
    public async Task Filter_LeavesGapsAsTheyAre()
    {
        var row = Assert.Single(await new AHospital()
            .Person("u", "2024-03-01T00:00Z", site: "East").Person("u", "2024-03-05T09:01Z", site: "West").Person("u", "2024-03-05T09:02Z", site: "East")
            .Event("u", "2024-03-05T09:00Z").Event("u", "2024-03-05T09:01Z").Event("u", "2024-03-05T09:02Z")
            .Activity("2024-03-05", "2024-03-06", GroupBy.Site, new ActivityFilter(Site: "East")));
        Assert.Equal(Microseconds.PerMinute, row.Totals.ActiveMicroseconds);
    }

    [Fact]
    public async Task Period_IsThatOfEachZone()
    {
        var rows = await new AHospital()
            .Zone("west", "America/Los_Angeles").Working("east", "2024-03-05T23:00Z", 120).Working("west", "2024-03-05T23:00Z", 120)
            .Activity("2024-03-05", "2024-03-06", GroupBy.Clinician);
        Assert.Equal([("east", 60 * Microseconds.PerMinute), ("west", 120 * Microseconds.PerMinute)], rows.Select(row => (row.User, row.Totals.ActiveMicroseconds)));
    }

    // Ten minutes across the end of the first week; the second ends with the period on the 9th, before the third event.
    [Fact]
    public async Task Weeks_AreCutAtMidnightAndEndWithThePeriod()
    {
        var rows = await new AHospital().Person("u", "2024-03-01T00:00Z", site: "East", role: "Nurse").Visit("u", "2024-03-06T08:00Z", "2024-03-06T09:00Z")
            .Event("u", "2024-03-05T23:55Z").Event("u", "2024-03-06T00:05Z").Event("u", "2024-03-09T09:00Z")
            .Ask(new ActivityByWeek(AHospital.Period("2024-02-28", "2024-03-09"), 20 * Microseconds.PerMinute, TimeOutBoundary.Inclusive));
        Assert.Equal([0, 1], rows.Select(row => row.Week));
        Assert.All(rows, row => Assert.Equal(("u", new GroupKeys("East", "(none)", "(none)", "Nurse")), (row.User, row.Keys)));
        Assert.Equal([(1L, 0L), (1L, Microseconds.PerHour)], rows.Select(row => (row.Events, row.ScheduledMicroseconds)));
        // Drop, cap and union: the gap of three days counts 20 minutes under the last two.
        Assert.Equal([5, 5, 5], Minutes(rows[0]));
        Assert.Equal([5, 25, 25], Minutes(rows[1]));

        static IEnumerable<long> Minutes(ClinicianWeek row) => row.Credit.Select(time => time.CategoryMicroseconds.Sum() / Microseconds.PerMinute);
    }

    [Fact]
    public async Task Weeks_ComeByUserAndKeysOrdinal()
    {
        var hospital = new AHospital();
        foreach (var user in new[] { "b", "B", "10", "9" })
        {
            hospital.Person(user, "2024-03-01T00:00Z", site: "z", department: "a").Person(user, "2024-03-06T00:00Z", site: "Z", department: "b");
            hospital.Event(user, "2024-03-05T09:00Z").Event(user, "2024-03-07T09:00Z").Event(user, "2024-03-13T09:00Z");
        }

        var rows = await hospital.Ask(new ActivityByWeek(AHospital.Period("2024-03-05", "2024-03-15"), Microseconds.PerMinute, TimeOutBoundary.Inclusive));
        Assert.Equal(
            "0 10 Zb, 0 10 za, 0 9 Zb, 0 9 za, 0 B Zb, 0 B za, 0 b Zb, 0 b za, 1 10 Zb, 1 9 Zb, 1 B Zb, 1 b Zb",
            string.Join(", ", rows.Select(row => $"{row.Week} {row.User} {row.Keys.Site}{row.Keys.Department}")));
    }

    [Fact]
    public async Task Rows_StandByKeyAndUserOrdinal()
    {
        var hospital = new AHospital();
        foreach (var user in new[] { "b", "B", "a", "É", "10", "9" })
        {
            hospital.Person(user, "2024-03-01T00:00Z", site: user is "a" or "B" ? "z" : "Z");
            hospital.Event(user, "2024-03-06T09:00Z").Event(user, "2024-03-05T09:00Z");
        }

        var rows = await hospital.Activity("2024-03-05", "2024-03-07", GroupBy.Site);
        Assert.Equal("Z10 Z9 Zb ZÉ zB za", string.Join(' ', rows.Select(row => $"{row.Key}{row.User}")));
    }

    // Rule 1: ties by source, event, action, ordinal, absent first. The later of two events of one instant gets the gap.
    [Theory]
    [InlineData("a", "9", "y", "b", null, "x")]
    [InlineData("a", null, "y", "a", "1", "x")]
    [InlineData("a", "10", "y", "a", "9", "x")]
    [InlineData("a", "1", "Z", "a", "1", "y")]
    public async Task Ties_AreBrokenBySourceEventAndAction(string source, string? id, string action, string laterSource, string? laterId, string laterAction)
    {
        var hospital = new AHospital()
            .Event("u", "2024-03-05T09:00Z", action, source: source, id: id).Event("u", "2024-03-05T09:00Z", laterAction, source: laterSource, id: laterId)
            .Event("u", "2024-03-05T09:01Z", "end");
        await GapIsTheLaters();
        hospital.Rows.Reverse();
        await GapIsTheLaters();

        async Task GapIsTheLaters() => Assert.Equal(
            [(laterAction, Microseconds.PerMinute)], (await hospital.Ask(new ActionTotals())).Where(total => total.ActiveMicroseconds > 0).Select(total => (total.Action, total.ActiveMicroseconds)));
    }

    // Then by patient, which only switches can feel: B, then B before a (ordinal), then a. (What follows, the detail, changes no figure.)
    [Fact]
    public async Task Ties_AreBrokenByPatient()
    {
        var hospital = new AHospital()
            .Event("u", "2024-03-05T08:59Z", patient: "B").Event("u", "2024-03-05T09:00Z", patient: "a", detail: "1").Event("u", "2024-03-05T09:00Z", patient: "B", detail: "2")
            .Event("u", "2024-03-05T09:01Z", patient: "a");
        Assert.Equal(1, Assert.Single(await hospital.Activity("2024-03-05", "2024-03-06", GroupBy.All)).Totals.PatientSwitches);
        hospital.Rows.Reverse();
        Assert.Equal(1, Assert.Single(await hospital.Activity("2024-03-05", "2024-03-06", GroupBy.All)).Totals.PatientSwitches);
    }

    [Fact]
    public Task Shuffling_ChangesNothing() => Gen.Select(log, Gen.Int).SampleAsync(async (rows, seed) =>
    {
        var (sorted, shuffled) = (Hospital(rows), Hospital(rows));
        new Random(seed).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(shuffled.Rows));
        Assert.Equal(await Everything(sorted), await Everything(shuffled));
    }, iter: 60);

    [Fact]
    public Task HoursOfTheWeek_AddUpToActiveTime() => log.SampleAsync(async rows =>
    {
        var hospital = Hospital(rows);
        var filter = new ActivityFilter(Site: "East");
        var hours = await hospital.Ask(new HoursByWeek(AHospital.Period("2024-03-09", "2024-03-11"), new CreditRule(Estimator.Union, 4 * Microseconds.PerHour)));
        var whole = await hospital.Ask(new ActivityByClinician(AHospital.Period("2024-03-09", "2024-03-11"), new CreditRule(Estimator.Union, 4 * Microseconds.PerHour), GroupBy.All, filter));
        Assert.Equal(whole.Sum(row => row.Totals.ActiveMicroseconds), hours.Where(week => filter.Fits(week.Keys)).Sum(week => week.HourMicroseconds.Sum()));
    }, iter: 60);

    [Fact]
    public async Task HoursOfTheWeek_KnowClockChanges()
    {
        // 01:30 EST to 03:30 EDT is one hour; 00:30 EDT to 02:30 EST is three.
        Assert.Equal([(6, 1, 30L), (6, 3, 30L)], await Hours("America/New_York", "2024-03-10T01:30-05:00", 60, "2024-03-10", "2024-03-11"));
        Assert.Equal([(6, 0, 30L), (6, 1, 120L), (6, 2, 30L)], await Hours("America/New_York", "2024-11-03T00:30-04:00", 180, "2024-11-03", "2024-11-04"));
        // Half an hour: 02:00 becomes 01:30 in April, and 02:30 in October.
        Assert.Equal([(6, 1, 75L), (6, 2, 15L)], await Hours("Australia/Lord_Howe", "2024-04-07T01:15+11:00", 90, "2024-04-07", "2024-04-08"));
        Assert.Equal([(6, 1, 15L), (6, 2, 15L)], await Hours("Australia/Lord_Howe", "2024-10-06T01:45+10:30", 30, "2024-10-06", "2024-10-07"));
    }

    [Fact]
    public async Task HoursOfTheWeek_AreCutAtTheHourAndThePeriod()
    {
        Assert.Equal([(0, 23, 10L), (1, 0, 20L)], await Hours("Asia/Kathmandu", "2024-03-04T23:50+05:45", 30, "2024-03-04", "2024-03-06"));
        Assert.Equal([(1, 0, 20L)], await Hours("Asia/Kathmandu", "2024-03-04T23:50+05:45", 30, "2024-03-05", "2024-03-06"));
    }

    // St John's once changed its clocks at 00:01, back to 23:01 of the day before: the only kind of change that is not at the end of an hour.
    [Fact]
    public async Task HoursOfTheWeek_SplitOneGapAtAClockChange()
    {
        var hours = await new AHospital().Zone("u", "America/St_Johns").Event("u", "2010-11-06T23:50-02:30").Event("u", "2010-11-06T23:20-03:30")
            .Ask(new HoursByWeek(AHospital.Period("2010-11-06", "2010-11-08"), new CreditRule(Estimator.Drop, Microseconds.PerHour)));
        Assert.Equal([(5, 23, 29L), (6, 0, 1L)], Minutes(hours));
    }

    [Fact]
    public async Task HoursOfTheWeek_TakeTheFirstVersionFromTheBeginning()
    {
        var hours = await new AHospital().Person("u", "2024-03-07T00:00Z", site: "East").Working("u", "2024-03-05T09:00Z", 10)
            .Ask(new HoursByWeek(AHospital.Period("2024-03-05", "2024-03-06"), CreditRule.Default));
        Assert.Equal((0, GroupKeys.Of("East", null, null, null)), (Assert.Single(hours).Week, hours[0].Keys));
        Assert.Equal([(1, 9, 10L)], Minutes(hours));
    }

    [Fact]
    public async Task ActionTotals_CountTheWholeLogUnderTheDefault()
    {
        var totals = await new AHospital().Category("read", ActivityCategory.ChartReview)
            .Event("u", "1999-03-05T09:00Z", "read").Event("u", "1999-03-05T09:05Z", "apply").Event("u", "1999-03-05T09:10:00.001Z", "read")
            .Event("v", "2024-03-05T09:00Z", "click").Event("v", "2024-03-05T09:05Z", "click").Event("v", "2024-03-05T10:00Z", "Click")
            .Ask(new ActionTotals());
        Assert.Equal(
            [
                new ActionTotal("click", ActivityCategory.Unmapped, 2, 5 * Microseconds.PerMinute), new ActionTotal("read", ActivityCategory.ChartReview, 2, 5 * Microseconds.PerMinute),
                new ActionTotal("Click", ActivityCategory.Unmapped, 1, 0), new ActionTotal("apply", ActivityCategory.Unmapped, 1, 0),
            ],
            totals);
    }

    // activity.md 11.1, with the time-outs of the table: gaps 10, 60, 300, 301, 29, 1300, 5 s.
    [Fact]
    public async Task Sensitivity_MeasuresTheTwelveDefinitions()
    {
        var hospital = new AHospital().Visit("u", "2024-03-05T09:00Z", "2024-03-05T18:00Z");
        foreach (var second in new[] { 0, 10, 70, 370, 671, 700, 2000, 2005 })
            hospital.Event("u", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"2024-03-05T09:{second / 60:00}:{second % 60:00}Z"));
        var row = Assert.Single(await hospital.Ask(new SensitivityByClinician(AHospital.Period("2024-03-05", "2024-03-06"), GroupBy.Role, ActivityFilter.Everybody)));
        Assert.Equal(("(none)", "u", true, 9 * Microseconds.PerHour), (row.Key, row.User, row.IsPresent, row.ScheduledMicroseconds));
        Assert.Equal([44, 104, 104, 404, 164, 284, 374, 1004, 194, 344, 464, 1304], row.ActiveMicroseconds.Select(time => time / Microseconds.PerSecond));
        Assert.Equal(new long[8], row.WindowMicroseconds);
    }

    [Fact]
    public async Task Sensitivity_TakesWindowsFromTheDefaultDefinition()
    {
        var row = Assert.Single(await new AHospital().Event("u", "2024-03-09T05:59Z").Event("u", "2024-03-09T06:04Z")
            .Ask(new SensitivityByClinician(AHospital.Period("2024-03-09", "2024-03-10"), GroupBy.All, ActivityFilter.Everybody)));
        Assert.Equal([5, 0, 5, 5, 5, 5, 1, 5], row.WindowMicroseconds.Select(time => time / Microseconds.PerMinute));
    }

    [Fact]
    public async Task AskAsync_RefusesAQuestionOfAnotherKind()
    {
        var engine = new ReferenceEngine(new ReferenceData([], [], [], new Dictionary<string, TimeZoneInfo>(StringComparer.Ordinal), new Dictionary<string, ActivityCategory>(StringComparer.Ordinal)));
        Assert.False(engine.CanAnswer(typeof(AnotherQuestion)));
        Assert.True(engine.CanAnswer(typeof(ActionTotals)));
        await Assert.ThrowsAsync<NotSupportedException>(() => engine.AskAsync(new AnotherQuestion(), TestContext.Current.CancellationToken));
    }

    private static async Task<IEnumerable<(int Weekday, int Hour, long Minutes)>> Hours(string zone, string workingFrom, int minutes, string from, string to) =>
        Minutes(await new AHospital().Zone("u", zone).Working("u", workingFrom, minutes).Ask(new HoursByWeek(AHospital.Period(from, to), CreditRule.Default)));

    private static IEnumerable<(int Weekday, int Hour, long Minutes)> Minutes(IEnumerable<WeekHours> weeks) =>
        from week in weeks
        from hour in week.HourMicroseconds.Index()
        where hour.Item > 0
        select (hour.Index / 24, hour.Index % 24, hour.Item / Microseconds.PerMinute);

    private sealed record AnotherQuestion : Question<int>;

    // Whole minutes around the clock change of 2024-03-10, so that ties abound; few users, actions, patients.
    private static readonly Gen<(int User, int Minute, int Source, string? Id, int Action, string? Patient)[]> log = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 60], Gen.Int[0, 1], Gen.OneOf<string?>(null, "1", "2"), Gen.Int[0, 2], Gen.OneOf<string?>(null, "p", "q")).Array[0, 40];

    private static AHospital Hospital((int User, int Minute, int Source, string? Id, int Action, string? Patient)[] rows)
    {
        var hospital = new AHospital()
            .Zone("u0", "America/New_York").Zone("u1", "Australia/Lord_Howe").Person("u0", "2024-03-01T00:00Z", site: "East")
            .Person("u1", "2024-03-01T00:00Z", site: "East").Person("u1", "2024-03-10T07:00Z", site: "West").Visit("u0", "2024-03-10T06:30Z", "2024-03-10T16:00Z")
            .Category("a0", ActivityCategory.Inbox).Category("a1", ActivityCategory.NoteWriting);
        foreach (var row in rows)
        {
            hospital.Event($"u{row.User}", AHospital.Text(AHospital.Instant("2024-03-10T06:30Z") + (row.Minute * Microseconds.PerMinute)), $"a{row.Action}", row.Patient, $"s{row.Source}", row.Id);
        }

        return hospital;
    }

    private static async Task<string> Everything(AHospital hospital)
    {
        var period = AHospital.Period("2024-03-10", "2024-03-11");
        var activity = await hospital.Activity("2024-03-10", "2024-03-11", GroupBy.Site);
        var sensitivity = await hospital.Ask(new SensitivityByClinician(period, GroupBy.Clinician, ActivityFilter.Everybody));
        var hours = await hospital.Ask(new HoursByWeek(period, CreditRule.Default));
        var actions = await hospital.Ask(new ActionTotals());
        return string.Join('\n',
            [
                .. activity.Select(row => $"{row.Key} {row.User} {row.Totals.Events} {row.Totals.Sessions} {row.Totals.PatientSwitches} {row.Totals.ScheduledMicroseconds} "
                    + $"{string.Join(' ', row.Totals.CategoryMicroseconds.ToArray())} {string.Join(' ', row.Totals.WindowMicroseconds.ToArray())}"),
                .. sensitivity.Select(row => $"{row.Key} {string.Join(' ', row.ActiveMicroseconds)}"),
                .. hours.Select(week => $"{week.Week} {week.Keys} {string.Join(' ', week.HourMicroseconds)}"),
                .. actions.Select(action => action.ToString()),
            ]);
    }
}
