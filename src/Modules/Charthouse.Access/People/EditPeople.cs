using Charthouse.Access.Organisation;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.People;

/// <summary>Adds a person.</summary>
internal sealed class AddPerson(IDbContextFactory<WorkbenchDb> dbs)
{
    /// <param name="another">The name, as <see cref="SimilarPeople.KeyOf"/> writes it, that was said to be another person's than everybody's who has it already.</param>
    public async Task<Outcome<Guid>> RunAsync(string? name, string? email, string? logUser, string? another, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var person = new Person { Id = Guid.CreateVersion7(), Name = "" };
        var problems = person.Change(name, email, logUser);
        problems.AddRange(await Twins.OfAsync(db, person, person.Email, person.LogUser, cancellationToken));
        if (another != SimilarPeople.KeyOf(name) && (await SimilarPeople.FindAsync(db, name, person.Id, cancellationToken)).Count > 0) problems.Add(PersonProblems.NameKnown);
        if (problems.Count > 0) return problems;
        db.Add(person);
        return await db.TrySaveAsync(PersonProblems.Taken, null, cancellationToken) is { } problem ? problem : person.Id;
    }
}

/// <summary>Changes name, e-mail address and log user of a person.</summary>
internal sealed class EditPerson(IDbContextFactory<WorkbenchDb> dbs, LinkNotice notice, CurrentActor actor, TimeProvider clock)
{
    /// <param name="version">Version that the editor saw.</param>
    /// <param name="another">As when a person is added; asked only when the name becomes another one.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid id, int version, string? name, string? email, string? logUser, string? another, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // Nobody is given an account meanwhile.
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<Person>().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } person) return PersonProblems.NotFound;
        if (person.Version != version) return StoreProblems.ChangedMeanwhile;
        // The link opens the figures of that user: nobody takes somebody else's.
        if (id == actor.Now.PersonId && person.LogUser != Person.Clean(logUser)) return PersonProblems.OwnLogUser;
        if (Person.Clean(logUser) is { } linked && linked != person.LogUser && (await FourEyes.AccountsGivenByAsync(db, actor.Now, clock.GetUtcNow(), cancellationToken)).Contains(id)) return PersonProblems.AccountGiven;
        var (before, nameBefore) = ((person.Email, person.LogUser), SimilarPeople.KeyOf(person.Name));
        var problems = person.Change(name, email, logUser);
        problems.AddRange(await Twins.OfAsync(db, person, Person.Clean(email), Person.Clean(logUser), cancellationToken));
        if (SimilarPeople.KeyOf(name) is var key && key != nameBefore && key != another && (await SimilarPeople.FindAsync(db, name, id, cancellationToken)).Count > 0) problems.Add(PersonProblems.NameKnown);
        if (problems.Count > 0) return problems;
        await notice.AddAsync(db, [new(person, before.Email, before.LogUser)], cancellationToken);
        if (await db.TrySaveAsync(PersonProblems.Taken, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }
}

/// <summary>Archives a person, or takes it back. What the person holds stays and is listed as orphaned.</summary>
internal sealed class ArchivePerson(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock)
{
    /// <param name="isArchived">Whether to archive; otherwise to restore.</param>
    /// <param name="reason">Why, for the history.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid id, bool isArchived, string? reason, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Person>().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } person) return PersonProblems.NotFound;
        if (Person.Clean(reason) is not { } why) return PersonProblems.ReasonMissing;
        if ((isArchived ? person.Archive(clock.GetUtcNow()) : person.Restore()) is { } refused) return refused;
        db.Reason = why.Length > 500 ? why[..500] : why;
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : id;
    }
}

/// <summary>Adds an assignment to a person, or changes one.</summary>
internal sealed class SaveAssignment(IDbContextFactory<WorkbenchDb> dbs)
{
    public sealed record Form(int Version, string? Role, string? Specialty, Guid? UnitId, DateOnly? From, DateOnly? To, string? Delegate);

    /// <param name="assignmentId">The assignment; <c>null</c> for a new one.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid personId, Guid? assignmentId, Form form, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (!await db.Set<Person>().AnyAsync(p => p.Id == personId, cancellationToken)) return PersonProblems.NotFound;
        var all = await db.Set<Assignment>().Where(a => a.PersonId == personId).ToListAsync(cancellationToken);
        var assignment = assignmentId is null
            ? new Assignment { Id = Guid.CreateVersion7(), PersonId = personId, Role = "", UnitId = Guid.Empty }
            : all.Find(a => a.Id == assignmentId);
        if (assignment is null) return AssignmentProblems.NotFound;
        if (assignmentId is not null && assignment.Version != form.Version) return StoreProblems.ChangedMeanwhile;

        var unit = await db.Set<Unit>().Include(u => u.Placements).SingleOrDefaultAsync(u => u.Id == form.UnitId, cancellationToken);
        Guid? delegateId = null;
        if (Person.Clean(form.Delegate) is { } named)
        {
            var normalized = named.ToUpperInvariant();
            var found = await db.Set<Person>().Where(p => p.NormalizedEmail == normalized || p.LogUser == named).OrderBy(p => p.ArchivedAt != null).FirstOrDefaultAsync(cancellationToken);
            if (found is null) return AssignmentProblems.DelegateUnknown;
            if (found.ArchivedAt is not null && found.Id != assignment.DelegateId) return AssignmentProblems.DelegateArchived;
            delegateId = found.Id;
        }

        var problems = assignment.Change(form.Role, form.Specialty, unit, new Validity(form.From, form.To), delegateId, all);
        if (problems.Count > 0) return problems;
        if (assignmentId is null) db.Add(assignment);
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : assignment.Id;
    }
}

/// <summary>Who has an e-mail address or a user of the log already.</summary>
internal static class Twins
{
    public static async Task<List<Problem>> OfAsync(WorkbenchDb db, Person person, string? email, string? logUser, CancellationToken cancellationToken)
    {
        var normalized = email?.ToUpperInvariant();
        List<Problem> problems = [];
        foreach (var twin in await db.Set<Person>().AsNoTracking().Where(p => p.Id != person.Id && ((normalized != null && p.NormalizedEmail == normalized) || (logUser != null && p.LogUser == logUser))).ToListAsync(cancellationToken))
        {
            if (normalized is not null && twin.NormalizedEmail == normalized) problems.Add(PersonProblems.EmailTaken(twin));
            if (logUser is not null && twin.LogUser == logUser) problems.Add(PersonProblems.LogUserTaken(twin));
        }

        return problems;
    }
}
