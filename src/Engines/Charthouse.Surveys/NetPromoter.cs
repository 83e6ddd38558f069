namespace Charthouse.Surveys;

/// <summary>Employee net promoter score: percent of answers of 9 and 10 less percent of 0 to 6, from −100 to 100. Source: docs/methods/surveys.md.</summary>
/// <param name="Index">The score, −100 to 100.</param>
/// <param name="PromoterCount">Answers of 9 and 10.</param>
/// <param name="PassiveCount">Answers of 7 and 8.</param>
/// <param name="DetractorCount">Answers of 0 to 6.</param>
public readonly record struct NetPromoter(Score Index, int PromoterCount, int PassiveCount, int DetractorCount)
{
    /// <summary>The score of some respondents; who did not answer counts nowhere.</summary>
    /// <param name="answers">One answer for each respondent, 0 to 10.</param>
    /// <exception cref="ArgumentOutOfRangeException">An answer is not from 0 to 10.</exception>
    public static NetPromoter Compute(IReadOnlyList<int?> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var (promoters, passives, detractors) = (0, 0, 0);
        foreach (var answer in answers)
        {
            Items.Check(answer, 0, 10);
            if (answer >= 9) promoters++;
            else if (answer >= 7) passives++;
            else if (answer >= 0) detractors++;
        }

        var all = promoters + passives + detractors;
        return new(all == 0 ? Score.Without(ScoreGap.NoAnswers) : Score.Of(100.0 * (promoters - detractors) / all), promoters, passives, detractors);
    }
}
