using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.History;

/// <summary>Where the history of all records ends, for whoever keeps in memory what is made of records: while no entry about them is added, what is kept is true, in whichever process the change was made.</summary>
/// <param name="Sequence">Place of the last entry.</param>
public readonly record struct HistoryEnd(long Sequence)
{
    /// <summary>Reads the end. Ask before reading the records, so that a change between the two is seen next time.</summary>
    public static async Task<HistoryEnd> ReadAsync(WorkbenchDb db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return new(await db.Set<HistoryHead>().Where(head => head.Id == HistoryHead.OnlyRow).Select(head => head.Sequence).SingleAsync(cancellationToken));
    }

    /// <summary>Whether records of some kinds have changed since this end.</summary>
    /// <param name="db">Database.</param>
    /// <param name="now">The end as it was read just now.</param>
    /// <param name="kinds">Kinds of records.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<bool> HasMovedAsync(WorkbenchDb db, HistoryEnd now, string[] kinds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (now == this) return false;
        // A database that was put in the place of this one may have a shorter history.
        if (now.Sequence < Sequence) return true;
        var from = Sequence;
        return await db.Set<HistoryEntry>().AnyAsync(entry => entry.Sequence > from && kinds.Contains(entry.Kind), cancellationToken);
    }
}
