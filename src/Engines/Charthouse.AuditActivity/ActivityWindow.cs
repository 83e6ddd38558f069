namespace Charthouse.AuditActivity;

/// <summary>The eight windows of time "after hours" or outside the visits, as a set (docs/methods/windows.md).</summary>
[Flags]
public enum ActivityWindows
{
    /// <summary>Inside the visits, on a working day by the clock.</summary>
    None = 0,
    /// <summary>W-WOW: outside the union of scheduled appointments, any day.</summary>
    OutsideScheduled = 1 << 0,
    /// <summary>W-OSH30: on a date with an appointment start, before the first start − 30 min or from the last end + 30 min.</summary>
    OutsideSchedule30 = 1 << 1,
    /// <summary>W-UNSCHED: on a date without an appointment start.</summary>
    UnscheduledDay = 1 << 2,
    /// <summary>W-7TO7: before 07:00 or from 19:00, every day.</summary>
    Outside7To19 = 1 << 3,
    /// <summary>W-PAJAMA: weekdays before 07:00 or from 17:30, and all of Saturday and Sunday.</summary>
    Pajama = 1 << 4,
    /// <summary>W-CERNER: weekdays before 06:00 or from 18:00, and all of Saturday and Sunday.</summary>
    After18Before6Weekend = 1 << 5,
    /// <summary>W-WUSTL: before 06:00 or from 18:00, every day.</summary>
    Night18To6 = 1 << 6,
    /// <summary>W-WEEKEND: Saturday and Sunday.</summary>
    Weekend = 1 << 7,
}

/// <summary>The names and order of the windows.</summary>
public static class ActivityWindowNames
{
    private static readonly string[] keys =
    [
        "outsideScheduled", "outsideSchedule30", "unscheduledDay", "outside7to19",
        "pajama", "after18before6Weekend", "night18to6", "weekend",
    ];

    /// <summary>How many windows there are.</summary>
    public const int Count = 8;

    /// <summary>The keys in JSON; the index is the number of the window's bit in <see cref="ActivityWindows"/>.</summary>
    public static IReadOnlyList<string> Keys => keys;
}
