using System.Text;
using Charthouse.AuditActivity;
using Charthouse.Lake.Csv;

namespace Charthouse.Lake.Import;

/// <summary>One row of an events file, field by field.</summary>
internal readonly ref struct EventFields
{
    public ReadOnlySpan<byte> Event { get; init; }

    public ReadOnlySpan<byte> User { get; init; }

    public ReadOnlySpan<byte> At { get; init; }

    /// <summary>The time when the file holds it as a number already.</summary>
    public long? AtMicroseconds { get; init; }

    public ReadOnlySpan<byte> Action { get; init; }

    public ReadOnlySpan<byte> Patient { get; init; }

    public ReadOnlySpan<byte> Detail { get; init; }

    public ReadOnlySpan<byte> Encounter { get; init; }

    public ReadOnlySpan<byte> Workstation { get; init; }

    public ReadOnlySpan<byte> Department { get; init; }

    public ReadOnlySpan<byte> Application { get; init; }
}

/// <summary>One worker's door into the lake: checks rows, replaces patients by hashes and puts them aside by clinician.</summary>
internal sealed class EventIntake : IDisposable
{
    /// <summary>Longest name of a user, an action or a group, in bytes; the manifest keeps no longer ones.</summary>
    public const int LongestNameBytes = 400;

    private static readonly long FirstShown = Microseconds.FromInstant(DateTimeOffset.MinValue);
    private static readonly long LastShown = Microseconds.FromInstant(DateTimeOffset.MaxValue);
    private readonly ImportDictionaries.View dictionaries;
    private readonly EventSpill.Writer spill;
    private readonly RejectedRows rejected;
    private readonly LocalTime? localTime;
    private readonly int source;
    private readonly long earliest;
    private readonly long latest;
    private readonly HashSet<int> users = [];
    private int lastUser;

    public EventIntake(ImportDictionaries shared, EventSpill spill, RejectedRows rejected, string source, TimeZoneInfo? zone, DateTimeOffset now)
    {
        dictionaries = new ImportDictionaries.View(shared);
        this.spill = new EventSpill.Writer(spill);
        this.rejected = rejected;
        localTime = zone is null ? null : new LocalTime(zone);
        this.source = dictionaries.Texts.Code(Encoding.UTF8.GetBytes(source));
        earliest = Microseconds.FromInstant(new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero));
        latest = Microseconds.FromInstant(now) + Microseconds.PerDay;
    }

    public long Rows { get; private set; }

    public long First { get; private set; } = long.MaxValue;

    public long Last { get; private set; } = long.MinValue;

    public IReadOnlySet<int> Users => users;

    /// <summary>Takes a row in, or sets it aside.</summary>
    public void Take(int fileNumber, string fileName, long line, in EventFields fields)
    {
        Rows++;
        if (Instant(fields, out var at) is { } reason)
        {
            rejected.Add(fileName, line, reason, Shown(fields.User), fields.AtMicroseconds is { } known ? ShownTime(known) : Shown(fields.At), Shown(fields.Action));
            return;
        }

        var clinician = dictionaries.Clinicians.Code(fields.User);
        if (clinician != lastUser) users.Add(lastUser = clinician);
        First = Math.Min(First, at);
        Last = Math.Max(Last, at);
        spill.Add(
            new EventRow
            {
                At = at,
                Ordinal = ((long)fileNumber << EventRow.FileShift) | line,
                Clinician = clinician,
                Source = source,
                Action = dictionaries.Actions.CodeOfAny(fields.Action),
                Patient = dictionaries.Patients.Code(fields.Patient),
                Detail = dictionaries.Texts.Code(fields.Detail),
                Workstation = dictionaries.Texts.Code(fields.Workstation),
                Department = dictionaries.Texts.Code(fields.Department),
                Application = dictionaries.Texts.Code(fields.Application),
            },
            fields.Event,
            fields.Encounter);
    }

    /// <summary>Counts and sets aside a row that could not be split into its fields.</summary>
    public void Refuse(string fileName, long line, string reason, string? user = null, string? time = null, string? action = null)
    {
        Rows++;
        rejected.Add(fileName, line, reason, user, time, action);
    }

    public void Finish() => spill.Finish();

    public void Dispose() => dictionaries.Dispose();

    internal static string Shown(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text.Length <= 200 ? text : text[..200]);

    /// <summary>A time as text; empty when it lies beyond the years 1 to 9999.</summary>
    internal static string ShownTime(long atMicroseconds) =>
        atMicroseconds < FirstShown || atMicroseconds > LastShown ? "" : Microseconds.ToInstant(atMicroseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private string? Instant(in EventFields fields, out long at)
    {
        at = 0;
        if (fields.User.IsEmpty) return "no-user";
        if (fields.User.Length > LongestNameBytes) return "user-too-long";
        if (fields.Action.Length > LongestNameBytes) return "action-too-long";
        if (fields.AtMicroseconds is { } known)
        {
            at = known;
        }
        else if (ReadInstant(fields.At, localTime, out at) is { } reason)
        {
            return reason;
        }

        return at < earliest || at > latest ? "implausible-time" : null;
    }

    /// <summary>Reads a time; the reason when it cannot be read.</summary>
    internal static string? ReadInstant(ReadOnlySpan<byte> text, LocalTime? zone, out long at)
    {
        switch (InstantParser.Parse(text, out at))
        {
            case InstantReading.Ok:
                return null;
            case InstantReading.NoOffset when zone is null:
                return "time-without-zone";
            case InstantReading.NoOffset:
                if (zone.ToInstant(at) is not { } instant) return "time-does-not-exist-in-zone";
                at = instant;
                return null;
            default:
                return "unreadable-time";
        }
    }
}
