using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Lake;

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
internal sealed class ActivityOverview(AnswerCache cache, ILakeManifest manifest, TimeProvider clock)
{
    private const int MostHistoryPeriods = 13;
    private const int MostWeeks = 52;

    private static readonly (string Name, CreditRule Rule)[] otherRules =
    [
        ("Drop, 300 s", CreditRule.Default),
        ("Drop, 90 s", new CreditRule(Estimator.Drop, 90 * Microseconds.PerSecond)),
        ("Cap, 300 s", new CreditRule(Estimator.Cap, 300 * Microseconds.PerSecond)),
        ("Union, 300 s", new CreditRule(Estimator.Union, 300 * Microseconds.PerSecond)),
    ];

    public async Task<ActivityAnswer> RunAsync(ActivityQuery query, CancellationToken cancellationToken)
    {
        var version = await cache.ReadVersionAsync(cancellationToken);
        var facts = await LogFacts.ReadAsync(cache, manifest, version, cancellationToken);
        if (facts.FirstDay is not { } first || facts.LastDay is not { } last) return new ActivityAnswer(facts, ActivityState.EmptyStore, []);

        List<string> messages = [];
        var selection = ActivitySelection.Read(query, facts, messages);
        if (selection.Period.To <= first || selection.Period.From > last) return new ActivityAnswer(facts, ActivityState.NoDataInPeriod, messages, selection);

        var people = await PeopleOfPeriod.ReadAsync(cache, version, selection.Period, 1, null, cancellationToken);
        var count = people.Present[0].Count(selection.Filter);
        if (count == 0) return new ActivityAnswer(facts, ActivityState.Nobody, messages, selection);
        if (!people.Present[0].MayShow(selection.Filter)) return new ActivityAnswer(facts, ActivityState.Hidden, messages, selection);
        var figures = await cache.GetAsync(version, selection, () => FiguresAsync(facts, selection, people), cancellationToken);
        return figures.All.IsHidden
            ? new ActivityAnswer(facts, ActivityState.Hidden, messages, selection)
            : new ActivityAnswer(facts, ActivityState.Shown, messages, selection, figures);
    }

    private async Task<ActivityFigures> FiguresAsync(LogFacts facts, ActivitySelection selection, PeopleOfPeriod.Steps people)
    {
        var (all, included) = await SelectedAsync(facts.Version, selection, selection.Rule, selection.Period, people);
        GroupFigures? before = null;
        if (selection.PeriodBefore.From >= facts.FirstDay)
        {
            var peopleBefore = await PeopleAsync(facts.Version, selection.PeriodBefore, 1, null);
            (before, _) = await SelectedAsync(facts.Version, selection, selection.Rule, selection.PeriodBefore, peopleBefore);
        }


        List<RuleFigures> rules = [];
        if (!otherRules.Any(other => other.Rule == selection.Rule)) rules.Add(new RuleFigures(RuleName(selection.Rule), true, all));
        foreach (var (name, rule) in otherRules)
        {
            var (figures, _) = rule == selection.Rule ? (all, 0) : await SelectedAsync(facts.Version, selection, rule, selection.Period, people);
            rules.Add(new RuleFigures(name, rule == selection.Rule, figures));
        }

        var (starts, histories, latest) = await HistoriesAsync(facts, selection);
        return new ActivityFigures
        {
            Selection = selection,
            All = all,
            Included = included,
            Before = before,
            Rules = rules,
            Groups = await GroupsAsync(facts.Version, selection, people),
            HistoryStarts = starts,
            Histories = histories,
            AllInLatest = latest,
            Weeks = await WeeksAsync(facts, selection),
            HourMinutes = await HoursAsync(facts, selection, all.Clinicians ?? 0),
            ComputedAt = clock.GetLocalNow(),
        };
    }

    private static string RuleName(CreditRule rule) => string.Create(System.Globalization.CultureInfo.CurrentCulture,
        $"{rule.Estimator}, {(rule.Boundary == TimeOutBoundary.Exclusive ? "under " : "")}{rule.TimeOutMicroseconds / Microseconds.PerSecond} s");

    private Task<PeopleOfPeriod.Steps> PeopleAsync(long version, LocalPeriod period, int steps, int? stepDays) =>
        PeopleOfPeriod.ReadAsync(cache, version, period, steps, stepDays, CancellationToken.None);

    private Task<IReadOnlyList<ActivityGroup>[]> AskAsync(
        long version, ActivitySelection selection, CreditRule rule, LocalPeriod period, GroupBy by, int steps = 1, int? stepDays = null) =>
        cache.AskAsync(version, new ActivityByClinician(period, rule, by, selection.Filter, stepDays), rows => ActivityReport.BySteps(rows, by, steps), CancellationToken.None);

