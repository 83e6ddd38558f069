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
        ParquetSharp.ParquetException when problem.Message.Contains("space", StringComparison.OrdinalIgnoreCase) || problem.Message.Contains("errno", StringComparison.OrdinalIgnoreCase)
            => $"The disk says no: {problem.Message.Split('\n')[0]} The store is as it was before.",
        _ when (SqliteStore.Explain(problem) ?? PostgresStore.Explain(problem)) is { } message => message,
        { InnerException: { } inner } => Outage(inner),
        _ => null,
    };
}
