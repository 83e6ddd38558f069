using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Lake;

namespace Charthouse.Measure.Activity;

/// <summary>What the log holds, read once for each version of the lake.</summary>
/// <param name="Events">Rows.</param>
/// <param name="FirstDay">Local date of the first event; <c>null</c> without events.</param>
/// <param name="LastDay">Local date of the last event.</param>
/// <param name="Groups">The groups that there are, by kind.</param>
internal sealed record LogFacts(
    long Version, long Events, DateOnly? FirstDay, DateOnly? LastDay, IReadOnlyDictionary<GroupBy, IReadOnlyList<string>> Groups)
{
    private static readonly object key = new();

    public static Task<LogFacts> ReadAsync(AnswerCache cache, ILakeManifest manifest, long version, CancellationToken cancellationToken) =>
        cache.GetAsync(version, key, async () => From(await manifest.ReadAsync(CancellationToken.None)), cancellationToken);

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

    private static LogFacts From(LakeState state)
    {
        var events = state.Segments.Where(segment => segment.Kind == SegmentKind.Events).ToList();
        // The hospital's day is that of most clinicians; a day more or less at the edge only moves a default.
        var zoneId = state.Clinicians.GroupBy(state.ZoneOf).MaxBy(group => group.Count())?.Key;
        var zone = zoneId is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        DateOnly Day(long microseconds) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Microseconds.ToInstant(microseconds), zone).DateTime);
        return new LogFacts(
            state.Version, events.Sum(segment => segment.Rows),
            events.Count == 0 ? null : Day(events.Min(segment => segment.FirstMicroseconds)),
            events.Count == 0 ? null : Day(events.Max(segment => segment.LastMicroseconds)),
            new Dictionary<GroupBy, IReadOnlyList<string>>
            {
                [GroupBy.Site] = Names(state, profile => profile.Site),
                [GroupBy.Department] = Names(state, profile => profile.Department),
                [GroupBy.Specialty] = Names(state, profile => profile.Specialty),
                [GroupBy.Role] = Names(state, profile => profile.Role),
            });
    }

    private static string[] Names(LakeState state, Func<LakeProfile, string?> name) =>
        [.. state.Profiles.Select(name).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.CurrentCultureIgnoreCase)];
}
