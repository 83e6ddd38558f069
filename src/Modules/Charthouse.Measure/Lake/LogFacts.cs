using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Lake;

namespace Charthouse.Measure.Lake;

/// <summary>What the log holds, read once for each version of the lake.</summary>
/// <param name="Events">Rows.</param>
/// <param name="FirstDay">Local date of the first event; <c>null</c> without events.</param>
/// <param name="LastDay">Local date of the last event.</param>
/// <param name="Since">Nothing, be it an event or an appointment, lies before this date, wherever its clinician is.</param>
/// <param name="Zone">The hospital's civil time: the organisation's zone where it is set, else the zone of most clinicians.</param>
/// <param name="Groups">The groups that there are, by kind.</param>
internal sealed record LogFacts(
    long Version, long Events, DateOnly? FirstDay, DateOnly? LastDay, DateOnly Since, TimeZoneInfo Zone, IReadOnlyDictionary<GroupBy, IReadOnlyList<string>> Groups)
{
    /// <summary>Users of the log whom no people file knows, by name.</summary>
    public IReadOnlyList<string> WithoutProfile { get; init; } = [];

    /// <summary>Before anything is read.</summary>
    public static LogFacts None { get; } = new(0, 0, null, null, DateOnly.MaxValue, TimeZoneInfo.Utc, new Dictionary<GroupBy, IReadOnlyList<string>>());

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    public DateOnly LocalDay(DateTimeOffset at) => DateOnly.FromDateTime(Local(at).DateTime);

    /// <summary>The day after the last full week, weeks beginning on Monday; a log of less than a week ends with the week it lies in.</summary>
    public DateOnly LatestEnd
    {
        get
        {
            var monday = MondayOf(LastDay!.Value.AddDays(1));
            return monday > FirstDay!.Value ? monday : MondayOf(LastDay.Value).AddDays(7);
        }
    }

    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    public static LogFacts From(LakeState state, TimeZoneInfo? organisationZone = null)
    {
        var events = state.Segments.Where(segment => segment.Kind == SegmentKind.Events).ToList();
        var zoneId = state.Clinicians.GroupBy(state.ZoneOf).MaxBy(group => group.Count())?.Key;
        var zone = organisationZone ?? (zoneId is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(zoneId));
        DateOnly Day(long microseconds) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Microseconds.ToInstant(microseconds), zone).DateTime);
        return new LogFacts(
            state.Version, events.Sum(segment => segment.Rows),
            events.Count == 0 ? null : Day(events.Min(segment => segment.FirstMicroseconds)),
            events.Count == 0 ? null : Day(events.Max(segment => segment.LastMicroseconds)),
            SinceOf(state),
            zone,
            new Dictionary<GroupBy, IReadOnlyList<string>>
            {
                [GroupBy.Site] = Names(state, profile => profile.Site),
                [GroupBy.Department] = Names(state, profile => profile.Department),
                [GroupBy.Specialty] = Names(state, profile => profile.Specialty),
                [GroupBy.Role] = Names(state, profile => profile.Role),
            })
        {
            WithoutProfile = [.. state.Clinicians.Select(clinician => clinician.User).Except(state.People.Select(person => person.User), StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }

    private static DateOnly SinceOf(LakeState state)
    {
        var segments = state.Segments.Where(segment => segment.Kind is SegmentKind.Events or SegmentKind.Appointments).ToList();
        // Civil dates differ from UTC by a day at most.
        return segments.Count == 0 ? DateOnly.MaxValue : DateOnly.FromDateTime(Microseconds.ToInstant(segments.Min(segment => segment.FirstMicroseconds)).UtcDateTime).AddDays(-1);
    }

    private static string[] Names(LakeState state, Func<LakeProfile, string?> name) =>
        [.. state.Profiles.Select(name).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.CurrentCultureIgnoreCase)];
}

/// <summary>Reads what the log holds; kept until the lake changes, because every page asks.</summary>
internal sealed class ReadLogFacts(AnswerCache cache, ILakeManifest manifest, MeasureSettings settings, TimeProvider clock)
{
    private static readonly object key = new();

    public async Task<LogFacts> RunAsync(CancellationToken cancellationToken)
    {
        var version = await cache.ReadVersionAsync(cancellationToken);
        return await cache.GetAsync(version, key, async () => LogFacts.From(await manifest.ReadAsync(CancellationToken.None), settings.Zone), cancellationToken);
    }

    /// <summary>Today in the hospital's civil time.</summary>
    public DateOnly Today(LogFacts facts) => facts.LocalDay(clock.GetUtcNow());

    /// <summary>Today in the hospital's civil time.</summary>
    public async Task<DateOnly> TodayAsync(CancellationToken cancellationToken) => Today(await RunAsync(cancellationToken));
}
