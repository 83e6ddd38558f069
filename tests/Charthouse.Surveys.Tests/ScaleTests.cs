namespace Charthouse.Surveys.Tests;

/// <summary>Edges of each scale. Values from publications stand in WorkedExampleTests and in Published.</summary>
public sealed class ScaleTests
{
    private static readonly int?[] threes = [.. Enumerable.Repeat((int?)3, 10)];

    [Fact]
    public void ExperienceIndex_HasFourForms()
    {
        int?[][] answers = [[5, 4, 3, 3], [1, null, null, null]];
        Assert.Equal(20, ExperienceIndex.Compute(answers).Index.Value!.Value, 10);
        Assert.Equal(100.0 / 3, ExperienceIndex.Compute(answers, new(NeutralAnswers.Excluded)).Index.Value!.Value, 10);
        Assert.Equal(-25, ExperienceIndex.Compute(answers, new(NeutralAnswers.Counted, ExperienceAveraging.PerRespondent)).Index.Value!.Value, 10);
        Assert.Equal(0, ExperienceIndex.Compute(answers, new(NeutralAnswers.Excluded, ExperienceAveraging.PerRespondent)).Index.Value!.Value, 10);
        var counted = ExperienceIndex.Compute(answers);
        Assert.Equal((2, 2, 1, 3, 2), (counted.PositiveCount, counted.NeutralCount, counted.NegativeCount, counted.MissingCount, counted.RespondentCount));
    }

    [Fact]
    public void ExperienceIndex_OfOnlyNeutralAnswers_Is0OrUndefined()
    {
        Assert.Equal(Score.Of(0), ExperienceIndex.Compute([[3, 3]]).Index);
        Assert.Equal(Score.Without(ScoreGap.NoAnswers), ExperienceIndex.Compute([[3, 3]], new(NeutralAnswers.Excluded)).Index);
        Assert.Equal(Score.Without(ScoreGap.NoAnswers), ExperienceIndex.Compute([]).Index);
    }

    [Fact]
    public void MiniZ_KeepsTheOtherSubscale()
    {
        var mini = MiniZ.Of([4, 4, 4, 4, 4, 4, null, 4, 4, 4]);
        Assert.Equal((Score.Without(ScoreGap.MissingItems), Score.Of(20), Score.Without(ScoreGap.MissingItems)), (mini.Total, mini.SupportiveEnvironment, mini.PaceAndRecordStress));
        Assert.Null(mini.IsJoyful);
        Assert.True(MiniZ.Of([.. Enumerable.Repeat((int?)4, 10)]).IsJoyful);
        Assert.False(MiniZ.Of([3, .. Enumerable.Repeat((int?)4, 9)]).IsJoyful);
    }

    [Theory, InlineData(1, false), InlineData(2, false), InlineData(3, true), InlineData(4, true), InlineData(5, true)]
    public void Burnout_IsTheThirdStatementAndWorse_ByEitherCoding(int stated, bool has)
    {
        Assert.Equal(has, SingleItemBurnout.Has(stated));
        Assert.Equal(has, SingleItemBurnout.Has(6 - stated, BurnoutCoding.FiveIsBest));
        Assert.Null(SingleItemBurnout.Has(null));
        Assert.Equal(Score.Without(ScoreGap.NoAnswers), SingleItemBurnout.Percent([null]));
    }

    // The variant with "above 1.33" cannot differ: no mean of one to ten whole numbers is 1.33.
    [Fact]
    public void BurnoutCut_IsTheSameWithAndWithoutItsEdge() =>
        Assert.All(from items in Enumerable.Range(1, 10) from sum in Enumerable.Range(0, 4 * items + 1) select (double)sum / items, mean => Assert.NotEqual(ProfessionalFulfillment.BurnoutFrom, mean));

    [Fact]
    public void ProfessionalFulfillment_AllowsAsManyMissingAsItIsTold()
    {
        int?[] answers = [4, 4, 4, 2, 2, null, 1, 1, 1, 1, 2, 2, 1, 1, 1, 2];
        Assert.Equal(ScoreGap.MissingItems, ProfessionalFulfillment.Of(answers).Fulfillment.Gap);
        Assert.Null(ProfessionalFulfillment.Of(answers).IsFulfilled);
        var allowed = ProfessionalFulfillment.Of(answers, 1);
        Assert.Equal((3.2, 1.0, 1.5, 1.3), (allowed.Fulfillment.Value!.Value, allowed.WorkExhaustion.Value!.Value, allowed.Disengagement.Value!.Value, allowed.Burnout.Value!.Value));
        Assert.True(allowed.IsFulfilled);
        Assert.False(allowed.HasBurnout);
        Assert.Equal(ScoreGap.NoAnswers, ProfessionalFulfillment.Of(new int?[16], 16).Burnout.Gap);
    }

