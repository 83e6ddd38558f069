using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Lake;
using CsCheck;

namespace Charthouse.Analytics.Conformance;

/// <summary>Nothing is lost, nothing is counted twice: however files are split, repeated and ordered, the lake answers the same (activity-cli.md, "Import").</summary>
public sealed class ImportLawTests
{
    private static readonly long iterations =
        long.TryParse(Environment.GetEnvironmentVariable("CHARTHOUSE_ITERATIONS"), System.Globalization.CultureInfo.InvariantCulture, out var wanted) ? wanted : 8;

    private static readonly LocalPeriod always = new(new DateOnly(2000, 1, 1), new DateOnly(2030, 1, 1));

#pragma warning disable CA5394 // Randomness for tests, repeatable by its seed.
    [Fact]
    public Task AnySplit_GivesTheSameAnswers() => Gen.Select(Gen.Int[0, 1_000_000_000], Gen.Int[1, 50]).SampleAsync(
        async (seed, size) =>
        {
            var scenario = WithoutPatientTies(Scenarios.Make(seed, size)) with { SecondPeople = [] };
            using var whole = new TestLake();
            await scenario.ImportAsync(whole);
            using var split = new TestLake();
            var problem = await ImportInPiecesAsync(split, scenario, new Random(seed));
            var (expected, actual) = (await AnswersAsync(whole), await AnswersAsync(split));
            if (problem is not null) Assert.Fail(problem);
            if (expected != actual) Assert.Fail($"whole:\n{expected}\nin pieces:\n{actual}");
        },
        iter: iterations, threads: 1);

    // Slots that were cancelled and given again, in one file or in several, in any order: docs/methods/scheduled-hours.md.
    [Fact]
    public Task AnyOrderAndSplitOfAppointments_GivesTheScheduledHoursOfTheReference() => Gen.Select(Gen.Int[0, 1_000_000_000], Gen.Int[1, 12]).SampleAsync(
        async (seed, count) =>
        {
            var random = new Random(seed);
            var day = Microseconds.FromInstant(new DateTimeOffset(2026, 3, 4, 9, 0, 0, TimeSpan.Zero));
            var visits = Enumerable.Range(0, count).Select(_ =>
            {
                var start = day + (random.Next(3) * 20 * Microseconds.PerMinute);
                return new TestVisit("U" + random.Next(2), start, start + ((1 + random.Next(2)) * 20 * Microseconds.PerMinute), random.Next(3) == 0 ? "P1" : null, random.Next(2) == 0);
            }).ToArray();
            var question = new ActivityByClinician(always, CreditRule.Default, GroupBy.Clinician, ActivityFilter.Everybody);
            var expected = (await new Reference.ReferenceEngine(new Scenario { Visits = visits }.Reference()).AskAsync(question, CancellationToken.None))
                .ToDictionary(row => row.User, row => row.Totals.ScheduledMicroseconds, StringComparer.Ordinal);

            using var lake = new TestLake();
            var files = visits.GroupBy(_ => random.Next(4)).Select(group => group.ToArray()).ToArray();
            random.Shuffle(files);
            foreach (var file in files.Concat(files.Where(_ => random.Next(3) == 0)))
                await lake.TakeAsync(new ImportRequest { ImportId = "", AppointmentsFile = lake.Write("visits.csv", Scenario.VisitsCsv(file)) });
            var rows = await lake.Engine.AskAsync(question, CancellationToken.None);
            Assert.Equal(
                expected.Where(hours => hours.Value > 0).OrderBy(hours => hours.Key, StringComparer.Ordinal),
                rows.Where(row => row.Totals.ScheduledMicroseconds > 0).ToDictionary(row => row.User, row => row.Totals.ScheduledMicroseconds, StringComparer.Ordinal).OrderBy(hours => hours.Key, StringComparer.Ordinal));
        },
        iter: 5 * iterations, threads: 1);

