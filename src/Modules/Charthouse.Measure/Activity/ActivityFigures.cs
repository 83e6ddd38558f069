using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Lake;
using Charthouse.Ui;

namespace Charthouse.Measure.Activity;

/// <summary>One measure that the tiles show, and where it stands in the totals.</summary>
internal sealed record CoreMeasure(MeasureDefinition Definition, Func<PerEightHours, double> Value)
{
    public static IReadOnlyList<CoreMeasure> All { get; } =
    [
        new(MeasureCatalogue.EhrTime, per => per.EhrTime),
        new(MeasureCatalogue.OutsideVisits, per => per.WorkOutsideWork),
        new(MeasureCatalogue.NoteTime, per => per.NoteTime),
        new(MeasureCatalogue.InboxTime, per => per.InboxTime),
        new(MeasureCatalogue.RxTime, per => per.PrescriptionTime),
    ];
}

/// <summary>The figures of a group as they may be shown: what is hidden has no number here, so nothing made of it can print one.</summary>
internal sealed record GroupFigures
{
    private const string NoHours = "Fewer than five people with 8 scheduled hours or more in four weeks.";
    private const string NoOwnHours = "Fewer than 8 scheduled hours in the period.";

    private GroupFigures(string key, bool isHidden, GroupMeasures? measures, PerEightHours? perEight, Reading missing, int leftOut, int weeksLeftOut)
    {
        (Key, IsHidden, LeftOut, WeeksLeftOut) = (key, isHidden, leftOut, weeksLeftOut);
        Included = measures?.Included;
        Clinicians = measures?.Clinicians;
        ScheduledHours = perEight is null ? null : Microseconds.ToHours(perEight.ScheduledMicroseconds);
        Core = [.. CoreMeasure.All.Select(measure => perEight is null ? missing : Reading.Of(measure.Value(perEight)))];
        Windows = [.. Enumerable.Range(0, ActivityWindowNames.Count).Select(i => perEight is null ? missing : Reading.Of(perEight.OfWindow(i)))];
        Categories = [.. Enumerable.Range(0, ActivityCategories.Count).Select(i => perEight is null ? missing : Reading.Of(perEight.OfCategory((ActivityCategory)i)))];
        CategoryHours = [.. Enumerable.Range(0, ActivityCategories.Count).Select(i => measures is null ? Reading.Hidden : Reading.Of(Microseconds.ToHours(measures.Sums.CategoryMicroseconds[i])))];
        WindowHours = [.. Enumerable.Range(0, ActivityWindowNames.Count).Select(i => measures is null ? Reading.Hidden : Reading.Of(Microseconds.ToHours(measures.Sums.WindowMicroseconds[i])))];
        ActiveHours = measures is null ? null : Microseconds.ToHours(measures.Sums.ActiveMicroseconds);
        AfterHoursShare = measures is { Sums.ActiveMicroseconds: > 0 } known ? (double)known.Sums.WindowMicroseconds[4] / known.Sums.ActiveMicroseconds : null;
        UnmappedShare = measures is { Sums.ActiveMicroseconds: > 0 } with ? (double)with.Sums.CategoryMicroseconds[0] / with.Sums.ActiveMicroseconds : null;
    }

    public string Key { get; }

    public bool IsHidden { get; }

    public int? Clinicians { get; }

    /// <summary>Of these, who counts in the per-8-hour measures.</summary>
    public int? Included { get; }

    /// <summary>People of the group who share an atom with people outside it in every week, and so count in larger selections only.</summary>
    public int LeftOut { get; }

    /// <summary>Weeks in which that is so of some people of the group.</summary>
    public int WeeksLeftOut { get; }

    /// <summary>The denominator of the per-8-hour measures.</summary>
    public double? ScheduledHours { get; }

    public double? ActiveHours { get; }

    /// <summary>In the order of <see cref="CoreMeasure.All"/>.</summary>
    public IReadOnlyList<Reading> Core { get; }

    /// <summary>Hours per 8 scheduled in each window.</summary>
    public IReadOnlyList<Reading> Windows { get; }

    /// <summary>Hours per 8 scheduled in each category.</summary>
    public IReadOnlyList<Reading> Categories { get; }

    /// <summary>Hours in each category, over everybody.</summary>
    public IReadOnlyList<Reading> CategoryHours { get; }

    /// <summary>Hours in each window, over everybody.</summary>
    public IReadOnlyList<Reading> WindowHours { get; }

    /// <summary>Evenings and weekends, of all active time.</summary>
    public double? AfterHoursShare { get; }

    public double? UnmappedShare { get; }

    /// <param name="key">Group.</param>
    /// <param name="measures">Sums over the whole atoms of the group.</param>
    /// <param name="people">Everybody in the group, in a whole atom or not.</param>
    /// <param name="weeksLeftOut">Weeks in which somebody of the group is in no whole atom.</param>
    public static GroupFigures Of(string key, GroupMeasures measures, int people, int weeksLeftOut)
    {
        if (measures.IsSuppressed) return new GroupFigures(key, true, null, null, Reading.Hidden, 0, 0);
        return new GroupFigures(key, false, measures, measures.PerEight, Reading.None(NoHours), people - measures.Clinicians, weeksLeftOut);
    }

