using Charthouse.Spc.Numerics;

namespace Charthouse.Spc.Tests;

/// <summary>Against R 4.2.2: each test names the call that gave the expected value.</summary>
public sealed class DistributionsTests
{
    // R: lgamma(x)
    [Theory]
    [InlineData(0.01, 4.599479878042022)]
    [InlineData(0.5, 0.5723649429247001)]
    [InlineData(1, 0)]
    [InlineData(1.5, -0.12078223763524518)]
    [InlineData(2, 0)]
    [InlineData(3.7, 1.428072326665388)]
    [InlineData(14.9, 24.924132002217277)]
    [InlineData(15, 25.191221182738683)]
    [InlineData(100, 359.1342053695754)]
    [InlineData(100000, 1051287.7089736569)]
    public void LogGamma_AgreesWithR(double x, double expected) => Close(expected, Distributions.LogGamma(x));

    // R: pnorm(x)
    [Theory]
    [InlineData(-8, 6.220960574271785e-16)]
    [InlineData(-3, 0.0013498980316300946)]
    [InlineData(-1, 0.15865525393145705)]
    [InlineData(-0.1, 0.460172162722971)]
    [InlineData(0.5, 0.691462461274013)]
    [InlineData(1.96, 0.9750021048517796)]
    [InlineData(5, 0.9999997133484281)]
    public void NormalCdf_AgreesWithR(double x, double expected) => Close(expected, Distributions.NormalCdf(x));

