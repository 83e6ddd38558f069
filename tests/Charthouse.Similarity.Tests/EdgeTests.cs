using static Charthouse.Similarity.Tests.LawTests;

namespace Charthouse.Similarity.Tests;

public sealed class EdgeTests
{
    [Theory]
    [InlineData("Printer's LABELS are (wrong)!", "printers labels are wrong")]
    [InlineData("20mg q4h", "20 mg q 4 h")]
    [InlineData("1,000 mL 0,50 007 5.0 1,234,567.10", "1000 ml 0.5 7 5 1234567.1")]
    [InlineData("three pounds, Two Kilograms, 5 µg", "3 lb 2 kg 5 mcg")]
    [InlineData("post-op/ED", "post op ed")]
    [InlineData("Été ﬁle Straße Ⅳ", "ete file straße iv")]
    [InlineData("😡😡 👍🏽 ❤️", "😡 😡 👍 ❤")]
    [InlineData("مُسْتَشْفَى ١٢", "مستشفى 12")]
    [InlineData("a\ud83db\u200fc", "abc")]
    [InlineData("a\ufffeb\uffff\U0001fffe\0c", "ab c")]
    [InlineData("v25.1.2.", "v 25.1 2")]
    [InlineData(" \t\u00a0—…", "")]
    [InlineData("<script>alert('x')</script>", "script alert x script")]
    public void Tokens_AreFolded(string text, string expected) => Assert.Equal(expected, string.Join(' ', NormalText.Tokens(text)));

    // The three rules of Harman 1991, How effective is suffixing?; the words are ours.
    [Theory]
    [InlineData("queries", "query")]
    [InlineData("phones", "phone")]
    [InlineData("corpus", "corpus")]
    [InlineData("stress", "stress")]
    [InlineData("orders", "order")]
    [InlineData("goes", "goe")]
    [InlineData("is", "is")]
    [InlineData("sepsis", "sepsi")]
    public void Singular_TakesThePluralAway(string word, string expected) => Assert.Equal(expected, Folding.Singular(word));

    [Fact]
    public void NothingToCompare_IsKeptAndLikeNothing()
    {
        var index = new ShortTextIndex();
        index.Set(Id(0), "");
        index.Set(Id(1), " — !");
        index.Set(Id(2), "printer");
        Assert.Equal(3, index.Count);
        Assert.Empty(index.Nearest("", 5));
        Assert.Empty(index.Nearest("?!", 5));
        Assert.Empty(index.Pairs(0.01));
    }

    [Fact]
    public void StopWordsOnly_FindThemselves()
    {
        var index = new ShortTextIndex();
        index.Set(Id(0), "It is not there");
        index.Set(Id(1), "Printer is not there");
        Assert.Equal(new SimilarText(Id(0), 1, 1, 1), index.Nearest("it is NOT there?", 1)[0]);
        Assert.Equal(0, index.Nearest("it is not there", 2)[1].Cosine);
    }

    // Every word and 3-gram different: the longest that a text can be for the index.
    [Fact]
    public void LongTexts_AreReadToTheirEnd()
    {
        var index = new ShortTextIndex();
        var text = string.Join(' ', Enumerable.Range(0, 17_000).Select(i => $"w{(char)('a' + i % 26)}{(char)('a' + i / 26 % 26)}{(char)('a' + i / 676 % 26)}q"));
        Assert.InRange(text.Length, 100_000, 110_000);
        index.Set(Id(0), text);
        index.Set(Id(1), text + " end");
        index.Set(Id(2), "98");
        var found = index.Nearest(text, 5);
        Assert.Equal([Id(0), Id(1)], found.Select(one => one.Id));
        Assert.Equal(1, found[0].Score);
        Assert.InRange(found[1].Score, 0.99, 0.999999);
        Assert.Equal(Id(1), index.Nearest("end", 1)[0].Id);
        Assert.True(index.Remove(Id(0)));
        Assert.Single(index.Nearest(text, 5));
    }

