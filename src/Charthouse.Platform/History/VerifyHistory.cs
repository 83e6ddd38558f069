using System.Globalization;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.History;

/// <summary>A place where the chain does not hold.</summary>
/// <param name="Sequence">The first entry that does not fit.</param>
/// <param name="What">What is wrong with it, a sentence.</param>
public sealed record HistoryFault(long Sequence, string What);

/// <summary>What reading the whole chain found.</summary>
/// <param name="EntryCount">Entries read.</param>
/// <param name="HeadSequence">Sequence of the chain's end.</param>
/// <param name="HeadHash">Hash of the chain's end: it stands for everything before it. Kept elsewhere, it shows that nothing was rewritten since.</param>
/// <param name="FaultCount">How many places do not hold.</param>
/// <param name="FirstFault">The first of them; <c>null</c> when the chain is whole.</param>
public sealed record HistoryVerdict(long EntryCount, long HeadSequence, string HeadHash, long FaultCount, HistoryFault? FirstFault)
{
    /// <summary>Whether every entry is what it was when it was written.</summary>
    public bool IsWhole => FaultCount == 0;
}

/// <summary>Reads the history from its first entry to its last and computes every hash again.</summary>
public sealed class VerifyHistory(IDbContextFactory<WorkbenchDb> dbs)
{
    private const int BatchSize = 20_000;

    /// <param name="expectedHash">A hash that was noted earlier; the chain has to hold it still. <c>null</c> when there is none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<HistoryVerdict> RunAsync(string? expectedHash, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var walk = new Walk(expectedHash);
        HistoryHead? head;
        do
        {
            // Entries written while this reads are read too. The head is asked last: it never lags behind entries that were there before it was asked.
            while (await ReadBatchAsync(db, walk, cancellationToken)) { }
            head = await db.Set<HistoryHead>().AsNoTracking().SingleOrDefaultAsync(h => h.Id == HistoryHead.OnlyRow, cancellationToken);
        }
        while (head is not null && head.Sequence > walk.Last && await db.Set<HistoryEntry>().AnyAsync(e => e.Sequence > walk.Last, cancellationToken));

        return walk.End(head);
    }

    private static async Task<bool> ReadBatchAsync(WorkbenchDb db, Walk walk, CancellationToken cancellationToken)
    {
        var start = walk.ReadTo;
        var entries = db.Set<HistoryEntry>().AsNoTracking().Where(e => e.Sequence > start).OrderBy(e => e.Sequence).Take(BatchSize);
        var count = 0;
        try
        {
            await foreach (var entry in entries.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                walk.Take(entry);
                count++;
            }
        }
        catch (Exception problem) when (problem is FormatException or InvalidCastException or InvalidOperationException or ArgumentException or OverflowException)
        {
            // Something in the next row cannot be what the program wrote.
            var next = await db.Set<HistoryEntry>().Where(e => e.Sequence > walk.ReadTo).MinAsync(e => (long?)e.Sequence, cancellationToken);
            if (next is null) throw;
            var hash = await db.Set<HistoryEntry>().Where(e => e.Sequence == next).Select(e => e.Hash).SingleAsync(cancellationToken);
            walk.TakeUnreadable(next.Value, hash);
            return true;
        }

        return count == BatchSize;
    }

    /// <summary>The state of a reader who goes from entry to entry.</summary>
    private sealed class Walk(string? expectedHash)
    {
        private readonly string? expected = expectedHash?.Trim().ToLowerInvariant();
        private string hash = "";
        private long count, faults;
        private HistoryFault? first;
        private bool isExpectedFound = string.IsNullOrWhiteSpace(expectedHash);

        public long Last { get; private set; }

        /// <summary>Where the next batch starts. Entries before the first are looked for too.</summary>
        public long ReadTo { get; private set; } = long.MinValue;

        public void Take(HistoryEntry entry)
        {
            if (!Follows(entry.Sequence)) { }
            else if (!string.Equals(entry.HashAfter(hash), entry.Hash, StringComparison.Ordinal))
                Fault(entry.Sequence, entry.Sequence == 1 ? "Entry 1 was changed." : Invariant($"Entry {entry.Sequence} does not fit the one before it: entry {entry.Sequence - 1} or {entry.Sequence} was changed, exchanged or put in."));
            else if (entry.Hash == expected) isExpectedFound = true;
            Pass(entry.Sequence, entry.Hash);
        }

        public void TakeUnreadable(long sequence, string storedHash)
        {
            if (Follows(sequence)) Fault(sequence, Invariant($"Entry {sequence} was changed: it holds a value that cannot be read."));
            Pass(sequence, storedHash);
        }

        public HistoryVerdict End(HistoryHead? head)
        {
            if (head is null) Fault(Last, "The end of the chain is missing: its row in platform_history_head was removed.");
            else if (head.Sequence < Last) Fault(head.Sequence + 1, Invariant($"Entry {head.Sequence + 1} was put in: the chain ends with entry {head.Sequence}."));
            else if (head.Sequence > Last) Fault(Last + 1, Invariant($"Entries {Last + 1} to {head.Sequence} were removed: the chain ended with entry {head.Sequence}."));
            else if (!string.Equals(head.Hash, hash, StringComparison.Ordinal)) Fault(Last, Invariant($"The end of the chain names another hash than entry {Last}: one of the two was changed."));
            if (!isExpectedFound) Fault(Math.Max(1, first?.Sequence ?? 1), "No entry that holds has the expected hash: the history was written anew or cut off since that hash was noted, or the hash is of another installation.");
            return new(count, head?.Sequence ?? Last, head?.Hash ?? hash, faults, first);
        }

        private bool Follows(long sequence)
        {
            if (sequence == Last + 1) return true;
            if (sequence <= 0) Fault(sequence, Invariant($"Entry {sequence} was put in: the chain begins with entry 1."));
            else Fault(Last + 1, sequence == Last + 2 ? Invariant($"Entry {Last + 1} was removed.") : Invariant($"Entries {Last + 1} to {sequence - 1} were removed."));
            return false;
        }

        // Goes on from what is written, so that one change is one fault and not a fault in every entry after it.
        private void Pass(long sequence, string written)
        {
            count++;
            ReadTo = sequence;
            if (sequence <= 0) return;
            (Last, hash) = (sequence, written);
        }

        private void Fault(long sequence, string what)
        {
            faults++;
            first ??= new(sequence, what);
        }

        private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
