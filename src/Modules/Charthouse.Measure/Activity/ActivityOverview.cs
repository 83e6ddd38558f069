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
        var people = await Population.ReadAsync(cache, facts, weeks, selection.Rule, cancellationToken);
        var selected = people[weeks.SelectedSpan];
        if (selected.Count(selection.Filter) == 0) return new ActivityAnswer(facts, ActivityState.Nobody, messages, selection);
        if (selected.Shown(selection.Filter).Count == 0) return new ActivityAnswer(facts, ActivityState.Hidden, messages, selection);
        var figures = await cache.GetAsync(version, selection, () => FiguresAsync(facts, selection, weeks, people), cancellationToken);
        return new ActivityAnswer(facts, ActivityState.Shown, messages, selection, figures);
    }

    private async Task<ActivityFigures> FiguresAsync(LogFacts facts, ActivitySelection selection, ActivityWeeks weeks, IReadOnlyDictionary<WeekSpan, Population> people)
    {
        var filter = selection.Filter;
        var spans = await ActivityInSpan.ReadAsync(cache, facts, weeks, people, weeks.WholeSpan, weeks.AllSpans, selection.Rule);
        var keys = selection.By is { } by
            ? people.Values.SelectMany(span => span.Keys(filter, by)).Distinct(StringComparer.Ordinal).OrderBy(IsUnnamed).ThenBy(key => key, StringComparer.CurrentCultureIgnoreCase)
                .Select(key => (Key: key, Filter: With(filter, by, key))).ToList()
            : [];
        var all = Figures("all", filter, weeks.SelectedSpan);
        return new ActivityFigures
        {
            Selection = selection,
            All = all,
            Before = weeks.BeforeSpan is { } before ? Figures("all", filter, before) : null,
            Rules = await RulesAsync(facts, selection, weeks, people, all),
            Groups = [.. keys.Where(group => people[weeks.SelectedSpan].Count(group.Filter) > 0).Select(group => Figures(group.Key, group.Filter, weeks.SelectedSpan))],
            HistoryStarts = [.. weeks.HistorySpans.Select(weeks.Start)],
            Histories = [.. keys.Where(group => weeks.HistorySpans.Any(span => people[span].Count(group.Filter) > 0)).Select(group => History(group.Key, group.Filter))],
            AllInLatest = Figures("all", filter, weeks.LatestSpan),
            Weeks = [.. weeks.ShownSpans.Select(span => new WeekFigures(weeks.Start(span), Figures("all", filter, span)))],
            HourMinutes = await HoursAsync(facts, selection, weeks, people[weeks.SelectedSpan]),
            ComputedAt = facts.Local(clock.GetUtcNow()),
        };

        GroupFigures Figures(string key, ActivityFilter of, WeekSpan span) => GroupFigures.Of(key, spans[span].Of(of), people[span].Count(of));

        GroupHistory History(string key, ActivityFilter of)
        {
            GroupFigures[] figures = [.. weeks.HistorySpans.Select(span => Figures(key, of, span))];
            return new GroupHistory(key, figures[^1], [.. figures.Select(figure => figure.Core[0])]);
        }
    }

    private async Task<IReadOnlyList<RuleFigures>> RulesAsync(
        LogFacts facts, ActivitySelection selection, ActivityWeeks weeks, IReadOnlyDictionary<WeekSpan, Population> people, GroupFigures inUse)
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

            var selected = await ActivityInSpan.ReadAsync(cache, facts, weeks, people, weeks.SelectedSpan, [weeks.SelectedSpan], rule);
            var measures = selected[weeks.SelectedSpan].Of(selection.Filter);
            rules.Add(new RuleFigures(name, false, GroupFigures.Of("all", measures, people[weeks.SelectedSpan].Count(selection.Filter))));
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

    private async Task<double[][]> HoursAsync(LogFacts facts, ActivitySelection selection, ActivityWeeks weeks, Population people)
    {
        var atoms = people.Shown(selection.Filter);
        var clinicians = people.Count(atoms.Select(atom => atom.People));
        var hours = await WeeklyLog.HoursAsync(cache, facts, weeks, weeks.SelectedSpan, selection.Rule, [.. atoms.SelectMany(atom => atom.Cells)]);
        return [.. hours.Chunk(24).Select(day => day.Select(microseconds => microseconds / (double)Microseconds.PerMinute / clinicians / selection.Weeks).ToArray())];
    }
}
