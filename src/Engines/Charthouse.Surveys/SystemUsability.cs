namespace Charthouse.Surveys;

/// <summary>What is done with unanswered items of the System Usability Scale.</summary>
public enum MissingUsabilityItems
{
    /// <summary>All ten must be answered.</summary>
    Refused,

    /// <summary>Up to two unanswered items count as 3, the middle.</summary>
    UpToTwoAreNeutral,
}

/// <summary>System Usability Scale (Brooke 1996): ten items from 1 (disagree strongly) to 5 (agree strongly), odd ones worded positively, even ones negatively. Source: docs/methods/surveys.md.</summary>
public static class SystemUsability
{
    /// <summary>Items of the scale.</summary>
    public const int ItemCount = 10;

    // Percent of products below a score, at nodes; between them the line. Sauro's data as published in an R function.
    private static readonly (double Score, double Share)[] percentiles =
    [
        (0, 0), (5, .003), (10, .004), (15, .007), (20, .01), (25, .015), (30, .02), (35, .04), (40, .06), (45, .08), (50, .13), (55, .19), (60, .29),
        (65, .41), (66, .44), (67, .47), (68, .50), (69, .53), (70, .56), (71, .60), (72, .63), (73, .67), (74, .70), (75, .73), (76, .77), (77, .80), (78, .83), (79, .86), (80, .88),
        (85, .97), (90, .998), (95, .99999), (100, 1),
    ];

    // Means of the scores that people gave with each word (Bangor, Kortum and Miller 2009).
    private static readonly (double Mean, string Word)[] adjectives =
        [(12.5, "worst imaginable"), (20.3, "awful"), (35.7, "poor"), (50.9, "OK"), (71.4, "good"), (85.5, "excellent"), (90.9, "best imaginable")];

    // Sauro and Lewis 2016.
    private static readonly (double From, string Grade)[] grades =
        [(84.1, "A+"), (80.8, "A"), (78.9, "A−"), (77.2, "B+"), (74.1, "B"), (72.6, "B−"), (71.1, "C+"), (65.0, "C"), (62.7, "C−"), (51.7, "D")];

    /// <summary>The score of one respondent, 0 to 100. It is no percentage.</summary>
    /// <param name="answers">Ten answers in their order, 1 to 5; <c>null</c> where there is none.</param>
    /// <param name="missing">What is done with unanswered items.</param>
    /// <exception cref="ArgumentException">There are not ten items, or an answer is not from 1 to 5.</exception>
    public static Score Of(IReadOnlyList<int?> answers, MissingUsabilityItems missing = MissingUsabilityItems.Refused)
    {
        Items.Check(answers, ItemCount, 1, 5);
        var (sum, unanswered) = (0, 0);
        for (var i = 0; i < ItemCount; i++)
        {
            if (answers[i] is null) unanswered++;
            var value = answers[i] ?? 3;
            sum += i % 2 == 0 ? value - 1 : 5 - value;
        }

        if (unanswered == ItemCount) return Score.Without(ScoreGap.NoAnswers);
        return unanswered > (missing == MissingUsabilityItems.Refused ? 0 : 2) ? Score.Without(ScoreGap.MissingItems) : Score.Of(sum * 2.5);
    }

    /// <summary>Percent of products in a published collection with a lower mean score, 0 to 100, on the line between the nodes of the table. 68 is the middle.</summary>
    /// <param name="score">A mean score, 0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 100.</exception>
    public static double Percentile(double score)
    {
        Check(score);
        var above = Array.FindIndex(percentiles, node => node.Score >= score);
        if (percentiles[above].Score == score) return 100 * percentiles[above].Share;
        var ((lowScore, lowShare), (highScore, highShare)) = (percentiles[above - 1], percentiles[above]);
        return 100 * (lowShare + (highShare - lowShare) * (score - lowScore) / (highScore - lowScore));
    }

    /// <summary>The word whose mean score is nearest, from "worst imaginable" to "best imaginable"; the better one in the middle between two.</summary>
    /// <param name="score">A mean score, 0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 100.</exception>
    public static string Adjective(double score)
    {
        Check(score);
        var best = adjectives[0];
        foreach (var adjective in adjectives)
        {
            if (Math.Abs(adjective.Mean - score) <= Math.Abs(best.Mean - score)) best = adjective;
        }

        return best.Word;
    }

    /// <summary>The grade on the curve, A+ to F.</summary>
    /// <param name="score">A mean score, 0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 100.</exception>
    public static string Grade(double score)
    {
        Check(score);
        foreach (var (from, grade) in grades)
        {
            if (score >= from) return grade;
        }

        return "F";
    }

    private static void Check(double score)
    {
        if (score is not (>= 0 and <= 100)) throw new ArgumentOutOfRangeException(nameof(score), score, "Scores run from 0 to 100.");
    }
}
