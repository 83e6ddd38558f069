using System.Collections.Immutable;
using System.Globalization;

namespace Charthouse.Spc;

/// <summary>What the figures are; only a person knows.</summary>
public enum FigureKind
{
    /// <summary>One measured value per period.</summary>
    Measurement,

    /// <summary>Units with a property among all units, each counted once.</summary>
    UnitsAmongUnits,

    /// <summary>Events per exposure that differs between periods.</summary>
    EventsPerExposure,

    /// <summary>Events at constant exposure.</summary>
    EventsAtConstantExposure,

    /// <summary>Several measurements per period.</summary>
    Subgroups,

    /// <summary>Cases between events.</summary>
    CasesBetween,

    /// <summary>Time between events.</summary>
    TimeBetween,
}

/// <summary>A chart that fits, and why.</summary>
/// <param name="Kind">The chart.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record ChartAdvice(ChartKind Kind, string Reason);

/// <summary>Proposes charts for a series, the best first. Comparison of units at one time is a funnel plot's, not a control chart's.</summary>
public static class ChartAdvisor
{
    // Above this, binomial and Poisson limits are usually too narrow (Mohammed et al. 2013).
    private const double LargeDenominator = 5000;

    /// <summary>Charts for the figures.</summary>
    /// <param name="figures">What the figures are.</param>
    /// <param name="observations">The series, in the form that the figures need.</param>
    /// <param name="wantsSmallShifts">Whether small sustained shifts matter most.</param>
    /// <exception cref="ArgumentException">The observations do not fit the figures.</exception>
    public static ImmutableArray<ChartAdvice> Advise(FigureKind figures, ReadOnlySpan<Observation> observations, bool wantsSmallShifts = false)
    {
        var advice = ImmutableArray.CreateBuilder<ChartAdvice>();
        switch (figures)
        {
            case FigureKind.UnitsAmongUnits:
                Ratios(advice, observations, ChartKind.Proportion, ChartKind.ProportionPrime);
                break;
            case FigureKind.EventsPerExposure:
                Ratios(advice, observations, ChartKind.Rate, ChartKind.RatePrime);
                break;
            case FigureKind.EventsAtConstantExposure:
                if (IsRare(ControlChart.Compute(ChartKind.Count, observations, ChartSettings.Default))) Rare(advice);
                advice.Add(new(ChartKind.Count, "Events at constant exposure: a c chart with Poisson limits."));
                break;
            case FigureKind.Subgroups:
                advice.Add(new(ChartKind.SubgroupMean, "Several measurements per period: an x-bar chart for the level."));
                advice.Add(new(ChartKind.SubgroupDeviation, "With it an s chart for the spread; read it first."));
                break;
            case FigureKind.CasesBetween:
                advice.Add(new(ChartKind.CasesBetween, "Cases between events: a g chart with geometric limits."));
                break;
            case FigureKind.TimeBetween:
                advice.Add(new(ChartKind.TimeBetween, "Time between events: a t chart. Times of 0 ask for a finer unit, or for a g chart."));
                break;
            default:
                Measurements(advice, observations, wantsSmallShifts);
                break;
        }

        return advice.ToImmutable();
    }

    private static void Measurements(ImmutableArray<ChartAdvice>.Builder advice, ReadOnlySpan<Observation> observations, bool wantsSmallShifts)
    {
        var usable = 0;
        foreach (var observation in observations)
        {
            if (observation.Kind == ObservationKind.Subgroup) throw new ArgumentException("One value per period is wanted, not a subgroup.", nameof(observations));
            if (observation.Value is not null) usable++;
        }

        if (wantsSmallShifts)
        {
            advice.Add(new(ChartKind.Ewma, "Small sustained shifts: a moving average sees them before single points do."));
            advice.Add(new(ChartKind.Cusum, "Small sustained shifts of a size that is known beforehand: a cumulative sum."));
        }

        var individuals = new ChartAdvice(ChartKind.Individuals, "One value per period: an individuals chart. Limits are on trial below 13 points and firm from 20 to 30.");
        var chart = new ChartAdvice(ChartKind.Run, string.Create(CultureInfo.InvariantCulture, $"One value per period, {usable} so far: begin with a run chart, which needs no assumption and 10 points."));
        if (usable >= ChartPart.FirmFrom) advice.AddRange(individuals, chart);
        else advice.AddRange(chart, individuals);
    }

    private static void Ratios(ImmutableArray<ChartAdvice>.Builder advice, ReadOnlySpan<Observation> observations, ChartKind plain, ChartKind prime)
    {
        var chart = ControlChart.Compute(plain, observations, ChartSettings.Default);
        if (IsRare(chart)) Rare(advice);
        var wide = ControlChart.Compute(prime, observations, ChartSettings.Default);
        double sum = 0, between = 1;
        var count = 0;
        for (var i = 0; i < chart.Points.Length; i++)
        {
            if (chart.Points[i] is not { Value: not null, Denominator: { } denominator, Lines: { } own }) continue;
            sum += denominator;
            count++;
            if (wide.Points[i].Lines is { } other && own.RawUpper3 > own.RawLower3) between = (other.RawUpper3 - other.RawLower3) / (own.RawUpper3 - own.RawLower3);
        }

        var text = CultureInfo.InvariantCulture;
        var ordinary = new ChartAdvice(plain, plain == ChartKind.Proportion ? "Units with a property among all units: a p chart with binomial limits." : "Events per exposure: a u chart with Poisson limits.");
        var isLarge = count > 0 && sum / count > LargeDenominator;
        if (isLarge || between is < 0.8 or > 1.25)
        {
            advice.Add(new(prime, isLarge
                ? string.Create(text, $"Denominators of {sum / count:N0} on average: plain limits would be too narrow, so limits that follow the variation between periods (sigma z {between:N2}).")
                : string.Create(text, $"The variation between periods is {between:N2} times what chance alone gives: limits that follow it.")));
            advice.Add(ordinary);
        }
        else
        {
            advice.Add(ordinary);
            advice.Add(new(prime, string.Create(text, $"The same with limits that follow the variation between periods, which here is what chance gives (sigma z {between:N2}).")));
        }
    }

    private static void Rare(ImmutableArray<ChartAdvice>.Builder advice)
    {
        advice.Add(new(ChartKind.CasesBetween, "Rare events, many periods without any: count the cases between them on a g chart."));
        advice.Add(new(ChartKind.TimeBetween, "Or the time between them on a t chart."));
    }

    // Half of the periods without an event, or no lower limit above 0 where fewer would be news.
    private static bool IsRare(ControlChart chart)
    {
        var (usable, zeros, withLimit) = (0, 0, 0);
        foreach (var point in chart.Points)
        {
            if (point.Value is not { } value) continue;
            usable++;
            if (value == 0) zeros++;
            if (point.Lines is { Lower3: > 0 }) withLimit++;
        }

        return usable > 0 && (zeros * 2 >= usable || (withLimit == 0 && zeros * 5 >= usable));
    }
}
