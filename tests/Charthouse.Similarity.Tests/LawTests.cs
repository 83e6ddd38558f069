using CsCheck;

namespace Charthouse.Similarity.Tests;

/// <summary>What holds for all texts.</summary>
public sealed class LawTests
{
    // Few words, so that texts share some; with repetitions, pictures, right to left, halves of surrogate pairs, and nothing at all.
    private static readonly string[] pieces = ["printer", "Printers", "the", "is", "label", "sepsis", "alert", "20", "mg", "20mg", "l'été", "😡", "🖨️", "مستشفى", "בית", "\ud83d", "not", "ward", "7", "seven", "", "—", "x"];
    private static readonly Gen<string> text = Gen.Frequency((8, Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 8].Select(words => string.Join(' ', words))), (1, Gen.String[0, 12]));
    // Drawn from a few, so that ties are common.
    private static readonly Gen<string[]> texts = Gen.Select(text.Array[1, 6], Gen.Int[0, 5].Array[0, 12]).Select((some, drawn) => drawn.Select(i => some[i % some.Length]).ToArray());

    [Fact]
    public void Nearest_IsTheDefinition() => Gen.Select(texts, text).Sample((all, asked) =>
    {
        var (index, plain) = (Filled(all), new Plain());
        for (var i = 0; i < all.Length; i++) plain.Set(Id(i), all[i]);
        var found = index.Nearest(asked, int.MaxValue);
        for (var i = 0; i < all.Length; i++)
        {
            var expected = plain.Score(asked, Id(i));
            var one = found.SingleOrDefault(similar => similar.Id == Id(i));
            Assert.Equal(expected.Score, one.Score, 0.002);
            Assert.Equal(expected.Cosine, one.Cosine, 0.002);
            Assert.Equal(expected.Jaccard, one.Jaccard, 1e-12);
            Assert.Equal(expected.Score > 0, one.Id != default);
        }
    });

    [Fact]
    public void Nearest_IsBestFirstTiesByIdAndNothingBetterIsLeftOut() => Gen.Select(texts, text, Gen.Int[0, 6], Gen.Int[0, 10]).Sample((all, asked, limit, tenths) =>
    {
        var index = Filled(all);
        var whole = index.Nearest(asked, int.MaxValue);
        Assert.Equal(whole.OrderByDescending(one => one.Score).ThenBy(one => one.Id), whole);
        Assert.Equal(whole.Where(one => one.Score >= tenths / 10.0).Take(limit), index.Nearest(asked, limit, tenths / 10.0));
        Assert.Equal(whole.Where(one => one.Id != Id(0)).Take(limit), index.Nearest(asked, limit, except: Id(0)));
    });

    [Fact]
    public void Scores_AreSymmetricAndFromZeroToOne() => texts.Where(all => all.Length > 1).Sample(all =>
    {
        var index = Filled(all);
        for (var i = 0; i < all.Length; i++)
        {
            foreach (var one in index.Nearest(all[i], int.MaxValue))
            {
                Assert.True(one is { Score: > 0 and <= 1, Cosine: >= 0 and <= 1, Jaccard: >= 0 and <= 1 });
                Assert.Equal(one.Score, index.Nearest(all[Number(one.Id)], int.MaxValue).Single(back => back.Id == Id(i)).Score);
            }
        }
    });

    [Fact]
    public void IdenticalTexts_ScoreOneUnlessNothingIsInThem() => Gen.Select(texts, text).Sample((all, asked) =>
    {
        var index = Filled(all);
        index.Set(Id(99), asked);
        var itself = index.Nearest(asked, int.MaxValue).SingleOrDefault(one => one.Id == Id(99));
        Assert.Equal(NormalText.Tokens(asked).Count > 0 ? 1 : 0, itself.Score);
    });

    [Fact]
    public void Order_OfSettingDoesNotMatter() => Gen.Select(texts, text, Gen.Int[0, 1000]).Sample((all, asked, seed) =>
    {
        var (forth, shuffled) = (Filled(all), new ShortTextIndex());
        var order = Enumerable.Range(0, all.Length).ToArray();
        new Random(seed).Shuffle(order);
        foreach (var i in order)
        {
            shuffled.Set(Id(i), "something else first");
            shuffled.Set(Id(i), all[i]);
        }

        Assert.Equal(forth.Nearest(asked, int.MaxValue), shuffled.Nearest(asked, int.MaxValue));
        Assert.Equal(forth.Pairs(0.1), shuffled.Pairs(0.1));
    });

    [Fact]
    public void Remove_UndoesSet() => Gen.Select(texts, text, text).Sample((all, added, asked) =>
    {
        var index = Filled(all);
        var (before, pairs) = (index.Nearest(asked, int.MaxValue), index.Pairs(0.1));
        index.Set(Id(99), added);
        Assert.Equal(all.Length + 1, index.Count);
        var fresh = Filled(all);
        fresh.Set(Id(99), added);
        Assert.Equal(fresh.Nearest(asked, int.MaxValue), index.Nearest(asked, int.MaxValue));
        Assert.True(index.Remove(Id(99)));
        Assert.False(index.Remove(Id(99)));
        Assert.Equal(all.Length, index.Count);
        Assert.Equal(before, index.Nearest(asked, int.MaxValue));
        Assert.Equal(pairs, index.Pairs(0.1));
    });

    // The short cut of Pairs leaves nothing out, at any threshold.
    [Fact]
    public void Pairs_AreThoseOfNearest() => Gen.Select(texts, Gen.Double[0.001, 1]).Sample(PairsAreThoseOfNearest);

    // Words of their own with a common end: what they share is among their most frequent 3-grams only.
    [Fact]
    public void Pairs_ThatShareOnlyFrequentGramsAreFound() => Gen.Select(Gen.Char['a', 'z'].Array[4, 30].Select(letters => new string(letters) + "ing").Array[2, 20], Gen.Double[0.001, 0.1]).Sample(PairsAreThoseOfNearest);

    private static void PairsAreThoseOfNearest(string[] all, double atLeast)
    {
        var index = Filled(all);
        var expected = Enumerable.Range(0, all.Length).SelectMany(i => index.Nearest(all[i], int.MaxValue, atLeast).Where(one => one.Id.CompareTo(Id(i)) > 0).Select(one => new SimilarPair(Id(i), one.Id, one.Score)));
        Assert.Equal(expected.OrderByDescending(pair => pair.Score).ThenBy(pair => pair.First).ThenBy(pair => pair.Second), index.Pairs(atLeast));
    }

    [Fact]
    public void Clusters_HoldTogetherWithinTheirBound() => Gen.Select(Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.Double[0.24, 1]).Array[0, 20], Gen.Int[2, 6], Gen.Int[0, 1000]).Sample((edges, most, seed) =>
    {
        var pairs = edges.Select(edge => new SimilarPair(Id(edge.Item1), Id(edge.Item2), edge.Item3)).ToArray();
        var clusters = TextClusters.Of(pairs, most);
        Assert.All(clusters, cluster => Assert.InRange(cluster.Count, 2, most));
        Assert.Equal(clusters.Sum(cluster => cluster.Count), clusters.SelectMany(cluster => cluster).Distinct().Count());
        // Without a bound: who is reachable by pairs is together.
        foreach (var pair in pairs.Where(pair => pair.First != pair.Second)) Assert.Contains(TextClusters.Of(pairs, 100), cluster => cluster.Contains(pair.First) && cluster.Contains(pair.Second));
        new Random(seed).Shuffle(pairs);
        Assert.Equal(clusters, TextClusters.Of(pairs.Select(pair => new SimilarPair(pair.Second, pair.First, pair.Score)), most));
    });

    internal static Guid Id(int number) => new(number + 1, 0, 0, new byte[8]);

    private static int Number(Guid id) => BitConverter.ToInt32(id.ToByteArray()) - 1;

    private static ShortTextIndex Filled(string[] all)
    {
        var index = new ShortTextIndex();
        for (var i = 0; i < all.Length; i++) index.Set(Id(i), all[i]);
        return index;
    }
}
