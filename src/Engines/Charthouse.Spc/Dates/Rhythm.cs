using System.Collections.Immutable;

namespace Charthouse.Spc;

/// <summary>The steps in which dates follow each other.</summary>
public enum RhythmUnit
{
    /// <summary>So many days.</summary>
    Days,

    /// <summary>So many calendar months, always on the same day of the month or always on its last.</summary>
    Months,
}

/// <summary>The rhythm of a series of dates, and the dates that are missing in it.</summary>
/// <param name="Unit">Days or months.</param>
/// <param name="Step">How many; 7 days is weekly, 3 months quarterly.</param>
/// <param name="OnLastDay">Months: always on the last day of the month, whichever that is.</param>
public readonly record struct Rhythm(RhythmUnit Unit, int Step, bool OnLastDay = false)
{
    private const int FewestDates = 4;

    /// <summary>
    /// The rhythm that most steps have and all steps are multiples of. Months are tried first, then days.
    /// </summary>
    /// <param name="dates">Dates in rising order; equal neighbours count once.</param>
    /// <returns><c>null</c> below four different dates, when they do not rise, or without a rhythm.</returns>
    public static Rhythm? Detect(ReadOnlySpan<DateOnly> dates)
    {
        List<int> days = [], months = [];
        for (var i = 1; i < dates.Length; i++)
        {
            if (dates[i] == dates[i - 1]) continue;
            if (dates[i] < dates[i - 1]) return null;
            days.Add(dates[i].DayNumber - dates[i - 1].DayNumber);
            months.Add((dates[i].Year - dates[i - 1].Year) * 12 + dates[i].Month - dates[i - 1].Month);
        }

        if (days.Count < FewestDates - 1) return null;
        var (sameDay, lastDays) = DaysOfMonth(dates);
        if ((sameDay || lastDays) && CommonStep(months) is { } month) return new(RhythmUnit.Months, month, lastDays);
        return CommonStep(days) is { } day ? new(RhythmUnit.Days, day) : null;
    }

    /// <summary>The date <paramref name="steps"/> steps after another.</summary>
    /// <param name="date">Where to start.</param>
    /// <param name="steps">How many steps.</param>
    public DateOnly After(DateOnly date, int steps = 1)
    {
        if (Unit == RhythmUnit.Days) return date.AddDays(Step * steps);
        var next = date.AddMonths(Step * steps);
        return OnLastDay ? new(next.Year, next.Month, DateTime.DaysInMonth(next.Year, next.Month)) : next;
    }

    /// <summary>The series with a gap for every date that the rhythm wants and the series lacks. An explicit step: no chart does it by itself.</summary>
    /// <param name="dates">Dates in rising order.</param>
    /// <param name="observations">The observation of each date.</param>
    /// <returns>Dates and observations, and which of the dates were put in.</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public (ImmutableArray<DateOnly> Dates, ImmutableArray<Observation> Observations, ImmutableArray<DateOnly> Inserted) WithGaps(ReadOnlySpan<DateOnly> dates, ReadOnlySpan<Observation> observations)
    {
        if (dates.Length != observations.Length) throw new ArgumentException("Every date needs its observation.", nameof(observations));
        var (all, points, inserted) = (ImmutableArray.CreateBuilder<DateOnly>(), ImmutableArray.CreateBuilder<Observation>(), ImmutableArray.CreateBuilder<DateOnly>());
        for (var i = 0; i < dates.Length; i++)
        {
            for (var steps = 1; i > 0 && After(dates[i - 1], steps) is var missing && missing < dates[i]; steps++)
            {
                all.Add(missing);
                points.Add(Observation.Gap(GapReason.Missing));
                inserted.Add(missing);
            }

            all.Add(dates[i]);
            points.Add(observations[i]);
        }

        return (all.ToImmutable(), points.ToImmutable(), inserted.ToImmutable());
    }

    /// <summary>Dates that stand in the series more than once. Nothing is added up or averaged without being asked.</summary>
    /// <param name="dates">Dates in any order.</param>
    /// <returns>Each such date once, in order.</returns>
    public static ImmutableArray<DateOnly> Duplicates(ReadOnlySpan<DateOnly> dates)
    {
        var sorted = dates.ToArray();
        Array.Sort(sorted);
        var found = ImmutableArray.CreateBuilder<DateOnly>();
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] == sorted[i - 1] && (found.Count == 0 || found[^1] != sorted[i])) found.Add(sorted[i]);
        }

        return found.ToImmutable();
    }

    // The most frequent step, when every other one is a multiple of it.
    private static int? CommonStep(List<int> steps)
    {
        var common = steps.GroupBy(step => step).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First();
        return common.Key > 0 && common.Count() * 2 >= steps.Count && steps.TrueForAll(step => step % common.Key == 0) ? common.Key : null;
    }

    private static (bool Same, bool Last) DaysOfMonth(ReadOnlySpan<DateOnly> dates)
    {
        var (same, last) = (true, true);
        foreach (var date in dates)
        {
            same &= date.Day == dates[0].Day;
            last &= date.Day == DateTime.DaysInMonth(date.Year, date.Month);
        }

        return (same, last);
    }
}
