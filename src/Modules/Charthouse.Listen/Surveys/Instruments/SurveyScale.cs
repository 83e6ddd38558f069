using Charthouse.Surveys;

namespace Charthouse.Listen.Surveys.Instruments;

/// <summary>A figure that a scale gives: for each respondent a part of a ratio of sums.</summary>
/// <param name="Key">Stands in addresses and files.</param>
/// <param name="Fewest">Fewest respondents of a group that is shown; more for what is sensitive.</param>
/// <param name="Definition">How it is computed, in one sentence; it stands beside the figure and in files.</param>
/// <param name="Part">What the answers of one respondent add; <c>null</c> where the scale has no score.</param>
internal sealed record ScaleFigure(string Key, string Title, string Unit, int Decimals, int Fewest, string Definition, Func<IReadOnlyList<int?>, RespondentPart?> Part)
{
    /// <summary>Words about a value that help to read it; <c>null</c> when there are none.</summary>
    public Func<double, string>? Reading { get; init; }

    /// <summary>Lowest value that it can have.</summary>
    public double Lowest { get; init; }

    /// <summary>Highest value that it can have.</summary>
    public double Highest { get; init; } = 100;

    public bool HighIsGood { get; init; } = true;
}

/// <summary>A scale that Charthouse scores. An instrument names it at its items, in their order.</summary>
/// <param name="ItemCount">How many items it has; <c>null</c> for any number.</param>
internal sealed record SurveyScale(string Code, string Title, int? ItemCount, int Lowest, int Highest, IReadOnlyList<ScaleFigure> Figures)
{
    private const int Few = Suppression.FewestRespondents, Sensitive = Suppression.FewestForFreeText;

