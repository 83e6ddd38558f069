using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Lake;

namespace Charthouse.Measure.Activity;

/// <summary>What there is to show.</summary>
internal enum ActivityState
{
    Shown,
    /// <summary>Nothing has been imported.</summary>
    EmptyStore,
    /// <summary>The period lies outside the log.</summary>
    NoDataInPeriod,
    /// <summary>Nobody of the selection is in the period.</summary>
    Nobody,
    /// <summary>So few people that nothing is shown.</summary>
    Hidden,
}

/// <summary>The answer to an address of the Activity page.</summary>
/// <param name="Messages">What of the address could not be taken.</param>
/// <param name="Selection">There unless the store is empty.</param>
/// <param name="Figures">There when <paramref name="State"/> is shown.</param>
internal sealed record ActivityAnswer(LogFacts Facts, ActivityState State, IReadOnlyList<string> Messages, ActivitySelection? Selection = null, ActivityFigures? Figures = null);

/// <summary>The activity of a selection of clinicians: core measures, groups, windows, categories, weeks, hours.</summary>
internal sealed class ActivityOverview(AnswerCache cache, ReadLogFacts readLogFacts, TimeProvider clock)
{
    /// <summary>Rules beside which figures are shown.</summary>
    internal static readonly (string Name, CreditRule Rule)[] OtherRules =
    [
        ("Drop, 300 s", CreditRule.Default),
        ("Drop, 90 s", new CreditRule(Estimator.Drop, 90 * Microseconds.PerSecond)),
        ("Cap, 300 s", new CreditRule(Estimator.Cap, 300 * Microseconds.PerSecond)),
        ("Union, 300 s", new CreditRule(Estimator.Union, 300 * Microseconds.PerSecond)),
    ];

    public async Task<ActivityAnswer> RunAsync(ActivityQuery query, CancellationToken cancellationToken)
    {
        var facts = await readLogFacts.RunAsync(cancellationToken);
        var version = facts.Version;
        if (facts.FirstDay is not { } first || facts.LastDay is not { } last) return new ActivityAnswer(facts, ActivityState.EmptyStore, []);

        List<string> messages = [];
        var selection = ActivitySelection.Read(query, facts, messages);
        if (selection.Period.To <= first || selection.Period.From > last) return new ActivityAnswer(facts, ActivityState.NoDataInPeriod, messages, selection);

        var weeks = ActivityWeeks.Of(selection, first);
        var people = await PopulationOfWeeks.ReadAsync(cache, facts, weeks, selection.Rule, cancellationToken);
        if (!people.IsAnybody(selection.Filter, weeks.SelectedSpan)) return new ActivityAnswer(facts, ActivityState.Nobody, messages, selection);
        if (!people.IsShown(selection.Filter, weeks.SelectedSpan)) return new ActivityAnswer(facts, ActivityState.Hidden, messages, selection);
        var figures = await cache.GetAsync(version, selection, () => FiguresAsync(facts, selection, weeks, people), cancellationToken);
        return new ActivityAnswer(facts, ActivityState.Shown, messages, selection, figures);
    }

