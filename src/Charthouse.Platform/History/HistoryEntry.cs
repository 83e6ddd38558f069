using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Platform.History;

/// <summary>What happened to a record.</summary>
public enum HistoryChange
{
    /// <summary>The record came into being; <see cref="HistoryEntry.After"/> holds its first values as JSON.</summary>
    Created,
    /// <summary>One field changed.</summary>
    Changed,
    /// <summary>A part of the record ended; <see cref="HistoryEntry.Before"/> holds its last values as JSON.</summary>
    Removed,
}

/// <summary>One change of one field of one record. Only ever added; each entry carries the hash of all before it.</summary>
public sealed class HistoryEntry
{
    /// <summary>Place in the chain, from 1, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Account that did it; <c>null</c> for the operator and the program.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>Name of who did it, as it was then.</summary>
    public required string ActorName { get; init; }

    /// <summary>Kind of the record, such as <c>person</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The record.</summary>
    public required Guid RecordId { get; init; }

    /// <summary>The part of the record that changed, such as one of its links; <c>null</c> for the record itself.</summary>
    public Guid? PartId { get; init; }

    /// <summary>What happened.</summary>
    public required HistoryChange Change { get; init; }

    /// <summary>The field or the part of the record; <c>null</c> for the record as a whole.</summary>
    public string? Field { get; init; }

    /// <summary>Value before, in invariant notation; <c>null</c> when there was none.</summary>
    public string? Before { get; init; }

    /// <summary>Value after, in invariant notation; <c>null</c> when there is none.</summary>
    public string? After { get; init; }

    /// <summary>Why, in the words of who did it.</summary>
    public string? Reason { get; init; }

    /// <summary>SHA-256 over the hash before and all fields of this entry, as hexadecimal text.</summary>
    public string Hash { get; internal set; } = "";

    /// <summary>Hash of the entry after one with the given hash. Texts are prefixed with their length, so that no two entries read alike.</summary>
    /// <param name="previous">Hash of the entry before; empty for the first.</param>
    public string HashAfter(string previous)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        Text(previous);
        Number(Sequence, number);
        Number(At.UtcTicks, number);
        Text(ActorId?.ToString("D"));
        Text(ActorName);
        Text(Kind);
        Text(RecordId.ToString("D"));
        Text(PartId?.ToString("D"));
        Text(Change.ToString());
        Text(Field);
        Text(Before);
        Text(After);
        Text(Reason);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Number(long value, Span<byte> buffer)
        {
            BinaryPrimitives.WriteInt64LittleEndian(buffer, value);
            hash.AppendData(buffer);
        }

        void Text(string? text)
        {
            Span<byte> length = stackalloc byte[8];
            if (text is null)
            {
                Number(-1, length);
                return;
            }

            var bytes = Encoding.UTF8.GetBytes(text);
            Number(bytes.Length, length);
            hash.AppendData(bytes);
        }
    }
}

/// <summary>The end of the chain. One row; whoever writes history holds it, so that there is one order.</summary>
internal sealed class HistoryHead
{
    public const int OnlyRow = 1;

    public required int Id { get; init; }

    public required long Sequence { get; set; }

    public required string Hash { get; set; }
}

internal sealed class HistoryEntryMapping : IEntityTypeConfiguration<HistoryEntry>
{
    // Room for the longest text of any record.
    private const int LongestValue = 1_000_000;

    public void Configure(EntityTypeBuilder<HistoryEntry> builder)
    {
        builder.ToTable("platform_history");
        builder.HasKey(e => e.Sequence);
        builder.Property(e => e.Sequence).HasColumnName("sequence").ValueGeneratedNever();
        builder.Property(e => e.At).HasColumnName("at");
        builder.Property(e => e.ActorId).HasColumnName("actor_id");
        builder.Property(e => e.ActorName).HasColumnName("actor_name").HasMaxLength(200);
        builder.Property(e => e.Kind).HasColumnName("kind").HasMaxLength(60);
        builder.Property(e => e.RecordId).HasColumnName("record_id");
        builder.Property(e => e.PartId).HasColumnName("part_id");
        builder.Property(e => e.Change).HasColumnName("change");
        builder.Property(e => e.Field).HasColumnName("field").HasMaxLength(120);
        builder.Property(e => e.Before).HasColumnName("before").HasMaxLength(LongestValue);
        builder.Property(e => e.After).HasColumnName("after").HasMaxLength(LongestValue);
        builder.Property(e => e.Reason).HasColumnName("reason").HasMaxLength(1000);
        builder.Property(e => e.Hash).HasColumnName("hash").HasMaxLength(64);
        builder.HasIndex(e => new { e.Kind, e.RecordId, e.Sequence });
        builder.HasIndex(e => new { e.ActorId, e.Sequence });
        builder.HasIndex(e => e.At);
    }
}

internal sealed class HistoryHeadMapping : IEntityTypeConfiguration<HistoryHead>
{
    public void Configure(EntityTypeBuilder<HistoryHead> builder)
    {
        builder.ToTable("platform_history_head");
        builder.Property(h => h.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(h => h.Sequence).HasColumnName("sequence");
        builder.Property(h => h.Hash).HasColumnName("hash").HasMaxLength(64);
        // The row is there from the start, so that writers meet at it and never race to make it.
        builder.HasData(new HistoryHead { Id = HistoryHead.OnlyRow, Sequence = 0, Hash = "" });
    }
}
