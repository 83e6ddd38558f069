using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Charthouse.Platform.Storage;

/// <summary>What a store adds: how types that databases treat differently are kept, how a moment is held still, and what its errors mean.</summary>
/// <param name="Apply">Type conventions.</param>
/// <param name="IsUniqueViolation">Whether an error of the driver means that a unique value is taken.</param>
public sealed record StoreConventions(Action<ModelConfigurationBuilder> Apply, Func<Exception, bool> IsUniqueViolation)
{
    /// <summary>Begins a transaction that only reads and sees all tables as of one moment, without making writers wait.</summary>
    public Func<DatabaseFacade, CancellationToken, Task<IDbContextTransaction>> BeginSnapshotAsync { get; init; } = (database, cancellationToken) => database.BeginTransactionAsync(cancellationToken);

    /// <summary>Whether the database is a server: several processes share it, and what is secret lies there, not in the data directory.</summary>
    public bool IsServer { get; init; }

    /// <summary>What an error of the driver means when the database is out: unreachable, busy, full; <c>null</c> for every other error.</summary>
    public Func<Exception, StoreOutage?> Explain { get; init; } = _ => null;
}

/// <summary>Why the database could not do what it was asked. An outage, not a bug.</summary>
/// <param name="Problem">What to tell the user. For a write it says whether it was done.</param>
/// <param name="IsOutcomeKnown">Whether it is certain that nothing was changed.</param>
public sealed record StoreOutage(Problem Problem, bool IsOutcomeKnown = true)
{
    /// <summary>The outage that an error of the store tells of, anywhere in its chain; <c>null</c> when it is none.</summary>
    public static StoreOutage? Of(Exception problem, StoreConventions conventions)
    {
        ArgumentNullException.ThrowIfNull(conventions);
        for (var at = problem; at is not null; at = at.InnerException)
        {
            if (conventions.Explain(at) is { } outage) return outage;
        }

        return null;
    }
}
