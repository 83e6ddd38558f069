namespace Charthouse.Spc.Tests.Published;

/// <summary>Average run lengths as printed.</summary>
public sealed class RunLengthTests
{
    // Montgomery, Introduction to Statistical Quality Control, table 9.3: two-sided tabular CUSUM, k = 1/2.
    [Theory]
    [InlineData(0, 4, 168)]
    [InlineData(0.25, 4, 74.2)]
    [InlineData(0.5, 4, 26.6)]
    [InlineData(0.75, 4, 13.3)]
    [InlineData(1, 4, 8.38)]
    [InlineData(1.5, 4, 4.75)]
    [InlineData(2, 4, 3.34)]
    [InlineData(0, 5, 465)]
    [InlineData(0.25, 5, 139)]
    [InlineData(0.5, 5, 38.0)]
    [InlineData(0.75, 5, 17.0)]
    [InlineData(1, 5, 10.4)]
    [InlineData(1.5, 5, 5.75)]
    [InlineData(2, 5, 4.01)]
    public void Cusum_TwoSided(double shift, double decisionInterval, double printed) => Printed(printed, CusumRunLength.TwoSided(0.5, decisionInterval, shift));

    [Fact]
    public void Cusum_OfTheUsualConstants()
    {
        Assert.Equal(930.9, CusumRunLength.OneSided(0.5, 5), 0.05);
        Assert.Equal(465.4, CusumRunLength.TwoSided(0.5, 5), 0.05);
    }

    // Montgomery, table 9.11, after Lucas and Saccucci 1990.
    [Theory]
    [InlineData(0.4, 3.054, 0, 500)]
    [InlineData(0.4, 3.054, 0.5, 71.2)]
    [InlineData(0.4, 3.054, 1, 14.3)]
    [InlineData(0.25, 2.998, 0, 500)]
    [InlineData(0.25, 2.998, 1, 11.1)]
    [InlineData(0.2, 2.962, 0, 500)]
    [InlineData(0.2, 2.962, 0.5, 41.8)]
    [InlineData(0.2, 2.962, 1, 10.5)]
    [InlineData(0.1, 2.814, 0, 500)]
    [InlineData(0.1, 2.814, 1, 10.3)]
    [InlineData(0.05, 2.615, 0, 500)]
    [InlineData(0.05, 2.615, 1, 11.4)]
    public void Ewma(double lambda, double width, double shift, double printed) => Printed(printed, EwmaRunLength.TwoSided(lambda, width, shift));

    // The table of docs/methods/ewma-cusum.md, as printed there.
    [Fact]
    public void MethodPage_HasTheseFigures()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Charthouse.slnx"))) folder = Path.GetDirectoryName(folder)!;
        var page = File.ReadAllText(Path.Combine(folder, "docs", "methods", "ewma-cusum.md"));
        Says($"| CUSUM, one side | k 0.5, h 5 | {CusumRunLength.OneSided(0.5, 5):0.0} |");
        Says($"| CUSUM, both sides | k 0.5, h 5 | {CusumRunLength.TwoSided(0.5, 5):0.0} |");
        Says($"| CUSUM, both sides | k 0.5, h 4 | {CusumRunLength.TwoSided(0.5, 4):0} |");
        Says($"| EWMA | λ 0.2, 2.962 sigma | {EwmaRunLength.TwoSided(0.2, 2.962):0} |");
        Says($"| EWMA | λ 0.1, 2.814 sigma | {EwmaRunLength.TwoSided(0.1, 2.814):0} |");

        void Says(FormattableString row) => Assert.Contains(FormattableString.Invariant(row), page, StringComparison.Ordinal);
    }

    // docs/methods/rules.md: a false alarm every 370 points by the limits alone, every 92 by the four rules together (Champ and Woodall 1987: 91.75).
    [Fact]
    public void WesternElectric_FalseAlarms()
    {
        Assert.Equal(370, 1 / (2 * Numerics.Distributions.NormalCdf(-3)), 0.5);
        var random = new Random(11);
        const int runs = 3000;
        double total = 0;
        var settings = ChartSettings.Default with { Rules = [RuleSet.WesternElectric], GivenCentre = 0, GivenLimits = (-3, 3) };
        for (var run = 0; run < runs; run++)
        {
            List<Observation> points = [];
            for (int? found = null; found is null;)
            {
                for (var i = Math.Max(100, points.Count); i > 0; i--) points.Add(Observation.Measured(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())));
                found = ControlChart.Compute(ChartKind.Individuals, [.. points], settings).Points.Where(point => !point.Signals.IsEmpty).Select(point => (int?)point.Index).FirstOrDefault();
                total += found ?? 0;
            }
        }

        // Run lengths vary about as much as they are long: one standard error is 1.7.
        Assert.InRange(total / runs, 91.75 - 5, 91.75 + 5);
    }

    // A fast start finds a shift sooner and costs little in control (Lucas and Crosier 1982).
    [Fact]
    public void HeadStart_FindsSooner()
    {
        Assert.InRange(CusumRunLength.TwoSided(0.5, 5, 1, 2.5), 6.3, 6.5);
        Assert.InRange(CusumRunLength.TwoSided(0.5, 5, 0, 2.5), 400, 465);
    }

    // The chain against a simulation of the same sums, whose share of error is about 1 in 60.
    [Fact]
    public void BernoulliCusum_AsSimulated()
    {
        var random = new Random(7);
        const int runs = 4000;
        double total = 0;
        var (happened, didNot) = (Math.Log(2 / (1 + 0.05)), Math.Log((1 - 0.1 / 1.05) / 0.95));
        for (var run = 0; run < runs; run++)
        {
            double sum = 0;
            while (sum < 2)
            {
                sum = Math.Max(0, sum + (random.NextDouble() < 0.05 ? happened : didNot));
                total++;
            }
        }

        Assert.InRange(BernoulliCusum.AverageRunLength(0.05, 0.05, 2, 2) / (total / runs), 0.93, 1.07);
    }

    // A table rounds to three figures; its own method is good to about one in a hundred.
    private static void Printed(double printed, double computed) => Assert.InRange(computed / printed, 0.985, 1.015);
}
