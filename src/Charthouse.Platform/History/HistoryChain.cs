namespace Charthouse.Platform.History;

/// <summary>Walks the chain of the history: every entry must carry the hash of all before it.</summary>
public sealed class HistoryChain
{
    private string hash = "";

    /// <summary>Entries that were walked.</summary>
    public long Count { get; private set; }

    /// <summary>What is wrong with the first bad entry, in words; <c>null</c> while the chain holds.</summary>
    public string? Fault { get; private set; }

    /// <summary>Walks on by one entry; entries come in order of their sequence.</summary>
    public void Add(HistoryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (Fault is not null) return;
        Count++;
        if (entry.Sequence != Count) Fault = $"Entry {Count} of the history is missing; {entry.Sequence} follows {Count - 1}.";
        else if (entry.HashAfter(hash) != entry.Hash) Fault = $"Entry {entry.Sequence} of the history ({entry.At:yyyy-MM-dd HH:mm:ss}, {entry.Kind}) does not carry the hash of what it says: it or an entry before it was changed.";
        hash = entry.Hash;
    }

    /// <summary>Walks on by one entry as it stands in its table or in a backup.</summary>
    /// <param name="row">Values by column.</param>
    public void Add(IReadOnlyDictionary<string, object?> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        Add(new HistoryEntry
        {
            Sequence = (long)row["sequence"]!,
            // An older model of SQLite knows an instant only as its ticks.
            At = row["at"] is long ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : (DateTimeOffset)row["at"]!,
            ActorId = (Guid?)row["actor_id"],
            ActorName = (string)row["actor_name"]!,
            Kind = (string)row["kind"]!,
            RecordId = (Guid)row["record_id"]!,
            PartId = row.TryGetValue("part_id", out var part) ? (Guid?)part : null,
            Change = Enum.Parse<HistoryChange>((string)row["change"]!),
            Field = (string?)row["field"],
            Before = (string?)row["before"],
            After = (string?)row["after"],
            Reason = (string?)row["reason"],
            Hash = (string)row["hash"]!,
        });
    }

    /// <summary>Compares the end of the chain with the head that the database keeps.</summary>
    public void End(long headSequence, string headHash)
    {
        if (Fault is null && (headSequence != Count || headHash != hash)) Fault = $"The history ends at entry {Count}, but its head says {headSequence}: entries are missing at its end.";
    }
}