    // R: qnorm(p)
    [Theory]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(0.025, -1.9599639845400538)]
    [InlineData(0.3, -0.5244005127080407)]
    [InlineData(0.975, 1.9599639845400536)]
    [InlineData(0.999, 3.090232306167813)]
    public void NormalQuantile_AgreesWithR(double p, double expected) => Close(expected, Distributions.NormalQuantile(p));

    // R: qchisq(p, df)
    [Theory]
    [InlineData(0.001, 1, 1.5707971492624904e-06)]
    [InlineData(0.025, 1, 0.0009820691171752562)]
    [InlineData(0.5, 1, 0.45493642311957283)]
    [InlineData(0.975, 1, 5.023886187314885)]
    [InlineData(0.999, 1, 10.82756617066273)]
    [InlineData(0.001, 2, 0.002001000667167067)]
    [InlineData(0.025, 2, 0.05063561596857975)]
    [InlineData(0.5, 2, 1.3862943611198906)]
    [InlineData(0.975, 2, 7.377758908227871)]
    [InlineData(0.999, 2, 13.815510557964272)]
    [InlineData(0.001, 10, 1.478743463835665)]
    [InlineData(0.025, 10, 3.2469727802368413)]
    [InlineData(0.5, 10, 9.34181776559197)]
    [InlineData(0.975, 10, 20.483177350807395)]
    [InlineData(0.999, 10, 29.588298445074418)]
    [InlineData(0.001, 200, 143.84279499000078)]
    [InlineData(0.025, 200, 162.7279825018463)]
    [InlineData(0.5, 200, 199.33372983863086)]
    [InlineData(0.975, 200, 241.05789550631096)]
    [InlineData(0.999, 200, 267.5405278227572)]
    [InlineData(0.001, 20000, 19387.64877164745)]
    [InlineData(0.025, 20000, 19609.904934520368)]
    [InlineData(0.5, 20000, 19999.333337284093)]
    [InlineData(0.975, 20000, 20393.883649999767)]
    [InlineData(0.999, 20000, 20623.750449079074)]
    public void ChiSquareQuantile_AgreesWithR(double p, double df, double expected) => Close(expected, Distributions.ChiSquareQuantile(p, df));

    // R: qt(p, df)
    [Theory]
    [InlineData(0.005, 1, -63.65674116287158)]
    [InlineData(0.3, 1, -0.726542528005361)]
    [InlineData(0.975, 1, 12.706204736174694)]
    [InlineData(0.9999, 1, 3183.0987571185015)]
    [InlineData(0.005, 2, -9.924843200918293)]
    [InlineData(0.3, 2, -0.6172133998483676)]
    [InlineData(0.975, 2, 4.302652729749462)]
    [InlineData(0.9999, 2, 70.70007107496818)]
    [InlineData(0.005, 7, -3.4994832973504937)]
    [InlineData(0.3, 7, -0.5491096579472851)]
    [InlineData(0.975, 7, 2.3646242515927844)]
    [InlineData(0.9999, 7, 7.063432828157639)]
    [InlineData(0.005, 68, -2.650081298694729)]
    [InlineData(0.3, 68, -0.5268677820311193)]
    [InlineData(0.975, 68, 1.9954689314298435)]
    [InlineData(0.9999, 68, 3.9320656168260406)]
    [InlineData(0.005, 1000, -2.58075469806595)]
    [InlineData(0.3, 1000, -0.5245677073092267)]
    [InlineData(0.975, 1000, 1.9623390808264076)]
    [InlineData(0.9999, 1000, 3.732851604575396)]
    public void StudentQuantile_AgreesWithR(double p, double df, double expected) => Close(expected, Distributions.StudentQuantile(p, df));

    // R: qf(p, df1, df2), which is a beta quantile in other units
    [Theory]
    [InlineData(0.05, 1, 5, 0.004344768161483881)]
    [InlineData(0.5, 1, 5, 0.5280737689526205)]
    [InlineData(0.99, 1, 5, 16.258177039833647)]
    [InlineData(0.05, 3, 68, 0.11673111418218489)]
    [InlineData(0.5, 3, 68, 0.7966319778106404)]
    [InlineData(0.99, 3, 68, 4.083426188611842)]
    [InlineData(0.05, 10, 2.5, 0.25804578680559953)]
    [InlineData(0.5, 10, 2.5, 1.244595036908821)]
    [InlineData(0.99, 10, 2.5, 45.420342790958934)]
    [InlineData(0.05, 200, 300, 0.8062125461622066)]
    [InlineData(0.5, 200, 300, 0.9988876528421801)]
    [InlineData(0.99, 200, 300, 1.3459423862728666)]
    public void BetaQuantile_AgreesWithR(double p, double df1, double df2, double expected)
    {
        var (x, y) = Distributions.BetaQuantile(p, df1 / 2, df2 / 2);
        Close(expected, df2 * x / (df1 * y));
    }

    // R: 2 * pt(-abs(t), df)
    [Theory]
    [InlineData(20.6, 68, 6.068250698698646e-31)]
    [InlineData(-4.05, 68, 0.0001337371458870111)]
    [InlineData(0.3, 5, 0.7762490422632745)]
    [InlineData(100, 3, 2.204521923184911e-06)]
    public void StudentTwoSided_AgreesWithR(double t, double df, double expected) => Close(expected, Distributions.StudentTwoSided(t, df));

    // R: pbinom(k, n, p)
    [Theory]
    [InlineData(3, 10, 0.5, 0.17187500000000006)]
    [InlineData(500, 1000, 0.5, 0.5126125090891804)]
    [InlineData(7, 100, 0.01, 0.9999917797952614)]
    [InlineData(4999, 10000, 0.5, 0.49601067693030904)]
    public void BinomialCdf_AgreesWithR(int k, int n, double p, double expected) => Close(expected, Distributions.BinomialCdf(k, n, p));

    // R: qbinom(0.05, n, 0.5)
    [Theory]
    [InlineData(9, 2)]
    [InlineData(23, 8)]
    [InlineData(59, 23)]
    [InlineData(300, 136)]
    public void BinomialQuantile_AgreesWithR(int n, int expected) => Assert.Equal(expected, Distributions.BinomialQuantile(0.05, n, 0.5));

    // R: pchisq(x, df, lower.tail = FALSE)
    [Theory]
    [InlineData(21.9159122099567, 1, 2.8486206539829982e-06)]
    [InlineData(3, 4, 0.5578254003710746)]
    [InlineData(19000, 20000, 0.9999998137545348)]
    [InlineData(21000, 20000, 4.2758724550596453e-07)]
    public void ChiSquareAbove_AgreesWithR(double x, double df, double expected) => Close(expected, Distributions.ChiSquareAbove(x, df));

    // R: pf(x, df1, df2, lower.tail = FALSE)
    [Theory]
    [InlineData(5.5, 3, 20, 0.00638944700197716)]
    [InlineData(0.4, 3, 20, 0.754496673104388)]
    [InlineData(40, 2, 8, 6.830134553650705e-05)]
    public void IncompleteBeta_AgreesWithR(double x, double df1, double df2, double expected) =>
        Close(expected, Distributions.IncompleteBeta(df2 / 2, df1 / 2, df2 / (df1 * x + df2), df1 * x / (df1 * x + df2)));

    [Theory]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(68)]
    [InlineData(5000)]
    public void Quantiles_UndoTheCdf(double df)
    {
        for (var p = 0.001; p < 1; p += 0.013)
        {
            Close(p, Distributions.IncompleteGamma(df / 2, Distributions.ChiSquareQuantile(p, df) / 2).Below, 1e-11);
            var tail = Distributions.StudentTwoSided(Distributions.StudentQuantile(p, df), df) / 2;
            Close(p, p < 0.5 ? tail : 1 - tail, 1e-11);
            var (x, y) = Distributions.BetaQuantile(p, df / 2, 3.5);
            Close(p, Distributions.IncompleteBeta(df / 2, 3.5, x, y), 1e-11);
        }
    }

    private static void Close(double expected, double actual, double tolerance = 2e-13) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Max(Math.Abs(expected), 1e-250) || (expected == 0 && Math.Abs(actual) < 1e-14), $"{actual:R} instead of {expected:R}");
}
