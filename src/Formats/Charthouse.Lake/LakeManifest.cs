using Charthouse.AuditActivity;

namespace Charthouse.Lake;

/// <summary>What a segment holds.</summary>
public enum SegmentKind
{
    /// <summary>Audit events with their gaps, civil time and windows.</summary>
    Events,
    /// <summary>The cube: per clinician, local date, profile, category and set of windows (docs/adr/0010).</summary>
    Cells,
    /// <summary>Per clinician, local date and profile: events, sessions, switches, scheduled time.</summary>
    Days,
    /// <summary>Per clinician, local date, profile and hour of the clock: active time.</summary>
    Hours,
    /// <summary>
    /// The few events that need a look of their own when a report asks for a time-out that the cube does not hold: a boundary lies before the next
    /// event, or the patient changes.
    /// </summary>
    Marks,
    /// <summary>Appointments.</summary>
    Appointments,
    /// <summary>Hashes of the event ids of one import, sorted: finds a known id whatever its time.</summary>
    EventIds,
}

/// <summary>One immutable file of the lake. A file without an entry here does not exist.</summary>
/// <param name="Id">Identity, also the name of the file.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Shard">Number of the group of clinicians; for event ids the part of the hash.</param>
/// <param name="Month">UTC month as year × 12 + month − 1; 0 for event ids.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Bytes">Size on disk.</param>
/// <param name="FirstMicroseconds">Earliest instant in it.</param>
/// <param name="LastMicroseconds">Latest instant in it (the latest end of an appointment).</param>
public sealed record Segment(Guid Id, SegmentKind Kind, int Shard, int Month, long Rows, long Bytes, long FirstMicroseconds, long LastMicroseconds);

/// <summary>A clinician of the log.</summary>
/// <param name="Code">Dense number from 1, in order of first sight.</param>
/// <param name="User">User id in the sources.</param>
/// <param name="Zone">IANA zone in which the clinician's civil time is computed; <c>null</c> for UTC.</param>
public sealed record LakeClinician(int Code, string User, string? Zone);

/// <summary>What people have in common: one combination of groups. Code 0 is "no entry".</summary>
/// <param name="Code">Dense number from 1.</param>
/// <param name="Role">Role, or <c>null</c>.</param>
/// <param name="Specialty">Specialty, or <c>null</c>.</param>
/// <param name="Department">Department, or <c>null</c>.</param>
/// <param name="Site">Site, or <c>null</c>.</param>
public sealed record LakeProfile(int Code, string? Role, string? Specialty, string? Department, string? Site);

/// <summary>From an instant on, a user has a profile (and, when given, a zone).</summary>
/// <param name="User">User id.</param>
/// <param name="FromMicroseconds">First instant; <see cref="long.MinValue"/> for the first version of a person.</param>
/// <param name="Profile">Code of the profile.</param>
/// <param name="Zone">Zone given by the people file, or <c>null</c>.</param>
public sealed record LakePerson(string User, long FromMicroseconds, int Profile, string? Zone);

/// <summary>The lake as it is: everything an engine or an import needs to read it.</summary>
/// <param name="Version">Grows with every change.</param>
/// <param name="Segments">All segments.</param>
/// <param name="Clinicians">By code.</param>
/// <param name="Profiles">By code.</param>
/// <param name="People">Versions of people, in order of their start for each user.</param>
/// <param name="Actions">Action names; the code of an action is its position + 1.</param>
/// <param name="Categories">Category in force of each mapped action.</param>
public sealed record LakeState(
    long Version,
    IReadOnlyList<Segment> Segments,
    IReadOnlyList<LakeClinician> Clinicians,
    IReadOnlyList<LakeProfile> Profiles,
    IReadOnlyList<LakePerson> People,
    IReadOnlyList<string> Actions,
    IReadOnlyDictionary<string, ActivityCategory> Categories)
{
    private readonly Dictionary<string, string?> zones = People.GroupBy(person => person.User, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Last().Zone, StringComparer.Ordinal);

    /// <summary>The zone of a clinician: the people file's, else the import's, else <c>null</c> for UTC.</summary>
    public string? ZoneOf(LakeClinician clinician) => zones.GetValueOrDefault(clinician.User) ?? clinician.Zone;
}

/// <summary>A change of the lake: all of it becomes true at once, or nothing.</summary>
public sealed class LakeChange
{
    /// <summary>The version that the change was computed from.</summary>
    public required long BaseVersion { get; init; }

    /// <summary>Segments that now exist.</summary>
    public List<Segment> Added { get; } = [];

    /// <summary>Segments that no longer exist.</summary>
    public List<Segment> Removed { get; } = [];

    /// <summary>Clinicians seen for the first time, and clinicians whose zone changed.</summary>
    public List<LakeClinician> Clinicians { get; } = [];

    /// <summary>New profiles.</summary>
    public List<LakeProfile> Profiles { get; } = [];

    /// <summary>New versions of people.</summary>
    public List<LakePerson> People { get; } = [];

    /// <summary>Actions seen for the first time, in order of their codes.</summary>
    public List<string> Actions { get; } = [];

    /// <summary>New or changed mappings.</summary>
    public Dictionary<string, ActivityCategory> Categories { get; } = new(StringComparer.Ordinal);

    /// <summary>The import that makes the change; <c>null</c> for a recomputation.</summary>
    public ImportSummary? Import { get; set; }
}

/// <summary>Where the lake keeps its manifest: the workbench database.</summary>
public interface ILakeManifest
{
    /// <summary>Version of the lake; cheap.</summary>
    Task<long> ReadVersionAsync(CancellationToken cancellationToken);

    /// <summary>The lake as it is.</summary>
    Task<LakeState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The key of patient identifiers, where the manifest keeps it; the first that is offered is kept, and everybody gets that one.</summary>
    /// <param name="offered">The key to keep when there is none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns><c>null</c> where the key is a file of the data directory.</returns>
    Task<byte[]?> KeepKeyAsync(byte[] offered, CancellationToken cancellationToken) => Task.FromResult<byte[]?>(null);

    /// <summary>Makes a change true in one transaction.</summary>
    /// <returns>The new version.</returns>
    /// <exception cref="InvalidOperationException">The lake changed since <see cref="LakeChange.BaseVersion"/>.</exception>
    Task<long> CommitAsync(LakeChange change, CancellationToken cancellationToken);
}