    [Fact]
    public void TaskLoad_NeedsEveryRating()
    {
        Assert.Equal(50, TaskLoad.Raw([100, 0, 50, 50, 50, 50]).Value);
        Assert.Equal(ScoreGap.MissingItems, TaskLoad.Raw([100, 0, null, 50, 50, 50]).Gap);
        Assert.Equal(400, TaskLoad.Physician([100, 100, 100, 100]).Value);
        Assert.Equal(ScoreGap.NoAnswers, TaskLoad.Physician([null, null, null, null]).Gap);
    }

    [Fact]
    public void Usability_ReplacesUpToTwo_WhenAsked()
    {
        int?[] eight = [5, 1, 5, 1, 5, 1, 5, 1, null, null];
        Assert.Equal(ScoreGap.MissingItems, SystemUsability.Of(eight).Gap);
        Assert.Equal(90, SystemUsability.Of(eight, MissingUsabilityItems.UpToTwoAreNeutral).Value);
        Assert.Equal(ScoreGap.MissingItems, SystemUsability.Of([5, 1, 5, 1, 5, 1, 5, null, null, null], MissingUsabilityItems.UpToTwoAreNeutral).Gap);
        Assert.Equal(ScoreGap.NoAnswers, SystemUsability.Of(new int?[10], MissingUsabilityItems.UpToTwoAreNeutral).Gap);
    }

    // The published table of nodes, and what two papers say of their means (checks of the definitions).
    [Theory, InlineData(45.9, 8.9), InlineData(57.6, 24.2), InlineData(52, 15.4), InlineData(75, 73), InlineData(68, 50), InlineData(0, 0), InlineData(100, 100)]
    public void Percentile_LiesOnTheLineBetweenNodes(double score, double percent) => Assert.Equal(percent, SystemUsability.Percentile(score), 1);

    [Theory, InlineData(84.1, "A+"), InlineData(84.0, "A"), InlineData(80.8, "A"), InlineData(78.9, "A−"), InlineData(77.2, "B+"), InlineData(74.1, "B"), InlineData(72.6, "B−"), InlineData(71.1, "C+"), InlineData(65, "C"), InlineData(62.7, "C−"), InlineData(51.7, "D"), InlineData(51.6, "F"), InlineData(0, "F")]
    public void Grade_BeginsAtItsEdge(double score, string grade) => Assert.Equal(grade, SystemUsability.Grade(score));

    [Theory, InlineData(0, "worst imaginable"), InlineData(100, "best imaginable"), InlineData(71.4, "good"), InlineData(60, "OK"), InlineData(62, "good"), InlineData(88.2, "best imaginable")]
    public void Adjective_IsTheNearest(double score, string adjective) => Assert.Equal(adjective, SystemUsability.Adjective(score));

    [Fact]
    public void NetPromoter_LeavesPassivesInTheDenominator()
    {
        var score = NetPromoter.Compute([10, 9, 8, 7, 6, 0, null]);
        Assert.Equal((Score.Of(0), 2, 2, 2), (score.Index, score.PromoterCount, score.PassiveCount, score.DetractorCount));
        Assert.Equal(ScoreGap.NoAnswers, NetPromoter.Compute([null]).Index.Gap);
    }

    [Fact]
    public void AnswersOffTheScale_AreTheCallersFault()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ExperienceIndex.Compute([[6]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MiniZ.Of([0, .. threes[1..]]));
        Assert.Throws<ArgumentException>(() => MiniZ.Of(threes[1..]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SingleItemBurnout.Has(0));
        Assert.Throws<ArgumentException>(() => ProfessionalFulfillment.Of(threes));
        Assert.Throws<ArgumentOutOfRangeException>(() => TaskLoad.Physician([101, 0, 0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SystemUsability.Of([6, .. threes[1..]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SystemUsability.Percentile(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => SystemUsability.Grade(100.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => UmuxLite.Of([8, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => NetPromoter.Compute([11]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.OfRatio([new(1, 0)], BootstrapOptions.Default));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.OfMean([1, 2], BootstrapOptions.Default with { Resamples = 99 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.OfMean([1, 2], BootstrapOptions.Default with { Confidence = 1 }));
        Assert.Throws<ArgumentException>(() => DriverRanking.Rank([[1.0]], [], BootstrapOptions.Default));
        Assert.Throws<ArgumentException>(() => DriverRanking.Rank([[1.0], []], [1.0, 2.0], BootstrapOptions.Default));
        Assert.Throws<ArgumentOutOfRangeException>(() => Suppression.Of([-1]));
        Assert.Throws<ArgumentException>(() => Suppression.OfChange([1], []));
    }

    [Fact]
    public void EveryGap_HasACodeAndASentence() => Assert.All(Enum.GetValues<ScoreGap>(), gap =>
    {
        Assert.Matches("^[a-z-]+$", gap.Code());
        Assert.EndsWith(".", gap.Explain(), StringComparison.Ordinal);
    });
}
