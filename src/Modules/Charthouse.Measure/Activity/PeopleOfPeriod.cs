using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;

namespace Charthouse.Measure.Activity;

/// <summary>
/// Who belongs to which groups in a period, and so which selections may be shown (activity.md §9, "Anonymity"). A selection stays hidden when it has fewer
/// than five people, when the remainder rule hides it among its siblings, or when it is all but a few of a group that is shown elsewhere: a page filtered
/// to it would give those few by subtraction.
/// </summary>
internal sealed class PeopleOfPeriod
{
    private static readonly GroupBy[] kinds = [GroupBy.Site, GroupBy.Department, GroupBy.Specialty, GroupBy.Role];

    private readonly Dictionary<(GroupBy, string), HashSet<string>> groups = [];
    private readonly HashSet<string> everybody = new(StringComparer.Ordinal);

    private PeopleOfPeriod()
    {
    }

    /// <summary>Those present, and those with enough scheduled hours for per-8-hour measures, in each step of a period.</summary>
    public sealed record Steps(IReadOnlyList<PeopleOfPeriod> Present, IReadOnlyList<PeopleOfPeriod> Included);

    /// <summary>Reads the people of each step. Whom it holds does not depend on the credit rule, so all pages of a period share one answer.</summary>
    public static Task<Steps> ReadAsync(AnswerCache cache, long version, LocalPeriod period, int steps, int? stepDays, CancellationToken cancellationToken) =>
        cache.GetAsync(version, (nameof(PeopleOfPeriod), period, stepDays), async () =>
        {
            PeopleOfPeriod[] present = [.. Enumerable.Range(0, steps).Select(_ => new PeopleOfPeriod())];
            PeopleOfPeriod[] included = [.. Enumerable.Range(0, steps).Select(_ => new PeopleOfPeriod())];
            foreach (var kind in kinds)
            {
                var question = new ActivityByClinician(period, CreditRule.Default, kind, ActivityFilter.Everybody, stepDays);
                var members = await cache.AskAsync(version, question, rows => rows.Where(row => row.Totals.IsPresent)
                    .Select(row => (row.Step, row.Key, row.User, HasHours: row.Totals.ScheduledMicroseconds >= GroupMeasures.MinimumScheduledHours * Microseconds.PerHour))
                    .ToList(), CancellationToken.None);
                foreach (var (step, key, user, hasHours) in members)
                {
                    present[step].Add(kind, key, user);
                    if (hasHours) included[step].Add(kind, key, user);
                }
            }

            return new Steps(present, included);
        }, cancellationToken);

    /// <summary>How many people a filter selects.</summary>
    public int Count(ActivityFilter filter) => Of(filter).Count;

    /// <summary>Whether the figures of a selection may be shown.</summary>
    public bool MayShow(ActivityFilter filter)
    {
        var selected = Of(filter);
        if (selected.Count < GroupMeasures.SmallestGroup) return false;
        if (IsAllButAFew(selected, everybody)) return false;
        var one = selected.First();
        foreach (var group in groups.Values)
        {
            if (group.Contains(one) && IsAllButAFew(selected, group)) return false;
        }

        foreach (var kind in kinds)
        {
            if (ValueOf(filter, kind) is not { } value) continue;
            var keys = groups.Keys.Where(group => group.Item1 == kind).Select(group => group.Item2).Order(StringComparer.Ordinal).ToList();
            var hidden = Suppression.Hidden([.. keys.Select(key => Of(With(filter, kind, key)).Count)]);
            var own = keys.IndexOf(value);
            if (own >= 0 && hidden[own]) return false;
        }

        return true;
    }

    /// <summary>The filter with one group chosen.</summary>
    public static ActivityFilter With(ActivityFilter filter, GroupBy kind, string? key) => kind switch
    {
        GroupBy.Site => filter with { Site = key },
        GroupBy.Department => filter with { Department = key },
        GroupBy.Specialty => filter with { Specialty = key },
        GroupBy.Role => filter with { Role = key },
        _ => filter,
    };

    private static string? ValueOf(ActivityFilter filter, GroupBy kind) => kind switch
    {
        GroupBy.Site => filter.Site,
        GroupBy.Department => filter.Department,
        GroupBy.Specialty => filter.Specialty,
        _ => filter.Role,
    };

    private static bool IsAllButAFew(HashSet<string> selected, HashSet<string> whole) =>
        whole.Count > selected.Count && whole.Count - selected.Count < GroupMeasures.SmallestGroup && selected.IsSubsetOf(whole);

    private void Add(GroupBy kind, string key, string user)
    {
        everybody.Add(user);
        if (!groups.TryGetValue((kind, key), out var members)) groups.Add((kind, key), members = new HashSet<string>(StringComparer.Ordinal));
        members.Add(user);
    }

    private HashSet<string> Of(ActivityFilter filter)
    {
        HashSet<string>? selected = null;
        foreach (var kind in kinds)
        {
            if (ValueOf(filter, kind) is not { } value) continue;
            if (!groups.TryGetValue((kind, value), out var members)) return [];
            if (selected is null) selected = new HashSet<string>(members, StringComparer.Ordinal);
            else selected.IntersectWith(members);
        }

        return selected ?? everybody;
    }
}
