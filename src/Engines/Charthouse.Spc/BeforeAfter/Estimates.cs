using Charthouse.Spc.Numerics;

namespace Charthouse.Spc.BeforeAfter;

/// <summary>One term of a fitted model.</summary>
/// <param name="Term">Name of the term, such as <c>intercept</c>, <c>time</c>, <c>level</c>, <c>timeAfter</c>, <c>sin1</c>, <c>cos1</c>.</param>
/// <param name="Estimate">The estimate, in units of the value (logarithms of a rate for counts).</param>
/// <param name="StandardError">Its standard error, in the same unit; 0 when the model fits exactly.</param>
/// <param name="Statistic">Estimate ÷ standard error; <c>null</c> when the standard error is 0.</param>
/// <param name="PValue">Two-sided, 0 to 1; <c>null</c> when the standard error is 0.</param>
/// <param name="CiLow">Lower end of the 95 % interval.</param>
/// <param name="CiHigh">Upper end of the 95 % interval.</param>
/// <param name="Ratio">exp of estimate and interval, where the model works on a logarithm (a rate ratio for counts); else <c>null</c>.</param>
public sealed record Coefficient(
    string Term, double Estimate, double StandardError, double? Statistic, double? PValue, double CiLow, double CiHigh, RatioEstimate? Ratio);

/// <summary>How much an intervention moved the value.</summary>
/// <param name="Estimate">With the intervention less without it, in units of the value.</param>
/// <param name="StandardError">Its standard error; 0 when the model fits exactly.</param>
/// <param name="CiLow">Lower end of the 95 % interval.</param>
/// <param name="CiHigh">Upper end of the 95 % interval.</param>
public readonly record struct EffectEstimate(double Estimate, double StandardError, double CiLow, double CiHigh);

/// <summary>How many times as large the value became.</summary>
/// <param name="Estimate">Ratio, above 0; 1 is no change.</param>
/// <param name="CiLow">Lower end of the 95 % interval.</param>
/// <param name="CiHigh">Upper end of the 95 % interval.</param>
public readonly record struct RatioEstimate(double Estimate, double CiLow, double CiHigh);

/// <summary>What a finding is about.</summary>
public enum FindingKind
{
    /// <summary>Fewer than 12 points before or after.</summary>
    FewPoints,
    /// <summary>Seasonal terms on less than two seasons.</summary>
    ShortForSeasonality,
    /// <summary>The counterfactual is drawn further ahead than the baseline is long.</summary>
    FarExtrapolation,
    /// <summary>Residuals resemble their neighbours, or lean to the opposite side of them.</summary>
    Autocorrelation,
    /// <summary>None was found, which says little in a short series.</summary>
    WeakTestOfAutocorrelation,
    /// <summary>Residuals repeat themselves after one season.</summary>
    SeasonLeft,
    /// <summary>The estimate of the autocorrelation ran to its limit or did not settle.</summary>
    AutocorrelationNotEstimated,
    /// <summary>Counts vary more than a Poisson count does.</summary>
    Overdispersion,
    /// <summary>The model fits exactly: nothing is left to judge uncertainty by.</summary>
    ExactFit,
    /// <summary>Too few units for an error that allows for repeated measures of one unit.</summary>
    FewUnits,
    /// <summary>Repeated measures of one unit were taken as independent.</summary>
    RepeatedMeasures,
    /// <summary>What the difference of trends before the intervention does and does not say.</summary>
    PreTrend,
}

/// <summary>Something the reader of a result must know, in words.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">One or two sentences in English.</param>
public sealed record Finding(FindingKind Kind, string Text);

/// <summary>Makes estimates with their intervals from one distribution: Student's t, or the normal distribution where the variance is not estimated.</summary>
internal readonly struct Inference(double? degreesOfFreedom)
{
    private readonly double width = degreesOfFreedom is { } df ? Distributions.StudentQuantile(0.975, df) : Distributions.NormalQuantile(0.975);

    public Coefficient Coefficient(string term, double estimate, double variance, bool withRatio = false)
    {
        var se = Root(variance);
        double? statistic = se > 0 ? estimate / se : null;
        double? p = statistic is not { } t ? null : degreesOfFreedom is { } df ? Distributions.StudentTwoSided(t, df) : Distributions.NormalTwoSided(t);
        return new Coefficient(term, estimate, se, statistic, p, estimate - width * se, estimate + width * se, withRatio ? Ratio(estimate, variance) : null);
    }

    public EffectEstimate Effect(double estimate, double variance)
    {
        var se = Root(variance);
        return new EffectEstimate(estimate, se, estimate - width * se, estimate + width * se);
    }

    public RatioEstimate Ratio(double logarithm, double variance)
    {
        var se = Root(variance);
        return new RatioEstimate(Math.Exp(logarithm), Math.Exp(logarithm - width * se), Math.Exp(logarithm + width * se));
    }

    // Rounding may leave a variance of 0 a little below it.
    private static double Root(double variance) => variance > 0 ? Math.Sqrt(variance) : 0;
}