    private static async Task<string?> ImportInPiecesAsync(TestLake lake, Scenario scenario, Random random)
    {
        lake.Clock.Now = Scenario.ImportedAt;

        // Identical rows stay together: an export that is split keeps them so.
        var groups = scenario.Events.GroupBy(e => e).Select(group => group.ToList()).ToArray();
        random.Shuffle(groups);
        List<ImportRequest> requests = [];
        var files = 0;
        for (var imports = random.Next(1, 5); imports > 0; imports--)
        {
            List<string> paths = [];
            for (var count = random.Next(1, 4); count > 0; count--)
            {
                var chosen = groups.Where(_ => random.Next(3) == 0).SelectMany(group => group).ToArray();
                random.Shuffle(chosen);
                paths.Add(lake.Write($"events{++files}.csv", Scenario.EventsCsv(chosen)));
            }

            requests.Add(new ImportRequest { ImportId = "", EventFiles = paths, Zone = scenario.Zone, MemoryLimitBytes = random.Next(2) * (1 << 20) });
        }

        requests.Add(new ImportRequest { ImportId = "", EventFiles = [lake.Write("rest.csv", Scenario.EventsCsv(scenario.Events))], Zone = scenario.Zone });
        if (scenario.People.Count > 0) requests.Add(new ImportRequest { ImportId = "", PeopleFile = lake.Write("people.csv", Scenario.PeopleCsv(scenario.People)) });
        requests.Add(new ImportRequest { ImportId = "", ActionsFile = lake.Write("actions.csv", Scenario.ActionsCsv(scenario.Categories)) });
        for (var i = 0; i < 2; i++)
        {
            var visits = scenario.Visits.Where((_, index) => index % 2 == i || random.Next(3) == 0);
            requests.Add(new ImportRequest { ImportId = "", AppointmentsFile = lake.Write($"visits{i}.csv", Scenario.VisitsCsv(visits)), Zone = scenario.Zone });
        }

        var shuffled = requests.Concat(requests.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(shuffled);
        long taken = 0;
        foreach (var request in shuffled)
        {
            var summary = await lake.TakeAsync(request);
            taken += summary.RowsNew;
            if (summary.RowsRead != summary.RowsNew + summary.RowsKnown + summary.RowsRejected) return $"Rows do not add up: {summary}";
        }

        return taken == scenario.Events.Count ? null : $"{taken} rows were new, there are {scenario.Events.Count}.";
    }
#pragma warning restore CA5394

    // Where rows of several imports tie without ids, differ in nothing before the patient and have different patients, their order is that of hashes.
    private static Scenario WithoutPatientTies(Scenario scenario)
    {
        HashSet<(string, long, string)> seen = [];
        Dictionary<(string, long, string), string> patients = [];
        List<TestEvent> kept = [];
        foreach (var e in scenario.Events)
        {
            if (e.Id is null && e.Patient is not null && !patients.TryAdd((e.User, e.At, e.Action), e.Patient) && patients[(e.User, e.At, e.Action)] != e.Patient) continue;
            kept.Add(e);
        }

        return scenario with { Events = kept };
    }

    private static async Task<string> AnswersAsync(TestLake lake)
    {
        var state = await lake.Manifest.ReadAsync(CancellationToken.None);
        List<string> answers = [$"rows {state.Segments.Where(segment => segment.Kind == SegmentKind.Events).Sum(segment => segment.Rows)}"];
        foreach (var rule in new[]
        {
            CreditRule.Default, new(Estimator.Union, 30 * Microseconds.PerSecond, TimeOutBoundary.Exclusive),
            new(Estimator.Cap, 299 * Microseconds.PerSecond), new(Estimator.Drop, Microseconds.PerDay, TimeOutBoundary.Exclusive),
        })
        {
            foreach (var by in new[] { GroupBy.Clinician, GroupBy.Department })
                answers.Add(await Answers.TextAsync(lake.Engine, new ActivityByClinician(always, rule, by, ActivityFilter.Everybody)));
            answers.Add(await Answers.TextAsync(lake.Engine, new ActivityByWeek(always, rule.TimeOutMicroseconds, rule.Boundary)));
            answers.Add(await Answers.TextAsync(lake.Engine, new HoursByWeek(always, rule)));
        }

        answers.Add(await Answers.TextAsync(lake.Engine, new SensitivityByClinician(always, GroupBy.Specialty, ActivityFilter.Everybody)));
        answers.Add(await Answers.TextAsync(lake.Engine, new ActionTotals()));
        return string.Join('\n', answers);
    }

    // Whichever row comes first, and whether they stand in one file: a cancelled row says nothing about the other.
    [Theory]
    [InlineData("completed|cancelled")]
    [InlineData("cancelled|completed")]
    [InlineData("cancelled\nnoshow")]
    [InlineData("noshow\nCancelled")]
    [InlineData("canceled|\n")]
    public async Task SlotCancelledAndGivenAgain_IsScheduledOnce(string statuses)
    {
        using var lake = new TestLake();
        foreach (var file in statuses.Split('|'))
        {
            var rows = file.Split('\n').Select(status => $"U1,2026-03-04T09:00:00Z,2026-03-04T18:00:00Z,{status},\n");
            await lake.TakeAsync(new ImportRequest { ImportId = "", AppointmentsFile = lake.Write("appointments.csv", "user,start,end,status,patient\n" + string.Concat(rows)) });
        }

        var row = Assert.Single(await lake.Engine.AskAsync(new ActivityByClinician(always, CreditRule.Default, GroupBy.All, ActivityFilter.Everybody), CancellationToken.None));
        Assert.Equal(9 * 60 * Microseconds.PerMinute, row.Totals.ScheduledMicroseconds);
    }

    [Fact]
    public async Task IdenticalRowsWithoutIds_TheLargestNumberInAnyFileIsKept()
    {
        using var lake = new TestLake();
        const string row = ",U1,2026-03-04T12:00:00Z,open,P1\n";
        const string sameInstant = ",U1,2026-03-04T07:00:00-05:00,open,P1\n";
        var (one, two, three) = (Events("one", row), Events("two", row + sameInstant), Events("three", row + row + row));
        Assert.Equal((1, 0), await TakeAsync(one));
        Assert.Equal((1, 1), await TakeAsync(two));
        Assert.Equal((0, 1), await TakeAsync(one));
        Assert.Equal((1, 5), await TakeAsync(one, two, three));
        Assert.Equal((0, 3), await TakeAsync(three));

        string Events(string name, string rows) => lake.Write(name, "event,user,at,action,patient\n" + rows);

        async Task<(long, long)> TakeAsync(params string[] files)
        {
            var summary = await lake.TakeAsync(new ImportRequest { ImportId = "", EventFiles = files });
            return (summary.RowsNew, summary.RowsKnown);
        }
    }

    [Theory]
    [InlineData("E1,U2,2026-03-04T12:00:00Z,open,P1")]
    [InlineData("E1,U1,2026-05-04T12:00:00Z,open,P1")]
    [InlineData("E1,U1,2026-03-04T12:00:00Z,close,P1")]
    [InlineData("E1,U1,2026-03-04T12:00:00Z,open,P2")]
    [InlineData("E1,U1,2026-03-04T12:00:00.000001Z,open,P1")]
    public async Task KnownIdWithOtherContent_IsSetAside_TheFirstStays(string other)
    {
        const string header = "event,user,at,action,patient\n";
        const string first = "E1,U1,2026-03-04T12:00:00Z,open,P1\n";
        using var later = new TestLake();
        await later.TakeAsync(new ImportRequest { ImportId = "", EventFiles = [later.Write("first.csv", header + first)] });
        var before = await AnswersAsync(later);
        var summary = await later.TakeAsync(new ImportRequest { ImportId = "", EventFiles = [later.Write("other.csv", header + other + "\n" + first)] });
        Assert.Equal((0, 1, 1), (summary.RowsNew, summary.RowsKnown, summary.RowsRejected));
        Assert.Equal(1, summary.RejectedByReason["conflicting-event"]);
        var clinician = before[..before.IndexOf(" events", StringComparison.Ordinal)];
        Assert.StartsWith(clinician, await AnswersAsync(later), StringComparison.Ordinal);
        var rejected = await File.ReadAllLinesAsync(later.Directory.RejectedFile("import2"), TestContext.Current.CancellationToken);
        Assert.StartsWith("other.csv,2,conflicting-event,", rejected[1], StringComparison.Ordinal);

        using var together = new TestLake();
        var both = await together.TakeAsync(new ImportRequest
        {
            ImportId = "",
            EventFiles = [together.Write("first.csv", header + first), together.Write("other.csv", header + other + "\n")],
        });
        Assert.Equal((1, 0, 1), (both.RowsNew, both.RowsKnown, both.RowsRejected));
        Assert.Equal(before, await AnswersAsync(together));
    }

    [Fact]
    public async Task SameIdOfTwoSources_IsTwoEvents()
    {
        using var lake = new TestLake();
        var file = lake.Write("events.csv", "event,user,at,action,patient\nE1,U1,2026-03-04T12:00:00Z,open,P1\n");
        var other = lake.Write("other.csv", "event,user,at,action,patient\nE1,U1,2026-03-04T13:00:00Z,open,P1\n");
        Assert.Equal(1, (await lake.TakeAsync(new ImportRequest { ImportId = "", EventFiles = [file] })).RowsNew);
        Assert.Equal(1, (await lake.TakeAsync(new ImportRequest { ImportId = "", EventFiles = [other], Source = "lab" })).RowsNew);
        Assert.Equal(1, (await lake.TakeAsync(new ImportRequest { ImportId = "", EventFiles = [other], Source = "lab" })).RowsKnown);
        Assert.Equal(1, (await lake.TakeAsync(new ImportRequest { ImportId = "", EventFiles = [other] })).RowsRejected);
    }

    // Issue found by reading: whether a patient changes may depend on an event some months back.
    [Fact]
    public async Task LateEvent_ChangesSwitchesOfLaterMonths()
    {
        var day = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        List<TestEvent> events = [.. Enumerable.Range(0, 75).Select(i => new TestEvent("U1", Microseconds.FromInstant(day.AddHours(20 * i)), "open", Patient: i is 0 or 74 ? "P1" : null))];
        var late = new TestEvent("U1", Microseconds.FromInstant(day.AddHours(30)), "open", Patient: "P2");
        using var whole = new TestLake();
        await new Scenario { Events = [.. events, late] }.ImportAsync(whole);
        using var split = new TestLake();
        await new Scenario { Events = events }.ImportAsync(split);
        await new Scenario { Events = [late] }.ImportAsync(split);
        Assert.Equal(await AnswersAsync(whole), await AnswersAsync(split));
    }

    [Fact]
    public async Task NoFileIsLeftBehind()
    {
        using var lake = new TestLake();
        await new Scenario { Visits = [new TestVisit("U1", 0x0006_0000_0000_0000, 0x0006_0000_0000_0001)], Events = [new TestEvent("U2", 0x0006_0000_0000_0000, "open", "E1")] }.ImportAsync(lake);
        await new Scenario { Events = [new TestEvent("U2", 0x0006_0000_0000_0000, "close", "E1"), new TestEvent("U2", 0x0006_0000_0000_0001, "open", "E2")] }.ImportAsync(lake);
        var state = await lake.Manifest.ReadAsync(CancellationToken.None);
        Assert.Equal(
            state.Segments.Select(lake.Directory.FileOf).Order(StringComparer.Ordinal),
            Directory.GetFiles(lake.Directory.SegmentsFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }
}
