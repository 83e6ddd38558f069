namespace Charthouse.Surveys;

/// <summary>Checks of what a caller hands over. A wrong number of items or an answer off the scale is a fault of the caller, not of the respondent.</summary>
internal static class Items
{
    public static void Check(IReadOnlyList<int?> answers, int count, int lowest, int highest)
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (answers.Count != count) throw new ArgumentException($"This scale has {count} items, not {answers.Count}.", nameof(answers));
        foreach (var answer in answers) Check(answer, lowest, highest);
    }

    public static void Check(int? answer, int lowest, int highest)
    {
        if (answer < lowest || answer > highest) throw new ArgumentOutOfRangeException(nameof(answer), answer, $"Answers of this scale run from {lowest} to {highest}.");
    }

    /// <summary>Mean of what was answered, where no more than some are missing.</summary>
    public static Score Mean(IEnumerable<int?> answers, int mostMissing)
    {
        var (sum, answered, missing) = (0, 0, 0);
        foreach (var answer in answers)
        {
            if (answer is { } value) (sum, answered) = (sum + value, answered + 1);
            else missing++;
        }

        if (answered == 0) return Score.Without(ScoreGap.NoAnswers);
        return missing > mostMissing ? Score.Without(ScoreGap.MissingItems) : Score.Of((double)sum / answered);
    }

    /// <summary>Sum of all, where none is missing.</summary>
    public static Score Sum(IEnumerable<int?> answers)
    {
        var (sum, answered, missing) = (0, 0, 0);
        foreach (var answer in answers)
        {
            if (answer is { } value) (sum, answered) = (sum + value, answered + 1);
            else missing++;
        }

        if (answered == 0) return Score.Without(ScoreGap.NoAnswers);
        return missing > 0 ? Score.Without(ScoreGap.MissingItems) : Score.Of(sum);
    }
}
