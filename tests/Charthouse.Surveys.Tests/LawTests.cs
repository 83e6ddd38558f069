using CsCheck;

namespace Charthouse.Surveys.Tests;

/// <summary>What holds for every answer.</summary>
public sealed class LawTests
{
    private static readonly Gen<int?[][]> experience = Answer(1, 5).Array[11].Array[0, 25];
    private static readonly ExperienceIndexOptions[] forms = [.. from neutral in Enum.GetValues<NeutralAnswers>() from averaging in Enum.GetValues<ExperienceAveraging>() select new ExperienceIndexOptions(neutral, averaging)];

    [Fact]
    public void ExperienceIndex_StaysInRange_WhateverTheOrder() => Gen.Select(experience, Gen.Int[0, 3]).Sample((respondents, form) =>
    {
        var index = ExperienceIndex.Compute(respondents, forms[form]);
        if (index.Index.Value is { } value) Assert.InRange(value, -100, 100);
        else Assert.Equal(ScoreGap.NoAnswers, index.Index.Gap);
        var back = ExperienceIndex.Compute([.. respondents.Reverse().Select(answers => answers.Reverse().ToArray())], forms[form]);
        Assert.Equal(index.Index.Value ?? double.NaN, back.Index.Value ?? double.NaN, 9);
        Assert.Equal(respondents.Length * 11, index.PositiveCount + index.NeutralCount + index.NegativeCount + index.MissingCount);
    });

    // Turning every answer round turns the sign.
    [Fact]
    public void ExperienceIndex_IsSymmetric() => Gen.Select(experience, Gen.Int[0, 3]).Sample((respondents, form) =>
    {
        var (one, other) = (ExperienceIndex.Compute(respondents, forms[form]).Index.Value, ExperienceIndex.Compute([.. respondents.Select(answers => answers.Select(answer => 6 - answer).ToArray())], forms[form]).Index.Value);
        Assert.Equal(-one ?? double.NaN, other ?? double.NaN, 9);
    });

    // Leaving neutral answers out only widens the distance from 0.
    [Fact]
    public void NeutralAnswers_OnlyDilute() => experience.Sample(respondents =>
    {
        if (ExperienceIndex.Compute(respondents, new(NeutralAnswers.Excluded)).Index.Value is { } without)
        {
            Assert.True(Math.Abs(ExperienceIndex.Compute(respondents).Index.Value!.Value) <= Math.Abs(without) + 1e-9);
        }
    });

    [Fact]
    public void Scores_StayInRange() => Gen.Select(Answer(1, 5).Array[10], Answer(0, 4).Array[16], Answer(0, 100).Array[6], Answer(1, 7).Array[2], Answer(0, 10).Array[0, 30]).Sample((ten, sixteen, six, two, eleven) =>
    {
        In(MiniZ.Of(ten).Total, 10, 50);
        In(MiniZ.Of(ten).SupportiveEnvironment, 5, 25);
        In(MiniZ.Of(ten).PaceAndRecordStress, 5, 25);
        In(SingleItemBurnout.Percent(ten), 0, 100);
        In(ProfessionalFulfillment.Of(sixteen, 3).Fulfillment, 0, 4);
        In(ProfessionalFulfillment.Of(sixteen, 3).Burnout, 0, 4);
        In(TaskLoad.Raw(six), 0, 100);
        In(TaskLoad.Physician(six[..4]), 0, 400);
        In(SystemUsability.Of(ten, MissingUsabilityItems.UpToTwoAreNeutral), 0, 100);
        In(UmuxLite.Of(two).Value, 0, 100);
        In(UmuxLite.Of(two).UsabilityEstimate, 22.9, 87.9);
        In(NetPromoter.Compute(eleven).Index, -100, 100);
        Assert.Equal(NetPromoter.Compute(eleven), NetPromoter.Compute([.. eleven.Reverse()]));
    });

    [Fact]
    public void Percentile_NeverFallsWithTheScore() => Gen.Select(Gen.Double[0, 100], Gen.Double[0, 100]).Sample((one, other) =>
    {
        var (low, high) = (Math.Min(one, other), Math.Max(one, other));
        Assert.True(SystemUsability.Percentile(low) <= SystemUsability.Percentile(high));
        Assert.InRange(SystemUsability.Percentile(one), 0, 100);
    });

    private static Gen<int?> Answer(int lowest, int highest) => Gen.Frequency((8, Gen.Int[lowest, highest].Select(answer => (int?)answer)), (1, Gen.Const((int?)null)));

    private static void In(Score score, double lowest, double highest)
    {
        Assert.NotEqual(score.Value is null, score.Gap is null);
        if (score.Value is { } value) Assert.InRange(value, lowest - 1e-9, highest + 1e-9);
    }
}
