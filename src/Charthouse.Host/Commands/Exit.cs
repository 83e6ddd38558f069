using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Charthouse.Store.Postgres;
using Charthouse.Store.Sqlite;

namespace Charthouse.Host.Commands;

/// <summary>Exit codes of all commands, and the last net for what breaks.</summary>
internal static class Exit
{
    public const int Done = 0;
    public const int DoneInPart = 1;
    public const int NothingDone = 2;
    public const int Bug = 70;

    /// <summary>Runs a command; an outage (disk full, file locked) is said in one sentence, a bug with its trace.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped. Nothing was changed.");
            return NothingDone;
        }
        catch (Exception problem) when (Outage(problem) is { } message)
        {
            await Console.Error.WriteLineAsync(message);
            return NothingDone;
        }
        catch (Exception bug)
        {
            await Console.Error.WriteLineAsync($"Charthouse broke. Nothing was half-written. Please report this:\n{bug}");
            return Bug;
        }
    }

    /// <summary>
    /// Runs a command until it ends or is asked to end (Ctrl+C, SIGTERM). A process group gets the signal more than once at the same moment; who still waits
    /// after a second and asks again ends it at once.
    /// </summary>
    public static async Task<int> RunAsync(ParseResult command)
    {
        // Never disposed: a signal may come at any moment.
        var stopping = new CancellationTokenSource();
        var gate = new Lock();
        var asked = 0L;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        // What breaks is for this class to tell, not for the library, whose exit code would mean "done in part"; and the library takes no second signal.
        return await command.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stopping.Token);

        void Stop(PosixSignalContext signal)
        {
            lock (gate)
            {
                if (asked == 0) asked = Stopwatch.GetTimestamp();
                signal.Cancel = Stopwatch.GetElapsedTime(asked) < TimeSpan.FromSeconds(1);
            }

            if (signal.Cancel) _ = stopping.CancelAsync();
        }
    }

    /// <summary>Tells people why nothing was done.</summary>
    public static int Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return NothingDone;
    }

    private static string? Outage(Exception problem) => problem switch
    {
        AggregateException many => many.InnerExceptions.Select(Outage).FirstOrDefault(message => message is not null),
        InvalidDataException => problem.Message,
        UnauthorizedAccessException => $"Not allowed: {problem.Message}",
        IOException => $"The disk says no: {problem.Message} The store is as it was before.",
        _ when (SqliteStore.Explain(problem) ?? PostgresStore.Explain(problem)) is { } message => message,
        { InnerException: { } inner } => Outage(inner),
        _ => null,
    };
}
