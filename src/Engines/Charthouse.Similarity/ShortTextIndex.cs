using System.Buffers;

namespace Charthouse.Similarity;

/// <summary>
/// Short texts by likeness: the score of two texts is the mean of the cosine of their TF-IDF vectors and the Jaccard share of their character 3-grams (docs/methods/similarity.md).
/// Answers are exact, not approximate, and do not depend on the order in which texts came.
/// </summary>
/// <remarks>
/// Safe for many readers beside writers: a writer waits for readers and then works alone, and a reader sees all of a change or none.
/// A text is any string: of 100,000 characters (all are read), of pictures (each is a word), right to left (vowel points and direction marks are ignored). A text of stop words only is compared by them.
/// A text without letters, digits or pictures is kept and counted but like nothing, not even itself.
/// </remarks>
#pragma warning disable CA1001 // The wait handles of the lock are freed by its finalizer; an index lives as long as its process, and nobody should have to own one.
public sealed class ShortTextIndex
#pragma warning restore CA1001
{
    /// <summary>The score from which a pair is flagged: 0.24, a starting point to be tuned on confirmed pairs.</summary>
    public const double PairThreshold = 0.24;

    private readonly Abbreviations abbreviations;
    private readonly ReaderWriterLockSlim gate = new();
    private readonly Vocabulary<string> words = new(StringComparer.Ordinal);
    private readonly Vocabulary<ulong> grams = new();
    private readonly Dictionary<Guid, int> slots = [];
    private readonly List<Entry?> entries = [];
    private readonly Stack<int> free = [];
    private readonly Lock weighing = new();
    private Weights? weights;

    /// <summary>An empty index.</summary>
    /// <param name="abbreviations">Local short forms and brand names with their meanings, such as "AVS" for "after visit summary"; read like texts, so case does not matter. <c>null</c>: none.</param>
    /// <exception cref="ArgumentException">A key or a meaning has no letters or digits, or two keys read the same and mean different things.</exception>
    public ShortTextIndex(IReadOnlyDictionary<string, string>? abbreviations = null) => this.abbreviations = new Abbreviations(abbreviations);

    /// <summary>How many texts there are.</summary>
    public int Count
    {
        get
        {
            gate.EnterReadLock();
            try { return slots.Count; }
            finally { gate.ExitReadLock(); }
        }
    }

    /// <summary>Adds a text or replaces the one of that id.</summary>
    public void Set(Guid id, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var normal = NormalText.Of(text, abbreviations);
        gate.EnterWriteLock();
        try
        {
            RemoveEntry(id);
            if (!free.TryPop(out var slot))
            {
                slot = entries.Count;
                entries.Add(null);
            }

            slots.Add(id, slot);
            entries[slot] = new Entry(id, [.. normal.Words.Select(word => new WordOf(words.Add(word.Key, slot), Weighting.Tf(word.Value))).OrderBy(word => word.Number)], [.. normal.Grams.Select(gram => grams.Add(gram, slot))]);
            weights = null;
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }

    /// <summary>Takes a text out. Scores are then as if it had never been there.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(Guid id)
    {
        gate.EnterWriteLock();
        try { return RemoveEntry(id); }
        finally { gate.ExitWriteLock(); }
    }

    /// <summary>The texts most like a text, best first, ties by id. The text itself need not be in the index; a word that the index does not know counts as the rarest.</summary>
    /// <param name="text">What to compare with.</param>
    /// <param name="limit">At most so many; 0 or more.</param>
    /// <param name="atLeast">Lowest score, 0 to 1. Texts that share nothing are never listed.</param>
    /// <param name="except">A text to leave out, such as the one that is asked about.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative or <paramref name="atLeast"/> is not from 0 to 1.</exception>
    public IReadOnlyList<SimilarText> Nearest(string text, int limit, double atLeast = 0, Guid? except = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        if (atLeast is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(atLeast), atLeast, "A score lies between 0 and 1.");
        if (limit == 0) return [];
        var normal = NormalText.Of(text, abbreviations);
        gate.EnterReadLock();
        try { return Nearest(normal, limit, atLeast, except, Weigh()); }
        finally { gate.ExitReadLock(); }
    }

    /// <summary>All pairs from a score upwards, best first, ties by first and then second id. Computed on the texts at the time of the call, without keeping writers waiting. Time grows with the square of the number of texts, and so does the answer where many say the same: a thousand equal texts are half a million pairs.</summary>
    /// <param name="atLeast">Lowest score, above 0 and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="atLeast"/> is not above 0 and at most 1.</exception>
    public IReadOnlyList<SimilarPair> Pairs(double atLeast = PairThreshold)
    {
        if (atLeast is not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(atLeast), atLeast, "The lowest score of a pair lies above 0 and is at most 1.");
        PairSearch search;
        gate.EnterReadLock();
        try
        {
            var weight = Weigh();
            search = new PairSearch([.. slots.Values.Select(slot => (entries[slot]!, weight.Norms[slot]))], weight.Idf, grams.Size);
        }
        finally
        {
            gate.ExitReadLock();
        }

        return search.Run(atLeast);
    }

    private List<SimilarText> Nearest(NormalText normal, int limit, double atLeast, Guid? except, Weights weight)
    {
        // What each text shares with this one, added up list by list. The work is bounded by the size of the index, however long the text is.
        var dots = ArrayPool<long>.Shared.Rent(entries.Count);
        var shared = ArrayPool<int>.Shared.Rent(entries.Count);
        try
        {
            dots.AsSpan(0, entries.Count).Clear();
            shared.AsSpan(0, entries.Count).Clear();
            long norm = 0;
            foreach (var (word, count) in normal.Words)
            {
                var number = words.Find(word);
                long idf = number < 0 ? Weighting.Idf(slots.Count, 0) : weight.Idf[number], own = idf * Weighting.Tf(count);
                norm += own * own;
                if (number < 0) continue;
                foreach (var slot in words.Slots(number)) dots[slot] += own * idf * entries[slot]!.TfOf(number);
            }

            foreach (var gram in normal.Grams)
            {
                var number = grams.Find(gram);
                if (number < 0) continue;
                foreach (var slot in grams.Slots(number)) shared[slot]++;
            }

            var best = new PriorityQueue<SimilarText, (double Score, Guid Id)>(WorstFirst.Instance);
            for (var slot = 0; slot < entries.Count; slot++)
            {
                if (dots[slot] == 0 && shared[slot] == 0) continue;
                var entry = entries[slot]!;
                if (entry.Id == except) continue;
                double cosine = Weighting.Cosine(dots[slot], norm, weight.Norms[slot]), jaccard = Weighting.Jaccard(shared[slot], normal.Grams.Count, entry.Grams.Length), score = Weighting.Score(cosine, jaccard);
                if (score < atLeast || score == 0) continue;
                if (best.Count < limit) best.Enqueue(new SimilarText(entry.Id, score, cosine, jaccard), (score, entry.Id));
                else if (score >= best.Peek().Score) best.EnqueueDequeue(new SimilarText(entry.Id, score, cosine, jaccard), (score, entry.Id));
            }

            var found = new List<SimilarText>(best.Count);
            while (best.TryDequeue(out var text, out _)) found.Add(text);
            found.Reverse();
            return found;
        }
        finally
        {
            ArrayPool<long>.Shared.Return(dots);
            ArrayPool<int>.Shared.Return(shared);
        }
    }

    private bool RemoveEntry(Guid id)
    {
        if (!slots.Remove(id, out var slot)) return false;
        foreach (var word in entries[slot]!.Words) words.Remove(word.Number, slot);
        foreach (var gram in entries[slot]!.Grams) grams.Remove(gram, slot);
        entries[slot] = null;
        free.Push(slot);
        weights = null;
        return true;
    }

    // Every change of the texts changes how rare words are, and with it the length of every vector; the first reader after a change computes them for all.
    private Weights Weigh()
    {
        lock (weighing)
        {
            if (weights is not null) return weights;
            var idf = new int[words.Size];
            for (var number = 0; number < idf.Length; number++) idf[number] = Weighting.Idf(slots.Count, words.Slots(number).Length);
            var norms = new long[entries.Count];
            for (var slot = 0; slot < norms.Length; slot++)
            {
                foreach (var word in entries[slot]?.Words ?? [])
                {
                    var own = (long)idf[word.Number] * word.Tf;
                    norms[slot] += own * own;
                }
            }

            return weights = new Weights(idf, norms);
        }
    }

    private sealed record Weights(int[] Idf, long[] Norms);

    private sealed class WorstFirst : IComparer<(double Score, Guid Id)>
    {
        public static readonly WorstFirst Instance = new();

        public int Compare((double Score, Guid Id) x, (double Score, Guid Id) y) => x.Score.CompareTo(y.Score) is not 0 and var order ? order : y.Id.CompareTo(x.Id);
    }
}
