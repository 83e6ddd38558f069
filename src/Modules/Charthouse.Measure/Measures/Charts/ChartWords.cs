using Charthouse.Spc;
using Charthouse.Ui;

namespace Charthouse.Measure.Measures.Charts;

/// <summary>A chart in words: what it says, and which rule saw what.</summary>
internal static class ChartWords
{
    /// <summary>"Improvement." and the like, to stand before the sentence.</summary>
    public static string Head(MeasureChart chart) => chart switch
    {
        { Last: < 0 } => "No points yet.",
        { HasRules: false } => "No rules are applied.",
        { Variation: SignalMark.Improvement } => "Improvement.",
        { Variation: SignalMark.Concern } => "Concern.",
        { Variation: SignalMark.Neutral } => "Change.",
        { NoVariation: not null } when LastSignal(chart) is not null => "A signal.",
        _ => "No sign of a change.",
    };

    /// <summary>"2 improved, 1 give concern …": many charts in one sentence. Charts that do not say count in none of them.</summary>
    public static string Sum(IEnumerable<MeasureChart> charts)
    {
        var counts = charts.Where(chart => chart.NoVariation is null).CountBy(chart => chart.Variation).ToDictionary();
        int Of(SignalMark mark) => counts.GetValueOrDefault(mark);
        return $"{Of(SignalMark.Improvement)} improved, {Of(SignalMark.Concern)} {(Of(SignalMark.Concern) == 1 ? "gives" : "give")} concern, {Of(SignalMark.Neutral)} changed without a good direction, {Of(SignalMark.Common)} {(Of(SignalMark.Common) == 1 ? "shows" : "show")} no change.";
    }

    public static string Sentence(MeasureChart chart)
    {
        if (chart.Last < 0) return "The chart begins with the first point.";
        var points = chart.Chart.Points;
        var (measure, last) = (chart.Series.Measure, points[chart.Last]);
        var period = Period(measure.Frequency);
        if (!chart.HasRules) return "The chart shows the points and looks for no signal: whether something changed, it does not say. Rules are chosen in the settings of the chart.";
        if (LastSignal(chart) is not { } signal) return Quiet(chart, period);
        var side = signal.Direction == SignalDirection.Down ? "below" : "above";
        // A pattern of the last part counts up to the last point that carries it.
        var first = signal.First;
        if (signal.Rule?.Pattern == RulePattern.OutsideLimits)
        {
            first = chart.Last + 1;
            while (first > 1 && (points[first - 2].Value is null || (points[first - 2].Part == last.Part && points[first - 2].Signals.Contains(signal.Name)))) first--;
        }

        var count = Enumerable.Range(first - 1, chart.Last - first + 2).Count(i => points[i].Value is not null);
        var which = count == 1 ? $"The last {period}" : $"The last {Numbers.Whole(count)} {period}s";
        var limit = signal.Direction == SignalDirection.Down ? last.Lines?.Lower3 : last.Lines?.Upper3;
        var what = signal.Rule?.Pattern switch
        {
            RulePattern.OutsideLimits => $"{which} {(count == 1 ? "lies" : "lie")} {side} the {(signal.Direction == SignalDirection.Down ? "lower" : "upper")} limit{(limit is { } known ? " of " + Numbers.Fixed(known, chart.Decimals) : "")}",
            RulePattern.SameSide => $"{which} lie {side} the centre line",
            RulePattern.Trend => $"{which} are each {(signal.Direction == SignalDirection.Down ? "lower" : "higher")} than the one before",
            RulePattern.BeyondLine => $"{signal.Rule.Count} of {signal.Rule.Window} neighbours lie near the {(signal.Direction == SignalDirection.Down ? "lower" : "upper")} limit",
            _ => $"{which} make a pattern",
        };
        var moved = signal.Direction switch { SignalDirection.Down => $": {Lower(measure.Name)} fell", SignalDirection.Up => $": {Lower(measure.Name)} rose", _ => "" };
        return $"{what}{moved}. It is unlikely to be chance.{Trial(chart)}";
    }

    /// <summary>What the chart cannot show.</summary>
    public static string Limits(MeasureChart chart)
    {
        var since = chart.Series.Interventions.Where(intervention => chart.Last >= 0 && intervention.On <= chart.Dates[chart.Last]).ToList();
        return (chart.HasRules ? "The chart shows that it changed, not why. " : "") + (since.Count == 0 ? "No change to the systems is recorded for this measure." : $"Recorded: {string.Join("; ", since.TakeLast(3).Select(intervention => intervention.Name))}.");
    }

