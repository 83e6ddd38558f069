namespace Charthouse.Spc;

/// <summary>The observations as arrays, with gaps for what the chart cannot use. NaN stands for "none", inside the engine only.</summary>
internal sealed class Series
{
    public Series(ChartKind kind, ReadOnlySpan<Observation> observations, in ChartSettings settings)
    {
        Length = observations.Length;
        Value = new double[Length];
        Numerator = new double[Length];
        Size = new double[Length];
        Gap = new GapReason?[Length];
        Excluded = new bool[Length];
        Deviation = kind is ChartKind.SubgroupMean or ChartKind.SubgroupDeviation ? new double[Length] : [];
        foreach (var number in settings.Exclude)
        {
            if (number >= 1 && number <= Length) Excluded[number - 1] = true;
        }

        for (var i = 0; i < Length; i++) Read(kind, observations[i], i);
    }

    public int Length { get; }

    /// <summary>What is plotted; for np the share, which its estimates need.</summary>
    public double[] Value { get; }

    public double[] Numerator { get; }

    /// <summary>Denominator or number of measurements.</summary>
    public double[] Size { get; }

    public double[] Deviation { get; }

    public GapReason?[] Gap { get; }

    public bool[] Excluded { get; }

    public bool IsUsable(int i) => Gap[i] is null && !Excluded[i];

    private void Read(ChartKind kind, in Observation observation, int i)
    {
        if (observation.Kind != ObservationKind.Gap && !Takes(kind, observation.Kind))
            throw new ArgumentException($"A {kind} chart cannot be made of {observation.Kind} observations (point {i + 1}).", nameof(observation));
        Size[i] = observation.Kind == ObservationKind.Subgroup ? observation.First : observation.Kind == ObservationKind.Measured ? double.NaN : observation.Second;
        Numerator[i] = observation.First;
        Gap[i] = observation.Kind switch
        {
            ObservationKind.Gap => observation.Reason,
            ObservationKind.Ratio => RatioGap(kind, observation.First, observation.Second),
            ObservationKind.Measured => MeasuredGap(kind, observation.First),
            _ => SubgroupGap(kind, observation),
        };
        Value[i] = Gap[i] is not null ? double.NaN : observation.Kind switch
        {
            ObservationKind.Ratio => observation.First / observation.Second,
            ObservationKind.Measured => observation.First,
            _ => kind switch { ChartKind.SubgroupMean => observation.Second, ChartKind.SubgroupDeviation => observation.Third, _ => observation.Fourth },
        };
        if (Deviation.Length > 0) Deviation[i] = observation.Third;
    }

    private static bool Takes(ChartKind kind, ObservationKind what) => kind switch
    {
        ChartKind.Proportion or ChartKind.ProportionPrime or ChartKind.NumberWithProperty or ChartKind.Rate or ChartKind.RatePrime or ChartKind.IndividualsPrime => what == ObservationKind.Ratio,
        ChartKind.SubgroupMean or ChartKind.SubgroupDeviation or ChartKind.SubgroupRange => what == ObservationKind.Subgroup,
        ChartKind.Count or ChartKind.CasesBetween or ChartKind.TimeBetween => what == ObservationKind.Measured,
        _ => what is ObservationKind.Measured or ObservationKind.Ratio,
    };

    private static GapReason? RatioGap(ChartKind kind, double numerator, double denominator)
    {
        var isShare = kind is ChartKind.Proportion or ChartKind.ProportionPrime or ChartKind.NumberWithProperty;
        return GapReasons.OfRatio(numerator, denominator, countsEvents: isShare || kind is ChartKind.Rate or ChartKind.RatePrime, isShare);
    }

    private static GapReason? MeasuredGap(ChartKind kind, double value) => kind switch
    {
        ChartKind.Count or ChartKind.CasesBetween when value < 0 => GapReason.OutOfRange,
        ChartKind.TimeBetween when value <= 0 => GapReason.OutOfRange,
        _ => null,
    };

    // One measurement has neither standard deviation nor range.
    private static GapReason? SubgroupGap(ChartKind kind, in Observation observation) => kind switch
    {
        ChartKind.SubgroupMean => null,
        ChartKind.SubgroupDeviation when double.IsNaN(observation.Third) => GapReason.Missing,
        ChartKind.SubgroupRange when double.IsNaN(observation.Fourth) => GapReason.Missing,
        _ => null,
    };
}
