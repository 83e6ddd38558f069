namespace Charthouse.Surveys;

/// <summary>What one respondent adds to a ratio of sums.</summary>
/// <param name="Numerator">Added above.</param>
/// <param name="Denominator">Added below; above 0.</param>
public readonly record struct RespondentPart(double Numerator, double Denominator);

/// <summary>How intervals are made.</summary>
/// <param name="Resamples">How often respondents are drawn, at least 100.</param>
/// <param name="Confidence">Share of resamples between the limits, above 0 and below 1.</param>
/// <param name="Seed">Starts the generator: the same answers and the same seed make the same interval, on every machine and in every version.</param>
public readonly record struct BootstrapOptions(int Resamples, double Confidence, ulong Seed)
{
    /// <summary>2,000 resamples, 95 %, seed 20200101.</summary>
    public static BootstrapOptions Default { get; } = new(2000, 0.95, 20_200_101);

    internal static void Check(BootstrapOptions options)
    {
        if (options.Resamples < 100) throw new ArgumentOutOfRangeException(nameof(options), options.Resamples, "At least 100 resamples.");
        if (options.Confidence is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(options), options.Confidence, "The confidence is above 0 and below 1.");
    }
}

/// <summary>A percentile interval, or why there is none.</summary>
/// <param name="Lower">Lower limit; <c>null</c> without an interval.</param>
/// <param name="Upper">Upper limit; <c>null</c> without an interval.</param>
/// <param name="Gap">Why there is none; <c>null</c> when there is one.</param>
/// <param name="Options">How it was made, with the seed.</param>
/// <param name="UndefinedCount">Resamples without a value, which count nowhere.</param>
public readonly record struct BootstrapInterval(double? Lower, double? Upper, ScoreGap? Gap, BootstrapOptions Options, int UndefinedCount);

/// <summary>
/// Percentile intervals by drawing respondents with replacement (Efron and Tibshirani 1993). Answers are put in order first, so that the order in which they came changes nothing.
/// With few respondents the intervals are too narrow, and where all answered the same they have no width: the answers then say little, not much. Source: docs/methods/surveys.md.
/// </summary>
public static class Bootstrap
{
    /// <summary>Interval of a mean.</summary>
    /// <param name="values">One value for each respondent.</param>
    /// <param name="options">How it is made.</param>
    public static BootstrapInterval OfMean(IReadOnlyList<double> values, BootstrapOptions options)
    {
        ArgumentNullException.ThrowIfNull(values);
        return OfRatio([.. values.Select(value => new RespondentPart(value, 1))], options);
    }

    /// <summary>Interval of a ratio of sums, such as a share or an <see cref="ExperienceIndex"/>.</summary>
    /// <param name="respondents">What each respondent adds.</param>
    /// <param name="options">How it is made.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options are none, or a denominator is not above 0.</exception>
    public static BootstrapInterval OfRatio(IReadOnlyList<RespondentPart> respondents, BootstrapOptions options)
    {
        ArgumentNullException.ThrowIfNull(respondents);
        if (respondents.Any(part => part.Denominator is not (> 0 and < double.PositiveInfinity))) throw new ArgumentOutOfRangeException(nameof(respondents), "Denominators are above 0.");
        RespondentPart[] sorted = [.. respondents.OrderBy(part => part.Numerator).ThenBy(part => part.Denominator)];
        return Resample(sorted.Length, options, draw =>
        {
            var (above, below) = (0.0, 0.0);
            foreach (var i in draw)
            {
                above += sorted[i].Numerator;
                below += sorted[i].Denominator;
            }

            return above / below;
        });
    }

    /// <summary>Draws as many respondents as there are, again and again.</summary>
    internal static BootstrapInterval Resample(int count, BootstrapOptions options, Func<int[], double?> statistic)
    {
        BootstrapOptions.Check(options);
        if (count < 2) return new(null, null, count == 0 ? ScoreGap.NoAnswers : ScoreGap.TooFewRespondents, options, 0);
        var generator = new Xoshiro256(options.Seed);
        var draw = new int[count];
        List<double> values = new(options.Resamples);
        for (var resample = 0; resample < options.Resamples; resample++)
        {
            for (var i = 0; i < count; i++) draw[i] = generator.Below(count);
            if (statistic(draw) is { } value) values.Add(value);
        }

        if (values.Count == 0) return new(null, null, ScoreGap.NoVariation, options, options.Resamples);
        values.Sort();
        var tail = (1 - options.Confidence) / 2;
        return new(Quantile(values, tail), Quantile(values, 1 - tail), null, options, options.Resamples - values.Count);
    }

    // Type 7 of Hyndman and Fan 1996: on the line between neighbours.
    private static double Quantile(List<double> sorted, double share)
    {
        var at = share * (sorted.Count - 1);
        var below = (int)Math.Floor(at);
        return below + 1 < sorted.Count ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
