using Charthouse.Platform;
using Charthouse.Platform.Records;
using Charthouse.Ui;

namespace Charthouse.Improve.Cycles;

/// <summary>
/// A PDSA cycle: a change tried on purpose, with a prediction, data and a decision. Cycles that grow out of each other make a chain.
/// The fields are those that two reviews found missing in most reports (Taylor 2014, doi 10.1136/bmjqs-2013-001862; Knudsen 2019, doi 10.1186/s12913-019-4482-6).
/// </summary>
internal sealed class Cycle : IArchived
{
    public const string RecordKind = "cycle";
    public const int LongestTitle = 200, LongestLine = 500, LongestText = 4000, LongestUnit = 40;

    /// <summary>What was found with fewer people says something about each of them, and is shown only to those who run the cycle.</summary>
    public const int FewestPeople = 5, MostPeople = 1_000_000;

    public required Guid Id { get; init; }

    /// <summary>The first cycle of the chain; itself for the first.</summary>
    public required Guid ChainId { get; init; }

    /// <summary>The cycle that it grew out of; <c>null</c> for the first of a chain.</summary>
    public Guid? PredecessorId { get; init; }

    /// <summary>Place in the chain, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The change idea that it tries; <c>null</c> when it stands below no aim.</summary>
    public Guid? ChangeIdeaId { get; private set; }

    public string Title { get; private set; } = "";

    /// <summary>A person or a committee.</summary>
    public string Owner { get; private set; } = "";

    // Plan

    /// <summary>What the cycle is to answer.</summary>
    public string? Question { get; private set; }

    public string? Prediction { get; private set; }

    /// <summary>The predicted number; <c>null</c> where the prediction is in words only.</summary>
    public double? PredictedValue { get; private set; }

    /// <summary>Whether data, findings or an end have been known: from then on the prediction stays, whatever becomes of them.</summary>
    public bool PredictionIsFixed { get; private set; }

    /// <summary>What is measured in the cycle, in words.</summary>
    public string? Measured { get; private set; }

    public string? Unit { get; private set; }

    public string? Who { get; private set; }

    public string? Place { get; private set; }

    public CycleScale? Scale { get; private set; }

    /// <summary>How many, in words: "2 physicians, 4 sessions".</summary>
    public string? ScaleNote { get; private set; }

    /// <summary>On how many people each figure rests: clinicians, or patients where no clinician's work is measured; <c>null</c> when nobody has said.</summary>
    public int? PeopleCount { get; private set; }

    public string? Tasks { get; private set; }

    public DateOnly? PlannedFrom { get; private set; }

    /// <summary>The last day, included.</summary>
    public DateOnly? PlannedTo { get; private set; }

    // Do

    public DateOnly? StartedOn { get; private set; }

    /// <summary>The last day, included.</summary>
    public DateOnly? EndedOn { get; private set; }

    public string? WhatHappened { get; private set; }

    public string? Surprises { get; private set; }

    public List<CycleObservation> Observations { get; } = [];

    // Study

    public string? Findings { get; private set; }

    public PredictionHeld? PredictionHeld { get; private set; }

    // Act

    public CycleDecision? Decision { get; private set; }

    public DateOnly? DecidedOn { get; private set; }

    public string? DecisionReason { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }

    public CycleState State => Decision is not null ? CycleState.Decided : EndedOn is not null ? CycleState.ToStudy : StartedOn is not null ? CycleState.UnderWay : CycleState.Planned;

    /// <summary>The days that count now: real ones, else planned ones.</summary>
    public (DateOnly? From, DateOnly? To) Days => StartedOn is null ? (PlannedFrom, PlannedTo) : (StartedOn, EndedOn);

    /// <summary>Whether what was found is kept from readers. Where nobody has said how many people it rests upon, it may be one.</summary>
    public bool IsOfFew => PeopleCount is null or < FewestPeople;

    /// <summary>What was written down and is not shown to the reader; see <see cref="Withhold"/>.</summary>
    public IReadOnlySet<string> Withheld { get; private set; } = new HashSet<string>();

    /// <summary>Whether another cycle may grow out of it.</summary>
    public bool LeadsOn => ArchivedAt is null && Decision is CycleDecision.Adopt or CycleDecision.Adapt;

    /// <summary>Whether it should have ended by now.</summary>
    public bool IsLate(DateOnly today) => ArchivedAt is null && EndedOn is null && PlannedTo < today;

