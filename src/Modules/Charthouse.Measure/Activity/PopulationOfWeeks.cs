using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Lake;

namespace Charthouse.Measure.Activity;

/// <summary>The people of every week that a page looks at.</summary>
internal sealed class PopulationOfWeeks
{
    private readonly Dictionary<int, Population> weeks = [];

    private PopulationOfWeeks()
    {
    }

    public Population this[int week] => weeks[week];

    /// <summary>They depend on no filter, no credit rule and no period: each week is cut once for all pages.</summary>
    public static async Task<PopulationOfWeeks> ReadAsync(AnswerCache cache, LogFacts facts, ActivityWeeks weeks, CreditRule rule, CancellationToken cancellationToken)
    {
        // The log is read when the first week is not known yet. Whose schedule counts is seen in the weeks before.
        var log = new Lazy<Task<WeeklyLog>>(() => WeeklyLog.ReadAsync(cache, facts, weeks, weeks.WholeSpan with { First = 1 - Population.WeeksOfSchedule }, rule));
        PopulationOfWeeks people = new();
        foreach (var week in weeks.AllSpans.SelectMany(span => span.Weeks).Distinct())
            people.weeks.Add(week, await cache.GetAsync(facts.Version, (nameof(Population), weeks.PeriodOf(new WeekSpan(week, week + 1))), async () => new Population(await log.Value, week), cancellationToken));
        return people;
    }

    /// <summary>Everybody whom a filter selects in a span, shown or not.</summary>
    public HashSet<string> People(ActivityFilter filter, WeekSpan span) => span.Weeks.SelectMany(week => weeks[week].People(filter)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether anybody is whom a filter selects in a span, shown or not.</summary>
    public bool IsAnybody(ActivityFilter filter, WeekSpan span) => span.Weeks.Any(week => weeks[week].People(filter).Any());

    /// <summary>Whether a filter shows anything of a span.</summary>
    public bool IsShown(ActivityFilter filter, WeekSpan span) => span.Weeks.Any(week => weeks[week].Shown(filter).Any());

    /// <summary>The keys of one kind that anybody of a filter has in any week.</summary>
    public IEnumerable<string> Keys(ActivityFilter filter, GroupBy kind) => weeks.Values.SelectMany(week => week.Keys(filter, kind)).Distinct(StringComparer.Ordinal);
}
