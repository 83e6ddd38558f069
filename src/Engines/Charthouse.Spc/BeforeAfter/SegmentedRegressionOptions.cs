namespace Charthouse.Spc.BeforeAfter;

/// <summary>What is assumed of the errors around the lines.</summary>
public enum ErrorModel
{
    /// <summary>Least squares; standard errors of Newey and West 1987 allow for autocorrelation and unequal variance.</summary>
    NeweyWest,
    /// <summary>Least squares; errors independent and of equal variance.</summary>
    OrdinaryLeastSquares,
    /// <summary>First-order autocorrelation, estimated by Prais and Winsten 1954, repeated until it settles.</summary>
    PraisWinsten,
    /// <summary>First-order autocorrelation, estimated by restricted maximum likelihood.</summary>
    RemlAutoregressive,
    /// <summary>Counts whose variance is their mean; logarithmic link, exposure as offset. Intervals from the normal distribution.</summary>
    Poisson,
    /// <summary>As <see cref="Poisson"/>, with the variance a multiple of the mean (Pearson's chi-square ÷ degrees of freedom). Intervals from Student's t.</summary>
    QuasiPoisson,
}

/// <summary>How a segmented regression is fitted. <c>default</c> gives the defaults.</summary>
public readonly record struct SegmentedRegressionOptions
{
    private readonly int timeAfterAtFirstPostPoint;
    private readonly int harmonics;
    private readonly double? period;
    private readonly int? neweyWestLag;
    private readonly bool withoutAdjustment;

    /// <summary>What is assumed of the errors; <see cref="ErrorModel.NeweyWest"/> by default.</summary>
    public ErrorModel Errors { get; init; }

    /// <summary>
    /// Value of the time after the intervention at its first post point, 0 (default) or 1. With 0, <c>level</c> is the change at that point;
    /// with 1 (Wagner et al. 2002) it is the change one step earlier. Fitted values and effects are the same.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Neither 0 nor 1.</exception>
    public int TimeAfterAtFirstPostPoint
    {
        get => timeAfterAtFirstPostPoint;
        init => timeAfterAtFirstPostPoint = value is 0 or 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The time after the intervention starts at 0 or at 1.");
    }

    /// <summary>Pairs of sine and cosine for the season, 0 (default) or more; 1 or 2 are usual.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int Harmonics
    {
        get => harmonics;
        init => harmonics = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Harmonics cannot be negative.");
    }

    /// <summary>Points in one season, 12 by default; more than twice the harmonics.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 1, or not finite.</exception>
    public double Period
    {
        get => period ?? 12;
        init => period = double.IsFinite(value) && value > 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A season has more than one point.");
    }

    /// <summary>Lag of Newey and West in points; <c>null</c> (default): ⌊4 (n ÷ 100)^(2/9)⌋.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int? NeweyWestLag
    {
        get => neweyWestLag;
        init => neweyWestLag = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A lag cannot be negative.");
    }

    /// <summary>Whether the covariance of Newey and West is multiplied by n ÷ (n − k); <c>true</c> by default.</summary>
    public bool NeweyWestAdjust
    {
        get => !withoutAdjustment;
        init => withoutAdjustment = !value;
    }

    internal bool IsForCounts => Errors is ErrorModel.Poisson or ErrorModel.QuasiPoisson;
}
