using Charthouse.Access.Organisation;
using Charthouse.Platform.History;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.People;

/// <summary>A person with all assignments, past and future, as the list of people needs them.</summary>
/// <param name="SearchText">See <see cref="Person.SearchText"/>.</param>
/// <param name="SortName">See <see cref="Person.SortName"/>.</param>
internal sealed record KeptPerson(Guid Id, string Name, string? Email, string? LogUser, bool IsArchived, string SearchText, string SortName, Assignment[] Assignments)
{
    public IEnumerable<Assignment> On(DateOnly day) => Assignments.Where(assignment => assignment.Validity.Holds(day));
}

/// <summary>Everybody of the directory and the organisation, read at one moment.</summary>
internal sealed class PeopleSnapshot(IReadOnlyList<KeptPerson> byName, OrganisationTree tree)
{
    private readonly Dictionary<Guid, KeptPerson> byId = byName.ToDictionary(person => person.Id);
    private readonly Lazy<IReadOnlyList<KeptPerson>> byNameDown = new(() => [.. byName.OrderByDescending(p => p.SortName, StringComparer.Ordinal).ThenBy(p => p.Id)]);
    private readonly Lazy<IReadOnlyList<KeptPerson>> byEmail = new(() => Sorted(byName, p => p.Email, isDown: false));
    private readonly Lazy<IReadOnlyList<KeptPerson>> byEmailDown = new(() => Sorted(byName, p => p.Email, isDown: true));
    private readonly Lazy<IReadOnlyList<KeptPerson>> byLogUser = new(() => Sorted(byName, p => p.LogUser, isDown: false));
    private readonly Lazy<IReadOnlyList<KeptPerson>> byLogUserDown = new(() => Sorted(byName, p => p.LogUser, isDown: true));

    public OrganisationTree Tree => tree;

    public int Current { get; } = byName.Count(person => !person.IsArchived);

    public IReadOnlyList<string> Specialties { get; } = [.. byName.SelectMany(p => p.Assignments).Select(a => a.Specialty).OfType<string>().Distinct().Order(StringComparer.CurrentCultureIgnoreCase)];

    public IReadOnlyList<string> Roles { get; } = [.. byName.SelectMany(p => p.Assignments).Select(a => a.Role).Distinct().Order(StringComparer.CurrentCultureIgnoreCase)];

    public KeptPerson? Find(Guid id) => byId.GetValueOrDefault(id);

    /// <summary>Everybody in the order of a column; the empty cells stand last.</summary>
    public IReadOnlyList<KeptPerson> In(string? order) => order switch
    {
        "-name" => byNameDown.Value,
        "email" => byEmail.Value,
        "-email" => byEmailDown.Value,
        "log-user" => byLogUser.Value,
        "-log-user" => byLogUserDown.Value,
        _ => byName,
    };

    private static IReadOnlyList<KeptPerson> Sorted(IReadOnlyList<KeptPerson> people, Func<KeptPerson, string?> column, bool isDown)
    {
        var filled = people.OrderBy(person => column(person) is null);
        return [.. (isDown ? filled.ThenByDescending(column, StringComparer.OrdinalIgnoreCase) : filled.ThenBy(column, StringComparer.OrdinalIgnoreCase)).ThenBy(person => person.Id)];
    }
}

/// <summary>
/// The directory in memory, about a kilobyte for each person, while the history of people and units stands still. Reading and joining tens of thousands of
/// people for each page took most of its time.
/// </summary>
internal sealed class KeptPeople(IDbContextFactory<WorkbenchDb> dbs) : IDisposable
{
    private static readonly string[] kinds = [Person.RecordKind, Unit.RecordKind];

    // After a change one visitor reads, and the others wait for it.
    private readonly SemaphoreSlim oneReads = new(1);
    private Kept? kept;

    public void Dispose() => oneReads.Dispose();

    /// <summary>The directory as it is now.</summary>
    public async Task<PeopleSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await KnownAsync(db, cancellationToken) is { } known) return known;
        await oneReads.WaitAsync(cancellationToken);
        try
        {
            if (await KnownAsync(db, cancellationToken) is { } meanwhile) return meanwhile;
            var end = await HistoryEnd.ReadAsync(db, cancellationToken);
            var people = await ReadAsync(db, cancellationToken);
            Volatile.Write(ref kept, new(end, people));
            return people;
        }
        finally
        {
            oneReads.Release();
        }
    }

    private async Task<PeopleSnapshot?> KnownAsync(WorkbenchDb db, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref kept) is not { } known) return null;
        var end = await HistoryEnd.ReadAsync(db, cancellationToken);
        if (await known.End.HasMovedAsync(db, end, kinds, cancellationToken)) return null;
        // The next look passes over the entries that were looked at now; not in place of what another has read meanwhile.
        Interlocked.CompareExchange(ref kept, known with { End = end }, known);
        return known.People;
    }

    private static async Task<PeopleSnapshot> ReadAsync(WorkbenchDb db, CancellationToken cancellationToken)
    {
        var tree = await OrganisationTree.ReadOnlyAsync(db, cancellationToken);
        var assignments = (await db.Set<Assignment>().AsNoTracking().ToListAsync(cancellationToken)).OrderBy(a => a.Role, StringComparer.Ordinal).ThenBy(a => a.Id).ToLookup(a => a.PersonId);
        var people = await db.Set<Person>().AsNoTracking().Select(p => new { p.Id, p.Name, p.Email, p.LogUser, IsArchived = p.ArchivedAt != null, p.SearchText, p.SortName }).ToListAsync(cancellationToken);
        return new PeopleSnapshot(
            [.. people.OrderBy(p => p.SortName, StringComparer.Ordinal).ThenBy(p => p.Id).Select(p => new KeptPerson(p.Id, p.Name, p.Email, p.LogUser, p.IsArchived, p.SearchText, p.SortName, [.. assignments[p.Id]]))],
            tree);
    }

    private sealed record Kept(HistoryEnd End, PeopleSnapshot People);
}
