namespace Charthouse.AuditActivity;

/// <summary>What one clinician did in a period as a member of one group. Times are whole microseconds.</summary>
public sealed class ActivityTotals
{
    private readonly long[] categories = new long[ActivityCategories.Count];
    private readonly long[] windows = new long[ActivityWindowNames.Count];

    /// <summary>A number that stands for the group.</summary>
    public int Group { get; init; }

    /// <summary>Events of the period.</summary>
    public long Events { get; set; }

    /// <summary>Sessions: runs of events without a gap beyond the time-out.</summary>
    public long Sessions { get; set; }

    /// <summary>Changes of the patient within sessions.</summary>
    public long PatientSwitches { get; set; }

    /// <summary>Local dates with at least one event.</summary>
    public long ActiveDays { get; set; }

    /// <summary>Local dates with an appointment start.</summary>
    public long ScheduledDays { get; set; }

    /// <summary>Length of the union of appointments in the period.</summary>
    public long ScheduledMicroseconds { get; set; }

    /// <summary>Whether the clinician counts as a member in the period: an event or scheduled time in it, not just credit that runs into it.</summary>
    public bool IsPresent => Events > 0 || ScheduledMicroseconds > 0;

    /// <summary>All credited time.</summary>
    public long ActiveMicroseconds { get; private set; }

    /// <summary>Credited time by <see cref="ActivityCategory"/>; sums to <see cref="ActiveMicroseconds"/>.</summary>
    public ReadOnlySpan<long> CategoryMicroseconds => categories;

    /// <summary>Credited time by window, in the order of <see cref="ActivityWindowNames.Keys"/>; windows overlap.</summary>
    public ReadOnlySpan<long> WindowMicroseconds => windows;

    /// <summary>Totals whose times were added up elsewhere.</summary>
    /// <param name="group">A number that stands for the group.</param>
    /// <param name="categoryMicroseconds">Time by category; <see cref="ActivityCategories.Count"/> entries.</param>
    /// <param name="windowMicroseconds">Time by window; <see cref="ActivityWindowNames.Count"/> entries.</param>
    public static ActivityTotals FromSums(int group, ReadOnlySpan<long> categoryMicroseconds, ReadOnlySpan<long> windowMicroseconds)
    {
        var totals = new ActivityTotals { Group = group };
        categoryMicroseconds.CopyTo(totals.categories);
        windowMicroseconds.CopyTo(totals.windows);
        foreach (var microseconds in categoryMicroseconds) totals.ActiveMicroseconds += microseconds;
        return totals;
    }

    /// <summary>Adds credited time of one category that lies in the given windows throughout.</summary>
    public void Add(ActivityCategory category, ActivityWindows inWindows, long microseconds)
    {
        ActiveMicroseconds += microseconds;
        categories[(int)category] += microseconds;
        for (var bits = (uint)inWindows; bits != 0; bits &= bits - 1) windows[System.Numerics.BitOperations.TrailingZeroCount(bits)] += microseconds;
    }
}
