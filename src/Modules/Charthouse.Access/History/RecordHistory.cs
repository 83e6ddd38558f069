using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Charthouse.Access.Organisation;
using Charthouse.Access.People;
using Charthouse.Platform.History;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.History;

/// <summary>The history of a record of the directory in words, newest first.</summary>
internal sealed partial class ReadRecordHistory(IDbContextFactory<WorkbenchDb> dbs)
{
    public const int Most = 200;

    // What a reader looks for first; the rest follows.
    private static readonly string[] order = [nameof(Unit.Kind), nameof(Person.Name), nameof(Assignment.Role), nameof(Assignment.Specialty), nameof(Assignment.UnitId), nameof(UnitPlacement.ParentId), nameof(Assignment.ValidFrom), nameof(Assignment.ValidTo)];

    public sealed record Entry(DateTimeOffset At, string By, string What, string? Reason);

    public async Task<IReadOnlyList<Entry>> RunAsync(string kind, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var entries = await db.Set<HistoryEntry>().AsNoTracking().Where(e => e.Kind == kind && e.RecordId == id).OrderByDescending(e => e.Sequence).Take(Most).ToListAsync(cancellationToken);
        // Values name other records by id; people read their names.
        var ids = entries.SelectMany(e => new[] { e.Before, e.After }).OfType<string>().SelectMany(text => Ids.Matches(text)).Select(match => Guid.Parse(match.Value)).Distinct().ToList();
        var names = await db.Set<Unit>().Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Name, cancellationToken);
        foreach (var person in await db.Set<Person>().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Name }).ToListAsync(cancellationToken)) names.TryAdd(person.Id, person.Name);
        return [.. entries.Select(e => new Entry(e.At, e.ActorName, What(e, names), e.Reason))];
    }

    private static string What(HistoryEntry entry, Dictionary<Guid, string> names) => entry.Change switch
    {
        HistoryChange.Created => $"{(entry.Field is null ? "Created" : $"{Label(entry.Field)} added")}: {Values(entry.After, names)}",
        HistoryChange.Removed => $"{(entry.Field is null ? "Removed" : $"{Label(entry.Field)} withdrawn")}: {Values(entry.Before, names)}",
        _ => $"{Label(entry.Field)}: {Value(entry.Before, names)} → {Value(entry.After, names)}",
    };

    private static string Values(string? json, Dictionary<Guid, string> names) => json is null ? "" : string.Join(", ",
        from pair in JsonSerializer.Deserialize<Dictionary<string, string>>(json)!
        where pair.Key is not ("Id" or "PersonId" or nameof(UnitPlacement.UnitId)) || (pair.Key == nameof(Assignment.UnitId) && json.Contains("\"Role\"", StringComparison.Ordinal))
        orderby Array.IndexOf(order, pair.Key) is var place && place < 0 ? order.Length : place
        select $"{Label(pair.Key).ToLower(CultureInfo.InvariantCulture)} {Value(pair.Value, names)}");

    private static string Value(string? value, Dictionary<Guid, string> names) =>
        value is null or "" ? "nothing"
        : Guid.TryParse(value, out var id) ? names.GetValueOrDefault(id, "a record that is gone")
        : DateTimeOffset.TryParseExact(value, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)
        : value;

    // "assignment.ValidTo" as "Assignment, until"; what nobody has named here says its own name.
    private static string Label(string? field) => string.Join(", ", (field ?? "").Split('.').Select((part, i) => part switch
    {
        nameof(Person.LogUser) => "User of the log",
        nameof(Person.ArchivedAt) => "Archived",
        nameof(Assignment.ValidFrom) => "From",
        nameof(Assignment.ValidTo) => "Until",
        nameof(Assignment.UnitId) => "In",
        nameof(Assignment.DelegateId) => "Delegate",
        nameof(UnitPlacement.ParentId) => "In",
        nameof(Person.Email) => "E-mail",
        "" => "",
        _ => char.ToUpperInvariant(part[0]) + part[1..],
    }).Select((word, i) => i == 0 ? word : word.ToLower(CultureInfo.InvariantCulture)));

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.None, 1000)]
    private static partial Regex Ids { get; }
}
