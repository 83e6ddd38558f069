using Charthouse.Improve.Cycles;
using Charthouse.Platform;

namespace Charthouse.Improve.Tests.Cycles;

/// <summary>Rules of one cycle.</summary>
public sealed class CycleTests
{
    [Fact]
    public void State_FollowsFromWhatIsWrittenDown()
    {
        var cycle = A.Cycle(form => form.StartedOn = null);
        Assert.Equal(CycleState.Planned, cycle.State);
        Change(cycle, form => form.StartedOn = "2026-08-10");
        Assert.Equal(CycleState.UnderWay, cycle.State);
        Change(cycle, form => (form.EndedOn, form.Findings) = ("2026-08-21", "It fell."));
        Assert.Equal(CycleState.ToStudy, cycle.State);
        Assert.Empty(cycle.Decide(Decision(), false));
        Assert.Equal(CycleState.Decided, cycle.State);
    }

    [Theory]
    [InlineData("2026-08-21", null, null)]
    [InlineData(null, "2026-08-10 9", null)]
    [InlineData(null, null, "It fell.")]
    public void Prediction_IsFixedOnceSomethingIsKnown_WhateverBecomesOfIt(string? ended, string? data, string? findings)
    {
        var cycle = A.Cycle();
        Change(cycle, form => form.Prediction = "One minute less");
        Assert.False(cycle.PredictionIsFixed);
        // Nor in the same step: nobody could tell which came first.
        Assert.Equal(["improve.cycle-prediction-with-data"], Codes(Refused(cycle, form => (form.PredictedValue, form.EndedOn, form.Data, form.Findings) = ("9.9", ended, data, findings))));
        Change(cycle, form => (form.EndedOn, form.Data, form.Findings) = (ended, data, findings));
        Assert.Equal(["improve.cycle-prediction-fixed"], Codes(Refused(cycle, form => form.PredictedValue = "9.9")));
        Change(cycle, form => (form.EndedOn, form.Data, form.Findings) = (null, null, null));
        Assert.Equal(["improve.cycle-prediction-fixed"], Codes(Refused(cycle, form => (form.Prediction, form.PredictedValue) = (null, null))));
        Assert.Equal(("One minute less", 9.5), (cycle.Prediction, cycle.PredictedValue!.Value));
    }

    [Fact]
    public void NewCycle_TakesNoDataTogetherWithItsPrediction()
    {
        var form = A.CycleForm();
        form.Data = "2026-08-10 9";
        var id = Guid.CreateVersion7();
        Assert.Equal(["improve.cycle-prediction-with-data"], Codes(new Cycle { Id = id, ChainId = id, Number = 1, CreatedAt = A.Now }.Change(form, null, out _)));
    }

    [Theory]
    [InlineData(null, "improve.cycle-data-of-how-many")]
    [InlineData("0", "form.no-whole-number")]
    [InlineData("2.5", "form.no-whole-number")]
    [InlineData("1,000", "form.no-whole-number")]
    [InlineData("4", null)]
    public void Data_SayOnHowManyPeopleTheyRest(string? people, string? code) => Assert.Equal(code, Refused(A.Cycle(), form => (form.People, form.Data) = (people, "2026-08-10 9")).SingleOrDefault()?.Code);

    [Theory]
    [InlineData(null, true)]
    [InlineData("4", true)]
    [InlineData("5", false)]
    public void UnderFive_AndNobodyKnows_IsFew(string? people, bool isFew) => Assert.Equal(isFew, A.Cycle(form => form.People = people).IsOfFew);

    [Theory]
    [InlineData("2026-08-20", "2026-08-10", "improve.cycle-ends-first")]
    [InlineData(null, "2026-08-10", "improve.cycle-end-without-start")]
    [InlineData("10.8.2026", null, "form.no-day")]
    public void Days_MustFit(string? started, string? ended, string code) => Assert.Equal([code], Codes(Refused(A.Cycle(), form => (form.StartedOn, form.EndedOn) = (started, ended))));

    [Fact]
    public void PlannedEnd_ThatHasPassed_IsLate()
    {
        var cycle = A.Cycle(form => form.PlannedTo = "2026-08-21");
        Assert.False(cycle.IsLate(new(2026, 8, 21)));
        Assert.True(cycle.IsLate(new(2026, 8, 22)));
        Change(cycle, form => form.EndedOn = "2026-08-30");
        Assert.False(cycle.IsLate(new(2026, 9, 22)));
    }

