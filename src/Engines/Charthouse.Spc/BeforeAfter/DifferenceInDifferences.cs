using System.Globalization;

namespace Charthouse.Spc.BeforeAfter;

/// <summary>One value of one unit, such as a ward in a month.</summary>
/// <param name="Unit">Name of the unit; a unit is treated or control, never both.</param>
/// <param name="IsTreated">Whether the unit gets the intervention at some time.</param>
/// <param name="Period">Number of the period, in order of time.</param>
/// <param name="Value">The value; finite.</param>
public readonly record struct UnitObservation(string Unit, bool IsTreated, int Period, double Value);

/// <summary>Standard errors of a difference in differences.</summary>
public enum DifferenceErrors
{
    /// <summary><see cref="ClusterByUnit"/> when there are enough units, else <see cref="Hc3"/>.</summary>
    Automatic,
    /// <summary>Unequal variance, factor n ÷ (n − k) (MacKinnon and White 1985).</summary>
    Hc1,
    /// <summary>Unequal variance, each residual ÷ (1 − leverage); better in small samples.</summary>
    Hc3,
    /// <summary>Any dependence within a unit (Liang and Zeger 1986), factor G ÷ (G − 1) · (n − 1) ÷ (n − k), Student t with G − 1 degrees of freedom.</summary>
    ClusterByUnit,
}

/// <summary>How a difference in differences is fitted. <c>default</c> gives the defaults.</summary>
public readonly record struct DifferenceOptions
{
    /// <summary>Standard errors; <see cref="DifferenceErrors.Automatic"/> by default.</summary>
    public DifferenceErrors Errors { get; init; }

    /// <summary>Whether logarithms are compared, so that the effect is a ratio; values must then be above 0.</summary>
    public bool OnLogScale { get; init; }
}

/// <summary>Mean of one group before or after.</summary>
/// <param name="IsTreated">Treated or control.</param>
/// <param name="IsPost">After or before.</param>
/// <param name="Observations">Number of values.</param>
/// <param name="Mean">Their mean, of logarithms on the log scale.</param>
public readonly record struct GroupMean(bool IsTreated, bool IsPost, int Observations, double Mean);

/// <summary>
/// Difference in differences: y = b0 + b1 G + b2 P + b3 G P. The effect b3 is how much more the treated units changed than the control units
/// (docs/methods/before-after.md).
/// </summary>
public sealed record DifferenceInDifferences
{
    /// <summary>With fewer units in all, errors clustered by unit are not to be trusted.</summary>
    public const int EnoughUnits = 20;

    /// <summary>With fewer units in either group, errors clustered by unit are not to be trusted.</summary>
    public const int EnoughUnitsInGroup = 5;

    internal DifferenceInDifferences()
    {
    }

    /// <summary>How it was fitted.</summary>
    public required DifferenceOptions Options { get; init; }

    /// <summary>The errors that were used: what <see cref="DifferenceErrors.Automatic"/> came to.</summary>
    public required DifferenceErrors ErrorsUsed { get; init; }

    /// <summary>Terms <c>intercept</c>, <c>treated</c>, <c>post</c>, <c>treatedPost</c>, with ratios on the log scale.</summary>
    public required IReadOnlyList<Coefficient> Coefficients { get; init; }

    /// <summary>The coefficient of <c>treatedPost</c>: the effect, b3.</summary>
    public Coefficient Effect => Coefficients[3];

    /// <summary>The four means: control before, control after, treated before, treated after.</summary>
    public required IReadOnlyList<GroupMean> Means { get; init; }

    /// <summary>Degrees of freedom of Student's t.</summary>
    public required int DegreesOfFreedom { get; init; }

    /// <summary>Treated units.</summary>
    public required int TreatedUnits { get; init; }

    /// <summary>Control units.</summary>
    public required int ControlUnits { get; init; }

    /// <summary>
    /// By how much the treated units' trend before the intervention differed from the control units', per period (the term G t fitted to the periods
    /// before); <c>null</c> when there are too few periods or values before, as a finding then says.
    /// </summary>
    public required Coefficient? PreTrendDifference { get; init; }

