using Charthouse.Analytics.Activity;
using Charthouse.Measure.Activity;
using Charthouse.Measure.Lake;
using Charthouse.Measure.Measures.Charts;
using Charthouse.Platform.Permissions;
using Charthouse.Spc;

namespace Charthouse.Measure.Measures.Compare;

/// <summary>
/// A measure beside its like. One that is read from the log: the same measure of its neighbours (of every specialty, if it is that of one), or of the departments,
/// specialties, roles or sites inside its group. One whose points are entered: all measures of the same figures, words, unit and rhythm. Counts over counts are also
/// compared in a funnel.
/// </summary>
internal sealed class CompareMeasure(ReadSeries read, ActivitySeries activity, ReadLogFacts readLogFacts, CurrentActor actor)
{
    private const int FewestUnits = 3;

    /// <param name="By">Kind of group: <c>department</c> and so on; of an entered measure nothing.</param>
    /// <param name="Periods">How many of the last periods the funnel adds up; 12 unless given.</param>
    /// <param name="Spread">Whether the lines of the funnel allow for variation between units.</param>
    public sealed record Query(string? By, int? Periods, bool Spread);

    /// <param name="Name">Group, or name of the measure.</param>
    /// <param name="MeasureId">The measure; <c>null</c> for a group that nobody follows as a measure of its own.</param>
    public sealed record Panel(string Name, Guid? MeasureId, MeasureChart Chart);

    /// <param name="Own">The measure.</param>
    /// <param name="By">The kind of group in use; <c>null</c> for entered measures.</param>
    /// <param name="Kinds">The kinds of groups that can be compared.</param>
    /// <param name="Panels">By name.</param>
    /// <param name="Hidden">Names of the groups that are too small to be shown.</param>
    /// <param name="Whole">The same of all groups together, by day: of counts their sum. Empty where single values cannot be put together.</param>
    /// <param name="Scale">The scale that all panels share.</param>
    /// <param name="Units">What the funnel adds up: numerators and denominators in the order of the panels.</param>
    /// <param name="ExpectedPerUnit">What the denominators of the funnel are multiplied by: 1, and of events per exposure the common rate.</param>
    /// <param name="Funnel">In the order of the panels; <c>null</c> with a reason in <paramref name="NoFunnel"/>.</param>
    /// <param name="From">First day that the funnel adds up.</param>
    public sealed record Answer(
        MeasureChart Own, GroupBy? By, IReadOnlyList<GroupBy> Kinds, IReadOnlyList<Panel> Panels, IReadOnlyList<string> Hidden, IReadOnlyDictionary<DateOnly, double> Whole, (double Low, double High)? Scale, IReadOnlyList<(double? Numerator, double? Denominator)> Units, double ExpectedPerUnit, FunnelPlot? Funnel, string? NoFunnel, int Periods, DateOnly? From);

