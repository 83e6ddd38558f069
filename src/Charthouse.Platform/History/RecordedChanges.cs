using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Platform.History;

/// <summary>Says in a mapping that changes of an entity are kept.</summary>
public static class HistoryMapping
{
    internal const string Kind = "Charthouse:HistoryKind";
    internal const string Owner = "Charthouse:HistoryOwner";
    internal const string Owners = "Charthouse:HistoryOwners";
    internal const string Part = "Charthouse:HistoryPart";
    internal const string Secret = "Charthouse:HistorySecret";
    internal const string Silent = "Charthouse:HistorySilent";

    /// <summary>Every change of the entity is written to the history of its record.</summary>
    /// <param name="builder">Mapping.</param>
    /// <param name="kind">Kind of the record, such as <c>person</c>.</param>
    public static EntityTypeBuilder<T> HasHistory<T>(this EntityTypeBuilder<T> builder, string kind)
        where T : class => builder.HasAnnotation(Kind, kind);

    /// <summary>The entity is a part of another record: its changes stand in the history of that record.</summary>
    /// <param name="builder">Mapping.</param>
    /// <param name="kind">Kind of the record it is a part of.</param>
    /// <param name="owner">Name of the property that holds the record's id.</param>
    /// <param name="part">What the part is called, such as <c>assignment</c>.</param>
    public static EntityTypeBuilder<T> HasHistoryOf<T>(this EntityTypeBuilder<T> builder, string kind, string owner, string part)
        where T : class => builder.HasAnnotation(Kind, kind).HasAnnotation(Owner, owner).HasAnnotation(Part, part);

    /// <summary>The entity is a part of records of any kind: its changes stand in the history of each of them.</summary>
    /// <param name="builder">Mapping.</param>
    /// <param name="part">What the part is called, such as <c>link</c>.</param>
    /// <param name="records">Names of the properties that hold a record's kind and id.</param>
    public static EntityTypeBuilder<T> HasHistoryOfRecords<T>(this EntityTypeBuilder<T> builder, string part, params ReadOnlySpan<(string Kind, string Id)> records)
        where T : class
    {
        var owners = new List<string>(records.Length);
        foreach (var (kind, id) in records) owners.Add($"{kind}:{id}");
        return builder.HasAnnotation(Owners, string.Join(';', owners)).HasAnnotation(Part, part);
    }

    /// <summary>The history says that the field changed, and not what it was: for passwords and keys.</summary>
    public static PropertyBuilder<T> IsSecretInHistory<T>(this PropertyBuilder<T> builder) => builder.HasAnnotation(Secret, true);

    /// <summary>Changes of the field are not worth an entry: counters and stamps.</summary>
    public static PropertyBuilder<T> IsNotInHistory<T>(this PropertyBuilder<T> builder) => builder.HasAnnotation(Silent, true);

    /// <summary>The kind of the records that a property of a record, or of one of its parts, points to; <c>null</c> when the model has no such reference.</summary>
    internal static string? KindReferredTo(IModel model, string kind, string property) =>
        model.GetEntityTypes().Where(entity => Equals(entity[Kind], kind)).SelectMany(entity => entity.GetForeignKeys())
            .Where(key => key.Properties is [var only] && only.Name == property && key.PrincipalEntityType[Owner] is null)
            .Select(key => (string?)key.PrincipalEntityType[Kind]).FirstOrDefault(known => known is not null);

    /// <summary>Whether changes of an entity are kept, as a record or as a part of one.</summary>
    public static bool IsRecorded(this IReadOnlyEntityType entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return entity.FindAnnotation(Kind) is not null || entity.FindAnnotation(Owners) is not null || entity.FindOwnership()?.PrincipalEntityType.IsRecorded() == true;
    }

    private static EntityTypeBuilder<T> HasAnnotation<T>(this EntityTypeBuilder<T> builder, string name, object value)
        where T : class
    {
        builder.Metadata.SetAnnotation(name, value);
        return builder;
    }

    private static PropertyBuilder<T> HasAnnotation<T>(this PropertyBuilder<T> builder, string name, object value)
    {
        builder.Metadata.SetAnnotation(name, value);
        return builder;
    }
}

/// <summary>A change that has not got its place in the chain yet.</summary>
internal readonly record struct RecordedChange(string Kind, Guid RecordId, Guid? PartId, HistoryChange Change, string? Field, string? Before, string? After);

/// <summary>Reads from the change tracker what history keeps.</summary>
internal static class RecordedChanges
{
    private const string ArchivedAt = "ArchivedAt";
    private const string Hidden = "(not kept)";

