using Charthouse.AuditActivity;

namespace Charthouse.Analytics.Activity;

/// <summary>What the groups of a report are.</summary>
public enum GroupBy
{
    /// <summary>Everybody in one group, key <c>all</c>.</summary>
    All,
    /// <summary>By site.</summary>
    Site,
    /// <summary>By department.</summary>
    Department,
    /// <summary>By specialty.</summary>
    Specialty,
    /// <summary>By role.</summary>
    Role,
    /// <summary>One row a clinician; for the operator only.</summary>
    Clinician,
}

/// <summary>Whose activity counts. <c>null</c> means everybody; <see cref="ActivityFilter.NoGroup"/> selects those without an entry.</summary>
/// <param name="Site">One site.</param>
/// <param name="Department">One department.</param>
/// <param name="Specialty">One specialty.</param>
/// <param name="Role">One role.</param>
public sealed record ActivityFilter(string? Site = null, string? Department = null, string? Specialty = null, string? Role = null)
{
    /// <summary>The key of a group that nobody named.</summary>
    public const string NoGroup = "(none)";

    /// <summary>Everybody.</summary>
    public static ActivityFilter Everybody { get; } = new();

    /// <summary>Whether what a clinician did as a member of these groups counts.</summary>
    public bool Fits(GroupKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return Fits(Site, keys.Site) && Fits(Department, keys.Department) && Fits(Specialty, keys.Specialty) && Fits(Role, keys.Role);
    }

    private static bool Fits(string? wanted, string key) => wanted is null || string.Equals(wanted, key, StringComparison.Ordinal);
}

/// <summary>The group of each kind that a clinician belongs to at one time; <see cref="ActivityFilter.NoGroup"/> where nobody named one.</summary>
/// <param name="Site">Site.</param>
/// <param name="Department">Department.</param>
/// <param name="Specialty">Specialty.</param>
/// <param name="Role">Role.</param>
public sealed record GroupKeys(string Site, string Department, string Specialty, string Role)
{
    /// <summary>The keys of what the people file says.</summary>
    public static GroupKeys Of(string? site, string? department, string? specialty, string? role) =>
        new(site ?? ActivityFilter.NoGroup, department ?? ActivityFilter.NoGroup, specialty ?? ActivityFilter.NoGroup, role ?? ActivityFilter.NoGroup);

    /// <summary>The key of one kind of group.</summary>
    public string this[GroupBy by] => by switch
    {
        GroupBy.All => "all",
        GroupBy.Site => Site,
        GroupBy.Department => Department,
        GroupBy.Specialty => Specialty,
        GroupBy.Role => Role,
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "Clinicians are not a kind of group."),
    };

    /// <summary>Order of answers: by site, department, specialty, role, all ordinal.</summary>
    public static IComparer<GroupKeys> Order { get; } = Comparer<GroupKeys>.Create(static (a, b) =>
        string.CompareOrdinal(a.Site, b.Site) is not 0 and var bySite ? bySite
        : string.CompareOrdinal(a.Department, b.Department) is not 0 and var byDepartment ? byDepartment
        : string.CompareOrdinal(a.Specialty, b.Specialty) is not 0 and var bySpecialty ? bySpecialty
        : string.CompareOrdinal(a.Role, b.Role));
}

/// <summary>
/// Totals of each clinician in a period, one row for each group and clinician with anything in it, ordered by key and user (ordinal).
/// Version 1 of measure <c>activity</c>.
/// </summary>
/// <param name="Period">Local dates.</param>
/// <param name="Rule">Credit rule.</param>
/// <param name="By">Groups.</param>
/// <param name="Filter">Whose activity counts.</param>
public sealed record ActivityByClinician(LocalPeriod Period, CreditRule Rule, GroupBy By, ActivityFilter Filter) : Question<ClinicianActivity>;

/// <summary>One clinician's totals.</summary>
/// <param name="Key">Group.</param>
/// <param name="User">Clinician.</param>
/// <param name="Totals">Totals in whole microseconds.</param>
public sealed record ClinicianActivity(string Key, string User, ActivityTotals Totals);