    /// <summary>The signal that the last point carries first.</summary>
    public static Signal? LastSignal(MeasureChart chart) =>
        chart.Last < 0 || chart.Chart.Points[chart.Last].Reason is not { } reason ? null : chart.LastPart!.Signals.LastOrDefault(signal => signal.Name == reason && signal.First <= chart.Last + 1 && signal.Last >= chart.Last + 1);

    public static string ChartName(ChartKind kind) => kind switch
    {
        ChartKind.Run => "Run chart",
        ChartKind.Individuals => "XmR chart",
        ChartKind.IndividualsMedian => "XmR chart around the median",
        ChartKind.IndividualsPrime => "i′ chart",
        ChartKind.Proportion => "p chart",
        ChartKind.ProportionPrime => "p′ chart",
        ChartKind.Rate => "u chart",
        ChartKind.RatePrime => "u′ chart",
        ChartKind.Count => "c chart",
        ChartKind.CasesBetween => "g chart",
        ChartKind.TimeBetween => "t chart",
        _ => kind.ToString(),
    };

    public static string FiguresName(FigureKind figures) => figures switch
    {
        FigureKind.UnitsAmongUnits => "Units with a property among all units",
        FigureKind.EventsPerExposure => "Events per exposure",
        FigureKind.EventsAtConstantExposure => "Events, exposure always the same",
        FigureKind.CasesBetween => "Cases between rare events",
        FigureKind.TimeBetween => "Time between rare events",
        _ => "One measured value for each period",
    };

    public static string DirectionWords(ImprovementDirection direction) => direction switch { ImprovementDirection.Increase => "Higher is better", ImprovementDirection.Decrease => "Lower is better", _ => "Neither is better" };

    public static string SignalWords(string name) => name switch
    {
        "outside-high" => "above the upper limit",
        "outside-low" => "below the lower limit",
        "shift-high" => "above the centre in a row",
        "shift-low" => "below the centre in a row",
        "trend-up" => "rising",
        "trend-down" => "falling",
        "two-of-three-high" => "near the upper limit",
        "two-of-three-low" => "near the lower limit",
        _ => name,
    };

    /// <summary>Whether a signal that tells a direction points up.</summary>
    public static bool IsHigh(string name) => name.EndsWith("-high", StringComparison.Ordinal) || name.EndsWith("-up", StringComparison.Ordinal);

    public static string Period(MeasureFrequency frequency) => frequency switch { MeasureFrequency.Daily => "day", MeasureFrequency.Weekly => "week", MeasureFrequency.Monthly => "month", MeasureFrequency.Quarterly => "quarter", _ => "point" };

    private static string Quiet(MeasureChart chart, string period)
    {
        var count = chart.Chart.Points.Count(point => point.Value is not null);
        if (count == 1) return $"There is one point: {Numbers.Fixed(chart.Chart.Points[chart.Last].Value!.Value, chart.Decimals)}. Limits need more.";
        // A process that never varies has no limits to be held against.
        if (chart.Chart.Points.All(point => point.Value is null || point.Value == chart.Chart.Points[chart.Last].Value)) return $"All points are equal: {Numbers.Fixed(chart.Chart.Points[chart.Last].Value!.Value, chart.Decimals)}.{Trial(chart)}";
        return (chart.Chart.Points[chart.Last].Lines is { } lines
            ? $"The points vary as this process always does. Without a change the next {period} will lie between {Numbers.Fixed(lines.Lower3, chart.Decimals)} and {Numbers.Fixed(lines.Upper3, chart.Decimals)}."
            : "The points vary without a pattern.") + Trial(chart);
    }

    private static string Trial(MeasureChart chart) => chart.LastPart is { IsTrial: true } part ? $" Trial limits: {PointCount(part)}, firm from 13." : "";

    /// <summary>Of a part that is too short for firm limits: "provisional, 8 points".</summary>
    public static string Provisional(ChartPart part) => "provisional, " + PointCount(part);

    public static string PointCount(ChartPart part) => $"{part.Last - part.First + 1} point{(part.Last == part.First ? "" : "s")}";

    private static string Lower(string name) => name.Length > 1 && char.IsLower(name[1]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
}
