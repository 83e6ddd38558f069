namespace Charthouse.Similarity.Tests;

/// <summary>The definition of docs/methods/similarity.md, sentence by sentence, in floating point and without an index.</summary>
internal sealed class Plain(IReadOnlyDictionary<string, string>? abbreviations = null)
{
    private readonly Abbreviations abbreviations = new(abbreviations);
    private readonly Dictionary<Guid, NormalText> texts = [];

    public void Set(Guid id, string text) => texts[id] = NormalText.Of(text, abbreviations);

    public (double Score, double Cosine, double Jaccard) Score(string text, Guid id) => Score(NormalText.Of(text, abbreviations), texts[id]);

    public IEnumerable<(Guid First, Guid Second, double Score)> Pairs() => from a in texts from b in texts where a.Key.CompareTo(b.Key) < 0 select (a.Key, b.Key, Score(a.Value, b.Value).Score);

    private (double Score, double Cosine, double Jaccard) Score(NormalText a, NormalText b)
    {
        var cosine = a.Words.Keys.Where(b.Words.ContainsKey).Sum(word => Weight(a, word) * Weight(b, word)) is var dot and not 0 ? dot / (Length(a) * Length(b)) : 0;
        var jaccard = a.Grams.Intersect(b.Grams).Count() is var shared and not 0 ? (double)shared / a.Grams.Union(b.Grams).Count() : 0;
        return ((cosine + jaccard) / 2, cosine, jaccard);
    }

    private double Weight(NormalText text, string word) => (1 + Math.Log(text.Words[word])) * (1 + Math.Log((1.0 + texts.Count) / (1.0 + texts.Values.Count(other => other.Words.ContainsKey(word)))));

    private double Length(NormalText text) => Math.Sqrt(text.Words.Keys.Sum(word => Math.Pow(Weight(text, word), 2)));
}
