using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Activity;
using Charthouse.Measure.Lake;
using Charthouse.Ui;

namespace Charthouse.Measure.OwnActivity;

/// <summary>
/// The figures of one user of the log. It asks nobody whether the reader may see them: only <see cref="MyFigures"/>, <see cref="SharedFigures"/> and <see cref="OwnPersonalData"/> call it,
/// after they have.
/// </summary>
internal sealed class ReadOwnFigures(AnswerCache cache, ReadLogFacts readLogFacts, TimeProvider clock)
{
    /// <param name="user">User of the log; <c>null</c> when there is none.</param>
    /// <param name="query">Period and rule; its groups are not for one clinician.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<OwnAnswer> RunAsync(string? user, ActivityQuery query, CancellationToken cancellationToken)
    {
        var facts = await readLogFacts.RunAsync(cancellationToken);
        if (user is null) return new OwnAnswer(facts, OwnState.NotLinked, []);
        if (facts.FirstDay is not { } first || facts.LastDay is not { } last) return new OwnAnswer(facts, OwnState.EmptyStore, []);

        List<string> messages = [];
        var selection = ActivitySelection.Read(new ActivityQuery { To = query.To, Weeks = query.Weeks, Estimator = query.Estimator, Timeout = query.Timeout, Boundary = query.Boundary }, facts, messages);
        if (selection.Period.To <= first || selection.Period.From > last) return new OwnAnswer(facts, OwnState.NoDataInPeriod, messages, selection);

        var weeks = ActivityWeeks.Of(selection, first);
        var log = await WeeklyLog.ReadAsync(cache, facts, weeks, weeks.WholeSpan, selection.Rule);
        var own = MembersOf(log, user);
        if (!own.Exists(member => member.Presence(weeks.SelectedSpan) is not (0, 0))) return new OwnAnswer(facts, OwnState.Nothing, messages, selection);

        var estimator = selection.Rule.Estimator;
        var figures = FiguresOf(own, weeks.SelectedSpan, estimator);
        return new OwnAnswer(facts, OwnState.Shown, messages, selection, new OwnFigures
        {
            Selection = selection,
            Own = figures,
            Before = weeks.BeforeSpan is { } before ? FiguresOf(own, before, estimator) : null,
            Rules = await RulesAsync(facts, selection, weeks, user, figures),
            Weeks = [.. weeks.ShownSpans.Select(span => new WeekFigures(weeks.Start(span), FiguresOf(own, span, estimator)))],
            Median = Median(log, own, await PopulationOfWeeks.ReadAsync(cache, facts, weeks, selection.Rule, cancellationToken), weeks.SelectedSpan, estimator),
            ComputedAt = facts.Local(clock.GetUtcNow()),
        });
    }

    private static List<MemberWeeks> MembersOf(WeeklyLog log, string user) => [.. log.Members.Where(member => string.Equals(member.User, user, StringComparison.Ordinal))];

    private static GroupFigures FiguresOf(IEnumerable<MemberWeeks> own, WeekSpan span, Estimator estimator) => GroupFigures.OfOne(ActivityOfAtoms.Sum(own, span, estimator));

    private async Task<IReadOnlyList<RuleFigures>> RulesAsync(LogFacts facts, ActivitySelection selection, ActivityWeeks weeks, string user, GroupFigures inUse)
    {
        List<RuleFigures> rules = [];
        if (!ActivityOverview.OtherRules.Any(other => other.Rule == selection.Rule)) rules.Add(new RuleFigures(ActivityOverview.RuleName(selection.Rule), true, inUse));
        foreach (var (name, rule) in ActivityOverview.OtherRules)
        {
            if (rule == selection.Rule) rules.Add(new RuleFigures(name, true, inUse));
            else rules.Add(new RuleFigures(name, false, FiguresOf(MembersOf(await WeeklyLog.ReadAsync(cache, facts, weeks, weeks.SelectedSpan, rule), user), weeks.SelectedSpan, rule.Estimator)));
        }

        return rules;
    }

    /// <summary>
    /// The medians of the clinician's specialty, over the people of its whole atoms in any week (docs/adr/0014), the clinician among them: so everybody of the specialty
    /// reads the same figure. Without the clinician there are five at least.
    /// </summary>
    private static SpecialtyMedian Median(WeeklyLog log, List<MemberWeeks> own, PopulationOfWeeks people, WeekSpan span, Estimator estimator)
    {
        var specialty = own.MaxBy(member => member.Presence(span).Events)!.Keys.Specialty;
        if (string.Equals(specialty, ActivityFilter.NoGroup, StringComparison.Ordinal)) return All(null, null, Reading.None("The people file names no specialty."));

        var filter = new ActivityFilter(Specialty: specialty);
        var shown = span.Weeks.SelectMany(week => people[week].Shown(filter)).SelectMany(atom => atom.People).ToHashSet(StringComparer.Ordinal);
        var ofSpecialty =
            from member in log.Members
            where filter.Fits(member.Keys) && shown.Contains(member.User)
            group member by member.User into person
            select (User: person.Key, GroupMeasures.Of([ActivityOfAtoms.Sum(person, span, estimator)], isOneClinician: true).PerEight);
        var counted = ofSpecialty.Where(person => person.PerEight is not null).ToList();
        // One more than a group needs: the clinician knows the own figure and could take it away.
        if (counted.Count <= GroupMeasures.SmallestGroup) return All(specialty, null, Reading.Hidden);

        return new SpecialtyMedian(
            specialty, counted.Count,
            [.. CoreMeasure.All.Select(measure => Middle(measure.Value))],
            [.. Enumerable.Range(0, ActivityWindowNames.Count).Select(window => Middle(per => per.OfWindow(window)))],
            [.. Enumerable.Range(0, ActivityCategories.Count).Select(category => Middle(per => per.OfCategory((ActivityCategory)category)))]);

        Reading Middle(Func<PerEightHours, double> value) => MiddleOf([.. counted.Select(person => value(person.PerEight!)).Order()]);
    }

    /// <summary>
    /// The middle of six or more: the mean of the middle three of an odd number, and of the middle four of an even one. The plain median would be the figure
    /// of one person, or of two, of whom the reader may be one.
    /// </summary>
    internal static double MiddleOf(IReadOnlyList<double> ascending)
    {
        var taken = ascending.Count % 2 == 0 ? 4 : 3;
        return ascending.Skip((ascending.Count - taken) / 2).Take(taken).Average();
    }

    private static SpecialtyMedian All(string? specialty, int? people, Reading reading) => new(
        specialty, people, [.. CoreMeasure.All.Select(_ => reading)], [.. ActivityWindowNames.Keys.Select(_ => reading)], [.. ActivityCategories.Names.Select(_ => reading)]);
}
