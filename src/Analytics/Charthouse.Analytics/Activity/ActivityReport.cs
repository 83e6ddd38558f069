using Charthouse.AuditActivity;

namespace Charthouse.Analytics.Activity;

/// <summary>The groups of a report, by key (ordinal).</summary>
/// <param name="Key">Group.</param>
/// <param name="Measures">Its measures, with the suppression that hides small groups.</param>
public sealed record ActivityGroup(string Key, GroupMeasures Measures);

/// <summary>From clinicians to groups.</summary>
public static class ActivityReport
{
    /// <summary>The groups of each step. A step without rows has no groups; one whose rows hold only credit from before the step has a group of nobody.</summary>
    public static IReadOnlyList<ActivityGroup>[] BySteps(IReadOnlyList<ClinicianActivity> rows, GroupBy by, int steps)
    {
        var groups = new IReadOnlyList<ActivityGroup>[steps];
        var byStep = rows.ToLookup(row => row.Step);
        for (var step = 0; step < steps; step++) groups[step] = Groups(byStep[step], by);
        return groups;
    }

    /// <summary>The groups of rows of one step.</summary>
    public static IReadOnlyList<ActivityGroup> Groups(IEnumerable<ClinicianActivity> rows, GroupBy by) =>
    [
        .. rows.GroupBy(row => row.Key, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ActivityGroup(group.Key, GroupMeasures.Of([.. group.Select(row => row.Totals)], by == GroupBy.Clinician))),
    ];
}
