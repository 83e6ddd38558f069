using System.Globalization;
using System.Text.Json;
using Charthouse.Platform.Records;

namespace Charthouse.Platform.History;

/// <summary>A value as the chain keeps it, with the record that it names, if it names one.</summary>
internal readonly record struct RawValue(string Label, string Text, RecordRef? Record)
{
    /// <summary>Whether it names the very record whose history is read: it goes without saying.</summary>
    public bool IsSelf(HistoryEntry entry) => Record == new RecordRef(entry.Kind, entry.RecordId);
}

/// <summary>Entries of the chain in words that people read.</summary>
internal static class HistoryWords
{
    // What the reader may not see is said to be there, so that the history has no holes.
    private const string Hidden = "(hidden)";

    /// <summary>"Display name", "Link added", "Role removed", "Link: archived".</summary>
    public static string What(HistoryEntry entry)
    {
        var parts = (entry.Field ?? "").Split('.');
        return entry.Change switch
        {
            HistoryChange.Created => entry.Field is null ? "Created" : $"{RecordWords.Sentence(entry.Field)} added",
            HistoryChange.Removed => entry.Field is null ? "Removed" : $"{RecordWords.Sentence(entry.Field)} removed",
            _ when parts[^1] == "ArchivedAt" => (parts.Length > 1 ? RecordWords.Sentence(parts[0]) + " " : "") + (entry.After is null ? "taken back from the archive" : "archived"),
            _ => parts.Length > 1 ? $"{RecordWords.Sentence(parts[0])}: {RecordWords.Sentence(parts[^1]).ToLower(CultureInfo.CurrentCulture)}" : RecordWords.Sentence(parts[0]),
        };
    }

    /// <summary>The value of a field, or the values of all fields of what came or went.</summary>
    /// <param name="entry">Entry.</param>
    /// <param name="text">Its values before or after.</param>
    /// <param name="withheld">Fields and parts whose values the reader may not see.</param>
    /// <param name="kindReferredTo">The kind of record that a field points to, where the model says so.</param>
    public static List<RawValue> Values(HistoryEntry entry, string? text, IReadOnlySet<string>? withheld, Func<string, string?> kindReferredTo)
    {
        if (text is null) return [];
        if (entry.Field is { } whole && withheld?.Contains(whole.Split('.')[0]) == true) return [new("", Hidden, null)];
        if (entry.Change == HistoryChange.Changed) return [Value(entry.Field!.Split('.')[^1], text, kindReferredTo)];
        Dictionary<string, string>? fields;
        try
        {
            fields = JsonSerializer.Deserialize<Dictionary<string, string>>(text);
        }
        catch (JsonException)
        {
            // A row that somebody tampered with is still shown; the verification names it.
            fields = null;
        }

        if (fields is null) return [new("", text, null)];
        List<RawValue> values = [];
        foreach (var (name, value) in fields)
        {
            // A record of any kind: two fields that make one value.
            if (name.EndsWith("Kind", StringComparison.Ordinal) && fields.ContainsKey(name[..^4] + "Id")) continue;
            if (withheld?.Contains(name) == true) values.Add(new(RecordWords.Sentence(name), Hidden, null));
            else if (name.EndsWith("Id", StringComparison.Ordinal) && fields.TryGetValue(name[..^2] + "Kind", out var kind) && Guid.TryParse(value, out var id)) values.Add(new(RecordWords.Sentence(name[..^2]), value, new RecordRef(kind, id)));
            else if (name == nameof(RecordLink.Relation) && Enum.TryParse<LinkRelation>(value, out var relation)) values.Add(new("", LinkRelations.Words(relation, isInverse: fields.GetValueOrDefault(nameof(RecordLink.ToId)) == entry.RecordId.ToString()), null));
            else values.Add(Value(name, value, kindReferredTo));
        }

        return values;
    }

    /// <summary>A value in words: instants in the zone of the installation, yes and no.</summary>
    public static string Text(string value, TimeZoneInfo zone, CultureInfo culture) => value switch
    {
        "true" => "yes",
        "false" => "no",
        { Length: > 20 } when DateTimeOffset.TryParseExact(value, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) => TimeZoneInfo.ConvertTime(at, zone).ToString("d MMM yyyy HH:mm", culture),
        { Length: 10 } when DateOnly.TryParseExact(value, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day == DateOnly.MinValue ? "the beginning" : day.ToString("d MMM yyyy", culture),
        _ => value,
    };

    // A field such as RoleId names a record of the kind role, where the model does not say another.
    private static RawValue Value(string name, string text, Func<string, string?> kindReferredTo) => name.Length > 2 && name.EndsWith("Id", StringComparison.Ordinal) && Guid.TryParse(text, out var id)
        ? new(RecordWords.Sentence(name[..^2]), text, new RecordRef(kindReferredTo(name) ?? KindOf(name[..^2]), id))
        : new(RecordWords.Sentence(name), text, null);

    private static string KindOf(string name) => RecordWords.Sentence(name).Replace(' ', '-').ToLowerInvariant();
}
