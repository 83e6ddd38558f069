using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Charthouse.Platform.Storage;

/// <summary>The schema of a database against the schema of this program.</summary>
/// <param name="Applied">Migrations that the database knows, oldest first.</param>
/// <param name="Pending">Migrations of this program that the database does not know yet.</param>
/// <param name="Unknown">The first migration that this program does not know; <c>null</c> when there is none.</param>
public sealed record Schema(IReadOnlyList<string> Applied, IReadOnlyList<string> Pending, string? Unknown)
{
    /// <summary>Whether there is nothing yet.</summary>
    public bool IsEmpty => Applied.Count == 0;

    /// <summary>The migrations that an assembly brings, oldest first.</summary>
    public static IReadOnlyList<string> MigrationsOf(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return [.. assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Order(StringComparer.Ordinal)];
    }

    /// <summary>Reads what the database knows.</summary>
    public static async Task<Schema> ReadAsync(WorkbenchDb db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var known = db.Database.GetMigrations().ToList();
        // Asked first, because EF logs an error when its table is not there yet.
        List<string> applied = await db.GetService<IHistoryRepository>().ExistsAsync(cancellationToken) ? [.. await db.Database.GetAppliedMigrationsAsync(cancellationToken)] : [];
        return new Schema(applied, [.. known.Except(applied)], applied.Except(known).FirstOrDefault());
    }

    /// <summary>Brings the database to the schema of this program; makes the tables when there are none.</summary>
    /// <returns>The schema as it was before.</returns>
    /// <exception cref="InvalidDataException">The database was written by a newer program.</exception>
    public static async Task<Schema> MigrateAsync(WorkbenchDb db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var before = await ReadAsync(db, cancellationToken);
        before.RefuseNewer();
        if (before.Pending.Count > 0) await db.Database.MigrateAsync(cancellationToken);
        return before;
    }

    /// <exception cref="InvalidDataException">The database was written by a newer program.</exception>
    public void RefuseNewer()
    {
        if (Unknown is not null) throw new InvalidDataException($"The database was written by a newer Charthouse (it knows {Unknown}). Use that version, or restore an older backup.");
    }
}
