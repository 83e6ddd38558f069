using Charthouse.AuditActivity;

namespace Charthouse.Analytics.Activity;

/// <summary>The groups of a report, by key (ordinal).</summary>
/// <param name="Key">Group.</param>
/// <param name="Measures">Its measures, with the suppression that hides small groups.</param>
public sealed record ActivityGroup(string Key, GroupMeasures Measures);

/// <summary>From clinicians to groups.</summary>
public static class ActivityReport
{
    /// <summary>The groups of the rows of a period.</summary>
    public static IReadOnlyList<ActivityGroup> Groups(IEnumerable<ClinicianActivity> rows, GroupBy by) =>
    [
        .. rows.GroupBy(row => row.Key, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ActivityGroup(group.Key, GroupMeasures.Of([.. group.Select(row => row.Totals)], by == GroupBy.Clinician))),
    ];
}
