using System.Globalization;
using Charthouse.Analytics.Activity;
using Charthouse.Analytics.Reference;
using Charthouse.AuditActivity;

namespace Charthouse.Analytics.Tests;

/// <summary>A small hospital, written down row by row. Everybody is in UTC and nowhere unless said otherwise.</summary>
internal sealed class AHospital
{
    private readonly List<ScheduledAppointment> visits = [];
    private readonly List<PersonVersion> people = [];
    private readonly Dictionary<string, TimeZoneInfo> zones = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ActivityCategory> categories = new(StringComparer.Ordinal);

    private readonly ReferenceEngine engine;

    // The engine sees what is added later: it reads the lists at each question.
    public AHospital() => engine = new ReferenceEngine(new ReferenceData(Rows, visits, people, zones, categories));

    public List<AuditRow> Rows { get; } = [];

    public AHospital Event(string user, string at, string action = "look", string? patient = null, string source = "default", string? id = null, string? detail = null)
    {
        Rows.Add(new AuditRow(user, Instant(at), source, id, action, patient, detail));
        return this;
    }

    /// <summary>An event a minute: so many minutes of active time.</summary>
    public AHospital Working(string user, string at, int minutes, string action = "look")
    {
        for (var minute = 0; minute <= minutes; minute++) Rows.Add(new AuditRow(user, Instant(at) + (minute * Microseconds.PerMinute), "default", null, action, null, null));
        return this;
    }

    public AHospital Visit(string user, string from, string to)
    {
        visits.Add(new ScheduledAppointment(user, Instant(from), Instant(to)));
        return this;
    }

    public AHospital Person(string user, string from, string? role = null, string? specialty = null, string? department = null, string? site = null)
    {
        people.Add(new PersonVersion(user, Instant(from), role, specialty, department, site));
        return this;
    }

    public AHospital Zone(string user, string zone)
    {
        zones.Add(user, TimeZoneInfo.FindSystemTimeZoneById(zone));
        return this;
    }

    public AHospital Category(string action, ActivityCategory category)
    {
        categories.Add(action, category);
        return this;
    }

    public Task<IReadOnlyList<TRow>> Ask<TRow>(Question<TRow> question) => engine.AskAsync(question, TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<ClinicianActivity>> Activity(string from, string to, GroupBy by, ActivityFilter? filter = null) =>
        Ask(new ActivityByClinician(Period(from, to), CreditRule.Default, by, filter ?? ActivityFilter.Everybody));

    public static LocalPeriod Period(string from, string to) =>
        new(DateOnly.Parse(from, CultureInfo.InvariantCulture), DateOnly.Parse(to, CultureInfo.InvariantCulture));

    public static string Text(long atMicroseconds) => Microseconds.ToInstant(atMicroseconds).ToString("O", CultureInfo.InvariantCulture);

    public static long Instant(string text) => Microseconds.FromInstant(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture));
}