/// <summary>
/// What of each clinician's totals can be added up, by week and by all kinds of groups at once, under the three estimators with one time-out: every filter,
/// grouping and run of these weeks is a sum of these rows. One row for each week, clinician and combination of groups with anything in it, ordered by week,
/// user (ordinal) and keys. Sessions and switches are not here: the first event of a period begins a session, so those of weeks do not add up.
/// Version 1 of measure <c>activity</c>.
/// </summary>
/// <param name="Period">Local dates; a week begins every seven days from its first, and the last one may be cut short.</param>
/// <param name="TimeOutMicroseconds">Time-out of the three credit rules.</param>
/// <param name="Boundary">Boundary of the three credit rules.</param>
public sealed record ActivityByWeek(LocalPeriod Period, long TimeOutMicroseconds, TimeOutBoundary Boundary) : Question<ClinicianWeek>;

/// <summary>One clinician's week as a member of one combination of groups.</summary>
/// <param name="Week">Number of the week, from 0.</param>
/// <param name="User">Clinician.</param>
/// <param name="Keys">Groups.</param>
/// <param name="Events">Events.</param>
/// <param name="ScheduledMicroseconds">Scheduled time.</param>
/// <param name="Credit">Credited time, in the order of <see cref="Estimator"/>.</param>
public sealed record ClinicianWeek(int Week, string User, GroupKeys Keys, long Events, long ScheduledMicroseconds, IReadOnlyList<CreditedTime> Credit);

/// <summary>Credited time by <see cref="ActivityCategory"/> and, over again, by window.</summary>
/// <param name="CategoryMicroseconds">By category.</param>
/// <param name="WindowMicroseconds">By window; windows overlap.</param>
public sealed record CreditedTime(long[] CategoryMicroseconds, long[] WindowMicroseconds);

/// <summary>
/// Active time of each clinician under the twelve definitions of <see cref="SensitivityDefinitions"/>, and in the eight windows under the default one,
/// ordered by key and user. Version 1 of measure <c>sensitivity</c>.
/// </summary>
/// <param name="Period">Local dates.</param>
/// <param name="By">Groups.</param>
/// <param name="Filter">Whose activity counts.</param>
public sealed record SensitivityByClinician(LocalPeriod Period, GroupBy By, ActivityFilter Filter) : Question<ClinicianSensitivity>;

/// <summary>One clinician under all definitions.</summary>
/// <param name="Key">Group.</param>
/// <param name="User">Clinician.</param>
/// <param name="IsPresent">The clinician has an event or scheduled time in the period.</param>
/// <param name="ScheduledMicroseconds">Scheduled time.</param>
/// <param name="ActiveMicroseconds">Active time, in the order of <see cref="SensitivityDefinitions.All"/>.</param>
/// <param name="WindowMicroseconds">Time in each window under the default definition.</param>
public sealed record ClinicianSensitivity(
    string Key, string User, bool IsPresent, long ScheduledMicroseconds, long[] ActiveMicroseconds, long[] WindowMicroseconds);

/// <summary>
/// Active time by hour of the local clock's week, by week and by all kinds of groups at once; rows with any time only, ordered by week and keys. Version 1.
/// </summary>
/// <param name="Period">Local dates; weeks as in <see cref="ActivityByWeek"/>.</param>
/// <param name="Rule">Credit rule.</param>
public sealed record HoursByWeek(LocalPeriod Period, CreditRule Rule) : Question<WeekHours>;

/// <summary>The hours of one week, of all who belong to one combination of groups.</summary>
/// <param name="Week">Number of the week, from 0.</param>
/// <param name="Keys">Groups.</param>
/// <param name="HourMicroseconds">Active time in each of the 168 hours from Monday 00:00 on.</param>
public sealed record WeekHours(int Week, GroupKeys Keys, long[] HourMicroseconds)
{
    /// <summary>Hours of a week.</summary>
    public const int Count = 7 * 24;

    /// <summary>Where an hour stands.</summary>
    /// <param name="localDay">Days since 1970-01-01, a Thursday.</param>
    /// <param name="hour">0 to 23.</param>
    public static int IndexOf(int localDay, int hour) => ((localDay + 3) % 7 * 24) + hour;
}

/// <summary>Every action of the log with its events and its time under the default definition, most time first, then by name. Version 1.</summary>
public sealed record ActionTotals : Question<ActionTotal>;

/// <summary>One action.</summary>
/// <param name="Action">Name in the log.</param>
/// <param name="Category">Category in force.</param>
/// <param name="Events">Events in the whole log.</param>
/// <param name="ActiveMicroseconds">Credited time in the whole log, drop, 300 s.</param>
public sealed record ActionTotal(string Action, ActivityCategory Category, long Events, long ActiveMicroseconds);
