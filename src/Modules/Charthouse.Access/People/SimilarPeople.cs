using Charthouse.Access.Organisation;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.People;

/// <summary>People who are called the same, whatever the case, the accents and the order of the words: perhaps one person twice.</summary>
internal sealed class SimilarPeople(IDbContextFactory<WorkbenchDb> dbs, ReadShellState readShell)
{
    /// <param name="What">What the person is today, such as "Physician, Ward 3"; empty when that is not known.</param>
    public sealed record Row(Guid Id, string Name, string? Email, bool IsArchived, string What);

    /// <summary>What names are compared by.</summary>
    public static string KeyOf(string? name) => string.Join(' ', Words(name).Order(StringComparer.Ordinal));

    /// <summary>Everybody with a name, but the person itself.</summary>
    public static async Task<List<Person>> FindAsync(WorkbenchDb db, string? name, Guid except, CancellationToken cancellationToken)
    {
        var words = Words(name);
        if (words.Length == 0) return [];
        var people = db.Set<Person>().AsNoTracking().Where(p => p.Id != except);
        foreach (var word in words) people = people.Where(p => p.SortName.Contains(word));
        var key = KeyOf(name);
        return [.. (await people.ToListAsync(cancellationToken)).Where(p => KeyOf(p.Name) == key).OrderBy(p => p.SortName, StringComparer.Ordinal).ThenBy(p => p.Id)];
    }

    /// <summary>The same with what they are today, to tell whether it is one person.</summary>
    public async Task<IReadOnlyList<Row>> ReadAsync(string? name, Guid except, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var people = await FindAsync(db, name, except, cancellationToken);
        var (ids, today) = (people.ConvertAll(p => p.Id), (await readShell(cancellationToken)).Today);
        var tree = await OrganisationTree.ReadOnlyAsync(db, cancellationToken);
        var held = (await db.Set<Assignment>().AsNoTracking().Where(a => ids.Contains(a.PersonId)).ToListAsync(cancellationToken)).Where(a => a.Validity.Holds(today)).ToLookup(a => a.PersonId);
        return [.. people.Select(p => new Row(p.Id, p.Name, p.Email, p.ArchivedAt is not null,
            string.Join("; ", held[p.Id].OrderBy(a => a.Role, StringComparer.Ordinal).Select(a => tree.Find(a.UnitId) is { } unit ? $"{a.Role}, {tree.NameOf(unit, today)}" : a.Role))))];
    }

    private static string[] Words(string? name) =>
        new string([.. Person.Searchable(name ?? "").Select(letter => char.IsLetterOrDigit(letter) ? letter : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
