using System.Security.Cryptography;
using System.Text;
using Charthouse.Access.Organisation;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.People.Import;

/// <summary>
/// Brings a people file into the entities of a context and notes every change; saving the context is the import, dropping it is the dry run. What comes out depends on the
/// rows and not on their order. Rows that cannot be right are left out with a reason, and nothing ends for a person one of whose rows was left out.
/// </summary>
internal sealed class PeopleImportPlan
{
    private readonly WorkbenchDb db;
    private readonly Guid? importer;
    private readonly PeopleFile file;
    private readonly DateOnly today;
    private readonly DateTimeOffset now;
    private readonly List<PeopleIssue> issues;
    private readonly List<PeopleChange> changes = [];
    private readonly Dictionary<Guid, string> names = [];
    private readonly HashSet<int> badLines = [];
    private OrganisationTree tree = new([]);
    private UnitsOfFile units = default!;
    private ILookup<Guid, Assignment> assignments = Enumerable.Empty<Assignment>().ToLookup(a => a.PersonId);
    private Dictionary<string, Person> byEmail = new(StringComparer.Ordinal);
    private Dictionary<string, Person> byLogUser = new(StringComparer.Ordinal);

    private PeopleImportPlan(WorkbenchDb db, PeopleFile file, Guid? importer, IReadOnlySet<Guid> givenByImporter, DateOnly today, DateTimeOffset now)
    {
        (this.db, this.file, this.importer, GivenByImporter, this.today, this.now) = (db, file, importer, givenByImporter, today, now);
        issues = [.. file.Issues];
    }

    public IReadOnlyList<PeopleChange> Changes => changes;

    public IReadOnlyList<PeopleIssue> Issues => issues;

    /// <summary>People whose link with the log the file may not set, because the importer gave them their account.</summary>
    public IReadOnlySet<Guid> GivenByImporter { get; }

    /// <summary>New people who are called like others.</summary>
    public List<PeopleIssue> Hints { get; } = [];

    /// <summary>The people of before with the address and the link that they had.</summary>
    public List<LinkNotice.Change> Before { get; } = [];

    /// <summary>Tells whether another plan changes the same.</summary>
    public string Fingerprint
    {
        get
        {
            var text = new StringBuilder();
            foreach (var change in changes) text.Append(change).Append('\n');
            foreach (var issue in issues) text.Append(issue).Append('\n');
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        }
    }

    /// <param name="importer">Who imports: the own link with the log no file of theirs changes, nor that of somebody to whom they gave the account.</param>
    public static async Task<PeopleImportPlan> MakeAsync(WorkbenchDb db, PeopleFile file, Actor importer, DateOnly today, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var plan = new PeopleImportPlan(db, file, importer.PersonId, await FourEyes.AccountsGivenByAsync(db, importer, now, cancellationToken), today, now);
        // Twenty thousand entities are compared once, when they are saved, and not at every question.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            await plan.RunAsync(cancellationToken);
        }
        finally
        {
            db.ChangeTracker.AutoDetectChangesEnabled = true;
        }

        return plan;
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        tree = await OrganisationTree.ReadAsync(db, cancellationToken);
        var people = await db.Set<Person>().ToListAsync(cancellationToken);
        var known = await db.Set<Assignment>().ToListAsync(cancellationToken);
        assignments = known.ToLookup(a => a.PersonId);
        (byEmail, byLogUser) = (ByEmail(people), ByLogUser(people));

        units = UnitsOfFile.Apply(tree, file.Rows, today, issues, changes);
        db.AddRange(units.Added);
        var told = Told();
        people.AddRange(told.Where(person => person.IsNew).Select(person => person.Person));
        (byEmail, byLogUser) = (ByEmail(people), ByLogUser(people));
        Hint(told, people);
        foreach (var issue in issues) badLines.Add(issue.Line);
        HashSet<Assignment> stated = [];
        foreach (var person in told) Assign(person, stated);
        foreach (var assignment in known.Where(a => units.Touched.Contains(a.UnitId) && !stated.Contains(a))) EndWithUnit(assignment, people.Find(person => person.Id == assignment.PersonId)!);

