namespace Charthouse.Platform;

/// <summary>What kind of refusal a problem is; decides the status code.</summary>
public enum ProblemKind
{
    /// <summary>The input is wrong: 400.</summary>
    Invalid,
    /// <summary>The thing does not exist, or may not be seen: 404.</summary>
    NotFound,
    /// <summary>The state has changed or does not allow it: 409.</summary>
    Conflict,
    /// <summary>Not allowed: 403.</summary>
    Forbidden,
    /// <summary>Something that Charthouse stands on is out for a moment: 503.</summary>
    Unavailable,
    /// <summary>Too often; the message says how long to wait: 429.</summary>
    TooMany,
}

/// <summary>A refusal: what happened, to which thing, and what to do next.</summary>
/// <param name="Code">Stable code, <c>module.kebab-case</c>.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Message">One sentence for people, ends with a full stop.</param>
/// <param name="Field">The form field it is about, if any.</param>
public sealed record Problem(string Code, ProblemKind Kind, string Message, string? Field = null);

/// <summary>A value, or the problems that stand in its way. Check <see cref="Succeeded"/>, then go on.</summary>
public readonly struct Outcome<T>
{
    private readonly T? value;

    private Outcome(T? value, IReadOnlyList<Problem> problems) => (this.value, Problems) = (value, problems);

    /// <summary>Why it was refused; empty when it succeeded.</summary>
    public IReadOnlyList<Problem> Problems => field ?? [];

    /// <summary>Whether there is a value.</summary>
    public bool Succeeded => Problems.Count == 0;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Value => Succeeded ? value! : throw new InvalidOperationException($"No value: {Problems[0].Code}.");

    public static implicit operator Outcome<T>(T value) => new(value, []);

    public static implicit operator Outcome<T>(Problem problem) => new(default, [problem]);

    public static implicit operator Outcome<T>(List<Problem> problems) => new(default, problems);
}
