using System.Text.Json;
using Charthouse.Planning.Prioritisation;
using CsCheck;

namespace Charthouse.Planning.Tests.Prioritisation;

/// <summary>Every case of the fixture, and the laws.</summary>
public sealed class PrioritisationTests
{
    private static readonly JsonElement fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "prioritisation.json"))).RootElement;

    private static readonly Gen<KnapsackItem> items = Gen.Select(Gen.Int[0, 12], Gen.Int[0, 9]).Select((hours, value) => new KnapsackItem("", hours, value));

    [Fact]
    public void Fixture_HasNoOtherCase() =>
        Assert.Equal(["wsjf", "rice", "weighted-with-override", "capacity-knapsack", "kendalls-w", "moscow", "wsjf-published"], fixture.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("id").GetString()));

    [Theory, InlineData("wsjf"), InlineData("wsjf-published")]
    public void WeightedShortestJobFirst_IsTheFixtures(string id)
    {
        var (input, expected) = Case(id);
        AssertRanked(expected, WeightedShortestJobFirst.Rank(input.EnumerateArray().Select(job => new Job(Text(job, "id"), Number(job, "userBusinessValue"), Number(job, "timeCriticality"), Number(job, "riskReductionOpportunity"), Number(job, "jobSize")))));
    }

    [Fact]
    public void Rice_IsTheFixtures()
    {
        var (input, expected) = Case("rice");
        AssertRanked(expected, Rice.Rank(input.EnumerateArray().Select(item => new RiceItem(Text(item, "id"), Number(item, "reach"), Number(item, "impact"), Number(item, "confidence"), Number(item, "effort")))));
    }

    [Fact]
    public void WeightedScore_IsTheFixtures()
    {
        var (input, expected) = Case("weighted-with-override");
        var ranked = WeightedScore.Rank([.. input.GetProperty("criteria").EnumerateArray().Select(one => new Criterion(Text(one, "key"), Number(one, "weight")))], [.. input.GetProperty("requests").EnumerateArray().Select(Item)]);
        Assert.Equal(
            expected.EnumerateArray().Select(one => (Text(one, "id"), Number(one, "score"), one.GetProperty("override").GetBoolean(), one.GetProperty("rank").GetInt32())),
            ranked.Select(one => (one.Id, Math.Round(one.Score!.Value, 6), one.IsOverride, one.Rank!.Value)));

        static ScoredItem Item(JsonElement one) => new(Text(one, "id"), one.GetProperty("scores").EnumerateObject().ToDictionary(score => score.Name, score => score.Value.GetDouble()), one.TryGetProperty("overrides", out var overrides) && overrides.EnumerateObject().Any(each => each.Value.GetBoolean()));
    }

    [Fact]
    public void Knapsack_IsTheFixtures()
    {
        var (input, expected) = Case("capacity-knapsack");
        var choice = Knapsack.Of([.. input.GetProperty("items").EnumerateArray().Select(item => new KnapsackItem(Text(item, "id"), item.GetProperty("hours").GetInt32(), Number(item, "value")))], input.GetProperty("capacityHours").GetInt32());
        Assert.Equal(expected.GetProperty("selected").EnumerateArray().Select(id => id.GetString()), choice.Selected);
        Assert.Equal((Number(expected, "totalValue"), expected.GetProperty("hoursUsed").GetInt32(), true, 140d), (choice.TotalValue, choice.HoursUsed, choice.IsExact, choice.UpperBound));
    }

    [Fact]
    public void KendallsW_IsTheFixtures()
    {
        var (input, expected) = Case("kendalls-w");
        var found = KendallsW.OfRanks([.. input.GetProperty("rankings").EnumerateArray().Select(ranking => ranking.EnumerateArray().Select(rank => rank.GetDouble()).ToList())]);
        Assert.Equal((Number(expected, "w"), Number(expected, "friedmanChiSquare")), (Math.Round(found.W!.Value, 6), Math.Round(found.FriedmanChiSquare!.Value, 6)));
    }

    [Fact]
    public void Moscow_IsTheFixtures()
    {
        var (input, expected) = Case("moscow");
        var found = Moscow.Of(input.EnumerateArray().Select(item => (Enum.Parse<Need>(Text(item, "category")), Number(item, "hours"))));
        Assert.Equal(Number(expected, "mustShare"), Math.Round(found.MustShare!.Value, 5));
        Assert.Equal(expected.GetProperty("withinSixtyPercentGuide").GetBoolean(), found.IsWithinGuide);
        Assert.Equal(new MoscowBalance(null, null), Moscow.Of([(Need.Wont, 100)]));
        Assert.True(Moscow.Of([(Need.Must, 60), (Need.Could, 40), (Need.Wont, 900)]).IsWithinGuide);
    }

    [Fact]
    public void WeightedScore_NeverTakesAMissingScoreForNothing()
    {
        Criterion[] criteria = [new("safety", 3), new("time", 1)];
        var ranked = WeightedScore.Rank(criteria, [new("b", Scores(("safety", 5)), IsOverride: true), new("a", Scores(("safety", 0), ("time", 0)))]);
        Assert.Equal([("a", 0d, 1), ("b", (double?)null, (int?)null)], ranked.Select(one => (one.Id, one.Score, one.Rank)));
        Assert.Equal(["time"], ranked[1].Missing);
    }

    [Fact]
    public void WeightedScore_LiesBetweenTheScores_AndKeepsToScale() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[0, 5]).Array[1, 8].Sample(pairs =>
        {
            Criterion[] criteria = [.. pairs.Select((pair, i) => new Criterion($"c{i}", pair.Item1))];
            var scores = pairs.Select((pair, i) => ($"c{i}", (double)pair.Item2)).ToArray();
            var score = WeightedScore.Of(criteria, Scores(scores))!.Value;
            Assert.InRange(score, scores.Min(one => one.Item2) - 1e-12, scores.Max(one => one.Item2) + 1e-12);
            Assert.Equal(score, WeightedScore.Of([.. criteria.Select(criterion => criterion with { Weight = criterion.Weight * 7 })], Scores(scores))!.Value, 12);
        });

    [Fact]
    public void CompetitionRank_IsOneMoreThanThoseThatAreHigher() =>
        Gen.Int[0, 4].Array[0, 12].Sample(scores =>
        {
            var ranked = CompetitionRank.Of(scores.Select((score, i) => ($"i{i:00}", (double)score)));
            Assert.All(ranked, one => Assert.Equal(1 + scores.Count(score => score > one.Score), one.Rank));
        });

    [Fact]
    public void Knapsack_IsTheBestOfAllChoices() =>
        Gen.Select(items.Array[0, 9], Gen.Int[0, 60]).Sample((list, capacity) =>
        {
            var named = Named(list);
            var best = Enumerable.Range(0, 1 << named.Length).Select(set => (Hours: named.Where((_, i) => (set >> i & 1) == 1).Sum(item => item.Hours), Value: named.Where((_, i) => (set >> i & 1) == 1).Sum(item => item.Value)))
                .Where(choice => choice.Hours <= capacity).OrderByDescending(choice => choice.Value).ThenBy(choice => choice.Hours).First();
            var found = Knapsack.Of(named, capacity);
            Assert.Equal((best.Value, best.Hours), (found.TotalValue, found.HoursUsed));
            Assert.Equal(found.HoursUsed, named.Where(item => found.Selected.Contains(item.Id)).Sum(item => item.Hours));
        });

    [Fact]
    public void Knapsack_OfALongList_SaysHowFarItMayBeFromTheBest() =>
        Gen.Select(items.Array[41, 60], Gen.Int[0, 120]).Sample((list, capacity) =>
        {
            var named = Named(list);
            var found = Knapsack.Of(named, capacity);
            Assert.False(found.IsExact);
            Assert.True(found.HoursUsed <= capacity);
            // Whole hours: the best choice of all is the usual table.
            var best = new double[capacity + 1];
            foreach (var item in named)
            {
                for (var hours = capacity; hours >= item.Hours; hours--) best[hours] = Math.Max(best[hours], best[hours - item.Hours] + item.Value);
            }

            Assert.InRange(best[capacity], found.TotalValue, found.UpperBound + 1e-9);
            Assert.True(found.TotalValue * 2 >= best[capacity]);
        }, iter: 300);

    [Fact]
    public void Knapsack_OfFortyItems_IsExactAndQuick()
    {
        // Value and hours alike are the hard case for a search that cuts branches.
        var found = Knapsack.Of([.. Enumerable.Range(0, 40).Select(i => new KnapsackItem($"i{i:00}", 1000 + (i * 37 % 101), 1000 + (i * 37 % 101)))], 20_500);
        Assert.True(found.IsExact);
        Assert.InRange(found.TotalValue, 20_490, 20_500);
    }

    [Fact]
    public void KendallsW_IsOneWhenAllAgree_AndSaysWhenItIsUndefined()
    {
        Assert.Equal(1, KendallsW.OfScores([[5, 3, 1], [4, 2, 0]]).W);
        Assert.Equal(0, KendallsW.OfScores([[1, 2], [2, 1]]).W);
        Assert.Null(KendallsW.OfScores([[1, 2]]).W);
        Assert.Null(KendallsW.OfScores([[1], [1]]).W);
        Assert.Null(KendallsW.OfScores([[3, 3], [2, 2]]).W);
        Assert.Null(KendallsW.OfScores([]).W);
        // Ties as in Siegel and Castellan: 1.5, 1.5, 3 for both raters is full agreement.
        Assert.Equal(1, KendallsW.OfRanks([[1.5, 1.5, 3], [1.5, 1.5, 3]]).W!.Value, 12);
    }

    [Fact]
    public void KendallsW_LiesBetweenNothingAndOne() =>
        Gen.Int[0, 5].Array[4].Array[2, 6].Sample(scores =>
        {
            if (KendallsW.OfScores([.. scores.Select(rater => rater.Select(score => (double)score).ToList())]).W is { } w) Assert.InRange(w, 0, 1);
        });

    [Fact]
    public void CapacityLine_StopsAtTheFirstThatDoesNotFit()
    {
        Assert.Equal(["a"], CapacityLine.Above([("a", 60), ("b", 50), ("c", 1)], 100));
        Assert.Equal(["a", "b"], CapacityLine.Above([("a", 60), ("b", 40), ("c", 1)], 100));
        Assert.Empty(CapacityLine.Above([("a", 60)], 0));
    }

    [Fact]
    public void RankStability_IsTheSameForTheSameSeed_AndSureWhereWeightsDoNotMatter()
    {
        Criterion[] criteria = [new("safety", 50), new("time", 50)];
        Contender[] contenders =
        [
            new(new("best", Scores(("safety", 5), ("time", 5))), 1, 50), new(new("safe", Scores(("safety", 4), ("time", 2))), 1, 50),
            new(new("fast", Scores(("safety", 2), ("time", 4))), 1, 50), new(new("law", Scores(("safety", 0), ("time", 0)), IsOverride: true), 1, 50), new(new("unknown", Scores(("safety", 5))), 1, 1),
        ];
        var found = RankStability.Of(criteria, contenders, 150, seed: 7);
        Assert.Equal(["law", "best", "fast", "safe"], found.Select(one => one.Id));
        Assert.Equal([true, true, true, false], found.Select(one => one.IsAbove));
        Assert.Equal([1d, 1d], found.Take(2).Select(one => one.ShareAbove));
        // With equal weights the two change places in half of the runs.
        Assert.InRange(found[2].ShareAbove, 0.45, 0.55);
        Assert.Equal(1, found[2].ShareAbove + found[3].ShareAbove, 12);
        Assert.Equal(found, RankStability.Of(criteria, contenders, 150, seed: 7));
        Assert.NotEqual(found[2].ShareAbove, RankStability.Of(criteria, contenders, 150, seed: 8)[2].ShareAbove);
    }

    [Fact]
    public void Engine_RefusesWhatMakesNoSense()
    {
        Assert.Throws<ArgumentException>(() => WeightedScore.Of([], Scores()));
        Assert.Throws<ArgumentException>(() => WeightedScore.Of([new("a", 0)], Scores(("a", 1))));
        Assert.Throws<ArgumentException>(() => CompetitionRank.Of([("a", double.NaN)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rice.Of(new("a", 1, 1, 1, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightedShortestJobFirst.Of(new("a", 1, 1, 1, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Knapsack.Of([new("a", -1, 1)], 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Knapsack.Of([new("a", 1, double.NaN)], 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Moscow.Of([(Need.Must, -1)]));
        Assert.Throws<ArgumentException>(() => KendallsW.OfRanks([[1, 2], [1]]));
    }

    // The worked example of docs/methods/prioritisation.md.
    [Fact]
    public void WorkedExample_OfTheMethodPage_Holds()
    {
        Criterion[] criteria = [new("safety", 25), new("regulatory", 15), new("time", 20), new("quality", 10), new("strategy", 10), new("equity", 10), new("money", 10)];
        var levels = Scores(("safety", 3), ("regulatory", 0), ("time", 4), ("quality", 2), ("strategy", 2), ("equity", 1), ("money", 1));
        var score = WeightedScore.Of(criteria, levels)!.Value * 20;
        Assert.Equal(43, score, 9);
        Assert.Equal(21.5, score / 2, 9);
    }

    private static (JsonElement Input, JsonElement Expected) Case(string id)
    {
        var found = fixture.GetProperty("cases").EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);
        return (found.GetProperty("input"), found.GetProperty("expected"));
    }

    private static void AssertRanked(JsonElement expected, IReadOnlyList<Ranked> ranked) =>
        Assert.Equal(expected.EnumerateArray().Select(one => (Text(one, "id"), Number(one, "score"), one.GetProperty("rank").GetInt32())), ranked.Select(one => (one.Id, Math.Round(one.Score, 6), one.Rank)));

    private static KnapsackItem[] Named(KnapsackItem[] list) => [.. list.Select((item, i) => item with { Id = $"i{i:00}" })];

    private static Dictionary<string, double> Scores(params (string Key, double Score)[] scores) => scores.ToDictionary(score => score.Key, score => score.Score);

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static double Number(JsonElement of, string name) => of.GetProperty(name).GetDouble();
}
