using System.Globalization;
using Charthouse.Platform.Records;
using Charthouse.Spc;
using Charthouse.Ui;

namespace Charthouse.Measure.Measures.Charts;

/// <summary>The chart as it is drawn.</summary>
internal static class ChartPlot
{
    /// <param name="chart">Chart.</param>
    /// <param name="today">Today.</param>
    /// <param name="events">What other modules say happened around the measure, such as its cycles.</param>
    public static ControlPlot Of(MeasureChart chart, DateOnly today, IReadOnlyList<DatedEvent> events)
    {
        var (measure, control) = (chart.Series.Measure, chart.Chart);
        // Behind it the limits are carried forward, over gaps too.
        var lastOfBaseline = control.Points.Index().Where(point => point.Item.IsBaseline).GroupBy(point => point.Item.Part).ToDictionary(part => part.Key, part => part.Max(point => point.Index));
        return new(measure.Name, ChartWords.Head(chart) + " " + ChartWords.Sentence(chart), measure.Unit, chart.Decimals, [.. control.Points.Select((point, i) => Point(chart, point, i, today, lastOfBaseline))])
        {
            Parts = control.Parts.Length < 2
                ? [.. control.Parts.Select(part => OnlyPart(chart, part, today)).OfType<PlotPart>()]
                : [.. control.Parts.Select(part => new PlotPart(part.Number, $"Part {part.Number}", $"from {Dates.ShortDay(chart.Dates[part.First - 1], today)}, {(HasTrialLimits(chart, part) ? ChartWords.Provisional(part) : $"{part.PointCount} points")}"))],
            Events = [.. chart.Series.Interventions.Select(intervention => (intervention.On, Title: intervention.Name, Href: $"interventions/{intervention.Id}"))
                .Concat(events.Select(happened => (happened.On, happened.Title, happened.Href))).OrderBy(pin => pin.On)
                // What happened before the first point cannot be seen on the chart.
                .Where(pin => chart.Dates.Length > 0 && pin.On >= chart.Dates[0]).Select(pin => (Pin: pin, At: FirstOnOrAfter(chart, pin.On))).Where(found => found.At >= 0)
                .Select(found => new PlotEvent(found.At, Dates.ShortDay(found.Pin.On, today), found.Pin.Title, found.Pin.Href))],
            Ticks = Ticks(chart.Dates),
            StartsAtZero = measure.LowestPossible is null or 0,
        };
    }

    // A chart that was never cut needs no names, but for limits that come from some of its points, or from few.
    private static PlotPart? OnlyPart(MeasureChart chart, ChartPart part, DateOnly today) => part.Baseline switch
    {
        _ when HasTrialLimits(chart, part) => new(part.Number, "Trial limits", ChartWords.PointCount(part)),
        { } baseline when chart.Series.Measure.BaselinePoints < part.Last && chart.Chart.Points[part.Last - 1].Lines is not null =>
            new(part.Number, "Baseline", $"{baseline.PointCount} points to {Dates.ShortDay(chart.Dates[baseline.Last - 1], today)}, limits carried forward"),
        _ => null,
    };

    private static bool HasTrialLimits(MeasureChart chart, ChartPart part) => part.IsTrial && chart.Chart.Points[part.Last - 1].Lines is not null;

    /// <summary>Index of the first point on a day or after it; −1 when the chart ends before.</summary>
    public static int FirstOnOrAfter(MeasureChart chart, DateOnly day)
    {
        for (var i = 0; i < chart.Dates.Length; i++)
        {
            if (chart.Dates[i] >= day) return i;
        }

        return -1;
    }

    /// <summary>The first point of each month, or of each year where there are many; one point in so many where they are few.</summary>
    public static IReadOnlyList<(int, string)> Ticks(IReadOnlyList<DateOnly> dates)
    {
        if (dates.Count == 0) return [];
        var isLong = dates[^1].DayNumber - dates[0].DayNumber > 900;
        List<(int, string)> ticks = [];
        for (var i = 0; i < dates.Count; i++)
        {
            var (now, before) = (dates[i], i == 0 ? (DateOnly?)null : dates[i - 1]);
            if (before is { } b && (isLong ? b.Year == now.Year : b.Month == now.Month && b.Year == now.Year)) continue;
            ticks.Add((i, isLong ? now.Year.ToString(CultureInfo.InvariantCulture) : now.ToString(before is null || before.Value.Year != now.Year ? "MMM yyyy" : "MMM", CultureInfo.CurrentCulture)));
        }

        return ticks;
    }

    private static PlotPoint Point(MeasureChart chart, in ChartPoint point, int i, DateOnly today, Dictionary<int, int> lastOfBaseline)
    {
        var day = chart.Dates[i];
        var isHeld = point.Signals.Length > 0 && !RuleSets.Find(chart.Series.Measure.Rules).Rules.TellsDirection;
        return new(Dates.ShortDay(day, today), point.Value, isHeld ? SignalMark.Neutral : MeasureChart.MarkOf(point.Type), point.Part)
        {
            Centre = point.Centre,
            Lower = point.Lines?.Lower3,
            Upper = point.Lines?.Upper3,
            Aim = chart.Series.TargetOn(day),
            IsCarried = chart.Series.Measure.BaselinePoints is not null && i > lastOfBaseline.GetValueOrDefault(point.Part, int.MaxValue),
            IsExcluded = point.IsExcluded,
            Note = Reason(chart, point, day) ?? (point.Signals.Length > 0 ? string.Join(", ", point.Signals.Select(ChartWords.SignalWords)) : null),
        };
    }

    /// <summary>Why a point has no value; <c>null</c> when it has one.</summary>
    public static string? Reason(MeasureChart chart, in ChartPoint point, DateOnly day) => point.Gap switch
    {
        null => null,
        GapReason.NoDenominator => "The denominator is 0: nothing could happen.",
        GapReason.Missing => chart.Points.GetValueOrDefault(day)?.MissingReason ?? "Nothing was recorded.",
        _ => "The row contradicts itself.",
    };
}