    public async Task<Answer?> RunAsync(Guid id, Query query, CancellationToken cancellationToken)
    {
        if (await read.RunAsync(id, cancellationToken) is not { } series) return null;
        var own = MeasureChart.Of(series);
        // Groups that nobody made a measure of are for those who see groups.
        GroupBy[] kinds = series.Feed is { } feed && actor.Now.May(MeasurePermissions.ViewGroups) ? Kinds(feed) : [];
        var by = kinds.Length == 0 ? (GroupBy?)null : kinds.FirstOrDefault(kind => string.Equals(kind.ToString(), query.By, StringComparison.OrdinalIgnoreCase), kinds[0]);
        var all = by is { } kind ? await GroupsAsync(series, kind, cancellationToken) : series.Feed is null ? await PeersAsync(series.Measure, cancellationToken) : [];
        var panels = all.Where(panel => panel.Chart.Last >= 0).ToList();
        List<string> hidden = [.. by is null ? [] : all.Where(panel => panel.Chart.Last < 0).Select(panel => panel.Name)];
        var whole = by is { } cut ? await WholeAsync(series, cut, cancellationToken) : Together(panels, series.Measure);
        var scale = ScaleOf(panels, whole);
        var periods = Math.Clamp(query.Periods ?? 12, 1, 520);
        var (from, reason) = (own.Last < 0 ? (DateOnly?)null : own.Dates[Math.Max(0, own.Last - periods + 1)], WhyNoFunnel(series.Measure, panels, own));
        if (reason is not null) return new(own, by, kinds, panels, hidden, whole, scale, [], 1, null, reason, periods, from);
        var units = UnitsOf(panels, from!.Value, own.Dates[own.Last]);
        var (observed, exposure) = (units.Sum(unit => unit.Numerator ?? 0), units.Sum(unit => unit.Denominator ?? 0));
        var isRate = series.Measure.Figures == FigureKind.EventsPerExposure;
        if (isRate && (observed <= 0 || exposure <= 0)) return new(own, by, kinds, panels, hidden, whole, scale, units, 1, null, "Nothing was counted in these periods.", periods, from);
        // Events are held against what the common rate expects of the exposure, in whatever unit that is entered.
        var expected = isRate ? observed / exposure : 1;
        return new(own, by, kinds, panels, hidden, whole, scale, units, expected, FunnelOf(isRate, series.Measure.Factor, units, expected, query.Spread), null, periods, from);
    }

    // Neighbours first.
    private static GroupBy[] Kinds(ActivityFeed feed) =>
    [
        .. new (GroupBy Kind, string? Chosen)[] { (GroupBy.Department, feed.Department), (GroupBy.Specialty, feed.Specialty), (GroupBy.Role, feed.Role), (GroupBy.Site, feed.Site) }
            .OrderBy(one => one.Chosen is null).Select(one => one.Kind),
    ];

    private async Task<IReadOnlyList<Panel>> GroupsAsync(MeasureSeries series, GroupBy by, CancellationToken cancellationToken)
    {
        var facts = await readLogFacts.RunAsync(cancellationToken);
        List<Panel> panels = [];
        foreach (var key in facts.Groups[by])
        {
            var feed = With(series.Feed!, by, key);
            var points = await activity.ReadAsync(feed, cancellationToken);
            // Who is not in the group of the measure has no panel.
            if (points.All(point => point.Numerator is null && point.MissingReason != Ui.Suppressed.Reason)) continue;
            panels.Add(new(ActivityWords.GroupName(key), null, MeasureChart.Of(series with { Feed = feed, Points = points, Parts = [], Exclusions = [], Interventions = [] })));
        }

        return panels;
    }

    private async Task<IReadOnlyList<Panel>> PeersAsync(ChartedMeasure measure, CancellationToken cancellationToken)
    {
        var peers = await read.RunAsync(
            measures => measures.Where(m => m.ArchivedAt == null && m.Figures == measure.Figures && m.Unit == measure.Unit && m.Factor == measure.Factor && m.Frequency == measure.Frequency
                && m.NumeratorWords == measure.NumeratorWords && m.DenominatorWords == measure.DenominatorWords), cancellationToken);
        var entered = peers.Where(peer => peer.Feed is null).OrderBy(peer => peer.Measure.Name, StringComparer.CurrentCultureIgnoreCase).ToList();
        var shared = SharedBeginning([.. entered.Select(peer => peer.Measure.Name)]);
        return [.. entered.Select(peer => new Panel(peer.Measure.Name[shared..], peer.Measure.Id, MeasureChart.Of(peer)))];
    }

    /// <summary>How many characters all names begin with up to a comma, and so can do without beside each other: "Late orders, Ward 1".</summary>
    internal static int SharedBeginning(IReadOnlyList<string> names)
    {
        if (names.Count < 2) return 0;
        var shared = 0;
        while (names.All(name => shared < name.Length && name[shared] == names[0][shared])) shared++;
        return names[0].LastIndexOf(", ", Math.Max(0, shared - 1), StringComparison.Ordinal) is >= 0 and var comma && comma + 2 <= shared ? comma + 2 : 0;
    }

