using System.Globalization;
using System.Text;
using Charthouse.Analytics.Reference;
using Charthouse.AuditActivity;
using Charthouse.Lake;

namespace Charthouse.Analytics.Conformance;

internal sealed record TestEvent(string User, long At, string Action, string? Id = null, string? Patient = null, string? Detail = null, string Source = "default");

internal sealed record TestVisit(string User, long Start, long End, string? Patient = null, bool IsCancelled = false);

internal sealed record TestPerson(string User, string? Role = null, string? Specialty = null, string? Department = null, string? Site = null, string? Zone = null);

/// <summary>What a lake was told, import by import; and the same as the reference engine knows it.</summary>
internal sealed record Scenario
{
    public IReadOnlyList<TestEvent> Events { get; init; } = [];

    public IReadOnlyList<TestVisit> Visits { get; init; } = [];

    public IReadOnlyList<TestPerson> People { get; init; } = [];

    /// <summary>A second file of people, imported at <see cref="SecondPeopleAt"/>.</summary>
    public IReadOnlyList<TestPerson> SecondPeople { get; init; } = [];

    public long SecondPeopleAt { get; init; }

    public IReadOnlyDictionary<string, ActivityCategory> Categories { get; init; } = new Dictionary<string, ActivityCategory>(StringComparer.Ordinal);

    /// <summary>The <c>--zone</c> of the imports.</summary>
    public string? Zone { get; init; }

    /// <summary>When every import but that of the people took place.</summary>
    public static DateTimeOffset ImportedAt { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ReferenceData Reference()
    {
        List<PersonVersion> versions = [.. People.Select(p => new PersonVersion(p.User, long.MinValue, p.Role, p.Specialty, p.Department, p.Site))];
        Dictionary<string, string?> zones = People.ToDictionary(p => p.User, p => p.Zone, StringComparer.Ordinal);
        foreach (var p in SecondPeople)
        {
            versions.Add(new PersonVersion(p.User, SecondPeopleAt, p.Role, p.Specialty, p.Department, p.Site));
            zones[p.User] = p.Zone;
        }

        foreach (var user in Events.Select(e => e.User).Concat(Visits.Select(v => v.User)))
        {
            if (zones.GetValueOrDefault(user) is null) zones[user] = Zone;
        }

        return new ReferenceData(
            [.. Events.Select(e => new AuditRow(e.User, e.At, e.Source, e.Id, e.Action, e.Patient, e.Detail))],
            [.. Visits.Where(v => !v.IsCancelled).Select(v => new ScheduledAppointment(v.User, v.Start, v.End))],
            versions,
            zones.Where(z => z.Value is not null).ToDictionary(z => z.Key, z => TimeZoneInfo.FindSystemTimeZoneById(z.Value!), StringComparer.Ordinal),
            Categories);
    }

    /// <summary>Brings everything into a lake, the events in one import.</summary>
    public async Task ImportAsync(TestLake lake)
    {
        lake.Clock.Now = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        if (People.Count > 0) await lake.TakeAsync(new ImportRequest { ImportId = "", PeopleFile = lake.Write("people1.csv", PeopleCsv(People)) });
        lake.Clock.Now = Microseconds.ToInstant(SecondPeopleAt);
        if (SecondPeople.Count > 0) await lake.TakeAsync(new ImportRequest { ImportId = "", PeopleFile = lake.Write("people2.csv", PeopleCsv(SecondPeople)) });
        lake.Clock.Now = ImportedAt;
        await lake.TakeAsync(new ImportRequest
        {
            ImportId = "",
            EventFiles = [lake.Write("events.csv", EventsCsv(Events))],
            ActionsFile = lake.Write("actions.csv", ActionsCsv(Categories)),
            AppointmentsFile = lake.Write("appointments.csv", VisitsCsv(Visits)),
            Zone = Zone,
        });
    }

    public static string EventsCsv(IEnumerable<TestEvent> events) => Table(
        "event,user,at,action,patient,detail", events.Select(e => new[] { e.Id, e.User, Instant(e.At), e.Action, e.Patient, e.Detail }));

    public static string PeopleCsv(IEnumerable<TestPerson> people) => Table(
        "user,role,specialty,department,site,timezone", people.Select(p => new[] { p.User, p.Role, p.Specialty, p.Department, p.Site, p.Zone }));

    public static string ActionsCsv(IReadOnlyDictionary<string, ActivityCategory> categories) => Table(
        "action,category", categories.Select(c => new[] { c.Key, ActivityCategories.Name(c.Value) }));

    public static string VisitsCsv(IEnumerable<TestVisit> visits) => Table(
        "user,start,end,status,patient", visits.Select(v => new[] { v.User, Instant(v.Start), Instant(v.End), v.IsCancelled ? "cancelled" : "completed", v.Patient }));

    public static string Instant(long at) => Microseconds.ToInstant(at).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Table(string header, IEnumerable<string?[]> rows)
    {
        var text = new StringBuilder(header).Append('\n');
        foreach (var row in rows) text.AppendJoin(',', row.Select(Field)).Append('\n');
        return text.ToString();
    }

    private static string? Field(string? text) =>
        text is not null && text.AsSpan().IndexOfAny(",\"\n") >= 0 ? '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"' : text;
}
