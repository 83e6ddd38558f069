using System.Reflection;
using Charthouse.Analytics.Activity;
using Charthouse.Analytics.Reference;
using Charthouse.AuditActivity;
using CsCheck;

namespace Charthouse.Analytics.Conformance;

/// <summary>What every engine must answer. The reference engine is the definition; the others give the same rows, integer for integer.</summary>
public abstract class EngineConformance
{
    // Questions that an engine does not answer yet, with the reason.
    private static readonly Dictionary<(string Engine, Type Question), string> notYet = [];

    private static readonly long iterations = long.TryParse(Environment.GetEnvironmentVariable("CHARTHOUSE_ITERATIONS"), System.Globalization.CultureInfo.InvariantCulture, out var wanted) ? wanted : 12;

    private protected abstract Task<IAnalyticsEngine> EngineAsync(Scenario scenario);

    private protected virtual void Close(IAnalyticsEngine engine)
    {
    }

    [Fact]
    public async Task EveryQuestionIsAnsweredOrDeclaredMissing()
    {
        var engine = await EngineAsync(new Scenario());
        var questions = typeof(Question<>).Assembly.GetTypes().Where(type => type.BaseType is { IsGenericType: true } up && up.GetGenericTypeDefinition() == typeof(Question<>)).ToList();
        Assert.True(questions.Count >= 5);
        foreach (var question in questions) Assert.True(engine.CanAnswer(question) ^ notYet.ContainsKey((engine.GetType().Name, question)), $"{engine.GetType().Name} and {question.Name}");
        Close(engine);
    }

    [Fact]
    public async Task EmptyLog_HasNoRows()
    {
        var engine = await EngineAsync(new Scenario());
        var period = new LocalPeriod(new DateOnly(2026, 1, 1), new DateOnly(2026, 2, 1));
        Assert.Equal("", await Answers.TextAsync(engine, new ActivityByClinician(period, CreditRule.Default, GroupBy.All, ActivityFilter.Everybody)));
        Assert.Equal("", await Answers.TextAsync(engine, new SensitivityByClinician(period, GroupBy.All, ActivityFilter.Everybody)));
        Assert.Equal("", await Answers.TextAsync(engine, new ActivityByWeek(period, CreditRule.Default.TimeOutMicroseconds, TimeOutBoundary.Inclusive)));
        Assert.Equal("", await Answers.TextAsync(engine, new HoursByWeek(period, CreditRule.Default)));
        Assert.Equal("", await Answers.TextAsync(engine, new ActionTotals()));
        Close(engine);
    }

    // activity.md 11.1
    [Theory]
    [InlineData(5, 5, 0, 35, 40, 7, 8)]
    [InlineData(30, 44, 44, 164, 194, 5, 5)]
    [InlineData(45, 44, 44, 224, 269, 5, 5)]
    [InlineData(90, 104, 104, 374, 464, 4, 4)]
    [InlineData(300, 404, 104, 1004, 1304, 3, 4)]
    public async Task GoldenExample_Credit(int timeOut, long drop, long dropExclusive, long cap, long union, int sessions, int sessionsExclusive)
    {
        var start = At("2026-03-04T12:00:00Z");
        var engine = await EngineAsync(new Scenario { Events = [.. new[] { 0, 10, 70, 370, 671, 700, 2000, 2005 }.Select(s => new TestEvent("U1", start + (s * Microseconds.PerSecond), "open"))] });
        var period = new LocalPeriod(new DateOnly(2026, 3, 4), new DateOnly(2026, 3, 5));
        foreach (var (estimator, boundary, active, count) in new[]
        {
            (Estimator.Drop, TimeOutBoundary.Inclusive, drop, sessions), (Estimator.Drop, TimeOutBoundary.Exclusive, dropExclusive, sessionsExclusive),
            (Estimator.Cap, TimeOutBoundary.Inclusive, cap, sessions), (Estimator.Union, TimeOutBoundary.Exclusive, union, sessionsExclusive),
        })
        {
            var rule = new CreditRule(estimator, timeOut * Microseconds.PerSecond, boundary);
            var row = Assert.Single(await engine.AskAsync(new ActivityByClinician(period, rule, GroupBy.All, ActivityFilter.Everybody), CancellationToken.None));
            Assert.Equal(active * Microseconds.PerSecond, row.Totals.ActiveMicroseconds);
            Assert.Equal(count, row.Totals.Sessions);
        }

        Close(engine);
    }