    // People read these values on pages: umlauts and quotes stay what they are.
    private static readonly JsonSerializerOptions readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="tracker">What is about to be saved.</param>
    /// <param name="reason">Why, in the words of who does it.</param>
    public static List<RecordedChange> Of(ChangeTracker tracker, string? reason)
    {
        List<RecordedChange> changes = [];
        foreach (var entry in tracker.Entries())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted) || !entry.Metadata.IsRecorded()) continue;
            Check(entry, reason);
            changes.AddRange(Of(entry));
        }

        return changes;
    }

    // Two rules that no page may forget: records are archived and not deleted, and archiving says why.
    private static void Check(EntityEntry entry, string? reason)
    {
        if (entry.State == EntityState.Deleted && IsRecord(entry.Metadata)) throw new InvalidOperationException($"{entry.Metadata.DisplayName()} is a record: archive it, history needs it.");
        if (entry.State == EntityState.Modified && string.IsNullOrWhiteSpace(reason) && entry.Metadata.FindProperty(ArchivedAt) is { } archived
            && entry.Property(archived.Name) is { OriginalValue: null, CurrentValue: not null }) throw new InvalidOperationException($"Say why {entry.Metadata.DisplayName()} is archived: set the Reason of the database before saving.");
    }

    private static bool IsRecord(IReadOnlyEntityType entity) => entity.FindAnnotation(HistoryMapping.Kind) is not null && entity.FindAnnotation(HistoryMapping.Part) is null;

    private static IEnumerable<RecordedChange> Of(EntityEntry entry)
    {
        var part = PartOf(entry.Metadata);
        // What a part is called does not say which one it is.
        var partId = part is not null && entry.Metadata.FindPrimaryKey()!.Properties is [.., { } last] && entry.Property(last.Name).CurrentValue is Guid id && entry.Metadata.FindOwnership()?.IsUnique != true ? id : (Guid?)null;
        var kept = entry.Properties.Where(property => IsKept(property.Metadata)).ToList();
        var records = Records(entry, now: true);
        var before = entry.State == EntityState.Modified ? Records(entry, now: false) : records;
        foreach (var (kind, record) in records.Except(before)) yield return new(kind, record, partId, HistoryChange.Created, part, null, Values(kept, now: true));
        foreach (var (kind, record) in before.Except(records)) yield return new(kind, record, partId, HistoryChange.Removed, part, Values(kept, now: false), null);
        foreach (var (kind, record) in records.Intersect(before))
        {
            switch (entry.State)
            {
                case EntityState.Added:
                    yield return new(kind, record, partId, HistoryChange.Created, part, null, Values(kept, now: true));
                    break;
                case EntityState.Deleted:
                    yield return new(kind, record, partId, HistoryChange.Removed, part, Values(kept, now: false), null);
                    break;
                default:
                    foreach (var property in kept.Where(property => property.IsModified && !Equals(property.OriginalValue, property.CurrentValue)))
                    {
                        var name = part is null ? property.Metadata.Name : $"{part}.{property.Metadata.Name}";
                        yield return new(kind, record, partId, HistoryChange.Changed, name, Text(property.Metadata, property.OriginalValue), Text(property.Metadata, property.CurrentValue));
                    }

                    break;
            }
        }
    }

    /// <summary>The records in whose history an entity stands: itself, its owner, or each record that it names.</summary>
    private static List<(string Kind, Guid Id)> Records(EntityEntry entry, bool now)
    {
        object Value(string name) => (now ? entry.Property(name).CurrentValue : entry.Property(name).OriginalValue)!;
        if (entry.Metadata.FindAnnotation(HistoryMapping.Owners)?.Value is string owners)
            return [.. owners.Split(';').Select(owner => owner.Split(':')).Select(owner => ((string)Value(owner[0]), (Guid)Value(owner[1]))).Distinct()];

        var root = entry.Metadata;
        while (root.FindOwnership() is { } ownership) root = ownership.PrincipalEntityType;
        var kind = (string)root.FindAnnotation(HistoryMapping.Kind)!.Value!;
        // What is owned begins its key with the key of its record.
        var id = entry.Metadata.FindOwnership()?.Properties[0].Name ?? root.FindAnnotation(HistoryMapping.Owner)?.Value as string ?? root.FindPrimaryKey()!.Properties[0].Name;
        return [(kind, (Guid)Value(id))];
    }

    private static string? PartOf(IReadOnlyEntityType entity) => entity.FindOwnership() is { PrincipalToDependent: { } navigation } ownership
        ? PartOf(ownership.PrincipalEntityType) is { } outer ? $"{outer}.{navigation.Name}" : navigation.Name
        : entity.FindAnnotation(HistoryMapping.Part)?.Value as string;

    private static bool IsKept(IReadOnlyProperty property) => property.FindAnnotation(HistoryMapping.Silent) is null && !property.IsConcurrencyToken
        && !property.IsPrimaryKey() && !property.GetContainingForeignKeys().Any(key => key.IsOwnership);

    private static string Values(List<PropertyEntry> kept, bool now)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (var property in kept)
        {
            if (Text(property.Metadata, now ? property.CurrentValue : property.OriginalValue) is { } text) values.Add(property.Metadata.Name, text);
        }

        return JsonSerializer.Serialize(values, readable);
    }

    private static string? Text(IReadOnlyProperty property, object? value) =>
        value is null ? null : property.FindAnnotation(HistoryMapping.Secret) is not null ? Hidden : Text(value);

    private static string Text(object value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        DateTimeOffset at => at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