    /// <summary>What the reader must know, in words.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Compares treated and control units before and after.</summary>
    /// <param name="observations">In any order; at least two in each of the four cells.</param>
    /// <param name="firstPostPeriod">The first period after the intervention.</param>
    /// <param name="options">How to fit.</param>
    /// <exception cref="ArgumentException">
    /// Too few values in a cell; a value that is not finite, or not above 0 on the log scale; a unit that is both treated and control;
    /// <see cref="DifferenceErrors.ClusterByUnit"/> with fewer than two units in a group.
    /// </exception>
    public static DifferenceInDifferences Fit(IReadOnlyList<UnitObservation> observations, int firstPostPeriod, DifferenceOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(observations);
        if (!Enum.IsDefined(options.Errors)) throw new ArgumentOutOfRangeException(nameof(options), options.Errors, "Unknown kind of standard errors.");
        var n = observations.Count;
        var (x, y, units) = (new double[n * 4], new double[n], new int[n]);
        var known = new Dictionary<string, (int Number, bool IsTreated)>(StringComparer.Ordinal);
        var (counts, sums) = (new int[4], new double[4]);
        var hasRepeats = false;
        for (var i = 0; i < n; i++)
        {
            var (unit, isTreated, period, value) = observations[i];
            if (unit is null) throw new ArgumentException("A value has no unit.", nameof(observations));
            if (!double.IsFinite(value)) throw new ArgumentException($"Unit {unit} has a value that is not a number.", nameof(observations));
            if (options.OnLogScale && value <= 0) throw new ArgumentException($"Unit {unit} has a value that is not above 0 and has no logarithm.", nameof(observations));
            if (!known.TryGetValue(unit, out var of)) known.Add(unit, of = (known.Count, isTreated));
            else hasRepeats = true;
            if (of.IsTreated != isTreated) throw new ArgumentException($"Unit {unit} is both treated and control.", nameof(observations));
            var isPost = period >= firstPostPeriod;
            units[i] = of.Number;
            y[i] = options.OnLogScale ? Math.Log(value) : value;
            x[i * 4] = 1;
            x[i * 4 + 1] = isTreated ? 1 : 0;
            x[i * 4 + 2] = isPost ? 1 : 0;
            x[i * 4 + 3] = isTreated && isPost ? 1 : 0;
            var cell = (isTreated ? 2 : 0) + (isPost ? 1 : 0);
            counts[cell]++;
            sums[cell] += y[i];
        }

        for (var cell = 0; cell < 4; cell++)
        {
            if (counts[cell] >= 2) continue;
            throw new ArgumentException($"There are fewer than two values of {(cell >= 2 ? "treated" : "control")} units {(cell % 2 == 1 ? "after" : "before")} the intervention.", nameof(observations));
        }

        var treated = known.Values.Count(unit => unit.IsTreated);
        var control = known.Count - treated;
        var hasEnoughUnits = known.Count >= EnoughUnits && Math.Min(treated, control) >= EnoughUnitsInGroup;
        var errors = options.Errors != DifferenceErrors.Automatic ? options.Errors : hasEnoughUnits && hasRepeats ? DifferenceErrors.ClusterByUnit : DifferenceErrors.Hc3;
        if (errors == DifferenceErrors.ClusterByUnit && Math.Min(treated, control) < 2) throw new ArgumentException("Errors clustered by unit need at least two units in each group.", nameof(options));

        var findings = new List<Finding>();
        var fit = LeastSquares.Fit(x, y, 4)!; // four cells with values: always of full rank
        var df = errors == DifferenceErrors.ClusterByUnit ? known.Count - 1 : n - 4;
        var covariance = Covariance(fit, x, units, known.Count, errors)!; // two values in a cell: no leverage of 1
        var inference = new Inference(df);
        string[] terms = ["intercept", "treated", "post", "treatedPost"];
        if (fit.ResidualSumOfSquares == 0) Say(FindingKind.ExactFit, $"All values of a cell are equal; nothing is left to judge uncertainty by.");
        if (errors == DifferenceErrors.ClusterByUnit && !hasEnoughUnits)
            Say(FindingKind.FewUnits, $"Errors clustered by unit rest on {treated} treated and {control} control units; {EnoughUnits} units, {EnoughUnitsInGroup} in each group, are wanted. The interval is likely too narrow.");
        if (errors != DifferenceErrors.ClusterByUnit && hasRepeats)
            Say(FindingKind.RepeatedMeasures, $"Repeated values of one unit were taken as independent; the interval is likely too narrow. With few units, compare each unit's mean before and after instead.");

        return new DifferenceInDifferences
        {
            Options = options,
            ErrorsUsed = errors,
            Coefficients = [.. terms.Select((term, j) => inference.Coefficient(term, fit.Coefficients[j], covariance[j * 5], options.OnLogScale))],
            Means = [.. Enumerable.Range(0, 4).Select(cell => new GroupMean(cell >= 2, cell % 2 == 1, counts[cell], sums[cell] / counts[cell]))],
            DegreesOfFreedom = df,
            TreatedUnits = treated,
            ControlUnits = control,
            PreTrendDifference = PreTrend(),
            Findings = findings,
        };

        Coefficient? PreTrend()
        {
            var before = counts[0] + counts[2];
            var (preX, preY, preUnits) = (new double[before * 4], new double[before], new int[before]);
            var numbers = new Dictionary<int, int>();
            var row = 0;
            for (var i = 0; i < n; i++)
            {
                if (x[i * 4 + 2] != 0) continue;
                var (group, time) = (x[i * 4 + 1], (double)observations[i].Period - firstPostPeriod);
                preX[row * 4] = 1;
                preX[row * 4 + 1] = group;
                preX[row * 4 + 2] = time;
                preX[row * 4 + 3] = group * time;
                preY[row] = y[i];
                if (!numbers.TryGetValue(units[i], out var number)) numbers.Add(units[i], number = numbers.Count);
                preUnits[row++] = number;
            }

            var df = errors == DifferenceErrors.ClusterByUnit ? numbers.Count - 1 : before - 4;
            if (df < 1 || LeastSquares.Fit(preX, preY, 4) is not { } fit || Covariance(fit, preX, preUnits, numbers.Count, errors) is not { } covariance)
            {
                Say(FindingKind.PreTrend, $"There are too few values before the intervention to compare the trends of the groups. Whether they ran alike is an assumption.");
                return null;
            }

            var trend = new Inference(df).Coefficient("treatedTime", fit.Coefficients[3], covariance[15], options.OnLogScale);
            var what = options.OnLogScale ? "logarithm's trend" : "trend";
            Say(FindingKind.PreTrend, $"Before the intervention the treated units' {what} differed by {trend.Estimate:0.###} a period (95 % interval {trend.CiLow:0.###} to {trend.CiHigh:0.###}). An interval that holds 0 does not show that the trends were parallel; read it as the difference that cannot be excluded.");
            return trend;
        }

        void Say(FindingKind kind, FormattableString text) => findings.Add(new Finding(kind, text.ToString(CultureInfo.InvariantCulture)));
    }

