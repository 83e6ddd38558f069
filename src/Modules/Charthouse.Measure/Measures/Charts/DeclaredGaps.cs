using System.Collections.Immutable;
using Charthouse.Spc;

namespace Charthouse.Measure.Measures.Charts;

/// <summary>
/// The periods that a measure should have had and has not, by the frequency that was declared for it: the dates alone show none where points are few or lie on no fixed day.
/// A frequency that most neighbours contradict was declared by mistake; the dates then say it better.
/// </summary>
internal static class DeclaredGaps
{
    public static (ImmutableArray<DateOnly> Dates, ImmutableArray<Observation> Observations) Of(ChartedMeasure measure, DateOnly[] dates, Observation[] observations)
    {
        if (measure.Frequency == MeasureFrequency.Irregular || measure.Figures is FigureKind.CasesBetween or FigureKind.TimeBetween) return ([.. dates], [.. observations]);
        var steps = Enumerable.Range(1, Math.Max(0, dates.Length - 1)).Select(i => Steps(measure.Frequency, dates[i - 1], dates[i])).ToList();
        if (steps.Count(step => step == 1) * 2 < steps.Count)
        {
            if (Rhythm.Detect(dates) is not { } rhythm) return ([.. dates], [.. observations]);
            var (found, filled, _) = rhythm.WithGaps(dates, observations);
            return (found, filled);
        }

        var (all, points) = (ImmutableArray.CreateBuilder<DateOnly>(), ImmutableArray.CreateBuilder<Observation>());
        var isOnLastDay = dates.All(day => day.Day == DateTime.DaysInMonth(day.Year, day.Month));
        for (var i = 0; i < dates.Length; i++)
        {
            for (var missing = 1; i > 0 && missing < steps[i - 1]; missing++)
            {
                all.Add(After(measure.Frequency, dates[i - 1], missing, isOnLastDay));
                points.Add(Observation.Gap(GapReason.Missing));
            }

            all.Add(dates[i]);
            points.Add(observations[i]);
        }

        return (all.ToImmutable(), points.ToImmutable());
    }

    // How many periods one day lies after another. Weeks are rounded, for a point may come a day early or late; months are those of the calendar.
    private static int Steps(MeasureFrequency frequency, DateOnly before, DateOnly now)
    {
        var days = now.DayNumber - before.DayNumber;
        return frequency switch
        {
            MeasureFrequency.Daily => days,
            MeasureFrequency.Weekly => (int)Math.Round(days / 7.0, MidpointRounding.AwayFromZero),
            MeasureFrequency.Monthly => (now.Year - before.Year) * 12 + now.Month - before.Month,
            _ => (now.Year - before.Year) * 4 + (now.Month - 1) / 3 - (before.Month - 1) / 3,
        };
    }

    private static DateOnly After(MeasureFrequency frequency, DateOnly day, int steps, bool isOnLastDay) => frequency switch
    {
        MeasureFrequency.Daily or MeasureFrequency.Weekly => new Rhythm(RhythmUnit.Days, frequency == MeasureFrequency.Daily ? 1 : 7).After(day, steps),
        _ => new Rhythm(RhythmUnit.Months, frequency == MeasureFrequency.Monthly ? 1 : 3, isOnLastDay).After(day, steps),
    };
}
