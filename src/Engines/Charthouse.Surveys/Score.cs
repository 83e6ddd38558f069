namespace Charthouse.Surveys;

/// <summary>Why there is no score. An unknown score is never 0.</summary>
public enum ScoreGap
{
    /// <summary>Nobody answered, or nobody answered anything that counts.</summary>
    NoAnswers,

    /// <summary>More items are unanswered than the rule of the scale allows.</summary>
    MissingItems,

    /// <summary>Fewer than two respondents: nothing can be said about how far it varies by chance.</summary>
    TooFewRespondents,

    /// <summary>Everybody gave the same answer, so nothing can go along with it.</summary>
    NoVariation,
}

/// <summary>What the reasons mean for who reads them.</summary>
public static class ScoreGaps
{
    /// <summary>The reason as it stands in files, such as <c>missing-items</c>.</summary>
    /// <param name="gap">The reason.</param>
    public static string Code(this ScoreGap gap) => gap switch
    {
        ScoreGap.NoAnswers => "no-answers",
        ScoreGap.MissingItems => "missing-items",
        ScoreGap.TooFewRespondents => "too-few-respondents",
        _ => "no-variation",
    };

    /// <summary>The reason as a sentence.</summary>
    /// <param name="gap">The reason.</param>
    public static string Explain(this ScoreGap gap) => gap switch
    {
        ScoreGap.NoAnswers => "Nobody answered this.",
        ScoreGap.MissingItems => "Too many items of the scale were not answered.",
        ScoreGap.TooFewRespondents => "An interval needs at least two respondents.",
        _ => "Everybody gave the same answer, so nothing can go along with it.",
    };
}

/// <summary>A score, or why there is none.</summary>
/// <param name="Value">The score, in the unit of its scale; <c>null</c> when it is not defined.</param>
/// <param name="Gap">Why it is not defined; <c>null</c> when it is.</param>
public readonly record struct Score(double? Value, ScoreGap? Gap)
{
    /// <summary>A score that is defined.</summary>
    /// <param name="value">The score.</param>
    public static Score Of(double value) => new(value, null);

    /// <summary>No score, with the reason.</summary>
    /// <param name="gap">Why.</param>
    public static Score Without(ScoreGap gap) => new(null, gap);
}
