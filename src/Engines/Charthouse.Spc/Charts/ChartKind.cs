namespace Charthouse.Spc;

/// <summary>The kind of chart: what is plotted, where the centre lies, and how wide the limits are (docs/methods/control-charts.md).</summary>
public enum ChartKind
{
    /// <summary>Run chart: values around their median, without limits.</summary>
    Run,

    /// <summary>Individuals (XmR): values around their mean, limits from moving ranges.</summary>
    Individuals,

    /// <summary>Individuals around the median, limits from the mean moving range (PowerBI-SPC i_m).</summary>
    IndividualsMedian,

    /// <summary>Individuals around the median, limits from the median moving range (PowerBI-SPC i_mm).</summary>
    IndividualsMedianRange,

    /// <summary>Moving ranges themselves.</summary>
    MovingRange,

    /// <summary>i′ (Taylor): ratios with individual denominators, limits from weighted moving ranges.</summary>
    IndividualsPrime,

    /// <summary>p: share of units with a property; binomial limits.</summary>
    Proportion,

    /// <summary>p′ (Laney): p with limits widened or narrowed by the variation between periods.</summary>
    ProportionPrime,

    /// <summary>np: number of units with a property; binomial limits.</summary>
    NumberWithProperty,

    /// <summary>u: events per exposure; Poisson limits.</summary>
    Rate,

    /// <summary>u′ (Laney): u with limits widened or narrowed by the variation between periods.</summary>
    RatePrime,

    /// <summary>c: events at constant exposure; Poisson limits.</summary>
    Count,

    /// <summary>g: cases between events; geometric limits.</summary>
    CasesBetween,

    /// <summary>t: time between events; an individuals chart of the values to the power 1/3.6.</summary>
    TimeBetween,

    /// <summary>x-bar: means of subgroups.</summary>
    SubgroupMean,

    /// <summary>s: standard deviations of subgroups.</summary>
    SubgroupDeviation,

    /// <summary>R: ranges of subgroups.</summary>
    SubgroupRange,

    /// <summary>Exponentially weighted moving average.</summary>
    Ewma,

    /// <summary>Tabular cumulative sum.</summary>
    Cusum,
}
