using Charthouse.Platform;

namespace Charthouse.Improve.Cycles;

/// <summary>Refusals about cycles.</summary>
internal static class CycleProblems
{
    public static readonly Problem NotFound = new("improve.cycle-not-found", ProblemKind.NotFound, "There is no such cycle.");
    public static readonly Problem NoIdea = new("improve.cycle-no-idea", ProblemKind.Invalid, "This change idea is archived, or does not exist. Choose another one.", "Idea");
    public static readonly Problem NotDecided = new("improve.cycle-not-decided", ProblemKind.Conflict, "The next cycle grows out of a decision to adopt or to adapt. Decide this cycle first; after an abandoned one, plan a new cycle from the change idea.");
    public static readonly Problem PlanEndsBeforeItStarts = new("improve.cycle-plan-ends-first", ProblemKind.Invalid, "The planned end lies before the planned start.", "PlannedTo");
    public static readonly Problem EndsBeforeItStarts = new("improve.cycle-ends-first", ProblemKind.Invalid, "The end lies before the start.", "EndedOn");
    public static readonly Problem EndWithoutStart = new("improve.cycle-end-without-start", ProblemKind.Invalid, "A cycle that has ended has begun: give the first day too.", "StartedOn");
    public static readonly Problem DecisionNeedsStudy = new("improve.cycle-decision-needs-study", ProblemKind.Conflict, "This cycle is decided: it keeps its last day and what was found.", "Findings");
    public static readonly Problem NumberWithoutPrediction = new("improve.cycle-number-without-prediction", ProblemKind.Invalid, "Say in words what you expect; the number alone does not say of what.", "Prediction");
    public static readonly Problem DataOfNothing = new("improve.cycle-data-of-nothing", ProblemKind.Invalid, "Say what the data measure, under Plan.", "Measured");
    public static readonly Problem PredictionIsFixed = new("improve.cycle-prediction-fixed", ProblemKind.Conflict, "Data, findings or the last day have been known already: the prediction stays as it was. Write what you learned under Study, and predict anew in the next cycle.", "Prediction");
    public static readonly Problem PredictionWithData = new("improve.cycle-prediction-with-data", ProblemKind.Conflict, "A prediction comes before the data. Save it first without data, findings and last day; then write those down.", "Prediction");
    public static readonly Problem DataOfHowMany = new("improve.cycle-data-of-how-many", ProblemKind.Invalid, "Say on how many people each figure rests. With fewer than five, only the owner and those who may edit cycles see what was found.", "People");
    public static readonly Problem NoDecision = new("improve.cycle-no-decision", ProblemKind.Invalid, "Choose whether to adopt, adapt or abandon.", "Decision");
    public static readonly Problem StudyFirst = new("improve.cycle-study-first", ProblemKind.Conflict, "Write down first when the cycle ended and what the data say against the prediction. Then decide.");
    public static readonly Problem DecidedBeforeTheEnd = new("improve.cycle-decided-before-end", ProblemKind.Invalid, "The decision lies before the end of the cycle.", "DecidedOn");
    public static readonly Problem HasSuccessor = new("improve.cycle-has-successor", ProblemKind.Conflict, "Another cycle has grown out of this one, so it was not abandoned. Abandon the last cycle of the chain.", "Decision");
    public static readonly Problem TooManyPoints = new("improve.cycle-too-many-points", ProblemKind.Invalid, "A cycle holds at most 500 days of data. Link a measure for more.", "Data");

    public static Problem NoPoint(int line, string text) => new("improve.cycle-no-point", ProblemKind.Invalid, $"Line {line}, “{text}”, is not a day and a number. Write it as 2026-01-31 11.5, with a decimal point.", "Data");

    public static Problem Twice(int line, string day) => new("improve.cycle-day-twice", ProblemKind.Invalid, $"Line {line}: {day} stands there twice. Keep one value for each day.", "Data");
}
