namespace Charthouse.Surveys;

/// <summary>
/// Mini-Z 2.0: ten items coded 1 to 5 with 5 the favourable end. Items 1 to 5 are the subscale of a supportive environment (satisfaction, burnout, values, teamwork, control over workload),
/// items 6 to 10 that of work pace and stress from the record (stress, time for documentation, work in the record at home, frustration, chaos).
/// Its wording belongs to its authors and is not part of this library. Source: docs/methods/surveys.md.
/// </summary>
/// <param name="Total">Sum of the ten items, 10 to 50.</param>
/// <param name="SupportiveEnvironment">Sum of items 1 to 5, 5 to 25.</param>
/// <param name="PaceAndRecordStress">Sum of items 6 to 10, 5 to 25; high is good.</param>
public readonly record struct MiniZ(Score Total, Score SupportiveEnvironment, Score PaceAndRecordStress)
{
    /// <summary>Items of the scale.</summary>
    public const int ItemCount = 10;

    /// <summary>Lowest total of a joyful workplace.</summary>
    public const int JoyfulFrom = 40;

    /// <summary>Lowest sum of a subscale that is called good.</summary>
    public const int GoodSubscaleFrom = 20;

    /// <summary>Whether the workplace is joyful: a total of 40 or more; <c>null</c> without a total.</summary>
    public bool? IsJoyful => Total.Value is { } total ? total >= JoyfulFrom : null;

    /// <summary>Scores the answers of one respondent. A sum needs all of its items; the other subscale keeps its score.</summary>
    /// <param name="answers">Ten answers in their order, 1 to 5 with 5 favourable; <c>null</c> where there is none.</param>
    /// <exception cref="ArgumentException">There are not ten items, or an answer is not from 1 to 5.</exception>
    public static MiniZ Of(IReadOnlyList<int?> answers)
    {
        Items.Check(answers, ItemCount, 1, 5);
        return new(Items.Sum(answers), Items.Sum(answers.Take(5)), Items.Sum(answers.Skip(5)));
    }
}