    /// <summary>Changes what is planned, done and found; changes nothing when it is refused.</summary>
    /// <param name="ideaId">The change idea, which exists.</param>
    /// <param name="removed">Observations that went away.</param>
    public List<Problem> Change(CycleForm form, Guid? ideaId, out List<CycleObservation> removed)
    {
        removed = [];
        var read = new FormReader();
        var title = read.Required("Title", "a title", form.Title, LongestTitle);
        var owner = read.Required("Owner", "an owner: a person or a committee", form.Owner, LongestTitle);
        var (question, prediction, tasks) = (read.Text("Question", form.Question, LongestText), read.Text("Prediction", form.Prediction, LongestText), read.Text("Tasks", form.Tasks, LongestText));
        var (measured, unit, predicted) = (read.Text("Measured", form.Measured, LongestLine), read.Text("Unit", form.Unit, LongestUnit), read.Number("PredictedValue", form.PredictedValue));
        var people = read.Whole("People", form.People, 1, MostPeople);
        var (who, place, note) = (read.Text("Who", form.Who, LongestLine), read.Text("Place", form.Place, LongestLine), read.Text("ScaleNote", form.ScaleNote, LongestLine));
        var (plannedFrom, plannedTo, started, ended) = (read.Day("PlannedFrom", form.PlannedFrom), read.Day("PlannedTo", form.PlannedTo), read.Day("StartedOn", form.StartedOn), read.Day("EndedOn", form.EndedOn));
        var (happened, surprises, findings) = (read.Text("WhatHappened", form.WhatHappened, LongestText), read.Text("Surprises", form.Surprises, LongestText), read.Text("Findings", form.Findings, LongestText));
        var points = ObservationText.Read(form.Data, read);

        if (plannedTo < plannedFrom) read.Problems.Add(CycleProblems.PlanEndsBeforeItStarts);
        if (ended < started) read.Problems.Add(CycleProblems.EndsBeforeItStarts);
        if (ended is not null && started is null) read.Problems.Add(CycleProblems.EndWithoutStart);
        if (Decision is not null && (ended is null || findings is null)) read.Problems.Add(CycleProblems.DecisionNeedsStudy);
        if (predicted is not null && prediction is null) read.Problems.Add(CycleProblems.NumberWithoutPrediction);
        if (points.Count > 0 && measured is null) read.Problems.Add(CycleProblems.DataOfNothing);
        if (points.Count > 0 && people is null && !read.Problems.Exists(problem => problem.Field == "People")) read.Problems.Add(CycleProblems.DataOfHowMany);
        // After the data are known it would be no prediction; and where both come in one step, nobody can tell which was first.
        var bringsResults = points.Count > 0 || ended is not null || findings is not null;
        if ((PredictionIsFixed || bringsResults) && (prediction != Prediction || predicted != PredictedValue)) read.Problems.Add(PredictionIsFixed ? CycleProblems.PredictionIsFixed : CycleProblems.PredictionWithData);
        if (read.Problems.Count > 0) return read.Problems;

        (Title, Owner, ChangeIdeaId, Question, Prediction, PredictedValue, Measured, Unit) = (title, owner, ideaId, question, prediction, predicted, measured, unit);
        (Who, Place, Scale, ScaleNote, PeopleCount, Tasks, PlannedFrom, PlannedTo) = (who, place, FormReader.Choice<CycleScale>(form.Scale), note, people, tasks, plannedFrom, plannedTo);
        (StartedOn, EndedOn, WhatHappened, Surprises, Findings, PredictionHeld) = (started, ended, happened, surprises, findings, FormReader.Choice<PredictionHeld>(form.PredictionHeld));
        PredictionIsFixed |= bringsResults;
        removed = Observe(points);
        Version++;
        return [];
    }

    /// <summary>Decides what follows; changes nothing when it is refused.</summary>
    /// <param name="hasSuccessor">Whether another cycle has grown out of it.</param>
    public List<Problem> Decide(DecisionForm form, bool hasSuccessor)
    {
        var read = new FormReader();
        if (FormReader.Choice<CycleDecision>(form.Decision) is not { } decision) return [CycleProblems.NoDecision];
        var reason = read.Required("DecisionReason", "the reason, so that the next team can follow it", form.DecisionReason, LongestText);
        var on = read.Day("DecidedOn", form.DecidedOn);
        if (FormReader.Clean(form.DecidedOn) is null) read.Missing("DecidedOn", "the day of the decision");
        if (EndedOn is null || Findings is null) read.Problems.Add(CycleProblems.StudyFirst);
        else if (on < EndedOn) read.Problems.Add(CycleProblems.DecidedBeforeTheEnd);
        if (decision == CycleDecision.Abandon && hasSuccessor) read.Problems.Add(CycleProblems.HasSuccessor);
        if (read.Problems.Count > 0) return read.Problems;
        (Decision, DecidedOn, DecisionReason) = (decision, on, reason);
        Version++;
        return [];
    }

    /// <summary>Takes what was done and found out of a cycle that was read for somebody who may not see it. Such a cycle is never saved.</summary>
    public void Withhold()
    {
        Withheld = new HashSet<string>(CycleResults.Fields.Where(field => field.IsIn(this)).Select(field => field.Name), StringComparer.Ordinal);
        (WhatHappened, Surprises, Findings, PredictionHeld, DecisionReason) = (null, null, null, null, null);
        Observations.Clear();
    }

    private List<CycleObservation> Observe(IReadOnlyList<ObservationText.Point> points)
    {
        var wanted = points.ToDictionary(point => point.On);
        var removed = Observations.Where(observation => !wanted.ContainsKey(observation.On)).ToList();
        Observations.RemoveAll(removed.Contains);
        foreach (var point in points)
        {
            if (Observations.Find(observation => observation.On == point.On) is { } known) (known.Value, known.Note) = (point.Value, point.Note);
            else Observations.Add(new CycleObservation { Id = Guid.CreateVersion7(), CycleId = Id, On = point.On, Value = point.Value, Note = point.Note });
        }

        return removed;
    }
}
