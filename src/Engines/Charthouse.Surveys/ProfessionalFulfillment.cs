namespace Charthouse.Surveys;

/// <summary>
/// Stanford Professional Fulfillment Index: 16 items from 0 to 4, in the order fulfilment (6), work exhaustion (4), interpersonal disengagement (6). Each scale is the mean of its items; burnout is the mean of the last ten.
/// Its wording belongs to its authors and is not part of this library. Source: Trockel et al. 2018, docs/methods/surveys.md.
/// </summary>
/// <param name="Fulfillment">Mean of items 1 to 6, 0 to 4; high is good.</param>
/// <param name="WorkExhaustion">Mean of items 7 to 10, 0 to 4; high is bad.</param>
/// <param name="Disengagement">Mean of items 11 to 16, 0 to 4; high is bad.</param>
/// <param name="Burnout">Mean of items 7 to 16, 0 to 4; high is bad.</param>
public readonly record struct ProfessionalFulfillment(Score Fulfillment, Score WorkExhaustion, Score Disengagement, Score Burnout)
{
    /// <summary>Items of the index.</summary>
    public const int ItemCount = 16;

    /// <summary>
    /// Lowest mean that is called burnout. One public study codes above 1.33 instead of from 1.33 on: for one respondent that is the same, because no mean of ten or fewer whole numbers is 1.33.
    /// Only for means of groups could they differ, and a cut-point of persons says nothing about those.
    /// </summary>
    public const double BurnoutFrom = 1.33;

    /// <summary>Lowest mean that is called professional fulfilment.</summary>
    public const double FulfilledFrom = 3.0;

    /// <summary>Whether the respondent is in the range of burnout; <c>null</c> without a score.</summary>
    public bool? HasBurnout => Burnout.Value is { } mean ? mean >= BurnoutFrom : null;

    /// <summary>Whether the respondent is professionally fulfilled; <c>null</c> without a score.</summary>
    public bool? IsFulfilled => Fulfillment.Value is { } mean ? mean >= FulfilledFrom : null;

    /// <summary>Scores the answers of one respondent.</summary>
    /// <param name="answers">Sixteen answers in their order, 0 to 4; <c>null</c> where there is none.</param>
    /// <param name="mostMissing">How many items of a scale may be unanswered; its mean is then that of the others.</param>
    /// <exception cref="ArgumentException">There are not sixteen items, or an answer is not from 0 to 4.</exception>
    public static ProfessionalFulfillment Of(IReadOnlyList<int?> answers, int mostMissing = 0)
    {
        Items.Check(answers, ItemCount, 0, 4);
        ArgumentOutOfRangeException.ThrowIfNegative(mostMissing);
        return new(Items.Mean(answers.Take(6), mostMissing), Items.Mean(answers.Skip(6).Take(4), mostMissing), Items.Mean(answers.Skip(10), mostMissing), Items.Mean(answers.Skip(6), mostMissing));
    }
}
