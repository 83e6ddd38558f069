namespace Charthouse.Spc;

/// <summary>Centre and sigma of one part, from its baseline, at every point of the part. Formulas: docs/methods/control-charts.md.</summary>
internal sealed class Estimates(ChartKind kind, Series series, ChartSettings settings)
{
    private const double TimePower = 3.6;

    // The median of a geometric distribution, in means.
    private const double MedianInMeans = 0.693;

    private readonly double[] ranges = new double[series.Length];
    private readonly double[] scratch = new double[series.Length];

    /// <summary>The line that is drawn, not yet multiplied.</summary>
    public double[] Centre { get; } = Filled(series.Length);

    /// <summary>What the limits lie around; differs from the centre for g and t.</summary>
    public double[] Middle { get; } = Filled(series.Length);

    public double[] Sigma { get; } = Filled(series.Length);

    public double PartSigma { get; private set; }

    public int ScreenedRangeCount { get; private set; }

    public LimitsMissing Missing { get; private set; }

    private double GivenCentre => settings.GivenCentre is { } given ? given / settings.Multiply : double.NaN;

    public void Fill(int first, int end, int baselineEnd)
    {
        PartSigma = double.NaN;
        ScreenedRangeCount = 0;
        Missing = LimitsMissing.No;
        switch (kind)
        {
            case ChartKind.Run:
                Constant(first, end, Given(Median(first, baselineEnd)), double.NaN);
                Missing = LimitsMissing.NotOnThisChart;
                break;
            case ChartKind.Individuals or ChartKind.IndividualsMedian or ChartKind.IndividualsMedianRange:
                PartSigma = settings.MovingRangeFactor / 3 * Range(series.Value, first, baselineEnd);
                Constant(first, end, Given(kind == ChartKind.Individuals ? Mean(series.Value, first, baselineEnd) : Median(first, baselineEnd)), PartSigma = SigmaOr(PartSigma));
                break;
            case ChartKind.Ewma or ChartKind.Cusum:
                PartSigma = SigmaOr(Range(series.Value, first, baselineEnd) / ControlChartConstants.MovingRangeDivisor);
                Constant(first, end, Given(Mean(series.Value, first, baselineEnd)), PartSigma);
                break;
            case ChartKind.MovingRange:
                var count = MovingRanges.Collect(series.Value, series.Excluded, first, baselineEnd, ranges);
                var mean = count == 0 ? double.NaN : MovingRanges.Mean(ranges.AsSpan(0, count), screen: false, out _);
                mean = Given(mean);
                if (double.IsNaN(mean)) Missing = LimitsMissing.NoMovingRange;
                Constant(first, end, mean, mean * ControlChartConstants.MovingRangeLimit / 3);
                break;
            case ChartKind.TimeBetween:
                for (var i = first; i < end; i++) scratch[i] = Math.Pow(series.Value[i], 1 / TimePower);
                Constant(first, end, settings.GivenCentre is null ? Mean(scratch, first, baselineEnd) : Math.Pow(GivenCentre, 1 / TimePower), settings.MovingRangeFactor / 3 * Range(scratch, first, baselineEnd));
                for (var i = first; i < end; i++) Centre[i] = FromTimeScale(Middle[i]);
                break;
            case ChartKind.CasesBetween:
                var average = Given(Mean(series.Value, first, baselineEnd));
                Constant(first, end, average, Math.Sqrt(average * (average + 1)));
                Array.Fill(Centre, settings.GivenCentre is null ? Median(first, baselineEnd) : MedianInMeans * average, first, end - first);
                break;
            case ChartKind.Count:
                var events = Given(Mean(series.Value, first, baselineEnd));
                Constant(first, end, events, Math.Sqrt(events));
                break;
            case ChartKind.IndividualsPrime:
                FillPrime(first, end, baselineEnd);
                break;
            case ChartKind.SubgroupMean or ChartKind.SubgroupDeviation:
                FillSubgroups(first, end, baselineEnd);
                break;
            case ChartKind.SubgroupRange:
                FillRanges(first, end, baselineEnd);
                break;
            default:
                FillRatios(first, end, baselineEnd);
                break;
        }

        if (Missing != LimitsMissing.NotOnThisChart && settings.GivenCentre is null && !AnyUsable(first, baselineEnd)) Missing = LimitsMissing.NoBaseline;
    }

