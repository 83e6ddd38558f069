using Charthouse.Analytics;
using Charthouse.Lake;

namespace Charthouse.Measure.Lake;

/// <summary>An answer so large that the cache counts its bytes.</summary>
internal interface ILargeAnswer
{
    long Bytes { get; }
}

/// <summary>
/// Keeps answers by lake version and question: questions have value equality and a version of the lake never changes, so an answer stays right as long as it
/// is wanted. Bounded in number and, for large answers, in bytes; what was asked longest ago goes first. Each answer is computed once, however many ask at
/// the same time.
/// </summary>
internal sealed class AnswerCache(IAnalyticsEngine engine, ILakeManifest manifest)
{
    private const int MostAnswers = 5_000;
    private const long MostBytes = 256L << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<(object Question, Type Answer), LinkedListNode<Entry>> answers = [];
    private readonly LinkedList<Entry> oldestFirst = new();
    private long held;
    private long bytes;

    public Task<long> ReadVersionAsync(CancellationToken cancellationToken) => manifest.ReadVersionAsync(cancellationToken);

    /// <summary>The answer to a question, made of its rows.</summary>
    public Task<T> AskAsync<TRow, T>(long version, Question<TRow> question, Func<IReadOnlyList<TRow>, T> make, CancellationToken cancellationToken) =>
        GetAsync(version, question, async () => make(await engine.AskAsync(question, CancellationToken.None)), cancellationToken);

    /// <summary>What <paramref name="make"/> gives for a key with value equality. It outlives the first caller, because others may wait for it.</summary>
    public async Task<T> GetAsync<T>(long version, object key, Func<Task<T>> make, CancellationToken cancellationToken)
    {
        Entry entry;
        lock (gate)
        {
            if (version > held)
            {
                answers.Clear();
                oldestFirst.Clear();
                (held, bytes) = (version, 0);
            }

            if (version < held) entry = new Entry((key, typeof(T)), _ => make());
            else if (answers.TryGetValue((key, typeof(T)), out var known))
            {
                entry = known.Value;
                oldestFirst.Remove(known);
                oldestFirst.AddLast(known);
            }
            else
            {
                entry = new Entry((key, typeof(T)), self => Task.Run(() => MakeAsync(self, make), CancellationToken.None));
                answers.Add(entry.Name, oldestFirst.AddLast(entry));
                RemoveOldest();
            }
        }

        try
        {
            return await ((Task<T>)entry.Answer.Value).WaitAsync(cancellationToken);
        }
        catch when (entry.Answer.Value.IsFaulted || entry.Answer.Value.IsCanceled)
        {
            // A failure is not an answer: the next one asks again.
            lock (gate)
            {
                if (answers.TryGetValue(entry.Name, out var kept) && kept.Value == entry) Remove(kept);
            }

            throw;
        }
    }

    private async Task<T> MakeAsync<T>(Entry entry, Func<Task<T>> make)
    {
        var answer = await make();
        if (answer is ILargeAnswer large)
        {
            lock (gate)
            {
                if (answers.TryGetValue(entry.Name, out var kept) && kept.Value == entry)
                {
                    entry.Bytes = large.Bytes;
                    bytes += entry.Bytes;
                    RemoveOldest();
                }
            }
        }

        return answer;
    }

    private void RemoveOldest()
    {
        while ((answers.Count > MostAnswers || bytes > MostBytes) && answers.Count > 1) Remove(oldestFirst.First!);
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        answers.Remove(node.Value.Name);
        oldestFirst.Remove(node);
        bytes -= node.Value.Bytes;
    }

    private sealed class Entry
    {
        public Entry((object Question, Type Answer) name, Func<Entry, Task> make)
        {
            Name = name;
            Answer = new Lazy<Task>(() => make(this));
        }

        public (object Question, Type Answer) Name { get; }

        public Lazy<Task> Answer { get; }

        public long Bytes { get; set; }
    }
}
