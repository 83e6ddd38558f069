using Charthouse.Analytics;
using Charthouse.Lake;

namespace Charthouse.Measure.Lake;

/// <summary>
/// Keeps answers by lake version and question: questions have value equality and a version of the lake never changes, so an answer stays right as long as it
/// is wanted. Only what was made of the rows is kept, never the rows of single clinicians. Each answer is computed once, however many ask at the same time.
/// </summary>
internal sealed class AnswerCache(IAnalyticsEngine engine, ILakeManifest manifest)
{
    private const int MostAnswers = 500;

    private readonly Lock gate = new();
    private readonly Dictionary<(object Question, Type Answer), Lazy<Task>> answers = [];
    private readonly Queue<(object, Type)> oldestFirst = new();
    private long held;

    public Task<long> ReadVersionAsync(CancellationToken cancellationToken) => manifest.ReadVersionAsync(cancellationToken);

    /// <summary>The answer to a question, made of its rows.</summary>
    public Task<T> AskAsync<TRow, T>(long version, Question<TRow> question, Func<IReadOnlyList<TRow>, T> make, CancellationToken cancellationToken) =>
        GetAsync(version, question, () => AskOnceAsync(question, make), cancellationToken);

    /// <summary>The same without keeping it, for what becomes part of a kept answer.</summary>
    public async Task<T> AskOnceAsync<TRow, T>(Question<TRow> question, Func<IReadOnlyList<TRow>, T> make) =>
        make(await engine.AskAsync(question, CancellationToken.None));

    /// <summary>What <paramref name="make"/> gives for a key with value equality. It outlives the first caller, because others may wait for it.</summary>
    public async Task<T> GetAsync<T>(long version, object key, Func<Task<T>> make, CancellationToken cancellationToken)
    {
        var name = (key, typeof(T));
        Lazy<Task>? answer;
        lock (gate)
        {
            if (version > held)
            {
                answers.Clear();
                oldestFirst.Clear();
                held = version;
            }

            if (version < held) answer = new Lazy<Task>(make);
            else if (!answers.TryGetValue(name, out answer))
            {
                answer = new Lazy<Task>(() => Task.Run(make, CancellationToken.None));
                answers.Add(name, answer);
                oldestFirst.Enqueue(name);
                while (answers.Count > MostAnswers) answers.Remove(oldestFirst.Dequeue());
            }
        }

        try
        {
            return await ((Task<T>)answer.Value).WaitAsync(cancellationToken);
        }
        catch when (answer.Value.IsFaulted || answer.Value.IsCanceled)
        {
            // A failure is not an answer: the next one asks again.
            lock (gate)
            {
                if (answers.TryGetValue(name, out var kept) && kept == answer) answers.Remove(name);
            }

            throw;
        }
    }
}
