namespace Charthouse.AuditActivity;

/// <summary>Why a figure is missing.</summary>
public enum MissingReason
{
    /// <summary>Scheduled hours lie below the minimum of 8 h in the period.</summary>
    ScheduledHoursBelowMinimum,
    /// <summary>Fewer than five clinicians of the group reach the minimum.</summary>
    TooFewWithScheduledHours,
}

/// <summary>The measures of a group of clinicians in a period. Sums run over all clinicians; per-8-hour measures over those that reach the minimum.</summary>
/// <param name="Clinicians">People with an event or a scheduled appointment in the period.</param>
/// <param name="Included">Of these, people with at least 8 scheduled hours.</param>
/// <param name="IsSuppressed">Fewer than five people: every other figure stays hidden.</param>
/// <param name="Sums">Sums over all clinicians of the group.</param>
/// <param name="PerEight">Per-8-hour measures, or <c>null</c> with a <paramref name="Reason"/>.</param>
/// <param name="Reason">Why <paramref name="PerEight"/> is missing; <c>null</c> when it is there.</param>
public sealed record GroupMeasures(int Clinicians, int Included, bool IsSuppressed, ActivitySums Sums, PerEightHours? PerEight, MissingReason? Reason)
{
    /// <summary>A group of fewer clinicians is not shown.</summary>
    public const int SmallestGroup = 5;

    /// <summary>Fewer scheduled hours in the period give no per-8-hour measure.</summary>
    public const int MinimumScheduledHours = 8;

    /// <summary>Adds up a group (activity-cli.md, "Report", 5, 6 and 8).</summary>
    /// <param name="members">One entry for each clinician of the group.</param>
    /// <param name="isOneClinician">The group is a single clinician, seen by the operator or by that clinician: never suppressed.</param>
    public static GroupMeasures Of(IReadOnlyCollection<ActivityTotals> members, bool isOneClinician)
    {
        ArgumentNullException.ThrowIfNull(members);
        var sums = new ActivitySums();
        var ofIncluded = new ActivitySums();
        var (clinicians, included) = (0, 0);
        foreach (var member in members)
        {
            sums.Add(member);
            if (member.IsPresent) clinicians++;
            if (member.ScheduledMicroseconds < MinimumScheduledHours * Microseconds.PerHour) continue;
            included++;
            ofIncluded.Add(member);
        }

        if (isOneClinician)
        {
            return included == members.Count
                ? new GroupMeasures(clinicians, included, false, sums, new PerEightHours(ofIncluded), null)
                : new GroupMeasures(clinicians, included, false, sums, null, MissingReason.ScheduledHoursBelowMinimum);
        }

        return included >= SmallestGroup
            ? new GroupMeasures(clinicians, included, clinicians < SmallestGroup, sums, new PerEightHours(ofIncluded), null)
            : new GroupMeasures(clinicians, included, clinicians < SmallestGroup, sums, null, MissingReason.TooFewWithScheduledHours);
    }

    /// <summary>Adds up whole atoms of a population (<see cref="PopulationAtoms"/>), where the atoms say who counts in per-8-hour measures.</summary>
    /// <param name="parts">Totals, and whether they count in per-8-hour measures; a clinician may stand in several parts.</param>
    /// <param name="clinicians">Different clinicians of all parts.</param>
    /// <param name="included">Of these, those that count in per-8-hour measures.</param>
    public static GroupMeasures OfAtoms(IEnumerable<(ActivityTotals Totals, bool IsIncluded)> parts, int clinicians, int included)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var sums = new ActivitySums();
        var ofIncluded = new ActivitySums();
        foreach (var (totals, isIncluded) in parts)
        {
            sums.Add(totals);
            if (isIncluded) ofIncluded.Add(totals);
        }

        // A group whose included clinicians were scheduled only under other groups has no denominator.
        return included >= SmallestGroup && ofIncluded.ScheduledMicroseconds > 0
            ? new GroupMeasures(clinicians, included, clinicians < SmallestGroup, sums, new PerEightHours(ofIncluded), null)
            : new GroupMeasures(clinicians, included, clinicians < SmallestGroup, sums, null, MissingReason.TooFewWithScheduledHours);
    }
}