    // activity.md 11.3
    [Fact]
    public async Task GoldenExample_Switches()
    {
        var start = At("2026-03-04T12:00:00Z");
        string?[] patients = ["A", "A", null, "B", "B", "A", null, "A", "C"];
        var engine = await EngineAsync(new Scenario { Events = [.. patients.Select((patient, i) => new TestEvent("U1", start + (i * 10 * Microseconds.PerSecond), "open", Patient: patient))] });
        var question = new ActivityByClinician(new LocalPeriod(new DateOnly(2026, 3, 4), new DateOnly(2026, 3, 5)), CreditRule.Default, GroupBy.All, ActivityFilter.Everybody);
        Assert.Equal(3, Assert.Single(await engine.AskAsync(question, CancellationToken.None)).Totals.PatientSwitches);
        Close(engine);
    }

    // activity.md 11.2: 20 minutes across the spring change, 180 across the autumn change.
    [Theory]
    [InlineData("2024-03-10T06:50:00Z", "2024-03-10T07:10:00Z", 20)]
    [InlineData("2024-11-03T04:30:00Z", "2024-11-03T07:30:00Z", 180)]
    public async Task GoldenExample_ClockChange(string from, string to, int minutes)
    {
        var engine = await EngineAsync(new Scenario { Events = [new TestEvent("U1", At(from), "open"), new TestEvent("U1", At(to), "open")], Zone = "America/New_York" });
        var rule = new CreditRule(Estimator.Drop, Microseconds.PerDay);
        var period = new LocalPeriod(new DateOnly(2024, 1, 1), new DateOnly(2025, 1, 1));
        var row = Assert.Single(await engine.AskAsync(new ActivityByClinician(period, rule, GroupBy.Clinician, ActivityFilter.Everybody), CancellationToken.None));
        Assert.Equal(minutes * Microseconds.PerMinute, row.Totals.ActiveMicroseconds);
        Assert.Equal(minutes * Microseconds.PerMinute, row.Totals.WindowMicroseconds[ActivityWindowNames.Keys.ToList().IndexOf("weekend")]);
        Close(engine);
    }

    // The clock went back from 00:01 to 23:01: of a visit from 23:30 to 01:30, 59 + 30 minutes lie on the day before, 1 + 90 on the day itself.
    [Fact]
    public async Task VisitAcrossAClockChangeAfterMidnight_IsCountedByLocalDate()
    {
        var engine = await EngineAsync(new Scenario { Visits = [new TestVisit("U1", At("2010-11-07T02:00:00Z"), At("2010-11-07T05:00:00Z"))], Zone = "America/St_Johns" });
        foreach (var (day, minutes) in new[] { (6, 30 + 59), (7, 1 + 90) })
        {
            var question = new ActivityByClinician(new LocalPeriod(new DateOnly(2010, 11, day), new DateOnly(2010, 11, day + 1)), CreditRule.Default, GroupBy.All, ActivityFilter.Everybody);
            Assert.Equal(minutes * Microseconds.PerMinute, Assert.Single(await engine.AskAsync(question, CancellationToken.None)).Totals.ScheduledMicroseconds);
        }

        Close(engine);
    }

    [Fact]
    public Task RandomHospitals_GiveTheRowsOfTheReference() =>
        Gen.Select(Gen.Int[0, 1_000_000_000], Gen.Int[1, 60]).SampleAsync(
            async (seed, size) =>
            {
                if (await DifferencesAsync(seed, size) is { Length: > 0 } differences) Assert.Fail(differences);
            }, iter: iterations, threads: 1);