    // The group that the panels cut in pieces, read and suppressed as every other.
    private async Task<IReadOnlyDictionary<DateOnly, double>> WholeAsync(MeasureSeries series, GroupBy by, CancellationToken cancellationToken)
    {
        var points = await activity.ReadAsync(With(series.Feed!, by, null), cancellationToken);
        return points.Where(point => point.Numerator is not null).ToDictionary(point => point.On, point => point.Numerator!.Value);
    }

    private static Dictionary<DateOnly, double> Together(List<Panel> panels, ChartedMeasure measure) => !measure.IsRatio ? [] : panels
        .SelectMany(panel => panel.Chart.Series.Points.Where(point => point is { Numerator: not null, Denominator: not null })).GroupBy(point => point.On)
        .Select(day => (Day: day.Key, Numerator: day.Sum(point => point.Numerator!.Value), Denominator: day.Sum(point => point.Denominator!.Value))).Where(day => day.Denominator > 0)
        .ToDictionary(day => day.Day, day => day.Numerator / day.Denominator * measure.Factor);

    private static ActivityFeed With(ActivityFeed feed, GroupBy by, string? key) => new()
    {
        Id = feed.Id,
        MeasureId = feed.MeasureId,
        Definition = feed.Definition,
        Site = by == GroupBy.Site ? key : feed.Site,
        Department = by == GroupBy.Department ? key : feed.Department,
        Specialty = by == GroupBy.Specialty ? key : feed.Specialty,
        Role = by == GroupBy.Role ? key : feed.Role,
        Estimator = feed.Estimator,
        TimeOutSeconds = feed.TimeOutSeconds,
        Boundary = feed.Boundary,
    };

    private static (double Low, double High)? ScaleOf(List<Panel> panels, IReadOnlyDictionary<DateOnly, double> whole)
    {
        var drawn = panels.SelectMany(panel => panel.Chart.Chart.Points.SelectMany(point => new[] { point.Value, point.Lines?.Lower3, point.Lines?.Upper3 })).OfType<double>().Concat(whole.Values).ToList();
        return drawn.Count == 0 ? null : (Math.Min(0, drawn.Min()), drawn.Max());
    }

    private static string? WhyNoFunnel(ChartedMeasure measure, List<Panel> panels, MeasureChart own) => measure switch
    {
        _ when own.Last < 0 => "There is no point yet.",
        { Figures: not (FigureKind.UnitsAmongUnits or FigureKind.EventsPerExposure) } => "A funnel compares counts among counts. These are single values, whose uncertainty does not follow from how many people stand behind them.",
        _ when panels.Count < FewestUnits => $"A funnel needs {FewestUnits} units; there {(panels.Count == 1 ? "is 1 measure" : $"are {panels.Count} measures")} of this kind.",
        _ => null,
    };

    private static List<(double? Numerator, double? Denominator)> UnitsOf(List<Panel> panels, DateOnly from, DateOnly to) => panels.ConvertAll(panel =>
    {
        var points = panel.Chart.Series.Points.Where(point => point.On >= from && point.On <= to && point is { Numerator: not null, Denominator: not null }).ToList();
        return points.Count == 0 ? default : (points.Sum(point => point.Numerator), points.Sum(point => point.Denominator));
    });

    private static FunnelPlot FunnelOf(bool isRate, double factor, List<(double? Numerator, double? Denominator)> units, double expected, bool spread) => FunnelPlot.Compute(
        isRate ? FunnelKind.Standardised : FunnelKind.Proportion,
        [.. units.Select(unit => unit is { Numerator: { } numerator, Denominator: { } denominator } ? Observation.Ratio(numerator, denominator * expected) : Observation.Gap(GapReason.Missing))],
        FunnelSettings.Default with { Multiply = factor * (isRate ? expected : 1), Overdispersion = spread });
}
