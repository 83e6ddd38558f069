using System.Globalization;
using Charthouse.Measure.Measures;
using Charthouse.Measure.Measures.Charts;
using Charthouse.Spc;

namespace Charthouse.Measure.Tests.Measures;

/// <summary>Periods without a point are seen by the frequency that was declared, however few and however dated the points are.</summary>
public sealed class DeclaredGapsTests
{
    [Theory]
    // Three points have no rhythm of their own.
    [InlineData("Monthly", "2026-01-01 2026-02-01 2026-04-01", "2026-03-01")]
    // Nor have days that wander through the month.
    [InlineData("Monthly", "2026-01-05 2026-02-09 2026-03-02 2026-05-11", "2026-04-02")]
    [InlineData("Monthly", "2026-01-31 2026-02-28 2026-04-30", "2026-03-31")]
    [InlineData("Quarterly", "2025-01-15 2025-04-01 2025-10-03 2026-01-20", "2025-07-01")]
    [InlineData("Weekly", "2026-01-05 2026-01-13 2026-01-19 2026-02-02", "2026-01-26")]
    [InlineData("Daily", "2026-01-05 2026-01-06 2026-01-09", "2026-01-07 2026-01-08")]
    // Declared by mistake: days under a weekly measure, months under one too.
    [InlineData("Weekly", "2026-01-05 2026-01-06 2026-01-07 2026-01-09 2026-01-10", "2026-01-08")]
    [InlineData("Weekly", "2026-01-01 2026-02-01 2026-03-01 2026-05-01", "2026-04-01")]
    [InlineData("Irregular", "2026-01-01 2026-02-01 2026-04-01 2026-05-01", "")]
    [InlineData("Monthly", "2026-01-01", "")]
    [InlineData("Monthly", "", "")]
    public void MissingPeriods_AreThoseOfTheDeclaredFrequency(string frequency, string days, string missing)
    {
        var measure = new ChartedMeasure { Id = Guid.CreateVersion7(), Name = "Gaps", Frequency = Enum.Parse<MeasureFrequency>(frequency) };
        DateOnly[] dates = [.. Days(days)];
        var (all, points) = DeclaredGaps.Of(measure, dates, [.. dates.Select(_ => Observation.Measured(1))]);
        Assert.Equal(dates.Concat(Days(missing)).Order(), all);
        Assert.Equal(Days(missing), all.Where((_, i) => points[i].Kind == ObservationKind.Gap));
    }

    [Fact]
    public void EventsHaveNoPeriods() =>
        Assert.Equal(3, DeclaredGaps.Of(new() { Id = Guid.CreateVersion7(), Name = "Falls", Figures = FigureKind.TimeBetween, Frequency = MeasureFrequency.Monthly }, [.. Days("2026-01-01 2026-02-01 2026-04-01")], [Observation.Measured(1), Observation.Measured(2), Observation.Measured(3)]).Dates.Length);

    private static IEnumerable<DateOnly> Days(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(day => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture));
}