    /// <summary>The figures of one clinician, for that clinician and for whom they are shared with.</summary>
    public static GroupFigures OfOne(ActivityTotals totals)
    {
        var measures = GroupMeasures.Of([totals], isOneClinician: true);
        return new GroupFigures("own", false, measures, measures.PerEight, Reading.None(NoOwnHours), 0, 0);
    }
}

/// <summary>A group over several 4-week periods.</summary>
internal sealed record GroupHistory(string Key, GroupFigures Latest, IReadOnlyList<Reading> EhrTime);

/// <summary>The selection in one week.</summary>
internal sealed record WeekFigures(DateOnly Monday, GroupFigures Figures);

/// <summary>The same logs under one rule.</summary>
internal sealed record RuleFigures(string Name, bool IsInUse, GroupFigures Figures);

/// <summary>How two windows disagree on the order of the groups.</summary>
/// <param name="First">Index of a window.</param>
/// <param name="Second">Index of another.</param>
/// <param name="Moved">The groups that move most, with their ranks under both; 1 has most hours.</param>
internal sealed record RankChange(int First, int Second, double TauB, int Groups, IReadOnlyList<(string Key, int RankInFirst, int RankInSecond)> Moved);

/// <summary>Minutes per clinician by weekday (0 Monday) and hour, on average over the weeks.</summary>
/// <param name="Clinicians">The people that they are of: fewer than the others, because the log by hour knows groups and no persons.</param>
/// <param name="Minutes">Empty when there are no people of whom it may be shown.</param>
internal sealed record HourFigures(int Clinicians, double[][] Minutes);

/// <summary>Everything that the Activity page and its exports show.</summary>
internal sealed record ActivityFigures : ILargeAnswer
{
    public required ActivitySelection Selection { get; init; }

    public required GroupFigures All { get; init; }

    /// <summary>The selection in the period of the same length before; <c>null</c> when the log does not reach back so far.</summary>
    public required GroupFigures? Before { get; init; }

    public required IReadOnlyList<RuleFigures> Rules { get; init; }

    /// <summary>By the kind of group that the filters leave open; by key.</summary>
    public required IReadOnlyList<GroupFigures> Groups { get; init; }

    /// <summary>First days of the 4-week periods of <see cref="Histories"/>.</summary>
    public required IReadOnlyList<DateOnly> HistoryStarts { get; init; }

    public required IReadOnlyList<GroupHistory> Histories { get; init; }

    /// <summary>The selection in the last 4-week period: the line that groups are read against.</summary>
    public required GroupFigures AllInLatest { get; init; }

    public required IReadOnlyList<WeekFigures> Weeks { get; init; }

    public required HourFigures Hours { get; init; }

    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>About 1.5 KB for the figures of one group in one span, and the hours.</summary>
    public long Bytes => 1500L * (Groups.Count + (2 * Histories.Count) + Weeks.Count + Rules.Count + 4);

    public int HiddenGroups => Groups.Count(group => group.IsHidden);

    /// <summary>Of the given windows the two that agree least on the order of the shown groups; <c>null</c> with fewer than three groups.</summary>
    public RankChange? LargestRankChange(IReadOnlyList<int> windows)
    {
        RankChange? worst = null;
        foreach (var first in windows)
        {
            foreach (var second in windows.SkipWhile(window => window != first).Skip(1))
            {
                var both = Groups.Where(group => group.Windows[first].Value is not null && group.Windows[second].Value is not null).ToList();
                if (both.Count < 3) continue;
                double[] inFirst = [.. both.Select(group => group.Windows[first].Value!.Value)], inSecond = [.. both.Select(group => group.Windows[second].Value!.Value)];
                if (RankAgreement.KendallTauB(inFirst, inSecond) is not { } tau || tau >= (worst?.TauB ?? double.MaxValue)) continue;
                var moved = both.Select((group, i) => (group.Key, Rank(inFirst, i), Rank(inSecond, i)))
                    .Where(group => group.Item2 != group.Item3)
                    .OrderByDescending(group => Math.Abs(group.Item2 - group.Item3)).ThenBy(group => group.Key, StringComparer.Ordinal).Take(2).ToList();
                worst = new RankChange(first, second, tau, both.Count, moved);
            }
        }

        return worst;
    }

    /// <summary>The shown groups with their ranks under each of the given windows, 1 with most hours, in the order of the first; none with fewer than three groups.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<int> Ranks)> Ranks(IReadOnlyList<int> windows)
    {
        var shown = Groups.Where(group => windows.All(window => group.Windows[window].Value is not null)).ToList();
        if (shown.Count < 3) return [];
        var values = windows.Select(window => shown.Select(group => group.Windows[window].Value!.Value).ToArray()).ToList();
        return [.. shown.Select((group, i) => (ActivityWords.GroupName(group.Key), (IReadOnlyList<int>)[.. values.Select(inWindow => Rank(inWindow, i))])).OrderBy(group => group.Item2[0])];
    }

    private static int Rank(double[] values, int index) => 1 + values.Count(value => value > values[index]);
}
