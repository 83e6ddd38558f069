namespace Charthouse.Similarity;

/// <summary>
/// Finds all pairs of some texts from a score upwards. Each text is compared with those before it by lists, as a single question is, but the lists of its most frequent 3-grams are left out:
/// they are the longest and say least. What is found by the others bounds the score from above, and only where the bound reaches the lowest score are the 3-grams counted exactly. So no pair is missed.
/// </summary>
internal sealed class PairSearch
{
    // Which share of its 3-grams a text leaves out at first. Measured: from 0.2 to 0.4 it hardly matters, above, pairs are counted in vain.
    private const double TailShare = 0.3;

    private readonly (Guid Id, WordOf[] Words, int[] Grams, long Norm)[] texts;
    private readonly int[] idf;
    private readonly int gramNumbers;

    public PairSearch((Entry Entry, long Norm)[] entries, int[] idf, int gramNumbers)
    {
        this.idf = idf;
        this.gramNumbers = gramNumbers;
        texts = [.. entries.OrderBy(one => one.Entry.Id).Select(one => (one.Entry.Id, one.Entry.Words, one.Entry.Grams, one.Norm))];
    }

    public List<SimilarPair> Run(double atLeast)
    {
        RareFirst();
        var textsWithWord = new List<(int Text, int Tf)>?[idf.Length];
        var textsWithGram = new List<int>?[gramNumbers];
        var dots = new long[texts.Length];
        var shared = new int[texts.Length];
        var counts = Array.ConvertAll(texts, text => text.Grams.Length);
        var lengths = Array.ConvertAll(texts, text => text.Norm == 0 ? 0 : 1 / Math.Sqrt(text.Norm));
        var pairs = new List<SimilarPair>();
        for (var i = 0; i < texts.Length; i++)
        {
            var (id, words, grams, norm) = texts[i];
            // A pair that shares nothing but the tail has a score of at most tail ÷ grams ÷ 2, which must not reach the lowest score.
            var tail = Math.Max(0, Math.Min((int)(TailShare * grams.Length), (int)Math.Ceiling(2 * atLeast * grams.Length - 1e-6) - 1));
            Array.Clear(dots, 0, i);
            Array.Clear(shared, 0, i);
            foreach (var (number, tf) in words)
            {
                var own = (long)idf[number] * idf[number] * tf;
                foreach (var (text, otherTf) in textsWithWord[number] ?? []) dots[text] += own * otherTf;
                (textsWithWord[number] ??= []).Add((i, tf));
            }

            for (var g = 0; g < grams.Length; g++)
            {
                var list = textsWithGram[grams[g]] ??= [];
                if (g < grams.Length - tail) foreach (var text in list) shared[text]++;
                list.Add(i);
            }

            for (var j = 0; j < i; j++)
            {
                if (dots[j] == 0 && shared[j] == 0) continue;
                // cosine + Jaccard >= 2 · lowest, without a root or a division; a hair more than exact.
                var most = Math.Min(shared[j] + tail, Math.Min(grams.Length, counts[j]));
                if ((2 * atLeast - dots[j] * lengths[i] * lengths[j] - 1e-9) * (grams.Length + counts[j] - most) > most) continue;
                var other = texts[j];
                var score = Weighting.Score(Weighting.Cosine(dots[j], norm, other.Norm), Weighting.Jaccard(Shared(grams, other.Grams), grams.Length, other.Grams.Length));
                if (score >= atLeast) pairs.Add(new SimilarPair(other.Id, id, score));
            }
        }

        pairs.Sort((a, b) => b.Score.CompareTo(a.Score) is not 0 and var order ? order : a.First.CompareTo(b.First) is not 0 and var first ? first : a.Second.CompareTo(b.Second));
        return pairs;
    }

    // Numbers 3-grams by how many texts hold them, and sorts those of each text, rare ones first.
    private void RareFirst()
    {
        var counts = new int[gramNumbers];
        foreach (var text in texts) foreach (var gram in text.Grams) counts[gram]++;
        var byCount = Enumerable.Range(0, gramNumbers).ToArray();
        Array.Sort(counts, byCount);
        var ranks = new int[gramNumbers];
        for (var rank = 0; rank < gramNumbers; rank++) ranks[byCount[rank]] = rank;
        for (var i = 0; i < texts.Length; i++)
        {
            var ranked = Array.ConvertAll(texts[i].Grams, gram => ranks[gram]);
            Array.Sort(ranked);
            texts[i].Grams = ranked;
        }
    }

    private static int Shared(int[] one, int[] other)
    {
        int shared = 0, i = 0, j = 0;
        while (i < one.Length && j < other.Length)
        {
            var (a, b) = (one[i], other[j]);
            if (a == b) shared++;
            if (a <= b) i++;
            if (b <= a) j++;
        }

        return shared;
    }
}
