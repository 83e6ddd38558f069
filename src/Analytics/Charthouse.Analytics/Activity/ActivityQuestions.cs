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
}

/// <summary>
/// Totals of each clinician in a period, one row for each step, group and clinician with anything in it, ordered by step, key and user (ordinal).
/// Version 1 of measure <c>activity</c>.
/// </summary>
/// <param name="Period">Local dates.</param>
/// <param name="Rule">Credit rule.</param>
/// <param name="By">Groups.</param>
/// <param name="Filter">Whose activity counts.</param>
/// <param name="StepDays">Splits the period into steps of so many days, each measured as a period of its own; <c>null</c> for one step.</param>
public sealed record ActivityByClinician(LocalPeriod Period, CreditRule Rule, GroupBy By, ActivityFilter Filter, int? StepDays = null) : Question<ClinicianActivity>;

/// <summary>One clinician's totals.</summary>
/// <param name="Step">Number of the step, from 0.</param>
/// <param name="Key">Group.</param>
/// <param name="User">Clinician.</param>
/// <param name="Totals">Totals in whole microseconds.</param>
public sealed record ClinicianActivity(int Step, string Key, string User, ActivityTotals Totals);

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

/// <summary>Active time of a selection by weekday and hour of the local clock; rows with time only, ordered by weekday and hour. Version 1.</summary>
/// <param name="Period">Local dates.</param>
/// <param name="Rule">Credit rule.</param>
/// <param name="Filter">Whose activity counts.</param>
public sealed record ActivityByHourOfWeek(LocalPeriod Period, CreditRule Rule, ActivityFilter Filter) : Question<HourOfWeekActivity>;

/// <summary>Active time in one hour of the week, over the whole period.</summary>
/// <param name="Weekday">0 Monday to 6 Sunday.</param>
/// <param name="Hour">0 to 23, local clock.</param>
/// <param name="ActiveMicroseconds">Active time.</param>
public sealed record HourOfWeekActivity(int Weekday, int Hour, long ActiveMicroseconds);

/// <summary>Every action of the log with its events and its time under the default definition, most time first, then by name. Version 1.</summary>
public sealed record ActionTotals : Question<ActionTotal>;

/// <summary>One action.</summary>
/// <param name="Action">Name in the log.</param>
/// <param name="Category">Category in force.</param>
/// <param name="Events">Events in the whole log.</param>
/// <param name="ActiveMicroseconds">Credited time in the whole log, drop, 300 s.</param>
public sealed record ActionTotal(string Action, ActivityCategory Category, long Events, long ActiveMicroseconds);
