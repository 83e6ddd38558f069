using System.Data.Common;
using System.Net.Sockets;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Charthouse.Store.Postgres;

/// <summary>What happens while PostgreSQL restarts: reads wait for it, writes are refused in words that say whether they were done.</summary>
internal static class PostgresOutages
{
    private const string Wrote = "charthouse.wrote";
    private const string Unknown = "charthouse.outcome-unknown";

    public static DbCommandInterceptor Commands { get; } = new CommandMarks();

    public static DbTransactionInterceptor Transactions { get; } = new TransactionMarks();

    /// <summary>The outage that an error tells of; <c>null</c> when it is none.</summary>
    public static StoreOutage? Explain(Exception problem) => problem switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new StoreOutage(StoreProblems.Full),
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.TooManyConnections } => new StoreOutage(StoreProblems.Busy),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => new StoreOutage(StoreProblems.Unusable),
        NpgsqlException when IsUnreachable(problem) => problem.Data.Contains(Unknown) ? new StoreOutage(StoreProblems.OutcomeUnknown, IsOutcomeKnown: false) : new StoreOutage(StoreProblems.Unreachable),
        _ => null,
    };

    /// <summary>Whether the server is away, or went away.</summary>
    public static bool IsUnreachable(Exception problem) => problem switch
    {
        PostgresException server => server.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow || server.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: IOException or SocketException or TimeoutException } => true,
        _ => false,
    };

    /// <summary>Whether something was sent that changes data.</summary>
    public static bool IsOfWrite(Exception problem) => problem.Data.Contains(Wrote) || problem.Data.Contains(Unknown);

    private static void Mark(Exception problem, string mark)
    {
        for (var at = problem; at is not null; at = at.InnerException) at.Data[mark] = true;
    }

    private static void Failed(CommandErrorEventData failure)
    {
        if (!IsUnreachable(failure.Exception)) return;
        // Its siblings in the pool are as dead as this one: the next opening makes a new connection.
        if (failure.Connection is NpgsqlConnection connection) NpgsqlConnection.ClearPool(connection);
        if (failure.CommandSource is CommandSource.LinqQuery) return;
        Mark(failure.Exception, Wrote);
        // Without a transaction the statement itself is the commit; an answer of the server says that it was not done.
        if (failure.Context?.Database.CurrentTransaction is null && failure.Exception is not PostgresException) Mark(failure.Exception, Unknown);
    }

    private sealed class CommandMarks : DbCommandInterceptor
    {
        public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Failed(eventData);

        public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
        {
            Failed(eventData);
            return Task.CompletedTask;
        }
    }

    private sealed class TransactionMarks : DbTransactionInterceptor
    {
        public override void TransactionFailed(DbTransaction transaction, TransactionErrorEventData eventData) => Failed(eventData);

        public override Task TransactionFailedAsync(DbTransaction transaction, TransactionErrorEventData eventData, CancellationToken cancellationToken = default)
        {
            Failed(eventData);
            return Task.CompletedTask;
        }

        private static void Failed(TransactionErrorEventData failure)
        {
            if (failure.Action == "Commit" && IsUnreachable(failure.Exception)) Mark(failure.Exception, Unknown);
        }
    }
}

/// <summary>
/// Repeats what only read, and openings of a connection, while the server is away; never what may have changed something. Unlike EF's own strategy it lives
/// with transactions that a use case begins: inside of one nothing is repeated.
/// </summary>
internal sealed class PatientReads(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(dependencies, MostTries, longestDelay)
{
    // About 15 seconds in all: a restart takes two or three.
    private const int MostTries = 20;
    private static readonly TimeSpan longestDelay = TimeSpan.FromSeconds(1);
    private bool isInTransaction;

    protected override void OnFirstExecution()
    {
        isInTransaction = Dependencies.CurrentContext.Context.Database.CurrentTransaction is not null;
        ExceptionsEncountered.Clear();
    }

    protected override bool ShouldRetryOn(Exception exception) => !isInTransaction && PostgresOutages.IsUnreachable(exception) && !PostgresOutages.IsOfWrite(exception);

    protected override TimeSpan? GetNextDelay(Exception lastException) =>
        ExceptionsEncountered.Count > MostTries ? null : TimeSpan.FromMilliseconds(Math.Min(longestDelay.TotalMilliseconds, 50 * Math.Pow(2, ExceptionsEncountered.Count - 1)));
}
