using System.Collections.Immutable;
using Charthouse.Spc.Numerics;

namespace Charthouse.Spc;

/// <summary>One case of a Bernoulli CUSUM.</summary>
/// <param name="Index">Number of the case, from 1.</param>
/// <param name="Outcome">Whether it happened; <c>null</c> when that is not known: the sums stay.</param>
/// <param name="Up">Sum towards more, 0 or more, before it goes back to 0.</param>
/// <param name="Down">Sum towards fewer, 0 or less, before it goes back to 0.</param>
/// <param name="IsUpSignal">Whether the upper sum reached the limit here.</param>
/// <param name="IsDownSignal">Whether the lower sum reached the limit here.</param>
public readonly record struct BernoulliPoint(int Index, bool? Outcome, double Up, double Down, bool IsUpSignal, bool IsDownSignal);

/// <summary>
/// CUSUM of a rare outcome case by case: the log-likelihood ratio of odds R times the baseline's (Neuburger et al. 2017, doi 10.1136/bmjqs-2016-005526).
/// The upper sum looks for R, the lower one for 1/R. A sum that reaches the limit signals and starts again at 0.
/// </summary>
public sealed record BernoulliCusum
{
    private const int GridCells = 500;

    /// <summary>Share of cases with the outcome that is held against.</summary>
    public required double BaselineShare { get; init; }

    /// <summary>The ratio of odds to be found.</summary>
    public required double OddsRatio { get; init; }

    /// <summary>Limit of the sums, in units of log-likelihood.</summary>
    public required double Limit { get; init; }

    /// <summary>The cases in order.</summary>
    public required ImmutableArray<BernoulliPoint> Points { get; init; }

    /// <summary>Computes the sums.</summary>
    /// <param name="outcomes">The cases in order; <c>null</c> is a case whose outcome is not known.</param>
    /// <param name="baselineShare">Share with the outcome that is held against, between 0 and 1.</param>
    /// <param name="oddsRatio">The ratio of odds to be found, above 1.</param>
    /// <param name="limit">Limit of the sums, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static BernoulliCusum Compute(ReadOnlySpan<bool?> outcomes, double baselineShare, double oddsRatio = 2, double limit = 3.5)
    {
        var more = Scores(baselineShare, oddsRatio, limit);
        var fewer = Scores(baselineShare, 1 / oddsRatio, limit);
        var points = ImmutableArray.CreateBuilder<BernoulliPoint>(outcomes.Length);
        double up = 0, down = 0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i] is { } happened)
            {
                up = Math.Max(0, up + (happened ? more.Happened : more.DidNot));
                down = Math.Max(0, down + (happened ? fewer.Happened : fewer.DidNot));
            }

            var known = outcomes[i] is not null;
            var (isUp, isDown) = (known && !Closeness.Below(up, limit), known && !Closeness.Below(down, limit));
            // 0 less the sum, for a negated 0 would be a minus zero.
            points.Add(new(i + 1, outcomes[i], up, 0 - down, isUp, isDown));
            if (isUp) up = 0;
            if (isDown) down = 0;
        }

        return new() { BaselineShare = baselineShare, OddsRatio = oddsRatio, Limit = limit, Points = points.MoveToImmutable() };
    }

    /// <summary>
    /// Average number of cases until the upper sum signals, when the true share is <paramref name="share"/>. A Markov chain over the sum, cut into cells with linear
    /// interpolation between them (Brook and Evans 1972): good to a few per cent, enough to choose a limit.
    /// </summary>
    /// <param name="baselineShare">Share that is held against.</param>
    /// <param name="share">True share; the baseline's for the time between false alarms.</param>
    /// <param name="oddsRatio">The ratio of odds to be found; below 1 for the lower sum.</param>
    /// <param name="limit">Limit of the sum.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static double AverageRunLength(double baselineShare, double share, double oddsRatio = 2, double limit = 3.5)
    {
        var scores = Scores(baselineShare, oddsRatio, limit);
        Share(share, nameof(share));
        var width = limit / GridCells;
        var a = new double[GridCells, GridCells];
        var b = new double[GridCells];
        for (var i = 0; i < GridCells; i++)
        {
            a[i, i] += 1;
            b[i] = 1;
            Step(a, i, i * width + scores.Happened, share, width);
            Step(a, i, i * width + scores.DidNot, 1 - share, width);
        }

        Quadrature.Solve(a, b);
        return b[0];
    }

    private static void Step(double[,] a, int from, double to, double probability, double width)
    {
        var place = Math.Max(0, to) / width;
        if (place >= GridCells) return;
        var cell = (int)place;
        var part = place - cell;
        a[from, cell] -= probability * (1 - part);
        if (cell + 1 < GridCells) a[from, cell + 1] -= probability * part;
        else a[from, cell] -= probability * part;
    }

    private static (double Happened, double DidNot) Scores(double baselineShare, double oddsRatio, double limit)
    {
        Share(baselineShare, nameof(baselineShare));
        if (!(double.IsFinite(oddsRatio) && oddsRatio > 0) || oddsRatio == 1) throw new ArgumentOutOfRangeException(nameof(oddsRatio), oddsRatio, "A ratio of odds above 0 that is not 1 is wanted.");
        if (!(double.IsFinite(limit) && limit > 0)) throw new ArgumentOutOfRangeException(nameof(limit), limit, "A limit above 0 is wanted.");
        var odds = oddsRatio * baselineShare / (1 - baselineShare);
        var other = odds / (1 + odds);
        return (Math.Log(other / baselineShare), Math.Log((1 - other) / (1 - baselineShare)));
    }

    private static void Share(double share, string name)
    {
        if (share is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(name, share, "A share between 0 and 1 is wanted.");
    }
}
