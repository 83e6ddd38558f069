using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Platform.Records;

/// <summary>How one record belongs to another. A closed list: a new one is a decision (docs/adr/0015), because threads and reports are read off it.</summary>
public enum LinkRelation
{
    /// <summary>A supports B.</summary>
    Supports,
    /// <summary>A needs B first.</summary>
    DependsOn,
    /// <summary>A says the same as B; holds both ways.</summary>
    Duplicates,
    /// <summary>A was decided by B.</summary>
    DecidedBy,
    /// <summary>A makes B less likely or less bad.</summary>
    Mitigates,
    /// <summary>A measures B.</summary>
    Measures,
    /// <summary>A came out of B: a request out of a pain point, a project out of a request.</summary>
    DerivedFrom,
    /// <summary>A answers B.</summary>
    Answers,
    /// <summary>A replaces B.</summary>
    Replaces,
    /// <summary>A belongs with B in a way that has no better word; holds both ways.</summary>
    RelatesTo,
}

/// <summary>Relations in words, read from either end.</summary>
public static class LinkRelations
{
    /// <summary>Relations that join records into one thread.</summary>
    public static IReadOnlyList<LinkRelation> OfThreads { get; } = [LinkRelation.DerivedFrom, LinkRelation.DecidedBy, LinkRelation.Measures, LinkRelation.Answers];

    /// <summary>Whether it says the same from both ends.</summary>
    public static bool IsSymmetric(LinkRelation relation) => relation is LinkRelation.Duplicates or LinkRelation.RelatesTo;

    /// <summary>"depends on", or from the other end "is needed by".</summary>
    public static string Words(LinkRelation relation, bool isInverse) => (relation, isInverse) switch
    {
        (LinkRelation.Supports, false) => "supports",
        (LinkRelation.Supports, true) => "is supported by",
        (LinkRelation.DependsOn, false) => "depends on",
        (LinkRelation.DependsOn, true) => "is needed by",
        (LinkRelation.Duplicates, _) => "says the same as",
        (LinkRelation.DecidedBy, false) => "was decided by",
        (LinkRelation.DecidedBy, true) => "decided",
        (LinkRelation.Mitigates, false) => "mitigates",
        (LinkRelation.Mitigates, true) => "is mitigated by",
        (LinkRelation.Measures, false) => "measures",
        (LinkRelation.Measures, true) => "is measured by",
        (LinkRelation.DerivedFrom, false) => "came out of",
        (LinkRelation.DerivedFrom, true) => "led to",
        (LinkRelation.Answers, false) => "answers",
        (LinkRelation.Answers, true) => "is answered by",
        (LinkRelation.Replaces, false) => "replaces",
        (LinkRelation.Replaces, true) => "is replaced by",
        _ => "belongs with",
    };
}

/// <summary>A typed link between two records of any modules. It is archived, never deleted, and stands in the history of both.</summary>
public sealed class RecordLink
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Kind of the record that the relation is said of.</summary>
    public required string FromKind { get; init; }

    /// <summary>The record that the relation is said of.</summary>
    public required Guid FromId { get; init; }

    /// <summary>How they belong together.</summary>
    public required LinkRelation Relation { get; init; }

    /// <summary>Kind of the other record.</summary>
    public required string ToKind { get; init; }

    /// <summary>The other record.</summary>
    public required Guid ToId { get; init; }

    /// <summary>Why, in a few words; <c>null</c> when it needs none.</summary>
    public string? Note { get; init; }

    /// <summary>Account of who linked them; <c>null</c> for the operator and the program.</summary>
    public Guid? AddedById { get; init; }

    /// <summary>Name of who linked them.</summary>
    public required string AddedByName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>From then on it does not count; the reason stands in the history.</summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    /// <summary>What may exist once among the links that count; <c>null</c> when archived.</summary>
    public string? Key { get; private set; }

    /// <summary>One end.</summary>
    public RecordRef From => new(FromKind, FromId);

    /// <summary>The other end.</summary>
    public RecordRef To => new(ToKind, ToId);

    /// <summary>A link to add to the caller's unit of work, so that it is saved, or not, with the record that it is about. The caller has checked that the actor may see both ends.</summary>
    /// <param name="from">The record that the relation is said of.</param>
    /// <param name="relation">How they belong together. A record that comes out of another must be new: nobody looks for circles.</param>
    /// <param name="to">The other record.</param>
    /// <param name="by">Who links them.</param>
    /// <param name="at">When.</param>
    public static RecordLink Between(RecordRef from, LinkRelation relation, RecordRef to, Permissions.Actor by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        var link = new RecordLink { Id = Guid.CreateVersion7(), FromKind = from.Kind, FromId = from.Id, Relation = relation, ToKind = to.Kind, ToId = to.Id, AddedById = by.AccountId, AddedByName = by.Name, AddedAt = at };
        link.Open();
        return link;
    }

    internal void Open()
    {
        var (from, to) = ($"{FromKind}/{FromId:N}", $"{ToKind}/{ToId:N}");
        // Said from either end, it is the same link.
        if (LinkRelations.IsSymmetric(Relation) && string.CompareOrdinal(from, to) > 0) (from, to) = (to, from);
        Key = $"{from} {Relation} {to}";
    }

    internal void Archive(DateTimeOffset at) => (ArchivedAt, Key) = (at, null);
}

internal sealed class RecordLinkMapping : IEntityTypeConfiguration<RecordLink>
{
    public void Configure(EntityTypeBuilder<RecordLink> builder)
    {
        builder.ToTable("platform_links").HasHistoryOfRecords("link", (nameof(RecordLink.FromKind), nameof(RecordLink.FromId)), (nameof(RecordLink.ToKind), nameof(RecordLink.ToId)));
        builder.Property(l => l.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(l => l.FromKind).HasColumnName("from_kind").HasMaxLength(60);
        builder.Property(l => l.FromId).HasColumnName("from_id");
        builder.Property(l => l.Relation).HasColumnName("relation");
        builder.Property(l => l.ToKind).HasColumnName("to_kind").HasMaxLength(60);
        builder.Property(l => l.ToId).HasColumnName("to_id");
        builder.Property(l => l.Note).HasColumnName("note").HasMaxLength(500);
        builder.Property(l => l.AddedById).HasColumnName("added_by_id").IsNotInHistory();
        builder.Property(l => l.AddedByName).HasColumnName("added_by_name").HasMaxLength(200).IsNotInHistory();
        builder.Property(l => l.AddedAt).HasColumnName("added_at").IsNotInHistory();
        builder.Property(l => l.ArchivedAt).HasColumnName("archived_at");
        builder.Property(l => l.Key).HasColumnName("key").HasMaxLength(240).IsNotInHistory();
        builder.Ignore(l => l.From).Ignore(l => l.To);
        builder.HasIndex(l => l.Key).IsUnique();
        builder.HasIndex(l => new { l.FromKind, l.FromId });
        builder.HasIndex(l => new { l.ToKind, l.ToId });
    }
}
