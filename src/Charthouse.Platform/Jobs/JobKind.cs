namespace Charthouse.Platform.Jobs;

/// <summary>
/// Work that runs in the background, such as sending mail or reading a log. Registered as a singleton.
/// A job may run again after the program was killed in the middle of it, so doing it twice must end as doing it once.
/// </summary>
public interface IJobKind
{
    /// <summary>Stable name, <c>module.kebab-case</c>, such as <c>mail.send</c>. Stands in the database.</summary>
    string Name { get; }

    /// <summary>What it is called on the Jobs page, such as "Send mail".</summary>
    string Title { get; }

    /// <summary>How often it is tried before it has failed.</summary>
    int MostAttempts => 5;

    /// <summary>
    /// Does the work. Throw <see cref="JobFailedException"/> to say in words what went wrong. The actor is whoever asked for the job, without
    /// permissions: what a person may do is checked when the job is asked for.
    /// </summary>
    /// <param name="run">What to do, and where to say how far it is.</param>
    /// <param name="cancellationToken">Somebody cancelled the job, the program ends, or another process has taken the job over.</param>
    Task RunAsync(JobRun run, CancellationToken cancellationToken);
}

/// <summary>A job that is due again and again, once for all processes that share a database. Registered as a singleton.</summary>
/// <param name="Kind">Name of the kind.</param>
/// <param name="Every">From one run to the next. A run that was missed while nothing ran is made up for once.</param>
public sealed record RecurringJob(string Kind, TimeSpan Every);

/// <summary>One try of a job.</summary>
/// <param name="id">The job.</param>
/// <param name="arguments">What to do, as JSON.</param>
/// <param name="attempt">Which try it is, from 1.</param>
/// <param name="report">Writes how far it is.</param>
public sealed class JobRun(Guid id, string arguments, int attempt, Func<double?, string, Task> report)
{
    /// <summary>The job.</summary>
    public Guid Id => id;

    /// <summary>What to do, as JSON.</summary>
    public string Arguments => arguments;

    /// <summary>Which try it is, from 1.</summary>
    public int Attempt => attempt;

    /// <summary>Says how far it is. May be called often; it is written now and then.</summary>
    /// <param name="share">From 0 to 1; <c>null</c> when nobody can know.</param>
    /// <param name="step">What happens now, in a few words.</param>
    public Task ReportAsync(double? share, string step) => report(share, step);
}

/// <summary>A job could not be done; the message is shown to people.</summary>
/// <param name="words">What happened and what to do, in whole sentences, without names of patients.</param>
/// <param name="again">Whether trying again later may help.</param>
#pragma warning disable CA1032 // A failure without words helps nobody.
public sealed class JobFailedException(string words, bool again = true) : Exception(words)
#pragma warning restore CA1032
{
    /// <summary>Whether trying again later may help.</summary>
    public bool Again => again;
}
