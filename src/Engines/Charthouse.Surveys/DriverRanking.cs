namespace Charthouse.Surveys;

/// <summary>How far an item goes along with the outcome. That is association: it does not say that a better item would make a better outcome.</summary>
/// <param name="Item">Place of the item in what was handed over, from 0.</param>
/// <param name="Correlation">Pearson's correlation with the outcome, −1 to 1.</param>
/// <param name="Interval">Its percentile interval.</param>
/// <param name="PairCount">Respondents with both answers.</param>
public readonly record struct Driver(int Item, Score Correlation, BootstrapInterval Interval, int PairCount);

/// <summary>Ranks items by how strongly they go along with an outcome. Source: docs/methods/surveys.md.</summary>
public static class DriverRanking
{
    /// <summary>Correlation of each item with the outcome, the strongest first whatever its sign; items without one last.</summary>
    /// <param name="respondents">For each respondent the answers to the items; <c>null</c> where there is none.</param>
    /// <param name="outcome">For each respondent the outcome, such as the score of another scale; <c>null</c> where there is none.</param>
    /// <param name="options">How intervals are made.</param>
    /// <exception cref="ArgumentException">There are not as many outcomes as respondents, or respondents have different numbers of items.</exception>
    public static IReadOnlyList<Driver> Rank(IReadOnlyList<IReadOnlyList<double?>> respondents, IReadOnlyList<double?> outcome, BootstrapOptions options)
    {
        ArgumentNullException.ThrowIfNull(respondents);
        ArgumentNullException.ThrowIfNull(outcome);
        if (respondents.Count != outcome.Count) throw new ArgumentException("One outcome for each respondent.", nameof(outcome));
        if (respondents.Count == 0) return [];
        var itemCount = respondents[0].Count;
        if (respondents.Any(answers => answers.Count != itemCount)) throw new ArgumentException("All respondents have the same items.", nameof(respondents));
        return [.. Enumerable.Range(0, itemCount).Select(Of).OrderByDescending(driver => driver.Correlation.Value is { } r ? Math.Abs(r) : -1).ThenBy(driver => driver.Item)];

        Driver Of(int item)
        {
            (double X, double Y)[] pairs = [.. from i in Enumerable.Range(0, respondents.Count)
                                               where respondents[i][item] is not null && outcome[i] is not null
                                               let pair = (X: respondents[i][item]!.Value, Y: outcome[i]!.Value)
                                               orderby pair.X, pair.Y
                                               select pair];
            if (pairs.Length == 0) return new(item, Score.Without(ScoreGap.NoAnswers), new(null, null, ScoreGap.NoAnswers, options, 0), 0);
            if (pairs.Length == 1) return new(item, Score.Without(ScoreGap.TooFewRespondents), new(null, null, ScoreGap.TooFewRespondents, options, 0), 1);
            if (Correlation(pairs, null) is not { } correlation) return new(item, Score.Without(ScoreGap.NoVariation), new(null, null, ScoreGap.NoVariation, options, 0), pairs.Length);
            return new(item, Score.Of(correlation), Bootstrap.Resample(pairs.Length, options, draw => Correlation(pairs, draw)), pairs.Length);
        }
    }

    private static double? Correlation((double X, double Y)[] pairs, int[]? draw)
    {
        var n = pairs.Length;
        var (meanX, meanY) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            var (x, y) = pairs[draw?[i] ?? i];
            (meanX, meanY) = (meanX + x / n, meanY + y / n);
        }

        var (xx, yy, xy, largestX, largestY) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            var (x, y) = pairs[draw?[i] ?? i];
            (largestX, largestY) = (Math.Max(largestX, Math.Abs(x)), Math.Max(largestY, Math.Abs(y)));
            (x, y) = (x - meanX, y - meanY);
            (xx, yy, xy) = (xx + x * x, yy + y * y, xy + x * y);
        }

        // What is left of equal values after rounding is no variation.
        if (xx <= n * 1e-24 * largestX * largestX || yy <= n * 1e-24 * largestY * largestY) return null;
        return Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1);
    }
}
