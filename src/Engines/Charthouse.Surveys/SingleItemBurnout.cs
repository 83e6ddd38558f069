namespace Charthouse.Surveys;

/// <summary>Which end of the item is the worst.</summary>
public enum BurnoutCoding
{
    /// <summary>1 is no symptom, 5 is the need to seek help.</summary>
    FiveIsWorst,

    /// <summary>1 is the need to seek help, 5 is no symptom, as in Mini-Z 2.0.</summary>
    FiveIsBest,
}

/// <summary>Burnout by a single item with five ordered statements (Physician Worklife Study; Rohland, Kruse and Rohrer 2004). Source: docs/methods/surveys.md.</summary>
public static class SingleItemBurnout
{
    /// <summary>Whether an answer is in the range of burnout: the third statement or a worse one. By either coding that is 3 and what lies towards the worst end.</summary>
    /// <param name="answer">The answer, 1 to 5; <c>null</c> where there is none.</param>
    /// <param name="coding">Which end is the worst.</param>
    /// <returns><c>null</c> without an answer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The answer is not from 1 to 5.</exception>
    public static bool? Has(int? answer, BurnoutCoding coding = BurnoutCoding.FiveIsWorst)
    {
        Items.Check(answer, 1, 5);
        return answer is { } value ? coding == BurnoutCoding.FiveIsWorst ? value >= 3 : value <= 3 : null;
    }

    /// <summary>Percent of respondents in the range of burnout, 0 to 100, among those who answered.</summary>
    /// <param name="answers">One answer for each respondent.</param>
    /// <param name="coding">Which end is the worst.</param>
    /// <exception cref="ArgumentOutOfRangeException">An answer is not from 1 to 5.</exception>
    public static Score Percent(IReadOnlyList<int?> answers, BurnoutCoding coding = BurnoutCoding.FiveIsWorst)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var (with, answered) = (0, 0);
        foreach (var answer in answers)
        {
            if (Has(answer, coding) is not { } has) continue;
            answered++;
            if (has) with++;
        }

        return answered == 0 ? Score.Without(ScoreGap.NoAnswers) : Score.Of(100.0 * with / answered);
    }
}