        changes.Sort((a, b) => (a.Subject, a.Kind).CompareTo((b.Subject, b.Kind)) is not 0 and var order ? order
            : string.CompareOrdinal(a.Title, b.Title) is not 0 and var byTitle ? byTitle : string.CompareOrdinal(a.Detail, b.Detail));
        issues.Sort((a, b) => a.Line != b.Line ? a.Line.CompareTo(b.Line) : string.CompareOrdinal(a.Column + a.Reason, b.Column + b.Reason));
    }

    private sealed record ToldPerson(Person Person, bool IsNew, IReadOnlyList<PeopleRow> Rows);

    // The people of the file: rows that share an e-mail address or a user of the log are about one person.
    private List<ToldPerson> Told()
    {
        Dictionary<string, List<PeopleRow>> groups = new(StringComparer.Ordinal);
        foreach (var row in file.Rows.Where(row => row.IsOfPerson))
        {
            List<List<PeopleRow>> same = [.. Keys(row.Email, row.LogUser).Select(groups.GetValueOrDefault).OfType<List<PeopleRow>>().Distinct()];
            var group = same.Count > 0 ? same[0] : [];
            foreach (var other in same.Skip(1)) group.AddRange(other);
            group.Add(row);
            foreach (var key in group.SelectMany(member => Keys(member.Email, member.LogUser))) groups[key] = group;
        }

        List<(List<PeopleRow> Rows, Person? Known)> found = [];
        foreach (var rows in groups.Values.Distinct())
        {
            rows.Sort((a, b) => a.Line.CompareTo(b.Line));
            if (Differ(rows, "name", row => row.Name, StringComparer.Ordinal) | Differ(rows, "email", row => row.Email, StringComparer.OrdinalIgnoreCase)
                | Differ(rows, "log_user", row => row.LogUser, StringComparer.Ordinal) | Differ(rows, "archived", row => row.IsArchived is { } isArchived ? isArchived ? "yes" : "no" : null, StringComparer.Ordinal)) continue;
            var (email, logUser) = (First(rows, row => row.Email), First(rows, row => row.LogUser));
            var (ofEmail, ofLogUser) = (email is null ? null : byEmail.GetValueOrDefault(email.ToUpperInvariant()), logUser is null ? null : byLogUser.GetValueOrDefault(logUser));
            if (ofEmail is not null && ofLogUser is not null && ofEmail != ofLogUser)
            {
                Refuse(rows, "log_user", $"The e-mail address belongs to {ofEmail.Name} and the user of the log to {ofLogUser.Name}. Correct one of them, here or in the directory.");
                continue;
            }

            if ((ofEmail ?? ofLogUser) is null && rows.All(row => row.Name is null))
            {
                Refuse(rows, "name", "The directory does not know this person yet. Give the name.");
                continue;
            }

            found.Add((rows, ofEmail ?? ofLogUser));
        }

        List<ToldPerson> told = [];
        foreach (var same in found.GroupBy(f => f.Known ?? (object)f.Rows))
        {
            if (same.Skip(1).Any())
            {
                foreach (var (rows, known) in same) Refuse(rows, "email", $"Several people of this file are {known!.Name} of the directory, by e-mail address and by user of the log. Correct one of them.");
                continue;
            }

            if (Bring(same.First().Rows, same.First().Known) is { } person) told.Add(person);
        }

        return [.. told.OrderBy(person => person.Rows[0].Email ?? person.Rows[0].LogUser, StringComparer.Ordinal)];
    }

    private void Hint(List<ToldPerson> told, List<Person> people)
    {
        var called = people.ToLookup(person => SimilarPeople.KeyOf(person.Name), StringComparer.Ordinal);
        foreach (var (person, rows) in told.Where(person => person.IsNew).Select(person => (person.Person, person.Rows)))
        {
            foreach (var other in called[SimilarPeople.KeyOf(person.Name)].Where(other => other != person))
            {
                var what = assignments[other.Id].Where(a => a.Validity.Holds(today)).Select(Words).Prepend(other.Email ?? other.LogUser).OfType<string>();
                Hints.Add(new PeopleIssue(rows[0].Line, "name", $"{person.Name} would be new, and may be the same as {other.Name} ({string.Join("; ", what)}). If so, give the e-mail address or the user of the log that is known."));
            }
        }

        Hints.Sort((a, b) => a.Line != b.Line ? a.Line.CompareTo(b.Line) : string.CompareOrdinal(a.Reason, b.Reason));
    }

    // An empty cell says nothing: what is known of the person stays.
    private ToldPerson? Bring(List<PeopleRow> rows, Person? known)
    {
        var (name, email, logUser) = (First(rows, row => row.Name), First(rows, row => row.Email), First(rows, row => row.LogUser));
        var person = known ?? new Person { Id = Guid.CreateVersion7(), Name = name!, Email = email, LogUser = logUser, Version = 1 };
        if (known is not null && known.Id == importer && logUser is not null && logUser != known.LogUser)
        {
            Refuse(rows, "log_user", PersonProblems.OwnLogUser.Message);
            return null;
        }

        if (known is not null && logUser is not null && logUser != known.LogUser && GivenByImporter.Contains(known.Id))
        {
            Refuse(rows, "log_user", PersonProblems.AccountGiven.Message);
            return null;
        }

        var was = (person.Name, person.Email, person.LogUser);
        if (person.Change(name ?? person.Name, email ?? person.Email, logUser ?? person.LogUser) is [var problem, ..])
        {
            Refuse(rows, null, problem.Message);
            return null;
        }

        List<string> details = [];
        if (was.Name != person.Name) details.Add($"name {was.Name} → {person.Name}");
        if (was.Email != person.Email) details.Add($"e-mail {was.Email ?? "none"} → {person.Email}");
        if (was.LogUser != person.LogUser) details.Add($"user of the log {was.LogUser ?? "none"} → {person.LogUser}");
        var isArchived = rows.Select(row => row.IsArchived).FirstOrDefault(archived => archived is not null);
        var ends = isArchived == true && person.ArchivedAt is null;
        if (ends) person.Archive(now);
        if (isArchived == false && person.ArchivedAt is not null)
        {
            person.Restore();
            details.Add("restored");
        }

        if (known is null)
        {
            db.Add(person);
            Note(PeopleChangeKind.Added, PeopleSubject.Person, person, string.Join(", ", new[] { person.Email, person.LogUser, ends ? "archived" : null }.OfType<string>()));
        }
        else
        {
            Before.Add(new(person, was.Email, was.LogUser));
            if (details.Count > 0) Note(PeopleChangeKind.Changed, PeopleSubject.Person, person, string.Join("; ", details));
            if (ends) Note(PeopleChangeKind.Ended, PeopleSubject.Person, person, "archived");
        }

        return new ToldPerson(person, known is null, rows);
    }

    // The file tells all that a person is from now on: what it leaves out ends today. What ended before stays.
    private void Assign(ToldPerson told, HashSet<Assignment> stated)
    {
        List<PeopleRow> rows = [.. told.Rows.Where(row => row.IsOfAssignment)];
        if (rows.Count == 0) return;
        var before = issues.Count;
        List<Statement> statements = [];
        foreach (var row in rows.OrderBy(row => row.Role, StringComparer.Ordinal))
        {
            if (units.Of(row) is not { } unit)
            {
                if (!badLines.Contains(row.Line)) issues.Add(new PeopleIssue(row.Line, "department", "The place could not be told. See the rows about it."));
                continue;
            }

            Guid? delegateId = null;
            if (row.Delegate is { } named)
            {
                var found = byEmail.GetValueOrDefault(named.ToUpperInvariant()) ?? byLogUser.GetValueOrDefault(named);
                if ((found is null ? AssignmentProblems.DelegateUnknown : found == told.Person ? AssignmentProblems.OwnDelegate : found.ArchivedAt is not null ? AssignmentProblems.DelegateArchived : null) is { } problem)
                {
                    issues.Add(new PeopleIssue(row.Line, "delegate", problem.Message));
                    continue;
                }

                delegateId = found!.Id;
            }

            if (!Assignment.IsWithin(unit, row.Validity)) issues.Add(new PeopleIssue(row.Line, "from", AssignmentProblems.OutsideUnit(unit).Message));
            else statements.Add(new Statement(row, unit, delegateId));
        }

        // The same row twice says nothing new; two rows that differ about the same days say that one is wrong.
        var bySaying = statements.ToLookup(s => (s.Unit, s.Row.Role!.ToUpperInvariant(), s.Row.Specialty, s.Row.Validity, s.DelegateId));
        statements = [.. bySaying.Select(same => same.First())];
        HashSet<Statement> twice = [.. from one in statements from other in statements where one != other && one.IsSamePlace(other) && one.Row.Validity.Overlaps(other.Row.Validity) select one];
        foreach (var same in bySaying.Where(same => twice.Contains(same.First())))
        {
            List<int> others = [.. bySaying.Where(other => other != same && twice.Contains(other.First()) && other.First().IsSamePlace(same.First())).SelectMany(other => other).Select(other => other.Row.Line).Order()];
            foreach (var (row, unit, _) in same) issues.Add(new PeopleIssue(row.Line, "from", $"The person would be {row.Role} in {unit.Name} twice at the same time: see line {string.Join(", ", others)}."));
        }

        statements.RemoveAll(twice.Contains);

        List<Assignment> left = [.. assignments[told.Person.Id]];
        List<Assignment> current = [];
        foreach (var (statement, known) in Match(statements, left))
        {
            var validity = statement.Row.Validity;
            if (known is not null)
            {
                validity = new Validity(validity.From ?? known.ValidFrom, file.Present.Contains("to") ? validity.To : known.ValidTo);
                if (validity.IsEmpty)
                {
                    issues.Add(new PeopleIssue(statement.Row.Line, "to", $"The assignment started on {validity.From:yyyy-MM-dd}, so it cannot end on {validity.To:yyyy-MM-dd}. Give its from too."));
                    continue;
                }
            }
            else if (validity.From is null && left.Where(a => a.IsAt(statement.Unit.Id, statement.Row.Role!) && a.Validity.Overlaps(statement.Row.Validity)).ToList() is { Count: > 0 })
            {
                // The person was that before, and it ended: nobody says since when it holds again, so it holds from today.
                validity = validity with { From = today };
                if (validity.IsEmpty)
                {
                    issues.Add(new PeopleIssue(statement.Row.Line, "from", "The person was this in the same place before. Give the day on which it started."));
                    continue;
                }
            }

            var assignment = Say(told.Person, statement, known, validity);
            stated.Add(assignment);
            current.Add(assignment);
        }

        // What the file says replaces what was known about the same place and the same days.
        foreach (var covered in left.Where(a => current.Exists(c => c.IsAt(a.UnitId, a.Role) && c.Validity.Overlaps(a.Validity))).ToList())
        {
            left.Remove(covered);
            Remove(told.Person, covered, "replaced");
        }

        if (issues.Count > before || rows.Exists(row => badLines.Contains(row.Line)) || Keys(told.Person.Email, told.Person.LogUser).Any(file.DoubtfulPeople.Contains)) return;
        foreach (var missing in left.Where(a => !(a.ValidTo <= today)))
        {
            if (missing.ValidFrom >= today) Remove(told.Person, missing, "not begun, and not in the file");
            else End(told.Person, missing, today, "not in the file");
        }
    }

    private Assignment Say(Person person, Statement statement, Assignment? known, Validity validity)
    {
        var specialty = statement.Row.Specialty ?? (file.Present.Contains("specialty") ? null : known?.Specialty);
        var delegateId = file.Present.Contains("delegate") ? statement.DelegateId : known?.DelegateId;
        if (known is null)
        {
            var added = new Assignment { Id = Guid.CreateVersion7(), PersonId = person.Id, Role = statement.Row.Role!, Specialty = specialty, UnitId = statement.Unit.Id, ValidFrom = validity.From, ValidTo = validity.To, DelegateId = delegateId, Version = 1 };
            db.Add(added);
            Note(PeopleChangeKind.Added, PeopleSubject.Assignment, person, Words(added));
            return added;
        }

        var was = Words(known);
        var wasOpen = known.ValidTo is null;
        // The file has been checked; the others of the person are compared when all are known.
        known.Change(statement.Row.Role, specialty, statement.Unit, validity, delegateId, []);
        if (Words(known) is var words && words != was) Note(wasOpen && known.ValidTo is not null ? PeopleChangeKind.Ended : PeopleChangeKind.Changed, PeopleSubject.Assignment, person, $"{was} → {words}");
        return known;
    }

    // Pairs what the file says with what is known, and takes the known ones out of the list.
    private List<(Statement Statement, Assignment? Known)> Match(List<Statement> statements, List<Assignment> left)
    {
        Dictionary<Statement, Assignment> known = [];
        Func<Statement, Assignment, bool>[] rules =
        [
            (s, a) => s.Row.Validity.From is { } from && a.ValidFrom == from,
            (s, a) => s.Row.Validity.From is null && a.ValidTo == s.Row.Validity.To && (a.ValidTo is not null || file.Present.Contains("to") || a.Validity.Holds(today)),
            (s, a) => s.Row.Validity.From is null && (a.Validity.Holds(today) || a.ValidFrom > today),
            (s, a) => s.Row.Validity.From is not null && a.Validity.Overlaps(s.Row.Validity),
        ];
        foreach (var rule in rules)
        {
            foreach (var statement in statements.OrderBy(s => s.Row.Validity.From ?? DateOnly.MinValue).ThenBy(s => s.Row.Validity.To ?? DateOnly.MaxValue))
            {
                if (known.ContainsKey(statement)) continue;
                var match = left.Where(a => a.IsAt(statement.Unit.Id, statement.Row.Role!) && rule(statement, a)).OrderBy(a => a.ValidFrom ?? DateOnly.MinValue).FirstOrDefault();
                if (match is null) continue;
                known.Add(statement, match);
                left.Remove(match);
            }
        }

        return [.. statements.Select(statement => (statement, known.GetValueOrDefault(statement)))];
    }

    private void EndWithUnit(Assignment assignment, Person person)
    {
        if (tree.Find(assignment.UnitId) is not { } unit || Assignment.IsWithin(unit, assignment.Validity)) return;
        var time = unit.Existence().Select(time => time.Within(assignment.Validity)).FirstOrDefault(time => !time.IsEmpty);
        if (time.To is { } end && !(end <= assignment.ValidFrom)) End(person, assignment, end, $"{unit.Name} ends");
        else Remove(person, assignment, $"{unit.Name} does not exist then");
    }

    private void End(Person person, Assignment assignment, DateOnly day, string why)
    {
        var words = Words(assignment);
        assignment.EndOn(day);
        Note(PeopleChangeKind.Ended, PeopleSubject.Assignment, person, $"{words}: ends on {day:yyyy-MM-dd}, {why}");
    }

    private void Remove(Person person, Assignment assignment, string why)
    {
        db.Remove(assignment);
        Note(PeopleChangeKind.Ended, PeopleSubject.Assignment, person, $"{Words(assignment)}: withdrawn, {why}");
    }

    private void Note(PeopleChangeKind kind, PeopleSubject subject, Person person, string detail) => changes.Add(new PeopleChange(kind, subject, person.Name, detail));

    private string Words(Assignment assignment) =>
        $"{assignment.Role}{(assignment.Specialty is null ? "" : $" ({assignment.Specialty})")}, {tree.Find(assignment.UnitId)?.Name}, {assignment.Validity}{(assignment.DelegateId is { } id ? $", delegate {names.GetValueOrDefault(id)}" : "")}";

    private bool Differ(List<PeopleRow> rows, string column, Func<PeopleRow, string?> value, StringComparer comparer)
    {
        List<string> values = [.. rows.Select(value).OfType<string>().Distinct(comparer).Order(StringComparer.Ordinal)];
        if (values.Count < 2) return false;
        Refuse(rows, column, $"The file says different things about the same person: {string.Join(", ", values)}. See line {string.Join(", ", rows.Where(row => value(row) is not null).Select(row => row.Line))}, and decide for one.");
        return true;
    }

    private void Refuse(List<PeopleRow> rows, string? column, string reason) => issues.AddRange(rows.Select(row => new PeopleIssue(row.Line, column, reason)));

    private static string? First(List<PeopleRow> rows, Func<PeopleRow, string?> value) => rows.Select(value).OfType<string>().Order(StringComparer.Ordinal).FirstOrDefault();

    private Dictionary<string, Person> ByEmail(List<Person> people)
    {
        foreach (var person in people) names[person.Id] = person.Name;
        return people.Where(person => person.NormalizedEmail is not null).ToDictionary(person => person.NormalizedEmail!, StringComparer.Ordinal);
    }

    private static Dictionary<string, Person> ByLogUser(List<Person> people) => people.Where(person => person.LogUser is not null).ToDictionary(person => person.LogUser!, StringComparer.Ordinal);

    internal static IEnumerable<string> Keys(string? email, string? logUser)
    {
        if (email is not null) yield return "e" + email.ToUpperInvariant();
        if (logUser is not null) yield return "l" + logUser;
    }

    private sealed record Statement(PeopleRow Row, Unit Unit, Guid? DelegateId)
    {
        public bool IsSamePlace(Statement other) => Unit == other.Unit && string.Equals(Row.Role, other.Row.Role, StringComparison.OrdinalIgnoreCase);
    }
}
