using System.Globalization;
using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Activity;
using Charthouse.Measure.Lake;

namespace Charthouse.Measure.Measures.Charts;

/// <summary>The weeks of an activity measure, from the weekly log and through the suppression of the page Activity: what is hidden there is a gap here.</summary>
internal sealed class ActivitySeries(AnswerCache cache, ReadLogFacts readLogFacts)
{
    public async Task<IReadOnlyList<SeriesPoint>> ReadAsync(ActivityFeed feed, CancellationToken cancellationToken)
    {
        var facts = await readLogFacts.RunAsync(cancellationToken);
        if (FollowableMeasure.Find(feed.Definition) is not { } followed || facts.FirstDay is not { } first) return [];
        return await cache.GetAsync(facts.Version, (nameof(ActivitySeries), feed.Definition, FilterOf(feed), RuleOf(feed)), () => WeeksAsync(feed, followed, facts, first), cancellationToken);
    }

    public static ActivityFilter FilterOf(ActivityFeed feed) => new(feed.Site, feed.Department, feed.Specialty, feed.Role);

    public static CreditRule RuleOf(ActivityFeed feed) => new(
        Enum.Parse<Estimator>(feed.Estimator, ignoreCase: true), feed.TimeOutSeconds * Microseconds.PerSecond, feed.Boundary == "lt" ? TimeOutBoundary.Exclusive : TimeOutBoundary.Inclusive);

    /// <summary>"Family Medicine, physicians", or "all clinicians".</summary>
    public static string GroupWords(ActivityFeed feed) =>
        string.Join(", ", new[] { feed.Specialty, feed.Department, feed.Role, feed.Site }.OfType<string>().Select(ActivityWords.GroupName)) is { Length: > 0 } words ? words : "all clinicians";

    /// <summary>"specialty Family Medicine, role physicians": where the names alone stand for another group too.</summary>
    public static string GroupWordsWithKinds(ActivityFeed feed) =>
        string.Join(", ", new[] { (GroupBy.Specialty, feed.Specialty), (GroupBy.Department, feed.Department), (GroupBy.Role, feed.Role), (GroupBy.Site, feed.Site) }
            .Where(group => group.Item2 is not null).Select(group => $"{ActivityWords.Kind(group.Item1)} {ActivityWords.GroupName(group.Item2!)}")) is { Length: > 0 } words ? words : "all clinicians";

    public static string Label(ActivityFeed feed) => string.Create(CultureInfo.InvariantCulture, $"{feed.Estimator}, {feed.TimeOutSeconds} s, {feed.Boundary}");

    /// <summary>What the form sends that follows it; see <see cref="MeasureEndpoints"/>.</summary>
    public static IEnumerable<(string Name, string? Value)> Fields(ActivityFeed feed) =>
    [
        ("measure", feed.Definition), ("site", feed.Site), ("department", feed.Department), ("specialty", feed.Specialty), ("role", feed.Role),
        ("estimator", feed.Estimator), ("timeout", feed.TimeOutSeconds.ToString(CultureInfo.InvariantCulture)), ("boundary", feed.Boundary),
    ];

    private async Task<IReadOnlyList<SeriesPoint>> WeeksAsync(ActivityFeed feed, FollowableMeasure followed, LogFacts facts, DateOnly first)
    {
        // Whole weeks only: half a week would look like a change.
        var monday = LogFacts.MondayOf(first.AddDays(6));
        var count = (facts.LatestEnd.DayNumber - monday.DayNumber) / 7;
        if (count < 1) return [];
        var (rule, filter) = (RuleOf(feed), FilterOf(feed));
        var weeks = new ActivityWeeks(facts.LatestEnd, Math.Max(4, count), 4, 0, count);
        var people = await PopulationOfWeeks.ReadAsync(cache, facts, weeks, rule, CancellationToken.None);
        var activity = await ActivityOfAtoms.ReadAsync(cache, facts, weeks, people, weeks.WholeSpan, weeks.ShownSpans, rule);
        return
        [
            .. weeks.ShownSpans.Select(span =>
            {
                // An empty group has nothing to hide.
                if (!people.IsAnybody(filter, span)) return new SeriesPoint(weeks.Start(span), null, null, "Nobody of this group worked in this week.");
                var reading = followed.Read(activity.Of("all", filter, span));
                return new SeriesPoint(weeks.Start(span), reading.Value, null, reading.IsHidden ? Ui.Suppressed.Reason : reading.MissingReason);
            }),
        ];
    }
}
