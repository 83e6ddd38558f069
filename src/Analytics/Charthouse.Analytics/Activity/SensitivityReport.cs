using Charthouse.AuditActivity;

namespace Charthouse.Analytics.Activity;

/// <summary>One group under one definition or window. Hidden or missing figures are <c>null</c>.</summary>
/// <param name="Key">Group.</param>
/// <param name="Clinicians">People present.</param>
/// <param name="Hours">Active hours, or hours in the window.</param>
/// <param name="Per8ScheduledHours">Hours per 8 scheduled hours over those that reach the minimum.</param>
public sealed record SensitivityGroup(string Key, int Clinicians, double? Hours, double? Per8ScheduledHours);

/// <summary>How well two definitions agree on the order of the groups.</summary>
/// <param name="A">First definition or window.</param>
/// <param name="B">Second.</param>
/// <param name="TauB">Kendall's tau-b; <c>null</c> below two groups.</param>
/// <param name="Groups">Groups that have a figure under both.</param>
public sealed record RankPair(string A, string B, double? TauB, int Groups);

/// <summary>The sensitivity table: what changes when the definition changes.</summary>
/// <param name="Definitions">For each of <see cref="SensitivityDefinitions.All"/> the groups by key.</param>
/// <param name="Windows">For each of the eight windows the groups by key.</param>
/// <param name="RankAgreement">66 pairs of definitions, then 28 pairs of windows.</param>
public sealed record SensitivityReport(
    IReadOnlyList<IReadOnlyList<SensitivityGroup>> Definitions, IReadOnlyList<IReadOnlyList<SensitivityGroup>> Windows, IReadOnlyList<RankPair> RankAgreement)
{
    /// <summary>Builds the table from clinicians.</summary>
    public static SensitivityReport From(IReadOnlyList<ClinicianSensitivity> rows, GroupBy by)
    {
        var groups = rows.GroupBy(row => row.Key, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, Members: group.ToList())).ToList();
        var definitions = Table(SensitivityDefinitions.All.Count, groups, by, static (row, index) => row.ActiveMicroseconds[index]);
        var windows = Table(ActivityWindowNames.Count, groups, by, static (row, index) => row.WindowMicroseconds[index]);
        var agreement = Pairs([.. SensitivityDefinitions.All.Select(SensitivityDefinitions.Name)], definitions)
            .Concat(Pairs(ActivityWindowNames.Keys, windows)).ToList();
        return new SensitivityReport(definitions, windows, agreement);
    }

    private static List<IReadOnlyList<SensitivityGroup>> Table(
        int count, List<(string Key, List<ClinicianSensitivity> Members)> groups, GroupBy by, Func<ClinicianSensitivity, int, long> value)
    {
        var minimum = GroupMeasures.MinimumScheduledHours * Microseconds.PerHour;
        List<IReadOnlyList<SensitivityGroup>> table = [];
        for (var index = 0; index < count; index++)
        {
            var column = index;
            table.Add([.. groups.Select(group =>
            {
                var clinicians = group.Members.Count(row => row.IsPresent);
                var included = group.Members.Where(row => row.ScheduledMicroseconds >= minimum).ToList();
                var isOne = by == GroupBy.Clinician;
                if (!isOne && clinicians < GroupMeasures.SmallestGroup) return new SensitivityGroup(group.Key, clinicians, null, null);
                double? per8 = included.Count >= (isOne ? group.Members.Count : GroupMeasures.SmallestGroup)
                    ? 8.0 * included.Sum(row => value(row, column)) / included.Sum(row => row.ScheduledMicroseconds)
                    : null;
                return new SensitivityGroup(group.Key, clinicians, Microseconds.ToHours(group.Members.Sum(row => value(row, column))), per8);
            })]);
        }

        return table;
    }

    private static IEnumerable<RankPair> Pairs(IReadOnlyList<string> names, List<IReadOnlyList<SensitivityGroup>> table)
    {
        for (var a = 0; a < table.Count; a++)
        {
            for (var b = a + 1; b < table.Count; b++)
            {
                List<double> inA = [], inB = [];
                for (var group = 0; group < table[a].Count; group++)
                {
                    if (table[a][group].Per8ScheduledHours is not { } valueA || table[b][group].Per8ScheduledHours is not { } valueB) continue;
                    inA.Add(valueA);
                    inB.Add(valueB);
                }

                yield return new RankPair(names[a], names[b], Agreement(inA, inB), inA.Count);
            }
        }
    }

    private static double? Agreement(List<double> a, List<double> b) =>
        AuditActivity.RankAgreement.KendallTauB(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(a), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(b));
}
