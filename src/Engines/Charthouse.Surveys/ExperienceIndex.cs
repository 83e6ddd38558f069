namespace Charthouse.Surveys;

/// <summary>Whether answers in the middle stay in the denominator.</summary>
public enum NeutralAnswers
{
    /// <summary>They stay in it, as in a net promoter score.</summary>
    Counted,

    /// <summary>They are left out of it.</summary>
    Excluded,
}

/// <summary>Over what the share of positive less negative answers is taken.</summary>
public enum ExperienceAveraging
{
    /// <summary>Over all answers of all respondents together.</summary>
    Pooled,

    /// <summary>For each respondent first, then the mean of the respondents: who leaves items out counts as much as who does not.</summary>
    PerRespondent,
}

/// <summary>How the experience index is computed. Two indices with different options must not be compared.</summary>
/// <param name="Neutral">Whether answers in the middle stay in the denominator.</param>
/// <param name="Averaging">Over what the share is taken.</param>
public readonly record struct ExperienceIndexOptions(NeutralAnswers Neutral = NeutralAnswers.Counted, ExperienceAveraging Averaging = ExperienceAveraging.Pooled);

/// <summary>
/// Experience index: percent positive less percent negative answers over agreement items from 1 (disagree strongly) to 5 (agree strongly), from −100 to 100.
/// The arithmetic of the Net EHR Experience Score of the KLAS Arch Collaborative; its publications leave open whether neutral answers stay in the denominator, so both forms exist.
/// Its items are proprietary and not part of this library. Source: docs/methods/surveys.md.
/// </summary>
/// <param name="Index">The index, −100 to 100.</param>
/// <param name="PositiveCount">Answers of 4 or 5.</param>
/// <param name="NeutralCount">Answers of 3.</param>
/// <param name="NegativeCount">Answers of 1 or 2.</param>
/// <param name="MissingCount">Items that were not answered, or do not apply. They count nowhere.</param>
/// <param name="RespondentCount">Respondents with at least one answer that counts.</param>
public readonly record struct ExperienceIndex(Score Index, int PositiveCount, int NeutralCount, int NegativeCount, int MissingCount, int RespondentCount)
{
    /// <summary>The index of some respondents.</summary>
    /// <param name="respondents">For each respondent the answers, 1 to 5; <c>null</c> where there is none.</param>
    /// <param name="options">How it is computed.</param>
    /// <exception cref="ArgumentOutOfRangeException">An answer is not from 1 to 5.</exception>
    public static ExperienceIndex Compute(IReadOnlyList<IReadOnlyList<int?>> respondents, ExperienceIndexOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(respondents);
        var (positive, neutral, negative, missing) = (0, 0, 0, 0);
        List<RespondentPart> parts = [];
        foreach (var respondent in respondents)
        {
            var (above, middle, below) = Count(respondent);
            (positive, neutral, negative, missing) = (positive + above, neutral + middle, negative + below, missing + respondent.Count - above - middle - below);
            if (Part(above, middle, below, options) is { } part) parts.Add(part);
        }

        return new(Of(parts), positive, neutral, negative, missing, parts.Count);
    }

    /// <summary>The index of some respondents as a ratio of sums, for <see cref="Bootstrap.OfRatio"/>; respondents without an answer that counts are left out.</summary>
    /// <param name="respondents">For each respondent the answers, 1 to 5; <c>null</c> where there is none.</param>
    /// <param name="options">How the index is computed.</param>
    /// <exception cref="ArgumentOutOfRangeException">An answer is not from 1 to 5.</exception>
    public static IReadOnlyList<RespondentPart> Parts(IReadOnlyList<IReadOnlyList<int?>> respondents, ExperienceIndexOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(respondents);
        List<RespondentPart> parts = [];
        foreach (var respondent in respondents)
        {
            var (above, middle, below) = Count(respondent);
            if (Part(above, middle, below, options) is { } part) parts.Add(part);
        }

        return parts;
    }

    private static (int Positive, int Neutral, int Negative) Count(IReadOnlyList<int?> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var (above, middle, below) = (0, 0, 0);
        foreach (var answer in answers)
        {
            Items.Check(answer, 1, 5);
            if (answer > 3) above++;
            else if (answer == 3) middle++;
            else if (answer < 3) below++;
        }

        return (above, middle, below);
    }

    private static RespondentPart? Part(int positive, int neutral, int negative, ExperienceIndexOptions options)
    {
        var counted = positive + negative + (options.Neutral == NeutralAnswers.Counted ? neutral : 0);
        if (counted == 0) return null;
        var difference = 100.0 * (positive - negative);
        return options.Averaging == ExperienceAveraging.Pooled ? new(difference, counted) : new(difference / counted, 1);
    }

    private static Score Of(List<RespondentPart> parts) => parts.Count == 0 ? Score.Without(ScoreGap.NoAnswers) : Score.Of(parts.Sum(part => part.Numerator) / parts.Sum(part => part.Denominator));
}