    private async Task<(GroupFigures Figures, int Included)> SelectedAsync(
        long version, ActivitySelection selection, CreditRule rule, LocalPeriod period, PeopleOfPeriod.Steps people)
    {
        var groups = (await AskAsync(version, selection, rule, period, GroupBy.All))[0];
        var measures = groups.Count == 0 ? null : groups[0].Measures;
        return (GroupFigures.Of("all", measures, selection.Filter, people.Present[0], people.Included[0]), measures?.Included ?? 0);
    }

    private async Task<IReadOnlyList<GroupFigures>> GroupsAsync(long version, ActivitySelection selection, PeopleOfPeriod.Steps people)
    {
        if (selection.By is not { } by) return [];
        var groups = (await AskAsync(version, selection, selection.Rule, selection.Period, by))[0];
        return
        [
            .. groups.Where(group => group.Measures.Clinicians > 0).Select(group => GroupFigures.Of(
                group.Key, group.Measures, PeopleOfPeriod.With(selection.Filter, by, group.Key), people.Present[0], people.Included[0])),
        ];
    }

    private async Task<(IReadOnlyList<DateOnly>, IReadOnlyList<GroupHistory>, GroupFigures)> HistoriesAsync(LogFacts facts, ActivitySelection selection)
    {
        var steps = Math.Clamp((selection.To.DayNumber - facts.FirstDay!.Value.DayNumber) / 28, 1, MostHistoryPeriods);
        var period = new LocalPeriod(selection.To.AddDays(-28 * steps), selection.To);
        var latestPeriod = new LocalPeriod(selection.To.AddDays(-28), selection.To);
        var people = await PeopleAsync(facts.Version, period, steps, 28);
        var latestPeople = new PeopleOfPeriod.Steps([people.Present[^1]], [people.Included[^1]]);
        var (latest, _) = await SelectedAsync(facts.Version, selection, selection.Rule, latestPeriod, latestPeople);
        IReadOnlyList<DateOnly> starts = [.. Enumerable.Range(0, steps).Select(step => period.From.AddDays(28 * step))];
        if (selection.By is not { } by) return (starts, [], latest);

        var byStep = await AskAsync(facts.Version, selection, selection.Rule, period, by, steps, 28);
        List<GroupHistory> histories = [];
        foreach (var key in byStep.SelectMany(groups => groups).Where(group => group.Measures.Clinicians > 0).Select(group => group.Key).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var filter = PeopleOfPeriod.With(selection.Filter, by, key);
            GroupFigures[] figures = [.. byStep.Select((groups, step) => GroupFigures.Of(
                key, groups.FirstOrDefault(group => string.Equals(group.Key, key, StringComparison.Ordinal))?.Measures, filter, people.Present[step], people.Included[step]))];
            histories.Add(new GroupHistory(key, figures[^1], [.. figures.Select(figure => figure.Core[0])]));
        }

        return (starts, histories, latest);
    }

    private async Task<IReadOnlyList<WeekFigures>> WeeksAsync(LogFacts facts, ActivitySelection selection)
    {
        var steps = Math.Clamp((selection.To.DayNumber - facts.FirstDay!.Value.DayNumber) / 7, 1, MostWeeks);
        var period = new LocalPeriod(selection.To.AddDays(-7 * steps), selection.To);
        var people = await PeopleAsync(facts.Version, period, steps, 7);
        var byStep = await AskAsync(facts.Version, selection, selection.Rule, period, GroupBy.All, steps, 7);
        return
        [
            .. byStep.Select((groups, step) => new WeekFigures(period.From.AddDays(7 * step), GroupFigures.Of(
                "all", groups.Count == 0 ? null : groups[0].Measures, selection.Filter, people.Present[step], people.Included[step]))),
        ];
    }

    private Task<double[][]> HoursAsync(LogFacts facts, ActivitySelection selection, int clinicians) => cache.AskAsync(
        facts.Version, new ActivityByHourOfWeek(selection.Period, selection.Rule, selection.Filter),
        rows =>
        {
            double[][] minutes = [.. Enumerable.Range(0, 7).Select(_ => new double[24])];
            foreach (var row in rows) minutes[row.Weekday][row.Hour] = row.ActiveMicroseconds / (double)Microseconds.PerMinute / Math.Max(1, clinicians) / selection.Weeks;
            return minutes;
        }, CancellationToken.None);
}