    // Nothing may cost the square of its length.
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1,", "1.1")]
    [InlineData("1,111", null)]
    [InlineData("0.0", null)]
    [InlineData("\u0301", "")]
    [InlineData("s", null)]
    [InlineData("😡", null)]
    public void LongRunsOfOneThing_AreReadInNoTime(string piece, string? first)
    {
        var tokens = NormalText.Tokens(string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length)));
        if (first is not null) Assert.Equal(first, tokens.FirstOrDefault() ?? "");
        var index = new ShortTextIndex(new Dictionary<string, string> { ["1 1 1"] = "one" });
        index.Set(Id(0), string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length)));
        Assert.Equal(tokens.Count > 0 ? 1 : 0, index.Nearest(string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length)), 1).Count);
    }

    [Fact]
    public void Abbreviations_AreReplacedTheLongestFirstAndOnce()
    {
        var index = new ShortTextIndex(new Dictionary<string, string> { ["AVS"] = "after visit summary", ["med rec"] = "medication reconciliation", ["med"] = "medication", ["visit"] = "AVS" });
        index.Set(Id(0), "The after visit summary");
        index.Set(Id(1), "Medication reconciliation hangs");
        Assert.Equal(1, index.Nearest("medication reconciliation hangs", 1)[0].Score);
        Assert.Equal(1, index.Nearest("MED-REC hangs", 1)[0].Score);
        Assert.InRange(index.Nearest("avs", 1)[0].Cosine, 0.5, 0.999);
    }

    [Fact]
    public void Abbreviations_RefuseNonsense()
    {
        Assert.Throws<ArgumentException>(() => new ShortTextIndex(new Dictionary<string, string> { ["—"] = "dash" }));
        Assert.Throws<ArgumentException>(() => new ShortTextIndex(new Dictionary<string, string> { ["AVS"] = " " }));
        Assert.Throws<ArgumentException>(() => new ShortTextIndex(new Dictionary<string, string> { ["AVS"] = "after visit summary", ["avs"] = "all very sad" }));
    }

    [Fact]
    public void Arguments_AreChecked()
    {
        var index = new ShortTextIndex();
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Nearest("x", -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Nearest("x", 1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Nearest("x", 1, 1.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Pairs(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Pairs(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => TextClusters.Of([], 1));
        Assert.Empty(index.Nearest("x", 0));
        Assert.Empty(index.Nearest("x", 5));
        Assert.Empty(index.Pairs());
        Assert.Empty(TextClusters.Of([], 2));
    }

    [Fact]
    public void Clusters_KeepTheStrongestWhenTheBoundIsReached()
    {
        SimilarPair[] chain = [new(Id(0), Id(1), 0.3), new(Id(1), Id(2), 0.9), new(Id(2), Id(3), 0.5), new(Id(3), Id(4), 0.8)];
        Assert.Equal([[Id(1), Id(2)], [Id(3), Id(4)]], TextClusters.Of(chain, 2));
        Assert.Equal([[Id(0), Id(1), Id(2)], [Id(3), Id(4)]], TextClusters.Of(chain, 3));
        Assert.Equal([[Id(0), Id(1), Id(2), Id(3), Id(4)]], TextClusters.Of(chain, 5));
    }

    // Whatever readers see beside a writer, it is all of a text or nothing of it.
    [Fact]
    public async Task Readers_SeeWholeTextsBesideAWriter()
    {
        var index = new ShortTextIndex();
        for (var i = 0; i < 50; i++) index.Set(Id(i), $"label printer {i} jams");
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Assert.Equal(50, index.Nearest("label printer jams", 100).Count(one => Id(50).CompareTo(one.Id) > 0));
                Assert.All(index.Nearest("sepsis alert", 100, 0.99), one => Assert.Equal(1, one.Score));
                Assert.All(index.Pairs(), pair => Assert.InRange(pair.Score, ShortTextIndex.PairThreshold, 1));
            }
        }, TestContext.Current.CancellationToken)).ToArray();
        for (var round = 0; round < 300; round++)
        {
            index.Set(Id(100 + round % 7), round % 2 == 0 ? "sepsis alert" : "sepsis alert fires without end");
            if (round % 3 == 0) index.Remove(Id(100 + round % 5));
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public void WorkedExample_IsTheOneOfTheMethodsPage()
    {
        var index = new ShortTextIndex();
        index.Set(Id(0), "Label printers jam");
        index.Set(Id(1), "Sepsis alert fires twice");
        index.Set(Id(2), "The printer is out of toner");
        var found = index.Nearest("Label printer jams", 5);
        Assert.Equal([Id(0), Id(2)], found.Select(one => one.Id));
        Assert.Equal((1, 0.6364, 0.8182), (found[0].Cosine, Math.Round(found[0].Jaccard, 4), Math.Round(found[0].Score, 4)));
        Assert.Equal((0.224, 0.189, 0.207), (Math.Round(found[1].Cosine, 3), Math.Round(found[1].Jaccard, 3), Math.Round(found[1].Score, 3)));
    }
}