    private protected async Task<string> DifferencesAsync(int seed, int size)
    {
        var scenario = Scenarios.Make(seed, size);
        var reference = new ReferenceEngine(scenario.Reference());
        var engine = await EngineAsync(scenario);
        try
        {
#pragma warning disable CA5394 // Randomness for tests, repeatable by its seed.
            var random = new Random(seed);
            foreach (var question in Scenarios.ActivityQuestions(seed, scenario, 6))
            {
                var (difference, whole) = await CompareAsync(reference, engine, question);
                if (difference is not null) return difference;
                var (inWeeks, weeks) = await CompareAsync(reference, engine, new ActivityByWeek(question.Period, question.Rule.TimeOutMicroseconds, question.Rule.Boundary));
                if (inWeeks is not null) return inWeeks;
                var (inHours, hours) = await CompareAsync(reference, engine, new HoursByWeek(question.Period, question.Rule));
                if (inHours is not null) return inHours;
                if (DifferenceInSums(question, whole, weeks, hours) is { } inSums) return inSums;
            }

            var sensitivity = new SensitivityByClinician(Scenarios.Period(random, scenario), (GroupBy)random.Next(6), Scenarios.Filter(random));
#pragma warning restore CA5394
            return (await CompareAsync(reference, engine, sensitivity)).Difference ?? (await CompareAsync(reference, engine, new ActionTotals())).Difference ?? "";
        }
        finally
        {
            Close(engine);
        }
    }

    // Filtered and grouped afterwards, weeks give what the filtered and grouped question gives for the whole period, and so do their hours.
    private static string? DifferenceInSums(ActivityByClinician question, IReadOnlyList<ClinicianActivity> whole, IReadOnlyList<ClinicianWeek> weeks, IReadOnlyList<WeekHours> hours)
    {
        var expected = Text(whole.Select(row => Line(
            row.Key, row.User, row.Totals.Events, row.Totals.ScheduledMicroseconds, row.Totals.CategoryMicroseconds.ToArray(), row.Totals.WindowMicroseconds.ToArray())));
        var actual = Text(weeks.Where(row => question.Filter.Fits(row.Keys))
            .GroupBy(row => (Key: question.By == GroupBy.Clinician ? row.User : row.Keys[question.By], row.User))
            .OrderBy(rows => rows.Key.Key, StringComparer.Ordinal).ThenBy(rows => rows.Key.User, StringComparer.Ordinal)
            .Select(rows =>
            {
                var credit = rows.Select(row => row.Credit[(int)question.Rule.Estimator]).ToList();
                return Line(rows.Key.Key, rows.Key.User, rows.Sum(row => row.Events), rows.Sum(row => row.ScheduledMicroseconds),
                    [.. Enumerable.Range(0, ActivityCategories.Count).Select(i => credit.Sum(time => time.CategoryMicroseconds[i]))],
                    [.. Enumerable.Range(0, ActivityWindowNames.Count).Select(i => credit.Sum(time => time.WindowMicroseconds[i]))]);
            }));
        if (expected != actual) return $"{question}\nwhole:\n{expected}\nfrom weeks:\n{actual}\n";
        var active = whole.Sum(row => row.Totals.ActiveMicroseconds);
        var byHours = hours.Where(row => question.Filter.Fits(row.Keys)).Sum(row => row.HourMicroseconds.Sum());
        return byHours == active ? null : $"{question}\nactive {active}, by hours {byHours}\n";

        static string Text(IEnumerable<string?> lines) => string.Join('\n', lines.OfType<string>());

        // What is nothing need not have a row.
        static string? Line(string key, string user, long events, long scheduled, long[] categories, long[] windows) =>
            events == 0 && scheduled == 0 && Array.TrueForAll(categories, time => time == 0) ? null : $"{key} {user} {events} {scheduled} {string.Join(' ', categories)} {string.Join(' ', windows)}";
    }

    private static async Task<(string? Difference, IReadOnlyList<TRow> Rows)> CompareAsync<TRow>(IAnalyticsEngine reference, IAnalyticsEngine engine, Question<TRow> question)
    {
        var rows = await engine.AskAsync(question, CancellationToken.None);
        var (expected, actual) = (await Answers.TextAsync(reference, question), Answers.Text(rows));
        return (expected == actual ? null : $"{question}\nreference:\n{expected}\nengine:\n{actual}\n", rows);
    }

    private protected static long At(string text) => Microseconds.FromInstant(DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
}

public sealed class ReferenceConformance : EngineConformance
{
    private protected override Task<IAnalyticsEngine> EngineAsync(Scenario scenario) => Task.FromResult<IAnalyticsEngine>(new ReferenceEngine(scenario.Reference()));
}