    private async Task<ActivityFigures> FiguresAsync(LogFacts facts, ActivitySelection selection, ActivityWeeks weeks, PopulationOfWeeks people)
    {
        var filter = selection.Filter;
        var activity = await ActivityOfAtoms.ReadAsync(cache, facts, weeks, people, weeks.WholeSpan, weeks.AllSpans, selection.Rule);
        var keys = selection.By is { } by
            ? people.Keys(filter, by).OrderBy(IsUnnamed).ThenBy(key => key, StringComparer.CurrentCultureIgnoreCase)
                .Select(key => (Key: key, Filter: With(filter, by, key))).ToList()
            : [];
        var all = activity.Of("all", filter, weeks.SelectedSpan);
        return new ActivityFigures
        {
            Selection = selection,
            All = all,
            Before = weeks.BeforeSpan is { } before ? activity.Of("all", filter, before) : null,
            Rules = await RulesAsync(facts, selection, weeks, people, all),
            Groups = [.. keys.Where(group => people.IsAnybody(group.Filter, weeks.SelectedSpan)).Select(group => activity.Of(group.Key, group.Filter, weeks.SelectedSpan))],
            HistoryStarts = [.. weeks.HistorySpans.Select(weeks.Start)],
            Histories = [.. keys.Where(group => weeks.HistorySpans.Any(span => people.IsAnybody(group.Filter, span))).Select(group => History(group.Key, group.Filter))],
            AllInLatest = activity.Of("all", filter, weeks.LatestSpan),
            Weeks = [.. weeks.ShownSpans.Select(span => new WeekFigures(weeks.Start(span), activity.Of("all", filter, span)))],
            Hours = await HoursAsync(facts, selection, weeks, people),
            ComputedAt = facts.Local(clock.GetUtcNow()),
        };

        GroupHistory History(string key, ActivityFilter of)
        {
            GroupFigures[] figures = [.. weeks.HistorySpans.Select(span => activity.Of(key, of, span))];
            return new GroupHistory(key, figures[^1], [.. figures.Select(figure => figure.Core[0])]);
        }
    }

    private async Task<IReadOnlyList<RuleFigures>> RulesAsync(
        LogFacts facts, ActivitySelection selection, ActivityWeeks weeks, PopulationOfWeeks people, GroupFigures inUse)
    {
        List<RuleFigures> rules = [];
        if (!OtherRules.Any(other => other.Rule == selection.Rule)) rules.Add(new RuleFigures(RuleName(selection.Rule), true, inUse));
        foreach (var (name, rule) in OtherRules)
        {
            if (rule == selection.Rule)
            {
                rules.Add(new RuleFigures(name, true, inUse));
                continue;
            }

            var selected = await ActivityOfAtoms.ReadAsync(cache, facts, weeks, people, weeks.SelectedSpan, [weeks.SelectedSpan], rule);
            rules.Add(new RuleFigures(name, false, selected.Of("all", selection.Filter, weeks.SelectedSpan)));
        }

        return rules;
    }

    /// <summary>The filter with one group chosen.</summary>
    private static ActivityFilter With(ActivityFilter filter, GroupBy kind, string key) => kind switch
    {
        GroupBy.Site => filter with { Site = key },
        GroupBy.Department => filter with { Department = key },
        GroupBy.Specialty => filter with { Specialty = key },
        _ => filter with { Role = key },
    };

    // The rest stands last.
    private static bool IsUnnamed(string key) => string.Equals(key, ActivityFilter.NoGroup, StringComparison.Ordinal);

    internal static string RuleName(CreditRule rule) => string.Create(System.Globalization.CultureInfo.CurrentCulture,
        $"{rule.Estimator}, {(rule.Boundary == TimeOutBoundary.Exclusive ? "under " : "")}{rule.TimeOutMicroseconds / Microseconds.PerSecond} s");

    // Hours of the week are known by cell only.
    private async Task<HourFigures> HoursAsync(LogFacts facts, ActivitySelection selection, ActivityWeeks weeks, PopulationOfWeeks people)
    {
        var cells = weeks.SelectedSpan.Weeks.ToDictionary(week => week, week => people[week].WholeCells(selection.Filter).ToHashSet());
        var clinicians = weeks.SelectedSpan.Weeks.SelectMany(week => people[week].People(cells[week])).Distinct(StringComparer.Ordinal).Count();
        if (clinicians == 0) return new HourFigures(0, []);
        var hours = await WeeklyLog.HoursAsync(cache, facts, weeks, weeks.SelectedSpan, selection.Rule, cells);
        return new HourFigures(clinicians, [.. hours.Chunk(24).Select(day => day.Select(microseconds => microseconds / (double)Microseconds.PerMinute / clinicians / selection.Weeks).ToArray())]);
    }
}
