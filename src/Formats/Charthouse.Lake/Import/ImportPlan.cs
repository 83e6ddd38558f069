using System.Collections.Concurrent;
using Charthouse.AuditActivity;
using Charthouse.Lake.Segments;

namespace Charthouse.Lake.Import;

/// <summary>What an import or a recomputation has to change, before any segment is written.</summary>
internal sealed class ImportPlan
{
    private readonly ConcurrentDictionary<string, ZoneCalendar> calendars = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ClinicianFacts> facts = [];

    public required LakeDirectory Directory { get; init; }

    public required LakeState State { get; init; }

    public required ImportDictionaries Dictionaries { get; init; }

    public required EventSpill Spill { get; init; }

    /// <summary>Appointments of this import, with their status.</summary>
    public Dictionary<AppointmentKey, string> Appointments { get; } = [];

    /// <summary>Clinicians whose zone or profile changed: everything derived for them is made anew.</summary>
    public HashSet<int> Changed { get; } = [];

    /// <summary>The mapping of actions changed: every cube is made anew.</summary>
    public bool CategoriesChanged { get; set; }

    /// <summary>Category of each action code.</summary>
    public ActivityCategory[] Categories { get; set; } = [];

    /// <summary>Hashes of event ids that occur with different contents; <c>null</c> until that is known.</summary>
    public HashSet<ulong>? SuspectIds { get; set; }

    /// <summary>For each event id with different contents, the row that stays; −1 when the lake holds it already.</summary>
    public Dictionary<string, long> Winners { get; } = new(StringComparer.Ordinal);

    public void SetFacts(int clinician, string? zone, Membership[] profiles) => facts[clinician] = new ClinicianFacts(zone, profiles);

    public (ZoneCalendar Zone, Membership[] Profiles) FactsOf(int clinician)
    {
        var (zone, profiles) = facts.TryGetValue(clinician, out var known) ? known : new ClinicianFacts(null, [new Membership(long.MinValue, 0)]);
        return (Calendar(zone ?? "UTC"), profiles);
    }

    public ZoneCalendar Calendar(string zone) => calendars.GetOrAdd(zone, static id => new ZoneCalendar(TimeZoneInfo.FindSystemTimeZoneById(id)));

    private sealed record ClinicianFacts(string? Zone, Membership[] Profiles);
}

/// <summary>Why an event id keeps its row, or a candidate for that.</summary>
internal readonly record struct IdCandidate(string SourceAndId, long Ordinal);

/// <summary>A row that lost against another one with the same event id.</summary>
internal readonly record struct ConflictingRow(long Ordinal, string User, long At, string Action);
