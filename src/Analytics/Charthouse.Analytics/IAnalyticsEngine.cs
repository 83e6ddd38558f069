namespace Charthouse.Analytics;

/// <summary>A question about the activity log, answered by rows of <typeparamref name="TRow"/>. Questions are data, never SQL; equal questions have equal answers.</summary>
public abstract record Question<TRow>;

/// <summary>Answers questions. The reference engine is the definition; every other engine gives the same rows.</summary>
public interface IAnalyticsEngine
{
    /// <summary>Whether the engine answers this kind of question.</summary>
    bool CanAnswer(Type question);

    /// <summary>The rows that answer a question, in an order that the question fixes.</summary>
    /// <exception cref="NotSupportedException">The engine cannot answer this kind of question.</exception>
    Task<IReadOnlyList<TRow>> AskAsync<TRow>(Question<TRow> question, CancellationToken cancellationToken);
}
