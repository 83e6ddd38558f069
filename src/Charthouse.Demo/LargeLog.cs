namespace Charthouse.Demo;

/// <summary>A log of any size for benchmarks: the same kinds of clinicians, rows as dense as in an access log.</summary>
public static class LargeLog
{
    /// <summary>About the rows that a clinician makes in a week; the length of the period follows from it.</summary>
    public const int EventsPerClinicianWeek = 2500;

    /// <summary>
    /// Writes one events file, people, actions and appointments: exactly <paramref name="events"/> rows, shared evenly. 2,000 clinicians make
    /// 20 million rows in 4 weeks and 100 million in 20.
    /// </summary>
    public static HospitalFiles Write(
        string folder, long events, int clinicians, int seed, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(clinicians);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clinicians, ClinicianWeeks.MostClinicians);
        ArgumentOutOfRangeException.ThrowIfLessThan(events, clinicians);
        var weeks = Math.Max(1, (events + (EventsPerClinicianWeek * (long)clinicians) / 2) / (EventsPerClinicianWeek * (long)clinicians));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weeks, Calendar.LongestWeeks, nameof(events));
        return HospitalLog.Write(
            folder, Roster.Make(clinicians, seed, withVacations: false), seed, 0, (int)weeks, (int)weeks, goLiveWeek: null, events, monthly: false,
            progress, cancellationToken);
    }
}
