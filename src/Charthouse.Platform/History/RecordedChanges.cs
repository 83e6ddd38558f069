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

    /// <summary>The history says that the field changed, and not what it was: for passwords and keys.</summary>
    public static PropertyBuilder<T> IsSecretInHistory<T>(this PropertyBuilder<T> builder) => builder.HasAnnotation(Secret, true);

    /// <summary>Changes of the field are not worth an entry: counters and stamps.</summary>
    public static PropertyBuilder<T> IsNotInHistory<T>(this PropertyBuilder<T> builder) => builder.HasAnnotation(Silent, true);

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
internal readonly record struct RecordedChange(string Kind, Guid RecordId, HistoryChange Change, string? Field, string? Before, string? After);

/// <summary>Reads from the change tracker what history keeps.</summary>
internal static class RecordedChanges
{
    private const string Hidden = "(not kept)";

    // People read these values on pages: umlauts and quotes stay what they are.
    private static readonly JsonSerializerOptions readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static List<RecordedChange> Of(ChangeTracker tracker) =>
    [
        .. from entry in tracker.Entries()
           where entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
           let kind = entry.Metadata.FindAnnotation(HistoryMapping.Kind)?.Value as string
           where kind is not null
           from change in Of(entry, kind)
           select change,
    ];

    private static IEnumerable<RecordedChange> Of(EntityEntry entry, string kind)
    {
        var part = entry.Metadata.FindAnnotation(HistoryMapping.Part)?.Value as string;
        var id = (Guid)entry.Property(entry.Metadata.FindAnnotation(HistoryMapping.Owner)?.Value as string ?? entry.Metadata.FindPrimaryKey()!.Properties[0].Name).CurrentValue!;
        var kept = entry.Properties.Where(property => property.Metadata.FindAnnotation(HistoryMapping.Silent) is null && !property.Metadata.IsConcurrencyToken && !property.Metadata.IsShadowProperty());
        switch (entry.State)
        {
            case EntityState.Added:
                return [new(kind, id, HistoryChange.Created, part, null, Values(kept, now: true))];
            case EntityState.Deleted:
                return [new(kind, id, HistoryChange.Removed, part, Values(kept, now: false), null)];
            default:
                return from property in kept
                       where property.IsModified && !Equals(property.OriginalValue, property.CurrentValue)
                       let name = part is null ? property.Metadata.Name : $"{part}.{property.Metadata.Name}"
                       select new RecordedChange(kind, id, HistoryChange.Changed, name, Text(property.Metadata, property.OriginalValue), Text(property.Metadata, property.CurrentValue));
        }
    }

    private static string Values(IEnumerable<PropertyEntry> properties, bool now) => JsonSerializer.Serialize(
        (from property in properties
         where !property.Metadata.IsPrimaryKey() || property.Metadata.DeclaringType.ContainingEntityType.FindAnnotation(HistoryMapping.Part) is not null
         let text = Text(property.Metadata, now ? property.CurrentValue : property.OriginalValue)
         where text is not null
         select KeyValuePair.Create(property.Metadata.Name, text)).ToDictionary(StringComparer.Ordinal),
        readable);

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