    /// <summary>The value that a line of the t chart stands for; a negative line becomes 0.</summary>
    public static double FromTimeScale(double transformed) => transformed < 0 ? 0 : Math.Pow(transformed, TimePower);

    private static double[] Filled(int length)
    {
        var values = new double[length];
        Array.Fill(values, double.NaN);
        return values;
    }

    private double Given(double estimated) => settings.GivenCentre is null ? estimated : GivenCentre;

    private double SigmaOr(double estimated)
    {
        if (settings.GivenSigma is not { } given) return estimated;
        Missing = LimitsMissing.No;
        return given / settings.Multiply;
    }

    private void Constant(int first, int end, double centre, double sigma)
    {
        Array.Fill(Centre, centre, first, end - first);
        Array.Fill(Middle, centre, first, end - first);
        Array.Fill(Sigma, sigma, first, end - first);
    }

    private bool AnyUsable(int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            if (series.IsUsable(i)) return true;
        }

        return false;
    }

    private double Mean(double[] values, int first, int end)
    {
        double sum = 0;
        var count = 0;
        for (var i = first; i < end; i++)
        {
            if (!series.IsUsable(i)) continue;
            sum += values[i];
            count++;
        }

        return count == 0 ? double.NaN : sum / count;
    }

    private double Median(int first, int end)
    {
        var count = 0;
        for (var i = first; i < end; i++)
        {
            if (series.IsUsable(i)) scratch[count++] = series.Value[i];
        }

        return count == 0 ? double.NaN : MovingRanges.MedianOf(scratch.AsSpan(0, count));
    }

    private double Range(double[] values, int first, int end)
    {
        var count = MovingRanges.Collect(values, series.Excluded, first, end, ranges);
        if (count == 0)
        {
            Missing = LimitsMissing.NoMovingRange;
            return double.NaN;
        }

        var found = ranges.AsSpan(0, count);
        var mean = kind == ChartKind.IndividualsMedianRange
            ? MovingRanges.Median(found, settings.ScreenMovingRanges, out var dropped)
            : MovingRanges.Mean(found, settings.ScreenMovingRanges, out dropped);
        ScreenedRangeCount = dropped;
        return mean;
    }

    // Σ numerators ÷ Σ denominators.
    private double Pooled(int first, int end)
    {
        double numerators = 0, denominators = 0;
        for (var i = first; i < end; i++)
        {
            if (!series.IsUsable(i)) continue;
            numerators += series.Numerator[i];
            denominators += series.Size[i];
        }

        return denominators == 0 ? double.NaN : numerators / denominators;
    }

    // p, p′, np, u, u′.
    private void FillRatios(int first, int end, int baselineEnd)
    {
        var isNumber = kind == ChartKind.NumberWithProperty;
        var centre = settings.GivenCentre is not null && !isNumber ? GivenCentre : Pooled(first, baselineEnd);
        var variance = kind is ChartKind.Rate or ChartKind.RatePrime ? centre : centre * (1 - centre);
        double between = 1;
        if (kind is ChartKind.ProportionPrime or ChartKind.RatePrime)
        {
            // Without variance all values are the same and so are their standardised ones.
            for (var i = first; i < baselineEnd; i++)
                scratch[i] = series.Gap[i] is not null ? double.NaN : variance > 0 ? (series.Value[i] - centre) / Math.Sqrt(variance / series.Size[i]) : 0;
            between = Range(scratch, first, baselineEnd) / ControlChartConstants.MovingRangeDivisor;
        }

        for (var i = first; i < end; i++)
        {
            var isGap = series.Gap[i] is not null;
            var scale = isNumber ? isGap ? double.NaN : series.Size[i] : 1;
            Centre[i] = Middle[i] = centre * scale;
            Sigma[i] = isGap ? double.NaN : Math.Sqrt(Math.Max(0, variance) / series.Size[i]) * between * scale;
        }
    }

    private void FillPrime(int first, int end, int baselineEnd)
    {
        var centre = Given(Pooled(first, baselineEnd));
        var count = MovingRanges.CollectWeighted(series.Value, series.Size, series.Excluded, first, baselineEnd, ranges);
        var unit = double.NaN;
        if (count == 0) Missing = LimitsMissing.NoMovingRange;
        else
        {
            unit = MovingRanges.PrimeMean(ranges.AsSpan(0, count), settings.ScreenMovingRanges, out var dropped);
            ScreenedRangeCount = dropped;
        }

        for (var i = first; i < end; i++)
        {
            Centre[i] = Middle[i] = centre;
            Sigma[i] = series.Gap[i] is null ? unit / Math.Sqrt(series.Size[i]) : double.NaN;
        }
    }

    private void FillSubgroups(int first, int end, int baselineEnd)
    {
        double means = 0, sizes = 0, deviations = 0, squares = 0, freedom = 0, count = 0;
        for (var i = first; i < baselineEnd; i++)
        {
            if (!series.IsUsable(i)) continue;
            var size = series.Size[i];
            means += size * series.Value[i];
            sizes += size;
            if (size < 2) continue;
            deviations += series.Deviation[i];
            squares += (size - 1) * series.Deviation[i] * series.Deviation[i];
            freedom += size - 1;
            count++;
        }

        var isMean = kind == ChartKind.SubgroupMean;
        var spread = freedom == 0 ? double.NaN
            : settings.SubgroupSpread == SubgroupSpread.MeanWhenEqual && HaveOneSize(first, end) ? deviations / count : Math.Sqrt(squares / freedom);
        if (!isMean) spread = Given(spread);
        if (double.IsNaN(spread)) Missing = LimitsMissing.NoSubgroupSpread;
        var sigma = settings.GivenSigma is { } given && isMean ? given / settings.Multiply : double.NaN;
        if (!double.IsNaN(sigma)) Missing = LimitsMissing.No;
        var centre = isMean ? Given(sizes == 0 ? double.NaN : means / sizes) : spread;
        for (var i = first; i < end; i++)
        {
            Centre[i] = Middle[i] = centre;
            var size = series.Size[i];
            Sigma[i] = double.NaN;
            if (series.Gap[i] is not null || (size < 2 && double.IsNaN(sigma))) continue;
            var c4 = ControlChartConstants.C4Of(size);
            Sigma[i] = !isMean ? spread * Math.Sqrt(1 - c4 * c4) / c4 : (double.IsNaN(sigma) ? spread / c4 : sigma) / Math.Sqrt(size);
        }
    }

    // R: sigma is the mean of R ÷ d2(n); with equal sizes the centre is then the mean range.
    private void FillRanges(int first, int end, int baselineEnd)
    {
        double sum = 0;
        var count = 0;
        for (var i = first; i < baselineEnd; i++)
        {
            if (!series.IsUsable(i)) continue;
            sum += series.Value[i] / ControlChartConstants.For((int)series.Size[i]).SmallD2;
            count++;
        }

        var sigma = count == 0 ? double.NaN : sum / count;
        for (var i = first; i < end; i++)
        {
            var size = (int)(double.IsNaN(series.Size[i]) ? 0 : series.Size[i]);
            if (series.Gap[i] is not null || size < 2) continue;
            var constants = ControlChartConstants.For(size);
            if (settings.GivenCentre is not null) sigma = GivenCentre / constants.SmallD2;
            Centre[i] = Middle[i] = constants.SmallD2 * sigma;
            Sigma[i] = constants.SmallD3 * sigma;
        }
    }

    // A subgroup of one is a subgroup, also where it has no standard deviation to show.
    private bool HaveOneSize(int first, int end)
    {
        var size = double.NaN;
        for (var i = first; i < end; i++)
        {
            if (!series.IsUsable(i) && (series.Excluded[i] || series.Size[i] != 1)) continue;
            if (double.IsNaN(size)) size = series.Size[i];
            else if (size != series.Size[i]) return false;
        }

        return true;
    }
}