    public static IReadOnlyList<SurveyScale> All { get; } =
    [
        new("experience", "Experience index", null, 1, 5,
            [new("experience", "Experience index", "points", 1, Few, "Percent agreeing less percent disagreeing, over all answers; neutral answers stay in the denominator.", answers => Agreement(answers, NeutralAnswers.Counted)) { Lowest = -100 }]),
        new("trust", "Trust index", null, 1, 5,
            [new("trust", "Trust index", "points", 1, Few, "Percent agreeing less percent disagreeing, over all answers; neutral answers stay in the denominator.", answers => Agreement(answers, NeutralAnswers.Counted)) { Lowest = -100 }]),
        new("agreement", "Agreement index", null, 1, 5,
            [new("agreement", "Agreement index", "points", 1, Few, "Percent agreeing less percent disagreeing, over all answers; neutral answers stay in the denominator.", answers => Agreement(answers, NeutralAnswers.Counted)) { Lowest = -100 }]),
        new("sus", "System Usability Scale", SystemUsability.ItemCount, 1, 5,
            [new("sus", "System Usability Scale", "points", 1, Few, "2.5 × the sum of ten items, 0 to 100; all ten must be answered.", answers => Whole(SystemUsability.Of(answers))) { Reading = score => $"{SystemUsability.Adjective(score)}, grade {SystemUsability.Grade(score)}, above {SystemUsability.Percentile(score).ToString("0", System.Globalization.CultureInfo.CurrentCulture)} % of products" }]),
        new("umux-lite", "UMUX-Lite", 2, 1, 7,
            [new("umux-lite", "UMUX-Lite", "points", 1, Few, "Two items as 0 to 100; both must be answered.", answers => Whole(UmuxLite.Of(answers).Value)) { Reading = value => $"about {(0.65 * value + 22.9).ToString("0.0", System.Globalization.CultureInfo.CurrentCulture)} on the System Usability Scale" }]),
        new("mini-z", "Ten items of work and well-being", MiniZ.ItemCount, 1, 5,
        [
            new("mini-z", "Work and well-being, 10 items", "points", 1, Sensitive, "Sum of ten items of 1 to 5 with 5 favourable, 10 to 50; all ten must be answered.", answers => Whole(MiniZ.Of(answers).Total)) { Lowest = 10, Highest = 50 },
            new("mini-z-joyful", "Joyful workplace", "%", 1, Sensitive, "Percent of respondents with a sum of 40 or more of ten items.", answers => MiniZ.Of(answers).IsJoyful is { } joyful ? new(joyful ? 100 : 0, 1) : null),
            new("mini-z-support", "Supportive environment", "points", 1, Sensitive, "Sum of items 1 to 5, 5 to 25.", answers => Whole(MiniZ.Of(answers).SupportiveEnvironment)) { Lowest = 5, Highest = 25 },
            new("mini-z-pace", "Pace and stress of the record", "points", 1, Sensitive, "Sum of items 6 to 10, 5 to 25; high is good.", answers => Whole(MiniZ.Of(answers).PaceAndRecordStress)) { Lowest = 5, Highest = 25 },
        ]),
        new("burnout", "Burnout, one item", 1, 1, 5,
            [new("burnout", "Burnout", "%", 1, Sensitive, "Percent with the third of five statements or a worse one.", answers => SingleItemBurnout.Has(answers[0]) is { } has ? new(has ? 100 : 0, 1) : null) { HighIsGood = false }]),
        new("pfi", "Professional Fulfillment Index", ProfessionalFulfillment.ItemCount, 0, 4,
        [
            new("pfi-fulfilment", "Professional fulfilment", "of 4", 2, Sensitive, "Mean of items 1 to 6, 0 to 4.", answers => Whole(ProfessionalFulfillment.Of(answers).Fulfillment)) { Highest = 4 },
            new("pfi-exhaustion", "Work exhaustion", "of 4", 2, Sensitive, "Mean of items 7 to 10, 0 to 4.", answers => Whole(ProfessionalFulfillment.Of(answers).WorkExhaustion)) { Highest = 4, HighIsGood = false },
            new("pfi-disengagement", "Disengagement", "of 4", 2, Sensitive, "Mean of items 11 to 16, 0 to 4.", answers => Whole(ProfessionalFulfillment.Of(answers).Disengagement)) { Highest = 4, HighIsGood = false },
            new("pfi-burnout", "Burnout", "%", 1, Sensitive, "Percent of respondents with a mean of items 7 to 16 of 1.33 or more.", answers => ProfessionalFulfillment.Of(answers).HasBurnout is { } has ? new(has ? 100 : 0, 1) : null) { HighIsGood = false },
        ]),
        new("nasa-tlx", "Task load", 6, 0, 100,
            [new("nasa-tlx", "Task load (NASA-TLX, raw)", "points", 1, Few, "Mean of six subscales, 0 to 100; high is heavy.", answers => Whole(TaskLoad.Raw(answers))) { HighIsGood = false }]),
        new("ptl", "Physician task load", 4, 0, 100,
            [new("ptl", "Physician task load", "points", 1, Few, "Sum of mental, physical and temporal demand and effort, 0 to 400; high is heavy.", answers => Whole(TaskLoad.Physician(answers))) { Highest = 400, HighIsGood = false }]),
        new("enps", "Employee net promoter score", 1, 0, 10,
            [new("enps", "Employee net promoter score", "points", 1, Few, "Percent of answers of 9 and 10 less percent of 0 to 6.", answers => answers[0] is { } answer ? new(answer >= 9 ? 100 : answer >= 7 ? 0 : -100, 1) : null) { Lowest = -100 }]),
    ];

    public static SurveyScale? Find(string? code) => All.FirstOrDefault(scale => scale.Code == code);

    /// <summary>The experience index with neutral answers left out, beside the default one.</summary>
    public static ScaleFigure WithoutNeutral(ScaleFigure figure) => figure with
    {
        Definition = "Percent agreeing less percent disagreeing, over the answers that are not neutral.",
        Part = answers => Agreement(answers, NeutralAnswers.Excluded),
    };

    /// <summary>Whether neutral answers matter to its figures.</summary>
    public bool HasNeutral => Code is "experience" or "trust" or "agreement";

    /// <summary>Why these items cannot be scored by it; <c>null</c> when they can.</summary>
    public string? Refuse(IReadOnlyList<Question> items)
    {
        if (ItemCount is { } count && items.Count != count) return $"has {count} {(count == 1 ? "item" : "items")}, and here are {items.Count}";
        return items.FirstOrDefault(item => !item.HasNumber || item.LowestValue < Lowest || item.HighestValueOf > Highest) is { } wrong ? $"counts from {Lowest} to {Highest}, and \"{wrong.LinkId}\" does not" : null;
    }

    private static RespondentPart? Agreement(IReadOnlyList<int?> answers, NeutralAnswers neutral) => ExperienceIndex.Parts([answers], new(neutral)) is [var part] ? part : null;

    private static RespondentPart? Whole(Score score) => score.Value is { } value ? new(value, 1) : null;
}
