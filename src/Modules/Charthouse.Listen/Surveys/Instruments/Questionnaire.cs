using Charthouse.Platform;
using Charthouse.Ui;

namespace Charthouse.Listen.Surveys.Instruments;

/// <summary>How a question is answered.</summary>
internal enum QuestionKind
{
    /// <summary>No question: a heading above those that follow.</summary>
    Heading,
    /// <summary>One of some options.</summary>
    Choice,
    /// <summary>A whole number.</summary>
    Whole,
    /// <summary>In one's own words.</summary>
    Text,
}

/// <summary>An option and the number that it counts as.</summary>
internal sealed record AnswerOption(int Value, string Text);

/// <summary>A question, or a heading.</summary>
/// <param name="LinkId">Names it within its instrument; answers are kept under it.</param>
internal sealed record Question(string LinkId, QuestionKind Kind, string Text)
{
    public const int LongestLinkId = 100, LongestText = 1000, LongestOption = 300, LongestAnswer = 2000, MostOptions = 20, HighestValue = 1000;

    public bool IsRequired { get; init; }

    public IReadOnlyList<AnswerOption> Options { get; init; } = [];

    /// <summary>Lowest and highest whole number.</summary>
    public int Lowest { get; init; }

    public int Highest { get; init; } = 10;

    /// <summary>Code of the scale that it is an item of (<see cref="SurveyScale"/>); <c>null</c> when it stands for itself.</summary>
    public string? Scale { get; init; }

    public bool HasNumber => Kind is QuestionKind.Choice or QuestionKind.Whole;

    public int LowestValue => Kind == QuestionKind.Choice ? Options.Min(option => option.Value) : Lowest;

    public int HighestValueOf => Kind == QuestionKind.Choice ? Options.Max(option => option.Value) : Highest;

    /// <summary>Whether a number is one of its answers.</summary>
    public bool Takes(int value) => Kind == QuestionKind.Choice ? Options.Any(option => option.Value == value) : value >= Lowest && value <= Highest;
}

/// <summary>What is asked: an instrument in one version.</summary>
internal sealed record Questionnaire(string Key, string Version, string Title, IReadOnlyList<Question> Questions)
{
    public const int LongestKey = 60, LongestVersion = 40, LongestTitle = 200, LongestDescription = 2000, MostQuestions = 100, MostMinutes = 8;

    /// <summary>What it is for, and whose words it uses.</summary>
    public string? Description { get; init; }

    public string? Copyright { get; init; }

    /// <summary>Items of a scale in their order.</summary>
    public IReadOnlyList<Question> Of(SurveyScale scale) => [.. Questions.Where(question => question.Scale == scale.Code)];

    public IEnumerable<SurveyScale> Scales => SurveyScale.All.Where(scale => Questions.Any(question => question.Scale == scale.Code));

    /// <summary>Minutes that it takes, by 8 seconds for a number and 45 for own words.</summary>
    public int Minutes => Math.Max(1, (int)Math.Ceiling((20 + Questions.Sum(question => question.Kind switch { QuestionKind.Text => 45, QuestionKind.Heading => 0, _ => 8 })) / 60.0));

    /// <summary>What is wrong with it, each with its place.</summary>
    public List<Problem> Check()
    {
        List<Problem> problems = [];
        if (FormReader.Clean(Title) is null) problems.Add(InstrumentProblems.At("title", "is missing. Give the instrument a name"));
        if (Title.Length > LongestTitle) problems.Add(InstrumentProblems.At("title", $"is longer than {LongestTitle} characters"));
        if (Description?.Length > LongestDescription) problems.Add(InstrumentProblems.At("description", $"is longer than {LongestDescription} characters"));
        if (Copyright?.Length > LongestDescription) problems.Add(InstrumentProblems.At("copyright", $"is longer than {LongestDescription} characters"));
        if (Version.Length > LongestVersion) problems.Add(InstrumentProblems.At("version", $"is longer than {LongestVersion} characters"));
        if (!Questions.Any(question => question.Kind != QuestionKind.Heading)) problems.Add(InstrumentProblems.NoQuestions);
        if (Questions.Count > MostQuestions) problems.Add(InstrumentProblems.At("item", $"has more than {MostQuestions} questions and headings. Nobody answers so many"));
        foreach (var twice in Questions.GroupBy(question => question.LinkId, StringComparer.Ordinal).Where(same => same.Count() > 1)) problems.Add(InstrumentProblems.At($"linkId \"{twice.Key}\"", "stands twice. Every linkId names one item"));
        foreach (var question in Questions)
        {
            var place = $"linkId \"{question.LinkId}\"";
            if (question.Text.Length > Question.LongestText) problems.Add(InstrumentProblems.At(place, $"has a text longer than {Question.LongestText} characters"));
            if (question.Kind == QuestionKind.Choice && question.Options.Count is < 2 or > Question.MostOptions) problems.Add(InstrumentProblems.At(place, $"has {question.Options.Count} options. A choice has 2 to {Question.MostOptions}"));
            if (question.Options.GroupBy(option => option.Value).Any(same => same.Count() > 1)) problems.Add(InstrumentProblems.At(place, "has two options with the same number"));
            if (question.Options.Any(option => option.Text.Length is 0 or > Question.LongestOption)) problems.Add(InstrumentProblems.At(place, $"has an option without a text, or one longer than {Question.LongestOption} characters"));
            if (question.Kind == QuestionKind.Whole && question.Lowest >= question.Highest) problems.Add(InstrumentProblems.At(place, "has a highest number that is not above the lowest"));
        }

        foreach (var scale in Questions.Select(question => question.Scale).OfType<string>().Distinct())
        {
            if (SurveyScale.Find(scale) is not { } known) problems.Add(InstrumentProblems.At($"scale \"{scale}\"", $"is not known. Known are {string.Join(", ", SurveyScale.All.Select(one => one.Code))}"));
            else if (known.Refuse(Of(known)) is { } wrong) problems.Add(InstrumentProblems.At($"scale \"{scale}\"", wrong));
        }

        return problems;
    }
}

/// <summary>Refusals about instruments.</summary>
internal static class InstrumentProblems
{
    public static readonly Problem NotFound = new("surveys.instrument-not-found", ProblemKind.NotFound, "There is no such instrument.");
    public static readonly Problem NoQuestions = new("surveys.instrument-no-questions", ProblemKind.Invalid, "There is no question in it. Add at least one.");
    public static readonly Problem Taken = new("surveys.instrument-taken", ProblemKind.Conflict, "There is an instrument with this name already. Give this one another title, or another version in the title.");
    public static readonly Problem NoJson = new("surveys.instrument-no-json", ProblemKind.Invalid, "This is no JSON, or it is cut off. Paste or choose the whole questionnaire.", "Json");
    public static readonly Problem NoQuestionnaire = new("surveys.instrument-no-questionnaire", ProblemKind.Invalid, "This is not a FHIR R4 Questionnaire: resourceType must be \"Questionnaire\".", "Json");
    public static readonly Problem TooLarge = new("surveys.instrument-too-large", ProblemKind.Invalid, "This is larger than 400,000 characters. A questionnaire for busy people is smaller.", "Json");
    public static readonly Problem Nothing = new("surveys.instrument-nothing", ProblemKind.Invalid, "Choose a file, or paste the questionnaire.", "Json");

    /// <summary>Something at a place of the questionnaire.</summary>
    public static Problem At(string place, string what) => new("surveys.instrument-place", ProblemKind.Invalid, $"{place} {what}.", "Json");
}
