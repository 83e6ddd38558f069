using System.Globalization;
using CsCheck;

namespace Charthouse.AuditActivity.Tests;

internal readonly record struct ScenarioEvent(long AtMilliseconds, ActivityCategory Category, int? Patient);

/// <summary>One clinician, to the millisecond; visits and clock changes fall on whole seconds, so that every second lies in a window or out of it.</summary>
internal sealed record Scenario(
    string Zone, LocalPeriod Period, CreditRule Rule, ScenarioEvent[] Events, (long StartSeconds, long EndSeconds)[] Visits, Membership[] Memberships)
{
    public ActivityEvent[] EngineEvents => [.. Events.Select(e => new ActivityEvent(e.AtMilliseconds * 1000, e.Category, e.Patient))];

    public Appointment[] EngineVisits => [.. Visits.Select(visit => new Appointment(visit.StartSeconds * 1_000_000, visit.EndSeconds * 1_000_000))];

    public ClinicianLog Log() => new(EngineEvents, EngineVisits, Memberships, A.Calendar(Zone));

    public ActivityTotals Total(CreditRule rule, LocalPeriod period) =>
        new ClinicianLog(EngineEvents, EngineVisits, [new Membership(long.MinValue, 0)], A.Calendar(Zone)).Measure(period, rule) is [var totals] ? totals : new ActivityTotals();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {Zone} {Period.From:O} to {Period.To:O} {Rule.Estimator} {Rule.TimeOutMicroseconds / 1_000_000} s {Rule.Boundary}
        events  {string.Join(", ", Events.Select(e => $"{DateTimeOffset.FromUnixTimeMilliseconds(e.AtMilliseconds):MM-dd HH:mm:ss.fff} {e.Category} {e.Patient}"))}
        visits  {string.Join(", ", Visits.Select(v => $"{DateTimeOffset.FromUnixTimeSeconds(v.StartSeconds):MM-dd HH:mm:ss}-{DateTimeOffset.FromUnixTimeSeconds(v.EndSeconds):MM-dd HH:mm:ss}"))}
        groups  {string.Join(", ", Memberships.Select(m => $"{m.Group} from {m.FromMicroseconds / 1_000_000}"))}
        """);
}

/// <summary>Scenarios that crowd the edges: time-outs, window ends, margins of the visits, clock changes, midnights, period ends.</summary>
internal static class Scenarios
{
    // Four days around a clock change; Havana's and Beirut's fall on midnight, Lord Howe's is half an hour, Apia left out 2011-12-30.
    private static readonly Place[] places =
    [
        new("America/New_York", new DateOnly(2024, 3, 8)), new("America/New_York", new DateOnly(2024, 11, 1)),
        new("Australia/Lord_Howe", new DateOnly(2024, 4, 5)), new("Australia/Lord_Howe", new DateOnly(2024, 10, 4)),
        new("America/Havana", new DateOnly(2024, 3, 8)), new("America/Havana", new DateOnly(2024, 11, 1)),
        new("Asia/Beirut", new DateOnly(2024, 3, 29)), new("Asia/Beirut", new DateOnly(2024, 10, 25)),
        new("Pacific/Apia", new DateOnly(2011, 12, 29)), new("Asia/Kathmandu", new DateOnly(2024, 6, 6)), new("UTC", new DateOnly(2024, 6, 6)),
    ];

    private static readonly Gen<CreditRule> rule = Gen.Select(
        Gen.OneOf(Estimator.Drop, Estimator.Cap, Estimator.Union), Gen.OneOf(1, 30, 60, 90, 300, 300, 4000), Gen.Enum<TimeOutBoundary>(), A.Rule);

    // A place on the time axis: one of the edges (by number) and a distance from it in milliseconds.
    private static readonly Gen<(int Edge, int Milliseconds)> near = Gen.Select(
        Gen.Int[0, 10_000], Gen.OneOf(Gen.OneOf(0, 0, -1, 1, -1000, 1000, -300_000, -299_999, -300_001), Gen.Int[-600_000, 600_000]));

    // A gap: as it is in milliseconds, or the time-out and a little.
    private static readonly Gen<(bool FromTimeOut, int Milliseconds)> gap = Gen.Frequency(
        (4, Gen.OneOf((true, 0), (true, -1), (true, 1), (true, -1000), (true, 1000))),
        (2, Gen.OneOf((false, 0), (false, 1), (false, 1000))),
        (4, Gen.Int[0, 400_000].Select(milliseconds => (false, milliseconds))));

    private static readonly Gen<(bool FromTimeOut, int Milliseconds, ActivityCategory Category, int? Patient)[]> run = Gen.Select(
        gap, Gen.Int[0, ActivityCategories.Count - 1], Gen.OneOf<int?>(null, 1, 2, 3),
        (pause, category, patient) => (pause.FromTimeOut, pause.Milliseconds, (ActivityCategory)category, patient)).Array[1, 6];

    // Touching: begins where the one before ended.
    private static readonly Gen<(int Edge, int Seconds, bool Touching, int LengthSeconds)> visit = Gen.Select(
        Gen.Int[0, 10_000], Gen.OneOf(Gen.OneOf(0, 1, -1, 1800, -1800, 1799), Gen.Int[-7200, 7200]), Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true))),
        Gen.OneOf(1, 60, 900, 1800, 3600, 7200, 30_000, 90_000));

    public static Gen<Scenario> Any { get; } = Gen.Select(
        Gen.OneOf(places), rule, Gen.Select(near, run).Array[0, 5], visit.Array[0, 4],
        Gen.Select(Gen.Int[0, 10_000], Gen.OneOf(-1, 0, 1)).Array[0, 2], Gen.Select(Gen.Int[-1, 2], Gen.Int[1, 3]),
        Build);

    private static Scenario Build(
        Place place, CreditRule rule, ((int Edge, int Milliseconds) Near, (bool FromTimeOut, int Milliseconds, ActivityCategory Category, int? Patient)[] Run)[] runs,
        (int Edge, int Seconds, bool Touching, int LengthSeconds)[] visitChoices, (int Edge, int Group)[] changes, (int From, int Days) period)
    {
        List<(long Start, long End)> visits = [];
        foreach (var choice in visitChoices)
        {
            var start = choice.Touching && visits.Count > 0 ? visits[^1].End : place.Edge(choice.Edge) + choice.Seconds;
            visits.Add((start, start + choice.LengthSeconds));
        }

        long[] edges = [.. place.Edges, .. visits.SelectMany(v => new[] { v.Start - 1800, v.Start, v.End, v.End + 1800 })];
        List<ScenarioEvent> events = [];
        foreach (var (start, pauses) in runs)
        {
            var at = (edges[start.Edge % edges.Length] * 1000) + start.Milliseconds;
            foreach (var pause in pauses)
            {
                events.Add(new ScenarioEvent(at, pause.Category, pause.Patient));
                at += Math.Max(0, pause.Milliseconds + (pause.FromTimeOut ? rule.TimeOutMicroseconds / 1000 : 0));
            }
        }

        var from = place.Base.AddDays(period.From);
        return new Scenario(
            place.Zone, new LocalPeriod(from, from.AddDays(period.Days)), rule, [.. events.OrderBy(e => e.AtMilliseconds)], [.. visits],
            [
                new Membership(long.MinValue, 0),
                .. changes.Select(change => new Membership(edges[change.Edge % edges.Length] * 1_000_000, change.Group))
                    .DistinctBy(membership => membership.FromMicroseconds).OrderBy(membership => membership.FromMicroseconds),
            ]);
    }

    private sealed class Place
    {
        public Place(string zone, DateOnly start)
        {
            (Zone, Base) = (zone, start);
            var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
            for (var day = -1; day <= 4; day++)
            {
                foreach (var minute in new[] { 0, 360, 420, 1050, 1080, 1140 })
                {
                    var clock = start.AddDays(day).ToDateTime(TimeOnly.MinValue).AddMinutes(minute);
                    if (!info.IsInvalidTime(clock)) Edges.Add(Seconds(TimeZoneInfo.ConvertTimeToUtc(clock, info)));
                }
            }

            // Clock changes three times, so that they are not rare among the edges.
            var minuteUtc = start.AddDays(-2).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            for (var end = minuteUtc.AddDays(7); minuteUtc < end; minuteUtc = minuteUtc.AddMinutes(1))
            {
                if (info.GetUtcOffset(minuteUtc) != info.GetUtcOffset(minuteUtc.AddMinutes(-1))) Edges.AddRange(Enumerable.Repeat(Seconds(minuteUtc), 6));
            }
        }

        public string Zone { get; }

        public DateOnly Base { get; }

        public List<long> Edges { get; } = [];

        public long Edge(int number) => Edges[number % Edges.Count];

        private static long Seconds(DateTime utc) => (long)(utc - DateTime.UnixEpoch).TotalSeconds;
    }
}