    // null when a point has leverage 1, so that its residual says nothing.
    private static double[]? Covariance(LeastSquares fit, double[] x, int[] units, int unitCount, DifferenceErrors errors)
    {
        const int K = 4;
        var n = units.Length;
        var meat = new double[K * K];
        double factor;
        if (errors == DifferenceErrors.ClusterByUnit)
        {
            var scores = new double[unitCount * K];
            for (var i = 0; i < n * K; i++) scores[units[i / K] * K + i % K] += x[i] * fit.Residuals[i / K];
            for (var u = 0; u < unitCount; u++) AddSquare(meat, scores, u * K, 1);
            factor = (double)unitCount / (unitCount - 1) * (n - 1) / (n - K);
        }
        else
        {
            for (var i = 0; i < n; i++)
            {
                var residual = fit.Residuals[i];
                if (errors == DifferenceErrors.Hc3)
                {
                    var left = 1 - LeastSquares.Quadratic(x[(i * K)..(i * K + K)], fit.Inverse);
                    if (left < 1e-10) return null;
                    residual /= left;
                }

                AddSquare(meat, x, i * K, residual * residual);
            }

            factor = errors == DifferenceErrors.Hc1 ? (double)n / (n - K) : 1;
        }

        return LeastSquares.Scaled(LeastSquares.Sandwich(fit.Inverse, meat, K), factor);
    }

    private static void AddSquare(double[] meat, double[] rows, int start, double weight)
    {
        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j < 4; j++) meat[i * 4 + j] += weight * rows[start + i] * rows[start + j];
        }
    }
}
