using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;

namespace Charthouse.Analytics.Conformance;

/// <summary>Random hospitals whose events lie where definitions change: at time-outs, window ends, midnights, month ends and clock changes.</summary>
internal static class Scenarios
{
    private static readonly int[] timeOutsSeconds = [30, 60, 90, 300, 5, 45, 299, 301, 3600, 86_400];
    private static readonly string[] zones = ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia", "UTC"];
    private static readonly string[] actions = ["open chart", "sign note", "read message", "order", "prescribe", "no mapping", ""];
    private static readonly string[] users = ["U1", "U2", "U10", "Ü, \"x\"", "u1", "U5"];
    private static readonly string?[] texts = [null, "A", "B", "Ä, b"];

    // Local dates in the middle of something: both clock changes, month and year ends, a leap day, an ordinary week.
    private static readonly DateOnly[] focuses =
    [
        new(2025, 10, 26), new(2025, 11, 2), new(2026, 3, 8), new(2026, 3, 29), new(2026, 4, 5), new(2025, 10, 5), new(2025, 10, 31), new(2025, 12, 31),
        new(2024, 2, 29), new(2026, 3, 31), new(2026, 5, 6), new(2010, 11, 7), new(2011, 12, 30),
    ];

    private static readonly int[] clockMinutes = [0, 60, 120, 180, 360, 420, 1050, 1080, 1140, 1440, 480, 720];

    public static Scenario Make(int seed, int size)
    {
#pragma warning disable CA5394 // Randomness for tests, repeatable by its seed.
        var random = new Random(seed);
        var focus = Pick(focuses);
        var zone = Pick(zones);
        var spread = random.Next(4) == 0 ? 40 : 2;
        var far = random.Next(3) == 0;
        List<TestVisit> visits = [];
        for (var i = random.Next(2 * size / 3 + 1); i > 0; i--)
        {
            var user = Pick(users);
            var mine = visits.Where(visit => visit.User == user).ToList();
            var start = mine.Count > 0 && random.Next(3) == 0 ? mine[^1].End + Pick([0L, -600_000_000, 1, 600_000_000]) : Edge();
            var end = start + Pick([15L, 20, 60, 240, 600, 26 * 60]) * Microseconds.PerMinute + Jitter();
            if (end > start && visits.TrueForAll(v => v.User != user || v.Start != start || v.End != end))
                visits.Add(new TestVisit(user, start, end, Pick(texts), random.Next(5) == 0));
        }

        List<TestEvent> events = [];
        long last = 0;
        for (var i = 0; i < size; i++)
        {
            var user = Pick(users[..(1 + random.Next(users.Length))]);
            var at = (events.Count == 0 ? 0 : random.Next(6)) switch
            {
                0 => Edge(),
                1 when visits.Count > 0 => random.Next(2) == 0 ? Pick(visits).Start + Jitter() : Pick(visits).End + Jitter(),
                2 => last,
                _ => last + (Pick(timeOutsSeconds) * Microseconds.PerSecond) + Jitter(),
            };
            if (far && random.Next(6) == 0) at += Pick([-400L, -31, 31, 400]) * Microseconds.PerDay;
            if (random.Next(3) == 0) user = events.Count == 0 ? user : events[^1].User;
            last = at;
            events.Add(new TestEvent(user, at, Pick(actions), random.Next(3) == 0 ? "E" + i : null, random.Next(3) == 0 ? null : Pick(["P1", "P2", "p3", "P10"]), Pick(texts)));
        }

        List<TestPerson> people = [.. users.Where(_ => random.Next(4) > 0).Select(Person)];
        List<TestPerson> second = [.. people.Where(_ => random.Next(2) == 0).Select(p => Person(p.User)).Where(p => !people.Contains(p))];
        var secondAt = random.Next(2) == 0 && events.Count > 0 ? Pick(events).At + Pick([0L, 1, -1]) : Edge();
        return new Scenario
        {
            Events = events,
            Visits = visits,
            People = people,
            SecondPeople = second,
            SecondPeopleAt = secondAt,
            Categories = actions[..random.Next(1, 6)].ToDictionary(action => action, _ => (ActivityCategory)random.Next(ActivityCategories.Count), StringComparer.Ordinal),
            Zone = random.Next(2) == 0 ? null : Pick(zones),
        };

        T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

        long Jitter() => Pick([0L, 0, 1, -1, 1000, -1000, 500_000, 30_000_000]);

        long Edge()
        {
            var clock = focus.AddDays(random.Next(-spread, spread + 1)).ToDateTime(TimeOnly.MinValue).AddMinutes(Pick(clockMinutes));
            var offset = random.Next(4) == 0 ? TimeSpan.Zero : TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(clock);
            return Microseconds.FromInstant(new DateTimeOffset(clock, TimeSpan.Zero) - offset) + Jitter();
        }

        TestPerson Person(string user) => new(user, Pick(texts), Pick(texts), Pick(texts), Pick(texts), random.Next(4) == 0 ? null : random.Next(4) == 0 ? Pick(zones) : zone);
    }

    public static IEnumerable<ActivityByClinician> ActivityQuestions(int seed, Scenario scenario, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var rule = new CreditRule(
                (Estimator)random.Next(3), timeOutsSeconds[random.Next(timeOutsSeconds.Length)] * Microseconds.PerSecond, (TimeOutBoundary)random.Next(2));
            yield return new ActivityByClinician(Period(random, scenario), rule, (GroupBy)random.Next(6), Filter(random));
        }
    }

    public static LocalPeriod Period(Random random, Scenario scenario)
    {
        var instants = scenario.Events.Select(e => e.At).Concat(scenario.Visits.Select(v => v.Start)).ToList();
        var at = instants.Count == 0 ? new DateOnly(2026, 1, 1) : DateOnly.FromDateTime(Microseconds.ToInstant(instants[random.Next(instants.Count)]).UtcDateTime);
        var from = at.AddDays(random.Next(-2, 2));
        return new LocalPeriod(from, from.AddDays(random.Next(5) == 0 ? 60 : random.Next(1, 5)));
    }

    public static ActivityFilter Filter(Random random)
    {
        if (random.Next(2) == 0) return ActivityFilter.Everybody;
        return new ActivityFilter(Wanted(), Wanted(), Wanted(), Wanted());

        string? Wanted() => random.Next(3) > 0 ? null : texts[random.Next(texts.Length)] ?? ActivityFilter.NoGroup;
    }
#pragma warning restore CA5394
}