/// <summary>Sums of <see cref="ActivityTotals"/> over clinicians.</summary>
public sealed class ActivitySums
{
    private readonly long[] categories = new long[ActivityCategories.Count];
    private readonly long[] windows = new long[ActivityWindowNames.Count];

    /// <summary>Events.</summary>
    public long Events { get; private set; }

    /// <summary>Sessions.</summary>
    public long Sessions { get; private set; }

    /// <summary>Patient switches within sessions.</summary>
    public long PatientSwitches { get; private set; }

    /// <summary>Clinician-days with an event.</summary>
    public long ActiveDays { get; private set; }

    /// <summary>Clinician-days with an appointment start.</summary>
    public long ScheduledDays { get; private set; }

    /// <summary>Scheduled patient time in microseconds.</summary>
    public long ScheduledMicroseconds { get; private set; }

    /// <summary>Active time in microseconds.</summary>
    public long ActiveMicroseconds { get; private set; }

    /// <summary>Active time by category in microseconds.</summary>
    public ReadOnlySpan<long> CategoryMicroseconds => categories;

    /// <summary>Active time by window in microseconds.</summary>
    public ReadOnlySpan<long> WindowMicroseconds => windows;

    internal void Add(ActivityTotals totals)
    {
        Events += totals.Events;
        Sessions += totals.Sessions;
        PatientSwitches += totals.PatientSwitches;
        ActiveDays += totals.ActiveDays;
        ScheduledDays += totals.ScheduledDays;
        ScheduledMicroseconds += totals.ScheduledMicroseconds;
        ActiveMicroseconds += totals.ActiveMicroseconds;
        for (var i = 0; i < categories.Length; i++) categories[i] += totals.CategoryMicroseconds[i];
        for (var i = 0; i < windows.Length; i++) windows[i] += totals.WindowMicroseconds[i];
    }
}

/// <summary>
/// Hours of EHR work per 8 scheduled patient hours (Sinsky et al. 2020, JAMIA 27(4):639-643): numerators and denominators are added up first, then divided.
/// </summary>
public sealed class PerEightHours
{
    private readonly ActivitySums sums;

    internal PerEightHours(ActivitySums sums) => this.sums = sums;

    /// <summary>EHR-Time8: all active time.</summary>
    public double EhrTime => Of(sums.ActiveMicroseconds);

    /// <summary>WOW8: active time outside scheduled patient time.</summary>
    public double WorkOutsideWork => OfWindow(0);

    /// <summary>Note-Time8: writing notes.</summary>
    public double NoteTime => OfCategory(ActivityCategory.NoteWriting);

    /// <summary>IB-Time8: inbox.</summary>
    public double InboxTime => OfCategory(ActivityCategory.Inbox);

    /// <summary>Rx-Time8: prescriptions.</summary>
    public double PrescriptionTime => OfCategory(ActivityCategory.Prescriptions);

    /// <summary>Scheduled patient time of those that reach the minimum, in microseconds: the denominator.</summary>
    public long ScheduledMicroseconds => sums.ScheduledMicroseconds;

    /// <summary>Active time of those that reach the minimum, in microseconds: the numerator of <see cref="EhrTime"/>.</summary>
    public long ActiveMicroseconds => sums.ActiveMicroseconds;

    /// <summary>Hours of one category per 8 scheduled hours.</summary>
    public double OfCategory(ActivityCategory category) => Of(sums.CategoryMicroseconds[(int)category]);

    /// <summary>Hours in one window per 8 scheduled hours.</summary>
    /// <param name="window">Index in <see cref="ActivityWindowNames.Keys"/>.</param>
    public double OfWindow(int window) => Of(sums.WindowMicroseconds[window]);

    private double Of(long microseconds) => 8.0 * microseconds / sums.ScheduledMicroseconds;
}
