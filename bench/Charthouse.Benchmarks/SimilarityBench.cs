using System.Diagnostics;
using System.Globalization;
using Charthouse.Similarity;

namespace Charthouse.Benchmarks;

/// <summary>Likely duplicates among 50,000 pain points, beside a plain scan that scores each of them by the same definition. Both have to find the same.</summary>
internal static class SimilarityBench
{
    private const double BoundMilliseconds = 100;
    private const int VocabularySize = 20_000, Questions = 400, ScanQuestions = 100;

    public static int Run(string[] options)
    {
        var at = Array.IndexOf(options, "--texts");
        var count = at >= 0 && at + 1 < options.Length ? int.Parse(options[at + 1], CultureInfo.InvariantCulture) : 50_000;
#pragma warning disable CA5394 // Randomness for a benchmark, the same in each run.
        var random = new Random(1);
        var words = new PainPoints(random);
        var texts = Enumerable.Range(0, count).Select(_ => words.Next()).ToArray();
        // Half are new, half say with some other words what stands there already.
        var questions = Enumerable.Range(0, Questions).Select(i => i % 2 == 0 ? words.Next() : words.Again(texts[random.Next(count)])).ToArray();
#pragma warning restore CA5394
        var text = CultureInfo.InvariantCulture;

        var before = GC.GetTotalMemory(true);
        var index = new ShortTextIndex();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++) index.Set(Id(i), texts[i]);
        var filling = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var megabytes = (GC.GetTotalMemory(true) - before) / 1e6;

        // Everything that the scan can prepare is prepared: it, too, only compares.
        var scan = new PlainScan(texts);
        foreach (var question in questions.Take(20)) index.Nearest(question, 5);
        foreach (var question in questions.Take(3)) scan.Nearest(question, 5);
        List<double> nearest = [], scanned = [], afterSet = [];
        for (var i = 0; i < Questions; i++)
        {
            started = Stopwatch.GetTimestamp();
            var found = index.Nearest(questions[i], 5);
            nearest.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (i >= ScanQuestions) continue;
            started = Stopwatch.GetTimestamp();
            var expected = scan.Nearest(questions[i], 5);
            scanned.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            // The index rounds weights to whole numbers, so scores may differ in the fourth place.
            if (found.Count == expected.Count && found.Zip(expected).All(pair => Math.Abs(pair.First.Score - pair.Second.Score) < 0.001)) continue;
            Console.Error.WriteLine($"The two do not find the same for '{questions[i]}'.");
            return 1;
        }

        for (var i = 0; i < 100; i++)
        {
            index.Set(Id(count + i), questions[i]);
            started = Stopwatch.GetTimestamp();
            index.Nearest(questions[i], 5, except: Id(count + i));
            afterSet.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        var longest = string.Join(' ', texts.Take(1000))[..100_000];
        started = Stopwatch.GetTimestamp();
        index.Nearest(longest, 5);
        var ofLongest = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        // Grows with the square of the number of texts, so a fifth of them is enough to know.
        var some = new ShortTextIndex();
        for (var i = 0; i < count / 5; i++) some.Set(Id(i), texts[i]);
        started = Stopwatch.GetTimestamp();
        var pairs = some.Pairs();
        var pairing = Stopwatch.GetElapsedTime(started).TotalSeconds;

        Console.WriteLine(string.Create(text, $"### {count:N0} texts of 10 to 25 words; five nearest; one core; {megabytes:N0} MB, filled in {filling:N1} s\n"));
        Console.WriteLine("| what | p50 ms | p95 ms | longest ms | questions | bound |\n|---|---|---|---|---|---|");
        Row("`Nearest`", nearest, string.Create(text, $"p95 < {BoundMilliseconds} ms"));
        Row("`Nearest` after a change, weights computed again", afterSet, string.Create(text, $"p95 < {BoundMilliseconds} ms"));
        Row("plain scan of all", scanned, "");
        Console.WriteLine(string.Create(text, $"\nThe median of the scan is {Median(scanned) / Median(nearest):N0} times that of the index. A question of 100,000 characters: {ofLongest:N0} ms. `Pairs()` of {some.Count:N0}: {pairs.Count:N0} in {pairing:N1} s."));
        return P95(nearest) < BoundMilliseconds && P95(afterSet) < BoundMilliseconds ? 0 : 1;

        void Row(string what, List<double> times, string bound) => Console.WriteLine(string.Create(text, $"| {what} | {Median(times):N1} | {P95(times):N1} | {times.Max():N1} | {times.Count} | {bound} |"));
    }

    private static double Median(List<double> times) => ActivityBench.Median(times);

    private static double P95(List<double> times) => times.Order().ElementAt((int)(0.95 * times.Count));

    private static Guid Id(int number) => new(number + 1, 0, 0, new byte[8]);