    [Fact]
    public void Decision_NeedsAnEndAndFindings()
    {
        var cycle = A.Cycle();
        Assert.Equal(["improve.cycle-study-first"], Codes(cycle.Decide(Decision(), false)));
        Change(cycle, form => (form.EndedOn, form.Findings) = ("2026-08-21", "It fell."));
        Assert.Equal(["improve.cycle-decided-before-end"], Codes(cycle.Decide(Decision(on: "2026-08-20"), false)));
        Assert.Equal(["improve.cycle-has-successor"], Codes(cycle.Decide(Decision(CycleDecision.Abandon), true)));
        Assert.Equal(["improve.cycle-no-decision"], Codes(cycle.Decide(new DecisionForm(), false)));
        Assert.Empty(cycle.Decide(Decision(CycleDecision.Adapt), false));
        Assert.True(cycle.LeadsOn);
        Assert.Equal(["improve.cycle-decision-needs-study"], Codes(Refused(cycle, form => form.Findings = " ")));
    }

    [Theory]
    [InlineData("2026-08-10 11.5\n\n2026-08-11\t9 first day with two\n2026-08-12;-1", null)]
    [InlineData("2026-08-10 11,5", "improve.cycle-no-point")]
    [InlineData("10.08.2026 11.5", "improve.cycle-no-point")]
    [InlineData("2026-08-10", "improve.cycle-no-point")]
    [InlineData("2026-08-10 NaN", "improve.cycle-no-point")]
    [InlineData("2026-08-10 1e400", "improve.cycle-no-point")]
    [InlineData("2026-08-10 9\n2026-08-10 8", "improve.cycle-day-twice")]
    public void Data_AreADayAndANumber(string text, string? code)
    {
        var cycle = A.Cycle();
        var problems = Refused(cycle, form => form.Data = text);
        Assert.Equal(code, problems.FirstOrDefault()?.Code);
        if (code is not null) return;
        Assert.Equal([11.5, 9, -1], cycle.Observations.OrderBy(point => point.On).Select(point => point.Value));
        Assert.Equal("first day with two", cycle.Observations.Single(point => point.On.Day == 11).Note);
        Assert.Equal(ObservationText.Of(cycle.Observations), CycleForm.Of(cycle).Data);
    }

    [Fact]
    public void RefusedLine_IsNamed() => Assert.StartsWith("Line 2, “nonsense”", Refused(A.Cycle(), form => form.Data = "2026-08-10 9\nnonsense")[0].Message, StringComparison.Ordinal);

    [Fact]
    public void FiveHundredAndOneDays_AreTooMany() =>
        Assert.Equal(["improve.cycle-too-many-points"], Codes(Refused(A.Cycle(), form => form.Data = string.Join('\n', Enumerable.Range(0, 501).Select(day => A.Iso(new DateOnly(2026, 1, 1).AddDays(day)) + " 1")))));

    [Fact]
    public void NextCycle_GoesUpTheRampAfterAdopting_AndStaysAfterAdapting()
    {
        var cycle = A.Cycle(form => (form.EndedOn, form.Findings) = ("2026-08-21", "It fell."));
        Assert.Empty(cycle.Decide(Decision(), false));
        Assert.Equal(nameof(CycleScale.OneTeam), CycleForm.Following(cycle).Scale);
        Assert.Null(CycleForm.Following(cycle).Prediction);
        Assert.Empty(cycle.Decide(Decision(CycleDecision.Adapt), false));
        Assert.Equal(nameof(CycleScale.OneClinician), CycleForm.Following(cycle).Scale);
    }

    [Fact]
    public void Data_StandAgainstThePrediction()
    {
        Assert.Equal("Predicted 9.5\u202Fmin. The last of 3 days has 8.8\u202Fmin, 0.7\u202Fmin below; the mean of all is 9.27\u202Fmin.", CycleData.Sentence(A.Cycle(values: [9.9, 9.1, 8.8])));
        Assert.Equal("Predicted 9.5\u202Fmin. The one value is 9.5\u202Fmin, as predicted.", CycleData.Sentence(A.Cycle(values: [9.5])));
        Assert.Equal("The one value is 9\u202Fmin. No number was predicted.", CycleData.Sentence(A.Cycle(form => form.PredictedValue = null, null, 9)));
        Assert.Null(CycleData.Sentence(A.Cycle()));
    }

    private static DecisionForm Decision(CycleDecision decision = CycleDecision.Adopt, string on = "2026-08-24") => new() { Decision = decision.ToString(), DecidedOn = on, DecisionReason = "It works." };

    private static void Change(Cycle cycle, Action<CycleForm> change) => Assert.Empty(Refused(cycle, change));

    private static List<Problem> Refused(Cycle cycle, Action<CycleForm> change)
    {
        var form = CycleForm.Of(cycle);
        change(form);
        return cycle.Change(form, cycle.ChangeIdeaId, out _);
    }

    private static IEnumerable<string> Codes(IEnumerable<Problem> problems) => problems.Select(problem => problem.Code);
}
