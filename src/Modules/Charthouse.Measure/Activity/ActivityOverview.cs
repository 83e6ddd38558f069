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
    private static readonly (string Name, CreditRule Rule)[] otherRules =
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
        var people = await cache.GetAsync(
            version, (nameof(PeopleOfPeriod), weeks), async () => PeopleOfPeriod.Of(await WeeklyLog.ReadAsync(cache, facts, weeks, weeks.WholeSpan, selection.Rule), weeks), cancellationToken);
        var present = people[weeks.SelectedSpan].Present;
        if (present.Count(selection.Filter) == 0) return new ActivityAnswer(facts, ActivityState.Nobody, messages, selection);
        if (!present.MayShow(selection.Filter)) return new ActivityAnswer(facts, ActivityState.Hidden, messages, selection);
        var figures = await cache.GetAsync(version, selection, () => FiguresAsync(facts, selection, weeks, people), cancellationToken);
        return figures.All.IsHidden
            ? new ActivityAnswer(facts, ActivityState.Hidden, messages, selection)
            : new ActivityAnswer(facts, ActivityState.Shown, messages, selection, figures);
    }

    private async Task<ActivityFigures> FiguresAsync(LogFacts facts, ActivitySelection selection, ActivityWeeks weeks, IReadOnlyDictionary<WeekSpan, PeopleOfPeriod.Both> people)
    {
        var filter = selection.Filter;
        var byWeek = new ActivityInWeeks(await WeeklyLog.ReadAsync(cache, facts, weeks, weeks.WholeSpan, selection.Rule), filter, selection.By, selection.Rule.Estimator);
        var all = All(weeks.SelectedSpan);
        var measures = byWeek.All(weeks.SelectedSpan);
        return new ActivityFigures
        {
            Selection = selection,
            All = all,
            Included = measures.Included,
            Before = weeks.BeforeSpan is { } before ? All(before) : null,
            Rules = await RulesAsync(facts, selection, weeks, all, people[weeks.SelectedSpan]),
            Groups = selection.By is { } by
                ? [.. byWeek.Groups(weeks.SelectedSpan).Where(group => group.Measures.Clinicians > 0).OrderBy(group => IsUnnamed(group.Key)).ThenBy(group => group.Key, StringComparer.CurrentCultureIgnoreCase).Select(group => Group(by, group.Key, group.Measures, weeks.SelectedSpan))]
                : [],
            HistoryStarts = [.. weeks.HistorySpans.Select(weeks.Start)],
            Histories = selection.By is { } kind ? Histories(kind) : [],
            AllInLatest = All(weeks.LatestSpan),
            Weeks = [.. weeks.ShownSpans.Select(span => new WeekFigures(weeks.Start(span), All(span)))],
            HourMinutes = await HoursAsync(facts, selection, weeks, measures.Clinicians),
            ComputedAt = clock.GetLocalNow(),
        };

        GroupFigures All(WeekSpan span) => GroupFigures.Of("all", byWeek.All(span), filter, people[span].Present, people[span].Included);

        GroupFigures Group(GroupBy kind, string key, GroupMeasures of, WeekSpan span) =>
            GroupFigures.Of(key, of, PeopleOfPeriod.With(filter, kind, key), people[span].Present, people[span].Included);

        List<GroupHistory> Histories(GroupBy kind)
        {
            var periods = weeks.HistorySpans.Select(span => (Span: span, Groups: byWeek.Groups(span))).ToList();
            var histories = periods.SelectMany(period => period.Groups.Select(group => (period.Span, group.Key, group.Measures))).GroupBy(group => group.Key, StringComparer.Ordinal)
                .Where(ofKey => ofKey.Any(group => group.Measures.Clinicians > 0)).OrderBy(ofKey => IsUnnamed(ofKey.Key)).ThenBy(ofKey => ofKey.Key, StringComparer.CurrentCultureIgnoreCase);
            return
            [
                .. histories.Select(ofKey =>
                {
                    GroupFigures[] figures = [.. ofKey.Select(group => Group(kind, group.Key, group.Measures, group.Span))];
                    return new GroupHistory(ofKey.Key, figures[^1], [.. figures.Select(figure => figure.Core[0])]);
                }),
            ];
        }
    }

    private async Task<IReadOnlyList<RuleFigures>> RulesAsync(
        LogFacts facts, ActivitySelection selection, ActivityWeeks weeks, GroupFigures inUse, PeopleOfPeriod.Both people)
    {
        List<RuleFigures> rules = [];
        if (!otherRules.Any(other => other.Rule == selection.Rule)) rules.Add(new RuleFigures(RuleName(selection.Rule), true, inUse));
        foreach (var (name, rule) in otherRules)
        {
            if (rule == selection.Rule)
            {
                rules.Add(new RuleFigures(name, true, inUse));
                continue;
            }

            var log = await WeeklyLog.ReadAsync(cache, facts, weeks, weeks.SelectedSpan, rule);
            var measures = new ActivityInWeeks(log, selection.Filter, null, rule.Estimator).All(weeks.SelectedSpan);
            rules.Add(new RuleFigures(name, false, GroupFigures.Of("all", measures, selection.Filter, people.Present, people.Included)));
        }

        return rules;
    }

    // The rest stands last.
    private static bool IsUnnamed(string key) => string.Equals(key, ActivityFilter.NoGroup, StringComparison.Ordinal);

    private static string RuleName(CreditRule rule) => string.Create(System.Globalization.CultureInfo.CurrentCulture,
        $"{rule.Estimator}, {(rule.Boundary == TimeOutBoundary.Exclusive ? "under " : "")}{rule.TimeOutMicroseconds / Microseconds.PerSecond} s");

    private async Task<double[][]> HoursAsync(LogFacts facts, ActivitySelection selection, ActivityWeeks weeks, int clinicians)
    {
        var hours = await WeeklyLog.HoursAsync(cache, facts, weeks, weeks.SelectedSpan, selection.Rule, selection.Filter);
        return [.. hours.Chunk(24).Select(day => day.Select(microseconds => microseconds / (double)Microseconds.PerMinute / Math.Max(1, clinicians) / selection.Weeks).ToArray())];
    }
}