    // Made-up words of syllables, the n-th as often as 1 ÷ n says (Zipf), with the most frequent ones being those of English.
    private sealed class PainPoints(Random random)
    {
        private static readonly string[] function = "the to in of is and for on not it a when with are that my order patient be from we screen list at have note".Split(' ');
        private static readonly string[] onsets = ["b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "st", "pr", "tr", "ch", "sp", "ph", ""];
        private static readonly string[] ends = ["a", "e", "i", "o", "u", "an", "er", "in", "on", "al", "ic", "ate", "ing", "ent", "ol", "is"];
        private readonly string[] vocabulary = Vocabulary(random);
        private readonly double[] cumulative = Cumulative();

#pragma warning disable CA5394 // Randomness for a benchmark, the same in each run.
        public string Next() => string.Join(' ', Enumerable.Range(0, random.Next(10, 26)).Select(_ => Word()));

        public string Again(string text) => string.Join(' ', text.Split(' ').Select(word => random.Next(10) < 7 ? word : Word()));

        private string Word()
        {
            var place = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
            return vocabulary[place < 0 ? ~place : place];
        }

        private static string[] Vocabulary(Random random)
        {
            var words = new HashSet<string>(function);
            while (words.Count < VocabularySize) words.Add(string.Concat(Enumerable.Range(0, random.Next(2, 5)).Select(_ => onsets[random.Next(onsets.Length)] + ends[random.Next(ends.Length)])));
            return [.. words];
        }
#pragma warning restore CA5394

        private static double[] Cumulative()
        {
            var sums = new double[VocabularySize];
            for (var i = 0; i < VocabularySize; i++) sums[i] = (i > 0 ? sums[i - 1] : 0) + 1.0 / (i + 1);
            return sums;
        }
    }

    // Sorted numbers of words and 3-grams, merged with those of each text.
    private sealed class PlainScan
    {
        private readonly Abbreviations none = new(null);
        private readonly Dictionary<string, int> words = [];
        private readonly Dictionary<ulong, int> grams = [];
        private readonly List<int> textsWithWord = [];
        private readonly (int[] Words, double[] Weights, double Length, int[] Grams)[] texts;

        public PlainScan(string[] all)
        {
            var normal = Array.ConvertAll(all, text => NormalText.Of(text, none));
            foreach (var text in normal)
            {
                foreach (var word in text.Words.Keys)
                {
                    if (words.TryAdd(word, words.Count)) textsWithWord.Add(0);
                    textsWithWord[words[word]]++;
                }

                foreach (var gram in text.Grams) grams.TryAdd(gram, grams.Count);
            }

            texts = new (int[], double[], double, int[])[all.Length];
            for (var i = 0; i < all.Length; i++) texts[i] = Prepare(normal[i]);
        }

        public List<(int Text, double Score)> Nearest(string question, int limit)
        {
            var (asked, weights, length, askedGrams) = Prepare(NormalText.Of(question, none));
            var best = new PriorityQueue<int, double>();
            for (var t = 0; t < texts.Length; t++)
            {
                var text = texts[t];
                double dot = 0;
                for (int i = 0, j = 0; i < asked.Length && j < text.Words.Length;)
                {
                    if (asked[i] == text.Words[j]) dot += weights[i++] * text.Weights[j++];
                    else if (asked[i] < text.Words[j]) i++;
                    else j++;
                }

                var shared = 0;
                for (int i = 0, j = 0; i < askedGrams.Length && j < text.Grams.Length;)
                {
                    var (a, b) = (askedGrams[i], text.Grams[j]);
                    if (a == b) shared++;
                    if (a <= b) i++;
                    if (b <= a) j++;
                }

                var score = (dot / (length * text.Length) + (double)shared / (askedGrams.Length + text.Grams.Length - shared)) / 2;
                if (best.Count < limit) best.Enqueue(t, score);
                else best.EnqueueDequeue(t, score);
            }

            var found = new List<(int, double)>();
            while (best.TryDequeue(out var text, out var score)) found.Insert(0, (text, score));
            return found;
        }

        // Words and 3-grams that no text holds get numbers of their own, above all others.
        private (int[] Words, double[] Weights, double Length, int[] Grams) Prepare(NormalText text)
        {
            var weighed = text.Words.Select((word, i) => (Number: words.GetValueOrDefault(word.Key, int.MaxValue - i), Tf: 1 + Math.Log(word.Value))).OrderBy(word => word.Number).ToArray();
            var weights = Array.ConvertAll(weighed, word => word.Tf * (1 + Math.Log((1.0 + texts.Length) / (1.0 + (word.Number < textsWithWord.Count ? textsWithWord[word.Number] : 0)))));
            return (Array.ConvertAll(weighed, word => word.Number), weights, Math.Sqrt(weights.Sum(weight => weight * weight)), [.. text.Grams.Select((gram, i) => grams.GetValueOrDefault(gram, int.MaxValue - i)).Order()]);
        }
    }
}
