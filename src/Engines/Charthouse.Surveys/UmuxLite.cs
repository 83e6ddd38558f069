namespace Charthouse.Surveys;

/// <summary>UMUX-Lite (Lewis, Utesch and Maher 2013): two items from 1 (disagree strongly) to 7 (agree strongly), that it does what is needed and that it is easy to use. Source: docs/methods/surveys.md.</summary>
/// <param name="Value">The score, 0 to 100.</param>
/// <param name="UsabilityEstimate">The System Usability Scale as the published regression estimates it, 22.9 to 87.9.</param>
public readonly record struct UmuxLite(Score Value, Score UsabilityEstimate)
{
    /// <summary>Scores the answers of one respondent; both are needed.</summary>
    /// <param name="answers">Two answers, 1 to 7; <c>null</c> where there is none.</param>
    /// <exception cref="ArgumentException">There are not two items, or an answer is not from 1 to 7.</exception>
    public static UmuxLite Of(IReadOnlyList<int?> answers)
    {
        Items.Check(answers, 2, 1, 7);
        var sum = Items.Sum(answers);
        if (sum.Value is not { } both) return new(sum, sum);
        var value = (both - 2) * 100 / 12;
        return new(Score.Of(value), Score.Of(0.65 * value + 22.9));
    }
}
