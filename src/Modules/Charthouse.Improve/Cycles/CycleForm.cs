
using Charthouse.Ui;

namespace Charthouse.Improve.Cycles;

/// <summary>Plan, do and study of a cycle as its form holds them.</summary>
internal sealed class CycleForm
{
    public int Version { get; set; }
    public Dictionary<string, string?>? Base { get; set; }

    /// <summary>The cycle that a new one grows out of.</summary>
    public string? After { get; set; }
    public string? Title { get; set; }
    public string? Owner { get; set; }
    public string? Idea { get; set; }
    public string? Question { get; set; }
    public string? Prediction { get; set; }
    public string? PredictedValue { get; set; }
    public string? Measured { get; set; }
    public string? Unit { get; set; }
    public string? Who { get; set; }
    public string? Place { get; set; }
    public string? Scale { get; set; }
    public string? ScaleNote { get; set; }
    public string? People { get; set; }
    public string? Tasks { get; set; }
    public string? PlannedFrom { get; set; }
    public string? PlannedTo { get; set; }
    public string? StartedOn { get; set; }
    public string? EndedOn { get; set; }
    public string? WhatHappened { get; set; }
    public string? Surprises { get; set; }
    public string? Data { get; set; }
    public string? Findings { get; set; }
    public string? PredictionHeld { get; set; }

    public static IReadOnlyList<(string Name, string Label)> Labels { get; } =
    [
        ("Title", "Title"), ("Owner", "Owner"), ("Idea", "Change idea"), ("Question", "Question"), ("Prediction", "Prediction"), ("PredictedValue", "Predicted number"), ("Measured", "What is measured"), ("Unit", "Unit"),
        ("Who", "Who"), ("Place", "Where"), ("Scale", "Scale"), ("ScaleNote", "How many"), ("People", "People behind each figure"), ("Tasks", "Tasks"), ("PlannedFrom", "Planned from"), ("PlannedTo", "Planned until"),
        ("StartedOn", "First day"), ("EndedOn", "Last day"), ("WhatHappened", "What happened"), ("Surprises", "Surprises"), ("Data", "Data"), ("Findings", "Data against prediction"), ("PredictionHeld", "Did the prediction hold"),
    ];

    public static CycleForm Of(Cycle cycle) => new()
    {
        Version = cycle.Version,
        Title = cycle.Title,
        Owner = cycle.Owner,
        Idea = cycle.ChangeIdeaId?.ToString(),
        Question = cycle.Question,
        Prediction = cycle.Prediction,
        PredictedValue = FormReader.Plain(cycle.PredictedValue),
        Measured = cycle.Measured,
        Unit = cycle.Unit,
        Who = cycle.Who,
        Place = cycle.Place,
        Scale = cycle.Scale?.ToString(),
        ScaleNote = cycle.ScaleNote,
        People = FormReader.Plain(cycle.PeopleCount),
        Tasks = cycle.Tasks,
        PlannedFrom = FormReader.Iso(cycle.PlannedFrom),
        PlannedTo = FormReader.Iso(cycle.PlannedTo),
        StartedOn = FormReader.Iso(cycle.StartedOn),
        EndedOn = FormReader.Iso(cycle.EndedOn),
        WhatHappened = cycle.WhatHappened,
        Surprises = cycle.Surprises,
        Data = ObservationText.Of(cycle.Observations),
        Findings = cycle.Findings,
        PredictionHeld = cycle.PredictionHeld?.ToString(),
    };

    /// <summary>What the next cycle takes over: the same idea and measure; one step up the ramp after adopting, the same step after adapting.</summary>
    public static CycleForm Following(Cycle before) => new()
    {
        After = before.Id.ToString(),
        Title = before.Title,
        Owner = before.Owner,
        Idea = before.ChangeIdeaId?.ToString(),
        Measured = before.Measured,
        Unit = before.Unit,
        Scale = (before.Scale is { } scale && before.Decision == CycleDecision.Adopt && scale < CycleScale.Everywhere ? scale + 1 : before.Scale)?.ToString(),
    };

    public Dictionary<string, string?> Values() => new(StringComparer.Ordinal)
    {
        ["Title"] = Title,
        ["Owner"] = Owner,
        ["Idea"] = Idea,
        ["Question"] = Question,
        ["Prediction"] = Prediction,
        ["PredictedValue"] = PredictedValue,
        ["Measured"] = Measured,
        ["Unit"] = Unit,
        ["Who"] = Who,
        ["Place"] = Place,
        ["Scale"] = Scale,
        ["ScaleNote"] = ScaleNote,
        ["People"] = People,
        ["Tasks"] = Tasks,
        ["PlannedFrom"] = PlannedFrom,
        ["PlannedTo"] = PlannedTo,
        ["StartedOn"] = StartedOn,
        ["EndedOn"] = EndedOn,
        ["WhatHappened"] = WhatHappened,
        ["Surprises"] = Surprises,
        ["Data"] = Data,
        ["Findings"] = Findings,
        ["PredictionHeld"] = PredictionHeld,
    };
}

/// <summary>Act of a cycle as its form holds it.</summary>
internal sealed class DecisionForm
{
    public int Version { get; set; }
    public Dictionary<string, string?>? Base { get; set; }
    public string? Decision { get; set; }
    public string? DecidedOn { get; set; }
    public string? DecisionReason { get; set; }

    public static IReadOnlyList<(string Name, string Label)> Labels { get; } = [("Decision", "Decision"), ("DecidedOn", "On"), ("DecisionReason", "Why")];

    public static DecisionForm Of(Cycle cycle) => new() { Version = cycle.Version, Decision = cycle.Decision?.ToString(), DecidedOn = FormReader.Iso(cycle.DecidedOn), DecisionReason = cycle.DecisionReason };

    public Dictionary<string, string?> Values() => new(StringComparer.Ordinal) { ["Decision"] = Decision, ["DecidedOn"] = DecidedOn, ["DecisionReason"] = DecisionReason };
}
